"""A certificate on paper: a tagged PDF that the worker makes, with a QR code to the page where others check it."""

import uuid

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.dossier.certificates import queries
from learning.dossier.certificates.credential import criteria, duration, what_it_is
from learning.dossier.certificates.models import Certificate
from learning.dossier.certificates.signing import address
from people.exports import kinds
from people.exports.kinds import Chosen, Kind, Made
from people.exports.pdf import laid_out
from people.models import User
from people.qr import qr

PDF = "certificate-pdf"


def register() -> None:
    """Tell of the PDF."""
    title = gettext_lazy("Certificaat als PDF")
    kinds.register(Kind(key=PDF, title=title, name="certificaat", page="certificates:overview", make=_pdf))


def _pdf(user: User, chosen: Chosen) -> Made:
    """One's own, and only while it is in force: a paper that says of itself that it does not count helps nobody."""
    row = queries.own_row(user.pk, uuid.UUID(chosen["certificate"]))
    if row is None or queries.state_of(row) != queries.VALID:
        raise Certificate.DoesNotExist
    return Made(laid_out("learning/dossier/certificates/paper.html", paper(queries.shown(row))), "pdf")


def paper(one: queries.Shown) -> dict[str, object]:
    """What stands on it."""
    where = address("certificates:check", one.code)
    return {
        "one": one,
        "duration": duration(one.minutes),
        "what_it_is": what_it_is(),
        "criteria": criteria(one),
        "where": where,
        "qr": qr(where, title=_("QR-code naar %(where)s") % {"where": where}),
    }
