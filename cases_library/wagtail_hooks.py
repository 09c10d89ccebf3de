"""Where cases meet the studio."""

from wagtail import hooks

from cases_library.viewsets import CaseListing
from cms.gate import open_route, writer

for _route in ("index", "index_results", "choose_parent"):
    open_route(f"casussen:{_route}", writer)


@hooks.register("register_admin_viewset")
def register_listing() -> CaseListing:
    return CaseListing()
