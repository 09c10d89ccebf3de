"""Words of one that show to another: what every reply of the matrix is held against, besides its status.

`World.words` stand in everything an owner has; `World.private` in everything a learner wrote.
"""

from django.http import HttpResponse

from tests.architecture.world import World

_VOORBEELDSTAD = {"asha", "ben", "farah", "lotte", "edith", "omar", "noor"}
_ANDERSTAD = {"sam", "tess"}
_CORE_DRAFTS = {"kees", "petra"}


def shown(world: World, who: str, response: HttpResponse) -> list[str]:
    """What this person should not have seen in this reply."""
    if response.streaming:
        return []
    text = response.content.decode(errors="replace").casefold() + response.headers.get("Location", "").casefold()
    return [word for word in hidden_from(world, who) if word.casefold() in text]


def hidden_from(world: World, who: str) -> list[str]:
    """Every word that this person may not meet anywhere."""
    private = [word for name, word in world.private.items() if name != who]
    if who == "petra":
        return private
    hidden = [] if who in _VOORBEELDSTAD else [world.words["voorbeeldstad"]]
    hidden += [] if who in _ANDERSTAD else [world.words["anderstad"]]
    hidden += [world.words["core"]] if who == "visitor" else []
    hidden += [] if who in _CORE_DRAFTS else [world.drafts["core"]]
    learners = {"asha", "ben", "farah", "lotte", "noor", "sam", "omar"}
    return (
        private
        + hidden
        + ([world.drafts["voorbeeldstad"], world.drafts["anderstad"]] if who in learners - {"omar"} else [])
    )
