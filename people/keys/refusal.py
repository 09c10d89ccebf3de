"""Why an operator's command did nothing."""

FAILED, MISUSED = 1, 2


class NotDone(Exception):
    """Nothing was changed, or no more than the sentence says; it also says what to do now. `code` is the command's exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
