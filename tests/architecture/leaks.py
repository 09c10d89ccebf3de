"""Words of one that show to another: what every reply of the matrix is held against, besides its status.

`World.words` stand in everything an owner has; `World.private` in everything a learner wrote. `World.shared` stands in a text that a
learner lets one colleague read, `World.said` in what each said about it. That colleague alone meets them, at that share's addresses alone;
whose text it is reads all that is said there, and everybody may meet what they said themselves.
`World.carded` stands in what came out of a session; `World.remarked` is for its writer, and for the authors of their organisation.
"""

from django.http import HttpResponse

from tests.architecture.world import LEARNERS, READ_MINUTES, SHARED_WITH, World

_VOORBEELDSTAD = {"asha", "ben", "farah", "lotte", "edith", "omar", "noor"}
_ANDERSTAD = {"sam", "tess"}
_CORE_DRAFTS = {"kees", "petra"}


def shown(world: World, who: str, response: HttpResponse) -> list[str]:
    """What this person should not have seen in this reply."""
    if response.streaming:
        return []
    text = response.content.decode(errors="replace").casefold() + response.headers.get("Location", "").casefold()
    hidden = hidden_at(world, who, response.request["PATH_INFO"])
    return [word for word in hidden if word.casefold() in text]


def hidden_at(world: World, who: str, path: str) -> list[str]:
    """Every word that this person may not meet at this address."""
    given = [
        word
        for owner in LEARNERS
        if who == SHARED_WITH[owner][0]
        for address, words in _given_at(world, owner).items()
        if path == address
        for word in words
    ]
    return [word for word in hidden_from(world, who) if word not in given]


def _given_at(world: World, owner: str) -> dict[str, tuple[str, ...]]:
    """What the one with whom a share runs meets, and where: everything on its page, and what was said where one comments."""
    page = f"/spiegel/gedeeld/{world.records[owner].sharing.running.pk}/"
    said = world.said[owner, owner]
    return {page: (world.shared[owner], said), f"{page}reactie/": (said,)}


def hidden_from(world: World, who: str) -> list[str]:
    """Every word that this person may meet nowhere, unless it is given to them at one address (`hidden_at`)."""
    private = [word for words in (world.private, world.shared) for name, word in words.items() if name != who]
    private += [word for pair, word in world.said.items() if who not in pair]
    private += [word for name, word in world.carded.items() if who not in READ_MINUTES[name]]
    if who == "petra":
        return private
    writes = {"edith": {"asha", "noor"}, "tess": {"sam"}}.get(who, {who})
    private += [word for name, word in world.remarked.items() if name not in writes]
    hidden = [] if who in _VOORBEELDSTAD else [world.words["voorbeeldstad"]]
    hidden += [] if who in _ANDERSTAD else [world.words["anderstad"]]
    hidden += [world.words["core"]] if who in {"visitor", "guest"} else []
    hidden += [] if who in _CORE_DRAFTS else [world.drafts["core"]]
    learners = {"asha", "ben", "farah", "lotte", "noor", "sam", "omar"}
    return (
        private
        + hidden
        + ([world.drafts["voorbeeldstad"], world.drafts["anderstad"]] if who in learners - {"omar"} else [])
    )
