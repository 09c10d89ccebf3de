"""What several commands ask for in the same words."""

from django.core.management.base import CommandError, CommandParser

from people.models import Organisation


def add_organisation(parser: CommandParser) -> None:
    """`--organisation SLUG`; without it the core's."""
    parser.add_argument(
        "--organisation", metavar="SLUG", help="van welke organisatie de inhoud is; zonder: van de landelijke kern"
    )


def organisation_named(slug: str | None) -> Organisation | None:
    """The organisation with this slug; None for the core. Raises CommandError when there is none."""
    if slug is None:
        return None
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(
            f"De organisatie ‘{slug}’ bestaat niet. Bestaande: {', '.join(Organisation.objects.values_list('slug', flat=True)) or 'geen'}."
        )
    return found
