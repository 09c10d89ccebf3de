"""English, read by Dutch colleagues."""
