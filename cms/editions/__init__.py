"""From a page or snippet to an immutable edition: compile, publish, hold in memory."""
