"""The mirror's pages, in pieces by noun."""
