"""The pages of a team and of who leads, by what one comes to do there."""
