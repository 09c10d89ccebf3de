"""The only writers of the mirror, in pieces by noun."""
