"""The pages of sessions, by screen."""
