"""What a table with people in it must say of itself; a test refuses a model on a path to a person without it."""

from dataclasses import dataclass

from people.retention.terms import LOG, Term


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """One row of the register of processing (docs/privacy.md is written from these).

    purpose: why the data is kept. retention: how long. export: under which heading the person gets it.
    erasure: what happens to it when the person asks to be forgotten. in_backup: whether a backup of the content holds its rows.
    term: how long, where it is a number that somebody may choose; then `retention` says from when, or up to what.
    """

    purpose: str
    retention: str
    export: str
    erasure: str
    in_backup: bool = True
    term: Term | None = None

    @property
    def how_long(self) -> str:
        """The term with its bounds, and from when it runs."""
        return self.term.in_words(self.retention) if self.term else self.retention


LIBRARY_TABLES: dict[str, Declaration] = {
    "account.EmailAddress": Declaration(
        purpose="sign-in and password reset",
        retention="as long as the account",
        export="profile",
        erasure="deleted with the account",
    ),
    "account.EmailConfirmation": Declaration(
        purpose="confirming an address",
        retention="three days",
        export="none: a passing token",
        erasure="deleted with the account",
    ),
    "mfa.Authenticator": Declaration(
        purpose="second factor at sign-in",
        retention="as long as the account",
        export="profile, kinds and dates only",
        erasure="deleted with the account",
    ),
    "sessions.Session": Declaration(
        purpose="staying signed in",
        retention="12 hours",
        export="none: a passing token",
        erasure="ends at sign-out",
        in_backup=False,
    ),
    "wagtailusers.UserProfile": Declaration(
        purpose="an author's settings in the editor",
        retention="as long as the account",
        export="profile",
        erasure="deleted with the account",
    ),
    "wagtailcore.Revision": Declaration(
        purpose="who drafted content",
        retention="with the content",
        export="authored content",
        erasure="name removed, content stays",
    ),
    "wagtailcore.PageLogEntry": Declaration(
        purpose="who changed content",
        retention="after it was changed",
        export="access log",
        erasure="name removed",
        term=LOG,
    ),
    "wagtailcore.ModelLogEntry": Declaration(
        purpose="who changed content",
        retention="after it was changed",
        export="access log",
        erasure="name removed",
        term=LOG,
    ),
    "wagtailcore.Page": Declaration(
        purpose="who owns or locked content",
        retention="with the content",
        export="authored content",
        erasure="name removed, content stays",
    ),
    "wagtailcore.Comment": Declaration(
        purpose="comments among authors",
        retention="with the content",
        export="authored content",
        erasure="deleted with the account",
    ),
    "wagtailcore.CommentReply": Declaration(
        purpose="comments among authors",
        retention="with the content",
        export="authored content",
        erasure="deleted with the account",
    ),
    "wagtailcore.PageSubscription": Declaration(
        purpose="an author's notifications",
        retention="as long as the account",
        export="profile",
        erasure="deleted with the account",
    ),
    "wagtailadmin.EditingSession": Declaration(
        purpose="two authors on one page",
        retention="an hour",
        export="none: passing",
        erasure="deleted with the account",
    ),
    "wagtailcore.WorkflowState": Declaration(
        purpose="who asked for review", retention="with the content", export="authored content", erasure="name removed"
    ),
    "wagtailcore.TaskState": Declaration(
        purpose="who reviewed", retention="with the content", export="authored content", erasure="name removed"
    ),
    "wagtailcore.UploadedFile": Declaration(
        purpose="an upload not yet finished",
        retention="a day",
        export="none: passing",
        erasure="deleted with the account",
    ),
    "wagtailadmin.FormState": Declaration(
        purpose="a form of the editor that is not yet finished",
        retention="a day",
        export="none: passing",
        erasure="deleted with the account",
    ),
    "wagtailcore.APIToken": Declaration(
        purpose="programs that act for an author; not in use here",
        retention="as long as the account",
        export="none: a key",
        erasure="deleted with the account",
    ),
    "wagtailimages.Image": Declaration(
        purpose="who uploaded an image", retention="with the image", export="authored content", erasure="name removed"
    ),
    "wagtaildocs.Document": Declaration(
        purpose="who uploaded a document",
        retention="with the document",
        export="authored content",
        erasure="name removed",
    ),
}
"""The tables of libraries that point at a person, declared here because their models cannot be."""
