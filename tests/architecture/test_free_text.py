"""Every field for free text is known: its form asks the guard (docs/guard.md), or says why it need not."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve

from tests.architecture.addresses import form_for, learner_pages, path_of
from tests.architecture.routes import routes
from tests.architecture.standing import undone
from tests.architecture.world import World

GUARDED = {
    "reflection:write": "text",
    "reflection:write-free": "text",
    "journey:reflect": "text",
    "journey:case-reflect": "text",
    "journey:answer": "answer",
    "practice:step": "reason",
    "reflection:intend": "then",
    "reflection:intention-close": "said",
    "reflection:comment": "text",
    "panel:answer": "reason-0",
    "trials:remark": "text",
    "trials:remark-change": "text",
    "dossier:add": "evidence",
    "dossier:own": "evidence",
    "team_sessions:carry": "text",
    "team_sessions:lead-agree": "then",
    "team_sessions:phone-card": "text",
    "team_sessions:phone-note": "text",
    "team_sessions:poll-put": "asks",
}
"""Routes whose form holds free text and asks the guard before it saves, each with a field."""
EXEMPT: dict[str, str] = {}
"""Routes of learners whose form holds a large field that need not ask, each with the reason."""
TEMPLATES = {
    "components/choices.html",
    "components/prompt.html",
    "components/question/open.html",
    "learning/practice/trials/field.html",
    "learning/reflection/intention.html",
    "learning/reflection/share_thread.html",
    "learning/reflection/write_form.html",
    "learning/team_sessions/phone/_card.html",
    "learning/team_sessions/phone/carry_form.html",
}
"""Templates with a large field, all of them in forms that ask."""
STUDIO_TEMPLATES = {
    "cases_library/studio/play.html": "a trial of a draft: what is typed there is kept nowhere",
    "cms/studio/remark_field.html": "a remark among authors about a draft, beside a line that says to write of no family",
}
DEVICE_TEMPLATES = {
    "learning/team_sessions/phone/_guest_note.html": "in no form, sent nowhere; where it goes into a mirror (team_sessions:carry) it asks",
}
FORMS = {
    "cases_library/panel/forms.py": "panel:answer",
    "learning/dossier/forms.py": "dossier:add",
    "learning/reflection/forms.py": "reflection:intend",
    "learning/team_sessions/leading/forms.py": "team_sessions:lead-agree",
    "cases_library/widgets.py": "the studio's editor of a case",
    "cms/beginning/forms.py": "the studio's text that becomes a module",
}
"""Where Python makes a large field, and for what."""
_ROUTES = {route.key: route for route in routes()}


def _forms(html: str) -> list[tuple[str, str]]:
    """Where the forms with a large field are sent; a form without an address is sent to its own page."""
    found = re.findall(r"<form\b([^>]*)>(.*?)</form>", html, re.DOTALL)
    return [(attributes, body) for attributes, body in found if "<textarea" in body]


def _route(attributes: str, page: str) -> str:
    action = re.search(r'action="([^"]+)"', attributes)
    return resolve(action[1] if action else page).view_name


@pytest.mark.parametrize("who", ["asha", "ben", "noor", "edith"])
def test_every_large_field_that_somebody_meets_is_in_a_form_that_asks(world: World, who: str):
    with undone():
        sharing = world.records["asha"].sharing
        pages = learner_pages(world, who) + ([f"/spiegel/gedeeld/{sharing.running.pk}/"] if who == "ben" else [])
        if who == "asha":
            pages.append(f"/spiegel/voornemens/{world.records['asha'].intention.pk}/")
        met = {
            _route(attributes, page)
            for page in pages
            for attributes, _body in _forms(world.browser(who).get(page).content.decode())
        }
    assert met >= {"reflection:write", "reflection:write-free"}
    assert met - set(GUARDED) - set(EXEMPT) == set()


@pytest.mark.parametrize("key", [key for key in GUARDED if key not in {"practice:step", "journey:case-reflect"}])
def test_a_form_that_asks_does(world: World, key: str):
    """Through the door, with what would be accepted but for a name."""
    route = _ROUTES[key]
    thing = {"panel:answer": "-", "journey:reflect": "core", "journey:answer": "core"}.get(key, "asha")
    address = path_of(world, route, "-" if not route.parameters or key == "reflection:write" else thing)
    with undone():
        reply = world.browser("asha").post(address, form_for(route) | {GUARDED[key]: "Ik sprak Fatima gisteren."})
    assert (reply.status_code, "‘Fatima’" in reply.content.decode()) == (422, True)


def test_a_step_and_a_case_s_prompt_ask(world: World):
    with undone():
        run = f"/casussen/spel/{world.records['asha'].open_run.pk}/"
        number = re.search(r'name="number" value="(\d+)"', world.browser("asha").get(run).content.decode())
        for key in ("practice:step", "journey:case-reflect"):
            form = form_for(_ROUTES[key]) | {"number": number[1] if number else "", GUARDED[key]: "Ik sprak Fatima."}
            reply = world.browser("asha").post(path_of(world, _ROUTES[key], "asha"), form)
            assert (key, reply.status_code) == (key, 422)


def test_every_template_with_a_large_field_is_known():
    folder = Path(settings.BASE_DIR) / "templates"
    found = {str(one.relative_to(folder)) for one in folder.rglob("*.html") if "<textarea" in one.read_text()}
    assert found == TEMPLATES | set(STUDIO_TEMPLATES) | set(DEVICE_TEMPLATES)


def test_every_large_field_that_python_makes_is_known():
    root = Path(settings.BASE_DIR)
    rooms = ("people", "cms", "cases_library", "learning", "config")
    sources = [one for room in rooms for one in (root / room).rglob("*.py") if "styleguide" not in one.name]
    found = {str(one.relative_to(root)) for one in sources if re.search(r"forms\.Textarea\b", one.read_text())}
    assert found == set(FORMS)
