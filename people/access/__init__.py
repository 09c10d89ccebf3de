"""Who looked at what of somebody, or decided about it, for that person to read. Never what was seen, and no time of day."""
