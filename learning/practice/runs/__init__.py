"""Playing a case: what a run is made of, what it did, and what its player sees of it."""
