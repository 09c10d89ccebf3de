"""A panel of real people, invited by link, in the place of the makers' example."""
