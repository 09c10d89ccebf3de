"""The one family of errors that a person may be shown: what happened, and what to do."""


class Refused(Exception):
    """An action was refused. The message is written for the person on the screen and holds no private word."""

    status = 422


class Conflict(Refused):
    """The same key came with something else, or another tab or device was first; nothing was overwritten."""

    status = 409
