"""What a path hangs on that is not certain, and what it would be were it otherwise.

Four kinds, beside the rival readings of ``sensitivity``: a membership, an agreement or an equivalence
with weak evidence, were it not so; a status that is unknown, were it in force or not; a membership
with no exact start, had it begun or not; a member list confirmed complete for an earlier day only,
had the side joined since.

>>> Doubt("start", "m:1", "begun", None).kind
'start'

Cost: one question and, the first time, one change of the world for each reading.  Bound: changed
worlds are dropped when they are more than `KEPT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from accordgraph.pathways.dates import Covers
from accordgraph.pathways.factsets import Wanted
from accordgraph.pathways.lacking import tier_with
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.sensitivity import outcome_in
from accordgraph.pathways.standing import standing
from accordgraph.pathways.supposing import BODY, UNKNOWN, Fact, joined, suppose
from accordgraph.pathways.world import Change, World

KEPT = 300
IsWeak = Callable[[str], bool]


class Doubt(NamedTuple):
    """One uncertain statement, another reading of it, and the outcome a path then has; None: no path.

    `kind` is ``certainty``, ``status``, ``start`` or ``list``; `reading` is ``not-so``, ``in-force``,
    ``not-in-force``, ``begun``, ``not-begun`` or ``joined``.
    """

    kind: str
    statement: str
    reading: str
    outcome: Outcome | None


Reading = tuple[str, str, str, Wanted | Change | None]
"""Kind, statement, reading, and what is supposed; None where it closes the path."""


class Doubts:
    """Asks questions of one world again, with what is uncertain read otherwise."""

    def __init__(self, world: World, is_weak: IsWeak) -> None:
        self._world, self._is_weak = world, is_weak
        self._worlds: dict[object, World] = {}

    def of(self, asked: World, question: Question, path: Path, statements: Iterable[str]) -> list[Doubt]:
        """Readings under which a path would have another outcome.

        Parameters
        ----------
        asked : the world that was asked: the one this was made for, or that one with supposed facts.
        statements : what the path rests on.
        """
        if path.rule is None:
            return []
        told = []
        for kind, statement, reading, supposed in self._readings(asked, question, path, statements):
            outcome: Outcome | None = Outcome.BLOCKED
            if supposed is not None:
                outcome = outcome_in(self._under(asked, question, supposed), question, path)
            if outcome is not path.outcome and not (outcome is None and path.outcome is Outcome.BLOCKED):
                told.append(Doubt(kind, statement, reading, outcome))
        return told

    def _under(self, asked: World, question: Question, supposed: Wanted | Change) -> World:
        if asked is not self._world:
            return self._made(asked, question, supposed)
        key = (supposed if isinstance(supposed, frozenset) else supposed.removed, question.day)
        if key not in self._worlds:
            if len(self._worlds) >= KEPT:
                self._worlds.clear()
            self._worlds[key] = self._made(asked, question, supposed)
        return self._worlds[key]

    @staticmethod
    def _made(asked: World, question: Question, supposed: Wanted | Change) -> World:
        return (
            asked.changed(supposed) if isinstance(supposed, Change) else suppose(asked, question, supposed)[0]
        )

    def _readings(
        self, world: World, question: Question, path: Path, statements: Iterable[str]
    ) -> Iterator[Reading]:
        if path.outcome is Outcome.BLOCKED:
            yield from self._joined(world, question, path)
            return
        yield from self._status(world, path)
        day = question.day
        for name in statements:
            member = world.memberships.get(name)
            if member is not None and member.spell.covers(day, day) is Covers.POSSIBLY:
                yield "start", name, "begun", frozenset((Fact(UNKNOWN, "since", (name,)),))
                yield "start", name, "not-begun", Change(removed=frozenset((name,)))
            elif self._is_weak(name) and (member or name in world.agreements or name in world.equivalences):
                yield "certainty", name, "not-so", Change(removed=frozenset((name,)))

    @staticmethod
    def _status(world: World, path: Path) -> Iterator[Reading]:
        accord, chain = world.accords[path.accord or ""], world.chains[path.rule or ""]
        agreement = world.agreements.get(path.agreement or "")
        unknown = [each.id for each in chain if each.status_unknown]
        unknown += [agreement.id] if agreement is not None and agreement.status_unknown else []
        unknown = [accord.id, *unknown] if accord.status_unknown else unknown
        if unknown:
            in_force = Fact(UNKNOWN, "status", tuple(unknown))
            yield "status", unknown[0], "in-force", frozenset((in_force,))
            yield "status", unknown[0], "not-in-force", None

    @staticmethod
    def _joined(world: World, question: Question, path: Path) -> Iterator[Reading]:
        if not any(reason.listed and reason.listed < question.day for reason in path.value.reasons):
            return
        accord, chain = path.accord or "", world.chains[path.rule or ""]
        ends = (
            (question.home, [right for rule in chain for right in rule.asks_home]),
            (question.target, [right for rule in chain for right in rule.asks_target]),
        )
        for side, asked in ends:
            rights = tuple(dict.fromkeys(asked))
            tier = tier_with(world, accord, rights) if rights else None
            if tier and standing(world, accord, side, rights[0], question.day, question.day) is None:
                yield "list", accord, "joined", frozenset((joined("membership", BODY, accord, side, tier),))
