"""Tags that show sessions on pages of rooms below."""
