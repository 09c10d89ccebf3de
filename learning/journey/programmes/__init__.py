"""Programmes: who does what in their first months, by when, with whom; and what of it is done. Only its owner's records are looked at."""
