"""Paths that an answer passes over, each with the reason.

Three reasons: another path is at least as good in everything and better in something (it is listed, but
not among the best); a rule yields to another one that finds an agreement; another version of the entry
standard holds on the day asked about.

>>> Removed("yields", None).why
'yields'

Cost: the square of the number of paths; one changed world for each rule that yields and each other
version.  Meant for answers that ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from accordgraph.pathways.dates import ALWAYS, Covers
from accordgraph.pathways.model import Facts
from accordgraph.pathways.rank import MERITS, beats, merits_of
from accordgraph.pathways.search import Outcome, Path, Question, paths_of_rule, rules_asked
from accordgraph.pathways.world import Change, World


class Removed(NamedTuple):
    """A path passed over: `why` is ``dominated``, ``yields`` or ``other-version``.

    `by` is the position of the path that is better, counted from 1, `better_in` in what; `rule` the one
    that is yielded to; `standard` the version that does not hold on the day.
    """

    why: str
    path: Path | None
    by: int | None = None
    better_in: tuple[str, ...] = ()
    rule: str | None = None
    standard: str | None = None


def removed(world: World, question: Question, ways: Sequence[Path]) -> list[Removed]:
    """What an answer passes over: first what others beat, then what yields, then other versions.

    Parameters
    ----------
    ways : the paths of the answer, best first.
    """
    return [*_dominated(world, ways), *_yielding(world, question, ways), *_versions(world, question, ways)]


def _dominated(world: World, ways: Sequence[Path]) -> Iterator[Removed]:
    known: list[tuple[int, tuple[Any, ...]]] = [
        (i, merits_of(world, w)) for i, w in enumerate(ways) if w.outcome is not Outcome.BLOCKED
    ]
    for index, mine in known:
        for other, theirs in known:
            if beats(theirs, mine):
                better = [name for name, a, b in zip(MERITS, theirs, mine, strict=True) if a > b]
                yield Removed("dominated", ways[index], other + 1, tuple(better))
                break


def _yielding(world: World, question: Question, ways: Sequence[Path]) -> Iterator[Removed]:
    told = {way.rule for way in ways}
    for rule in rules_asked(world, question):
        if rule.yields_to is not None and rule.id not in told:
            alone = world.changed(Change(Facts(rules=(rule._replace(yields_to=None),))))
            for path in paths_of_rule(alone, question, rule.id):
                yield Removed("yields", path, rule=rule.yields_to)


def _versions(world: World, question: Question, ways: Sequence[Path]) -> Iterator[Removed]:
    day, seen = question.day, set[str]()
    for way in ways:
        for rule in world.chains.get(way.rule or "", ()):
            for name in rule.standards:
                version = world.standards[name]
                if version.spell.covers(day, day) is not Covers.NO or f"{way.rule} {name}" in seen:
                    continue
                seen.add(f"{way.rule} {name}")
                facts = Facts(
                    rules=(rule._replace(standards=(name,)),), standards=(version._replace(spell=ALWAYS),)
                )
                found = paths_of_rule(world.changed(Change(facts)), question, way.rule or "")
                path = next((p for p in found if p.agreement == way.agreement), None)
                yield Removed("other-version", path, rule=rule.id, standard=name)
