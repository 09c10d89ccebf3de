"""The pages of certificates: for their holder, for who checks one, for who issues them, and for programs."""
