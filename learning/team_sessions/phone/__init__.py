"""The screen of a participant: coming in with a code, and one task for each phase, on a phone, with or without an account."""
