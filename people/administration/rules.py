"""Who may administer the people of an organisation."""

from people.models import Organisation, Role
from people.viewer import Viewer


def may_administer(viewer: Viewer, organisation: Organisation) -> bool:
    """Its own administrator, or who runs the platform. To everybody else the page does not exist."""
    return viewer.is_platform_admin or (viewer.organisation_id == organisation.pk and Role.ADMIN in viewer.roles)
