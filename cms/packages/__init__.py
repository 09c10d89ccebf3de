"""A module as one file that travels: packing, unpacking, the difference it would make, and bringing it in."""
