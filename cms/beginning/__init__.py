"""A trainer's first module: begun from a filled example, or from a text of their own."""
