"""Everything we hold on somebody, as one ZIP: every section as data, the files to read, and a page that says what is in it and why."""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import holdings
from people.exports import kinds
from people.exports.kinds import Chosen, Kind, Made
from people.holdings import Section
from people.models import User
from people.register import declaration_of, people_tables
from people.register_dutch import in_dutch

EVERYTHING = "everything"
FORMAT = "leerspiegel-gegevens/1"
_NONE = "none"


def register() -> None:
    """Tell of this kind of file."""
    kinds.register(
        Kind(
            key=EVERYTHING,
            title=gettext_lazy("Alles wat we over je bewaren"),
            name="gegevens",
            page="people:data",
            make=make,
        )
    )


def make(user: User, chosen: Chosen) -> Made:
    """The ZIP."""
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("leesmij.md", read_me(user))
        files.writestr("gegevens.json", json.dumps(data(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for one in holdings.attachments():
            files.writestr(one.filename, one.build(user))
    return Made(folder.getvalue(), "zip")


def data(user: User) -> dict[str, Any]:
    """Every section, by its name."""
    parts = {
        one.name: {"titel": str(one.title), "waarom": str(one.why), "inhoud": one.build(user)}
        for one in holdings.sections()
    }
    return {"formaat": FORMAT, "gemaakt_op": timezone.now().isoformat(), "onderdelen": parts}


def exported() -> dict[str, type[Model]]:
    """The tables of which a person gets what is theirs, by label: their declaration says so."""
    found = {}
    for model in people_tables():
        said = declaration_of(model)
        if said is not None and not said.export.startswith(_NONE):
            found[model._meta.label] = model
    return found


def untold() -> list[str]:
    """Tables that should stand in a section and do not."""
    told = {label for one in holdings.sections() for label in one.tables}
    return sorted(exported().keys() - told)


def read_me(user: User) -> str:
    """What is in the ZIP, why and how long: from the sections and the declarations."""
    files = "\n".join(f"- `{one.filename}`: {one.title}" for one in holdings.attachments())
    opening = _(
        "# Alles wat Leerspiegel over je bewaart\n\n"
        "Gemaakt op %(day)s, op jouw verzoek.\n\n"
        "- `gegevens.json`: alle gegevens, voor een programma. Elk onderdeel hieronder staat erin onder zijn eigen naam.\n"
        "%(files)s\n\n"
        "Bewaar dit bestand goed: het is niet meer versleuteld. Wat anderen met jou deelden staat er niet in;"
        " alleen dat ze het deelden, wie, en tot wanneer.\n"
    ) % {"day": date_format(timezone.localtime(), "j F Y, G.i"), "files": files}
    return "\n".join([opening, *(_told(one) for one in holdings.sections()), _rest()])


def _told(one: Section) -> str:
    lines = [
        f"## {one.title} (`{one.name}`)\n",
        f"{one.why}\n",
        _("| waarom | hoe lang | als je je account verwijdert |"),
        "|---|---|---|",
    ]
    tables = exported()
    for label in sorted(one.tables & tables.keys()):
        said = declaration_of(tables[label])
        if said is not None:
            lines.append("| " + " | ".join(in_dutch(said)) + " |")
    return "\n".join(lines) + "\n"


def _rest() -> str:
    """What is kept and not handed over: keys and what passes by itself."""
    return _(
        "## Wat er niet in staat\n\n"
        "Sleutels, en wat vanzelf voorbijgaat: sessies, bevestigingen, formulieren die nog open staan, en dit bestand zelf.\n"
    )
