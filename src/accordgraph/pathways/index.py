"""Things by key, in a fixed order; a changed copy costs only what the change concerns.

>>> by_first = Index(["ab", "ac", "b"], keys=lambda word: (word[0],), order=lambda word: word)
>>> by_first.get("a")
('ab', 'ac')
>>> by_first.changed(gone=["ab"], new=["aa"]).get("a"), by_first.get("a")
(('aa', 'ac'), ('ab', 'ac'))

Cost: one turn for each thing and key; a change copies the groups it touches.  Bound: one group
for each key.
"""

from __future__ import annotations

import copy
from bisect import insort
from collections import ChainMap, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T", bound=Hashable)
V = TypeVar("V")

LARGE = 5_000
"""From this many keys on, a changed copy shares the dictionary it came from."""


def merged(old: Mapping[Any, V], new: dict[Any, V]) -> Mapping[Any, V]:
    """Both, the new before the old; neither is changed.

    >>> merged({"a": 1, "b": 2}, {"b": 3})
    {'a': 1, 'b': 3}
    """
    if not new:
        return old
    if isinstance(old, ChainMap):
        return ChainMap({**old.maps[0], **new}, *old.maps[1:])
    return {**old, **new} if len(old) < LARGE else ChainMap(new, cast(dict[Any, V], old))


class Index(Generic[T]):
    """Things under each of their keys.

    Parameters
    ----------
    things : in their order.
    keys : the keys of a thing.
    order : what things are sorted by when a change brings new ones.
    """

    def __init__(
        self, things: Iterable[T], *, keys: Callable[[T], Iterable[Any]], order: Callable[[T], Any]
    ) -> None:
        self._keys, self._order = keys, order
        groups: dict[Any, list[T]] = defaultdict(list)
        for thing in things:
            for key in keys(thing):
                groups[key].append(thing)
        self._groups: Mapping[Any, tuple[T, ...]] = {k: tuple(found) for k, found in groups.items()}

    def get(self, key: Any) -> tuple[T, ...]:
        """The things under a key, in order."""
        return self._groups.get(key, ())

    def keys(self) -> Iterable[Any]:
        """Every key that has, or before a change had, a thing."""
        return self._groups.keys()

    def changed(self, gone: Iterable[T], new: Iterable[T]) -> Index[T]:
        """A copy without some things and with others; this index stays as it is."""
        left, added = self._by_key(gone), self._by_key(new)
        groups: dict[Any, tuple[T, ...]] = {}
        for key in {**left, **added}:
            kept = list(self.get(key))
            if key in left:
                without = set(left[key])
                kept = [thing for thing in kept if thing not in without]
            for thing in added.get(key, ()):
                insort(kept, thing, key=self._order)
            groups[key] = tuple(kept)
        if not groups:
            return self
        other = copy.copy(self)
        other._groups = merged(self._groups, groups)
        return other

    def _by_key(self, things: Iterable[T]) -> dict[Any, list[T]]:
        found: dict[Any, list[T]] = {}
        for thing in things:
            for key in dict.fromkeys(self._keys(thing)):
                found.setdefault(key, []).append(thing)
        return found
