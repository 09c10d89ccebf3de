"""Polls in lessons: voting, with and without a name, and what may be shown of it."""
