"""Refreshers: questions that somebody answered, asked again before they are forgotten. For them alone; no figure comes from it."""
