"""Coming in, the screen at the table, and what a guest takes along."""
