"""A second pair of eyes: where an organisation publishes with four eyes, an author asks and a colleague answers, on Wagtail's workflow."""
