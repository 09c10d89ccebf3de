"""Strongly connected components, without recursion."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def components(nodes: Iterable[N], after: Callable[[N], Iterable[N]]) -> list[list[N]]:
    """Those with a cycle in them (a node that follows itself counts), in the order of Tarjan's walk over the nodes as given."""
    number: dict[N, int] = {}
    lowest: dict[N, int] = {}
    stacked: set[N] = set()
    stack: list[N] = []
    cyclic: list[list[N]] = []
    for root in nodes:
        if root in number:
            continue
        number[root] = lowest[root] = len(number)
        stack.append(root)
        stacked.add(root)
        path = [(root, iter(tuple(after(root))))]
        while path:
            node, ahead = path[-1]
            following = next(ahead, None)
            if following is not None:
                if following not in number:
                    number[following] = lowest[following] = len(number)
                    stack.append(following)
                    stacked.add(following)
                    path.append((following, iter(tuple(after(following)))))
                elif following in stacked:
                    lowest[node] = min(lowest[node], number[following])
                continue
            path.pop()
            if path:
                lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
            if lowest[node] == number[node]:
                whole = _popped(stack, stacked, node)
                if len(whole) > 1 or node in after(node):
                    cyclic.append(whole)
    return cyclic


def _popped(stack: list[N], stacked: set[N], until: N) -> list[N]:
    whole: list[N] = []
    while not whole or whole[-1] != until:
        whole.append(stack.pop())
        stacked.discard(whole[-1])
    return whole
