"""Relays: ways through places where the person really registers, by those places' ordinary procedures.

Recognition never chains: that A recognises B and B recognises C says nothing of A and C.  A relay is
no such chain.  It is one or two registrations, each with all that its procedure asks, and then one
path from the last of these places, asked like any other question: the home side is that place, the
degree keeps its accreditor, and of titles the person has gained only what the procedures give.

Definition.  outcome(relay) = worst of open_conditional and the best path onward: no source lists all
that a registration asks, so none is ever simply open.  Listed is a relay whose outcome is better than
that of every direct path; of two registrations only if the first spares the person something of the
second, since the second alone does the same with less.

Example: Northland is no member of Meridian, Southland and Westland are.  Who registers in Southland by
its own procedure may enter the Meridian register there, and Westland acknowledges that.

Order: outcome, number of registrations, whether the sources tell what they ask, whether another body
keeps the register onward, how much all of it asks, names.  Of the ways through the same places the
first stands for the others.

Cost: one question for each ordinary procedure there is; for two registrations, what the second asks of
those whom the first gives something that spares it.  Bound: `LISTED` relays, the rest counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from accordgraph.pathways.model import Procedure
from accordgraph.pathways.profile import HeldTitle, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.registration import Applicant, Burden, Registration
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.standing import Side, spells
from accordgraph.pathways.world import World

LISTED = 5
"""How many relays are listed at most."""

Way = tuple[Procedure, str]
"""A procedure, and one of the places it is for."""


class Relay(NamedTuple):
    """Registrations, and the best paths onward for the question as it stands after the last of them.

    `same_body` says whether the register that the path onward asks for is kept by the authority that
    registers the person last; None where that path asks for no register.
    """

    registrations: tuple[Registration, ...]
    question: Question
    onward: tuple[Path, ...]
    outcome: Outcome
    same_body: bool | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()


class Relays(NamedTuple):
    """The relays listed, best first, and how many more there are."""

    listed: tuple[Relay, ...] = ()
    more: int = 0


def relays(world: World, question: Question, direct: Outcome, most: int) -> Relays:
    """The relays that give more than any direct path.

    Parameters
    ----------
    direct : the best outcome without a relay.
    most : how many registrations a relay may have: none, one or two.
    """
    if most < 1:
        return Relays()
    search = _Relays(world, question, direct)
    found = list(search.single())
    if most > 1:
        found += [pair for last in found for pair in search.pairs(last)]
    return _listed(sorted(found, key=_order))


def registered(world: World, profile: Profile, home: Side, procedure: Procedure, place: str) -> Profile:
    """A person after a registration: what it settles is said, titles stay where they were gained."""
    held = [
        title if title.holder else title._replace(holder=home.body or home.place) for title in profile.titles
    ]
    if procedure.title:
        held.append(HeldTitle(procedure.title, place))
    values = dict(profile.values)
    for field in world.fields.values():
        if not field.set_by_registration:
            continue
        if field.datatype == "boolean":
            if procedure.gives is not None:
                values[field.id] = True
        elif not field.is_list:
            values.pop(field.id, None)
        elif field.choice_class and field.choice_class.endswith("Title"):
            if held:
                values[field.id] = tuple(dict.fromkeys(title.title for title in held))
        elif _licenses(world, procedure):
            values[field.id] = tuple(dict.fromkeys((*values.get(field.id, ()), place)))
    return profile._replace(values=values, titles=tuple(held))


def _licenses(world: World, procedure: Procedure) -> bool:
    return procedure.gives is not None and world.kinds[procedure.gives].is_scoped


class _Relays:
    """One question, and the procedures that may stand in its way's middle."""

    def __init__(self, world: World, question: Question, direct: Outcome) -> None:
        self.world, self.question, self.direct = world, question, direct
        self.applicants: dict[tuple[str, str], Applicant] = {}
        self.accords: dict[str, frozenset[str]] = {}
        self.start = Applicant(world, question.home, question.profile, question.day)
        self.ways = list(self._ways()) if question.home.place != question.target.place else []

    def _ways(self) -> Iterator[Way]:
        """Registrations elsewhere: in no place that has, or is, a part of the target; giving a standing."""
        world, target = self.world, self.question.target.place
        around = world.around(target)
        for procedure in world.procedures.values():
            if procedure.title is None and not _licenses(world, procedure):
                continue
            for place in procedure.places:
                elsewhere = place not in around and target not in world.around(place)
                if elsewhere and place != self.question.home.place:
                    yield procedure, place

    def single(self) -> Iterator[Relay]:
        """Relays through one place."""
        if self.direct <= Outcome.OPEN_CONDITIONAL:
            return
        for way in self.ways:
            found = self._relay(self.start, (way,))
            if found is not None:
                yield found

    def pairs(self, last: Relay) -> Iterator[Relay]:
        """Relays through a place that eases the registration in the last one."""
        (second,) = last.registrations
        wanted = {
            waiver.of
            for asking in second.asks
            if asking.burden is not Burden.WAIVED
            for waiver in asking.requirement.waivers
        }
        for first in self.ways:
            near = wanted and first[1] != second.place and self._gives(first, wanted)
            if near and self._applicant(first).is_spared_more(second):
                found = self._relay(self.start, (first, (second.procedure, second.place)))
                if found is not None:
                    yield found

    def _gives(self, way: Way, wanted: set[str]) -> bool:
        """Whether a registration gives a wanted title, or lies where a wanted accord has a party."""
        procedure, place = way
        return procedure.title in wanted or not wanted.isdisjoint(self._accords_at(place))

    def _accords_at(self, place: str) -> frozenset[str]:
        known = self.accords.get(place)
        if known is None:
            inside = (accord.id for accord in self.world.accords_inside(place))
            known = self.accords[place] = frozenset((*spells(self.world, Side(place)), *inside))
        return known

    def _applicant(self, way: Way) -> Applicant:
        """The person as they apply elsewhere after one registration."""
        procedure, place = way
        key = (procedure.id, place)
        if key not in self.applicants:
            profile = registered(self.world, self.question.profile, self.question.home, procedure, place)
            self.applicants[key] = Applicant(self.world, Side(place), profile, self.question.day)
        return self.applicants[key]

    def _relay(self, start: Applicant, ways: tuple[Way, ...]) -> Relay | None:
        """The relay through these registrations, if it gives more than the direct paths."""
        home, profile = start.home, start.profile
        applicants = [start]
        for procedure, place in ways:
            profile = registered(self.world, profile, home, procedure, place)
            home = Side(place)
            if len(applicants) < len(ways):
                applicants.append(self._applicant((procedure, place)))
        question = self.question._replace(home=home, profile=profile)
        onward = ask(self.world, question)
        outcome = max(Outcome.OPEN_CONDITIONAL, onward[0].outcome)
        if outcome >= self.direct:
            return None
        registrations = tuple(
            applicant.registration(*way) for applicant, way in zip(applicants, ways, strict=True)
        )
        return Relay(
            registrations,
            question,
            tuple(path for path in onward if path.outcome is onward[0].outcome),
            outcome,
            same_body=self._same_body(ways[-1][0], onward[0]),
        )

    def _same_body(self, procedure: Procedure, path: Path) -> bool | None:
        registers = any(self.world.rules[step.rule].title for step in path.steps)
        return procedure.authority in path.home_bodies if registers else None


def _order(relay: Relay) -> tuple[object, ...]:
    first = relay.onward[0]
    asked = sum(len(registration.outstanding) for registration in relay.registrations)
    further = len(first.terms.residual) + len(first.value.show) + len(first.value.do)
    return (
        relay.outcome,
        len(relay.registrations),
        not all(registration.is_known for registration in relay.registrations),
        relay.same_body is False,
        asked + further,
        tuple((registration.place, registration.procedure.id) for registration in relay.registrations),
    )


def _listed(ordered: list[Relay]) -> Relays:
    """One relay for each chain of places, at most `LISTED`."""
    by_places: dict[tuple[str, ...], Relay] = {}
    for relay in ordered:
        places = tuple(registration.place for registration in relay.registrations)
        known = by_places.get(places)
        others = () if known is None else (*known.alternatives, _procedures(relay))
        by_places[places] = (known or relay)._replace(alternatives=others)
    found = tuple(by_places.values())
    return Relays(found[:LISTED], max(len(found) - LISTED, 0))


def _procedures(relay: Relay) -> tuple[str, ...]:
    return tuple(registration.procedure.id for registration in relay.registrations)
