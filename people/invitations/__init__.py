"""Asking somebody into an organisation: by a mail that proves whose mailbox it is, or a link that asks for that mail."""
