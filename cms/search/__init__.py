"""Searching what readers may see: passages of what is in force, their stems, and finding them."""
