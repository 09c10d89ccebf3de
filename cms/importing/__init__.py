"""Content from files: reading a folder (pure, all problems at once), and writing it as pages, questions and terms that publish."""
