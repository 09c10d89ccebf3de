"""The least that Django can do for the same session and user, in the product's own process settings."""
