"""What the ordinary way to registration in a place asks of one person, and what spares them some of it.

A requirement is waived by what the person has: an accord by an open path from their home side, a
title in hand or open to them at home, a condition they meet.  Where a requirement names accords and
qualifications, it takes one of each: a title under an agreement helps only whom the agreement speaks for.

Example: Southland asks a degree and a test of language; the Lantern Accord waives the degree.  For a
person from Northland, whose degree counts under Lantern, the degree is `WAIVED` and the test `ASKED`.

What a source tells in words only is `PERHAPS`, and a requirement that no row names may exist all the
same: to be registered is never certain.

Cost: the rules of the accords that the requirements name.  Bound: none needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.dates import Covers
from accordgraph.pathways.model import Procedure, Requirement, Waiver
from accordgraph.pathways.profile import Profile
from accordgraph.pathways.search import Path, Question, paths_of_rule
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import TRUE, Truth, Value, conjunction, refused, unknown
from accordgraph.pathways.world import World

NO_SCOPE = ""
"""How far a licence reaches matters to none of what is asked here."""


class Burden(IntEnum):
    """What becomes of a requirement; greater is worse.  A relief that is `ASKED` does not apply."""

    WAIVED = 0
    PERHAPS = 1
    ASKED = 2

    @property
    def slug(self) -> str:
        """The name answers print."""
        return self.name.lower()


class Asking(NamedTuple):
    """One requirement for one person, what may spare them it, and the paths by which they have that."""

    requirement: Requirement
    burden: Burden
    by: tuple[Waiver, ...] = ()
    after: tuple[Path, ...] = ()
    supposed: bool = False


class Registration(NamedTuple):
    """A registration in a place by its ordinary procedure, applied for from `home`."""

    procedure: Procedure
    place: str
    home: Side
    asks: tuple[Asking, ...]

    @property
    def outstanding(self) -> tuple[Asking, ...]:
        """The requirements that are not waived; reliefs ask nothing."""
        return tuple(a for a in self.asks if not a.requirement.is_relief and a.burden is not Burden.WAIVED)

    @property
    def is_known(self) -> bool:
        """Whether the sources tell any requirement at all."""
        return any(not a.requirement.is_relief for a in self.asks)

    @property
    def eased(self) -> tuple[Asking, ...]:
        """What is, or may be, spared by something the person has."""
        return tuple(a for a in self.asks if a.by and a.burden is not Burden.ASKED)


class _Ground(NamedTuple):
    """One thing that may spare somebody something: its value, and the path by which they have it."""

    value: Value
    after: tuple[Path, ...] = ()


_Spared = tuple[Waiver, _Ground]


class Applicant:
    """One person who applies for registrations from one home side on one day."""

    def __init__(self, world: World, home: Side, profile: Profile, day: date) -> None:
        self.world, self.home, self.profile, self.day = world, home, profile, day
        self.examiner = Examiner(world, profile, home, day)
        self._known: dict[tuple[str, str], _Ground] = {}

    def registration(self, procedure: Procedure, place: str) -> Registration:
        """What a procedure asks of this person in one of its places."""
        asks = (
            self._asking(requirement, place)
            for requirement in self.world.requirements_of(procedure.id)
            if requirement.spell.covers(self.day, self.day) is not Covers.NO
        )
        return Registration(procedure, place, self.home, tuple(asks))

    def is_spared_more(self, of_another: Registration) -> bool:
        """Whether this person is surely spared something that another is asked in the same registration."""
        return any(
            self._asking(asking.requirement, of_another.place).burden is Burden.WAIVED
            for asking in of_another.asks
            if asking.burden is not Burden.WAIVED and asking.requirement.waivers
        )

    def _asking(self, requirement: Requirement, place: str) -> Asking:
        if not requirement.waivers:
            told = requirement.waiver_text is not None
            return Asking(requirement, Burden.PERHAPS if told else Burden.ASKED)
        best = [min(group, key=_effort) for group in self._grounds(requirement.waivers, place) if group]
        value = conjunction([ground.value for _, ground in best])
        if value.truth is Truth.REFUSED:
            return Asking(requirement, Burden.ASKED)
        surely = value.truth is Truth.TRUE and not value.unsure
        return Asking(
            requirement,
            Burden.WAIVED if surely else Burden.PERHAPS,
            tuple(waiver for waiver, _ in best),
            tuple(path for _, ground in best for path in ground.after),
            value.supposed,
        )

    def _grounds(self, waivers: tuple[Waiver, ...], place: str) -> tuple[list[_Spared], list[_Spared]]:
        """Accords and qualifications apart; one that an equivalence speaks of counts by that alone."""
        spoken_of = {waiver.of for waiver in waivers if waiver.equivalence}
        accords: list[_Spared] = []
        others: list[_Spared] = []
        for waiver in waivers:
            if waiver.equivalence is None and waiver.of in spoken_of:
                continue
            group = accords if waiver.of in self.world.accords else others
            group.append((waiver, self._dated(waiver, self._ground(waiver.of, place))))
        return accords, others

    def _dated(self, waiver: Waiver, ground: _Ground) -> _Ground:
        covers = waiver.spell.covers(self.day, self.day)
        if covers is Covers.NO:
            return ground._replace(value=refused())
        unsure = waiver.unsure or covers is Covers.POSSIBLY
        return ground._replace(value=ground.value._replace(unsure=True)) if unsure else ground

    def _ground(self, thing: str, place: str) -> _Ground:
        key = (thing, place)
        if key not in self._known:
            if thing in self.world.accords:
                found = self._by_paths(self._rules_of(thing), place)
            elif thing in self.world.conditions:
                found = _Ground(self.examiner.value(thing))
            elif thing in self.world.titles:
                found = self._title(thing, place)
            else:
                found = _Ground(unknown(self.world.label(thing)))
            self._known[key] = found
        return self._known[key]

    def _rules_of(self, accord: str) -> Iterator[tuple[str, str]]:
        """The rules by which an accord recognises something of one place in another, with their goals."""
        for kind in self.world.kinds.values():
            if kind.crosses_border:
                for rule in self.world.rules_under(kind.id, accord):
                    yield kind.id, rule.id

    def _title(self, title: str, place: str) -> _Ground:
        if any(held.title == title for held in self.profile.titles):
            return _Ground(TRUE)
        entering = [(r.concludes, r.id) for r in self.world.rules.values() if r.title == title]
        found = self._by_paths(iter(entering), place)
        if found.value.truth is not Truth.REFUSED or self.profile.titles:
            return found
        for near in self.world.places.get(self.home.place, (self.home.place,)):
            if any(procedure.title == title for procedure in self.world.procedures_at(near)):
                return _Ground(unknown(self.world.label(title)))
        return found

    def _by_paths(self, rules: Iterator[tuple[str, str]], place: str) -> _Ground:
        """The easiest path under some rules; closed if there is none."""
        found = []
        for goal, rule in rules:
            question = Question(self.home, Side(place), goal, self.day, NO_SCOPE, self.profile)
            for path in paths_of_rule(self.world, question, rule):
                found.append(_Ground(path.value, (path,)))
        return min(found, key=_asked_of, default=_Ground(refused()))


def _asked_of(ground: _Ground) -> tuple[object, ...]:
    """The order in which grounds are taken: those that ask least, the unsure after all that are not."""
    return (ground.value.truth is Truth.REFUSED, ground.value.unsure, ground.value.effort())


def _effort(spared: _Spared) -> tuple[object, ...]:
    return _asked_of(spared[1])
