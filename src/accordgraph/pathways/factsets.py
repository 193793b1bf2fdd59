"""Sets of facts that would make something so, kept smallest: what either, both or some of several things ask.

`Sets` are alternatives, none a part of another; the empty set among them means that it is so already,
and no set at all that nothing would make it so.

>>> from accordgraph.pathways.supposing import PERSON
>>> degree, years = (one(Fact(PERSON, "title", (name,))) for name in ("degree", "years"))
>>> [len(facts) for facts in either([both([degree, years]), degree])]
[1]

Cost: `both` multiplies the alternatives of its parts.  Bound: `KEPT` alternatives, smallest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accordgraph.pathways.supposing import Fact

KEPT = 48
"""How many alternatives are kept of anything."""

Wanted = frozenset[Fact]
Sets = tuple[Wanted, ...]
NOTHING: Sets = (frozenset(),)
"""It is so already: the empty set does."""
NEVER: Sets = ()


def one(fact: Fact) -> Sets:
    """What one fact makes so."""
    return (frozenset((fact,)),)


def key(fact: Fact) -> tuple[str, str, tuple[str, ...], str, str]:
    """The order of facts within a set; facts that differ have different places in it."""
    return (
        fact.lies_with,
        fact.kind,
        fact.about,
        repr(fact.values),
        repr((fact.text, fact.total, fact.degree)),
    )


def in_order(facts: Wanted) -> list[Fact]:
    """The facts of a set, always in one order."""
    return sorted(facts, key=key)


def minimal(found: Iterable[Wanted]) -> Sets:
    """Those that no other is a part of, smallest first, at most `KEPT`."""
    every = set(found)
    if len(every) < 2:
        return tuple(every)
    keys = {fact: key(fact) for fact in frozenset().union(*every)}
    kept: list[Wanted] = []
    for facts in sorted(every, key=lambda facts: (len(facts), sorted(map(keys.__getitem__, facts)))):
        if not any(less <= facts for less in kept):
            kept.append(facts)
            if len(kept) == KEPT:
                break
    return tuple(kept)


def either(parts: Iterable[Sets]) -> Sets:
    """What makes one of these so."""
    return minimal(facts for sets in parts for facts in sets)


def both(parts: Iterable[Sets]) -> Sets:
    """What makes all of these so."""
    every = [sets for sets in parts if sets is not NOTHING]
    if not all(every):
        return NEVER
    sure: Wanted = frozenset().union(*(sets[0] for sets in every if len(sets) == 1))
    whole: Sets = (sure,)
    for sets in (sets for sets in every if len(sets) > 1):
        whole = minimal(one | other for one in whole for other in sets)
    return whole


def some(parts: Sequence[Sets], count: int) -> Sets:
    """What makes `count` of these so."""
    reached: list[Sets] = [NOTHING, *[NEVER] * count]
    for sets in parts:
        for number in range(count, 0, -1):
            reached[number] = either([reached[number], both([reached[number - 1], sets])])
    return reached[count]
