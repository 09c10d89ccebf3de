"""Refreshers: questions that somebody answered, asked again when they might be forgotten. For the learner alone; no figure comes from it."""
