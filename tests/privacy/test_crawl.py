"""Everybody opens, searches and exports all they can reach: nobody meets another's words, a draft, or another organisation's content."""

import pytest
from django.http import HttpResponse

from tests.architecture.leaks import hidden_at, hidden_from, shown
from tests.architecture.world import CAST, World
from tests.privacy.crawler import crawl
from tests.privacy.oracle import Oracle, told

pytestmark = pytest.mark.slow
_STUDIO = ("edith", "tess", "omar", "kees", "petra")
_LATER = {
    name: pytest.param(name, marks=pytest.mark.whole)
    for name in ("ben", "edith", "farah", "noor", "tess", "kees", "petra")
}
"""What Asha is to one team Noor is to another; what Edith and Omar are to Voorbeeldstad, Tess is to Anderstad and Kees to the core;
Petra sees the content of all; Ben learns as Asha does, and Farah sees no more than they until she leads. Omar walks through the studio in
`make test` too, and the studio's table asks there for what is others'."""
_STARTS = [
    "/",
    "/leren/core-module/les/",
    "/casussen/",
    "/casussen/core-casus/",
    "/spiegel/",
    "/spiegel/gedeeld/",
    "/dossier/",
    "/profiel/",
    "/privacy/",
    "/begrippen/",
    "/echte-zorg/",
    "/meedoen/",
]
_SEARCHES = (
    "/zoeken/?q={}",
    "/studio/pages/search/?q={}",
    "/studio/pages/search/results/?q={}",
    "/studio/choose-page/search/?q={}",
    "/studio/api/main/pages/?search={}",
    "/studio/images/?q={}",
    "/studio/images/results/?q={}",
    "/studio/images/chooser/results/?q={}",
    "/studio/documents/?q={}",
    "/studio/documents/results/?q={}",
    "/studio/documents/chooser/results/?q={}",
    "/studio/snippets/cms/question/?q={}",
    "/studio/snippets/cms/question/results/?q={}",
    "/studio/snippets/choose/cms/question/results/?q={}",
    "/studio/snippets/cms/glossaryterm/?q={}",
    "/studio/snippets/cms/localtext/?q={}",
    "/studio/users/?q={}",
    "/studio/users/results/?q={}",
    "/studio/tag-autocomplete/?term={}",
)
_LISTS = (
    "/studio/pages/?ordering=title",
    "/studio/api/main/pages/?fields=*&child_of=1",
    "/studio/api/main/images/",
    "/studio/api/main/documents/",
    "/studio/reports/site-history/",
    "/studio/reports/site-history/?export=csv",
    "/studio/reports/site-history/?export=xlsx",
    "/studio/reports/aging-pages/?export=xlsx",
    "/studio/snippets/cms/question/?export=xlsx",
    "/studio/users/?export=xlsx",
    "/studio/reports/aging-pages/?export=csv",
    "/studio/reports/locked/?export=csv",
    "/studio/reports/page-types-usage/?export=csv",
    "/studio/snippets/cms/question/?export=csv",
    "/studio/snippets/cms/localtext/?export=csv",
    "/studio/users/?export=csv",
    "/studio/choose-page/",
    "/studio/images/chooser/",
    "/studio/documents/chooser/",
    "/studio/snippets/choose/cms/question/",
    "/studio/snippets/choose/cms/localtext/",
    "/studio/snippets/choose/cms/glossaryterm/",
)


@pytest.mark.parametrize("who", ["visitor", "guest", *(_LATER.get(who, who) for who in CAST)])
def test_nobody_meets_what_is_anothers(world: World, who: str):
    hidden = hidden_from(world, who)
    oracle, leaks, routes = Oracle(hidden), [], set()
    tables = [f"/sessies/{one.pk}/meedoen/" for record in world.records.values() for one in record.sessions.values()]
    starts = [*_STARTS, *tables, *(["/studio/"] if who in _STUDIO else [])]
    for path, response in crawl(world.browser(who), starts, _asked_for(world, who)):
        assert response.status_code < 500, path
        routes.add(path)
        leaks += [
            (path, word)
            for word in oracle.finds(_body(response), response.headers, response.cookies)
            if not _echoed(path, word) and word in hidden_at(world, who, response.request["PATH_INFO"])
        ]
    assert leaks == []
    assert len(routes) > {"visitor": 3, "guest": 3, "vera": 4, "kees": 60}.get(who, 60 if who in _STUDIO else 15)


def _asked_for(world: World, who: str) -> list[str]:
    """What is searched for: all that is hidden, but of what was said at a text only what its owner said; the rest is kept alike."""
    alike = {word for (owner, speaker), word in world.said.items() if owner != speaker}
    alike |= {word for name, word in world.remarked.items() if name != "asha"}
    return [word for word in hidden_from(world, who) if word not in alike]


def _body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _echoed(path: str, word: str) -> bool:
    """A search says again what was searched for; that it found nothing is looked at below."""
    return word in path


@pytest.mark.parametrize("who", [_LATER.get(who, who) for who in _STUDIO])
def test_searching_finds_nothing_of_anothers(world: World, who: str):
    """A search for a hidden word answers what a search for nonsense does."""
    browser = world.browser(who)
    for address in _SEARCHES:
        empty = browser.get(address.format("qqqqqqqqqqqq"))
        for word in _asked_for(world, who):
            real = browser.get(address.format(word))
            assert real.status_code == empty.status_code < 500
            assert _amount(real.content) == _amount(empty.content), f"{address}: {word}"


@pytest.mark.parametrize("who", CAST)
def test_searching_ones_mirror_finds_nothing_of_anothers(world: World, who: str):
    """Words are posted there. Nobody finds another's, nor what a colleague shared; the word that was asked for alone is said again."""
    browser = world.browser(who)

    def found(word: str) -> tuple[int, int]:
        reply = browser.post("/spiegel/zoeken/", {"woorden": word})
        assert Oracle([word]).finds(*told(reply), reply.request["PATH_INFO"]) == []
        return reply.status_code, reply.content.count(word.encode()) + _amount(reply.content)

    empty = found("qqqqqqqqqqqq")
    others = [word for own in (world.private, world.shared) for name, word in own.items() if name != who]
    assert {word: found(word) for word in (*others, *world.said.values())} == dict.fromkeys(
        (*others, *world.said.values()), empty
    )
    if who in world.private:
        assert found(world.private[who])[1] > empty[1]


def _amount(body: bytes) -> int:
    """How much a page lists."""
    return (
        body.count(b"<tr")
        + body.count(b"<li")
        + body.count(b'"id":')
        + body.lower().count(b"/edit/")
        + body.count(b"<figure")
    )


@pytest.mark.parametrize("who", _STUDIO)
def test_lists_and_exports_hold_nothing_of_anothers(world: World, who: str):
    for address in _LISTS:
        response = world.browser(who).get(address)
        body = _body(response)
        assert response.status_code in {200, 302, 404}, address
        assert Oracle(hidden_from(world, who)).finds(body) == [], address


def test_writers_do_meet_their_own(world: World):
    """The crawl would find a leak: a writer's own words are found by the very same walk."""
    pages = crawl(world.browser("asha"), _STARTS, [])
    own = [path for path, response in pages if world.private["asha"].encode() in _body(response)]
    assert f"/spiegel/{world.records['asha'].entry.pk}/" in own


@pytest.mark.whole
def test_who_was_given_a_text_meets_it_there_alone(world: World):
    """The walk of the one it is shared with comes past it; those whose share is over find neither the text nor a way to it."""
    word = world.shared["asha"].encode()
    page = f"/spiegel/gedeeld/{world.records['asha'].sharing.running.pk}/"
    met = {
        who: [path for path, response in crawl(world.browser(who), _STARTS, []) if word in _body(response)]
        for who in ("ben", "farah", "lotte")
    }
    assert met == {"ben": [page], "farah": [], "lotte": []}


@pytest.mark.whole
def test_trainers_do_meet_their_own(world: World):
    word, draft = world.words["voorbeeldstad"].encode(), world.drafts["voorbeeldstad"].encode()
    found = b"".join(_body(response) for _path, response in crawl(world.browser("edith"), ["/studio/"], []))
    assert word in found
    assert draft in found


def test_another_organisation_sees_the_same_site_without_the_others(world: World):
    for who, own, other in (("asha", "voorbeeldstad", "anderstad"), ("sam", "anderstad", "voorbeeldstad")):
        page = world.browser(who).get("/leren/")
        assert world.words[own] in page.content.decode()
        assert world.words[other] not in page.content.decode()
        assert shown(world, who, page) == []
