"""Every route of the site, by the name that the tables of access use, and how to make its address for an object."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.urls import get_resolver, reverse
from django.urls.resolvers import RegexPattern, URLPattern, URLResolver

STUDIO = "studio/"
_EXAMPLES = {
    "studio/^.*/$": "/studio/bestaat-niet/",
    "^studio/password_reset/": "/studio/password_reset/",
    "^studio/(?:failwhale|test404)/$": "/studio/failwhale/",
    r"^studio/snippets/choose/\w+/\w+/create/$": "/studio/snippets/choose/cms/question/create/",
}
"""An address for each pattern that has no name to make one from."""


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver. `key` is its name; where several share one, or there is none, what tells them apart as well."""

    key: str
    name: str
    pattern: str
    parameters: tuple[str, ...]
    callback: Any

    @property
    def in_studio(self) -> bool:
        return self.pattern.lstrip("^").startswith(STUDIO)

    @cached_property
    def takes_object(self) -> bool:
        return bool(self.parameters)

    def address(self, values: dict[str, Any]) -> str:
        """The address with these values for its parameters. What has no name is written out."""
        if self.key in _EXAMPLES:
            return _EXAMPLES[self.key]
        if not self.name:
            return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(values[found[1]]), self.pattern)
        named = [one for one in self.parameters if not one.isdigit()]
        if len(named) < len(self.parameters):
            return reverse(self.name, args=[values[one] for one in self.parameters])
        return reverse(self.name, kwargs={one: values[one] for one in named})


@lru_cache(maxsize=1)
def routes() -> tuple[Route, ...]:
    """All of them, in the order in which they are tried."""
    found = list(_walk(get_resolver(), "", ""))
    names = Counter(name for name, _pattern, _leaf in found)
    return tuple(_route(name, pattern, leaf, shared=names[name] > 1) for name, pattern, leaf in found)


def _walk(resolver: URLResolver, space: str, prefix: str) -> Iterator[tuple[str, str, URLPattern]]:
    for one in resolver.url_patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, space + (f"{one.namespace}:" if one.namespace else ""), pattern)
        else:
            yield (space + one.name if one.name else ""), pattern, one


def _route(name: str, pattern: str, leaf: URLPattern, *, shared: bool) -> Route:
    parameters = tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
    if not parameters and isinstance(leaf.pattern, RegexPattern):
        parameters = tuple(str(number) for number in range(leaf.pattern.regex.groups))
    key = f"{name}({','.join(parameters)})" if name and shared else name or pattern
    return Route(key, name, pattern, parameters, leaf.callback)
