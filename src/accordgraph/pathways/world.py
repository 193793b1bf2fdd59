"""The facts, indexed once for asking.

A world is built from `Facts` and never changes; a what-if is the same world with supposed
memberships and agreements in front (`World.supposing`), which costs only what is supposed.

>>> World(Facts(accords=(Accord("a:x", "x", Text("X", "X")),))).accords["a:x"].slug
'x'

Cost: linear in the facts.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Accord, Agreement, Equivalence, Facts, Membership, Rule, Text

if TYPE_CHECKING:
    from accordgraph.pathways.values import Value

T = TypeVar("T")

DEGREE = "degree"
"""What a condition reads that reads the person's degree; it is no single field."""


class Labelled(Protocol):
    """Anything with an id and a label."""

    @property
    def id(self) -> str: ...  # noqa: D102

    @property
    def label(self) -> Text: ...  # noqa: D102


def _by_id(things: Iterable[T]) -> dict[str, T]:
    return {thing.id: thing for thing in sorted(things, key=lambda t: t.id)}  # type: ignore[attr-defined]


def _grouped(pairs: Iterable[tuple[Any, T]]) -> Mapping[Any, tuple[T, ...]]:
    groups: dict[Any, list[T]] = defaultdict(list)
    for key, thing in pairs:
        groups[key].append(thing)
    return {key: tuple(found) for key, found in groups.items()}


class World:
    """Facts by id, and the few look-ups the evaluation needs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.jurisdictions = _by_id(facts.jurisdictions)
        self.bodies = _by_id(facts.bodies)
        self.accords = _by_id(facts.accords)
        self.tiers = _by_id(facts.tiers)
        self.memberships = _by_id(facts.memberships)
        self.rules = _by_id(facts.rules)
        self.standards = _by_id(facts.standards)
        self.conditions = _by_id(facts.conditions)
        self.kinds = _by_id(facts.kinds)
        self.forces = _by_id(facts.forces)
        self.scopes = _by_id(facts.scopes)
        self.levels = _by_id(facts.levels)
        self.items = _by_id(facts.items)
        self.reasons = _by_id(facts.reasons)
        self.fields = _by_id(facts.fields)
        self.titles = _by_id(facts.titles)
        labelled: Iterable[Labelled] = (
            *facts.jurisdictions, *facts.bodies, *facts.accords, *facts.items, *facts.forces,
            *facts.scopes, *facts.titles, *facts.tiers, *facts.kinds, *facts.fields, *facts.agreements,
            *facts.choices,
        )  # fmt: skip
        self._labels: dict[str, Text] = {thing.id: thing.label for thing in labelled}
        self._codes = {r.notation: r.id for r in facts.reasons}

        spells = sorted(facts.memberships, key=lambda m: (m.spell.start, m.spell.start_by, m.id))
        self.members_by_place = _grouped(
            ((m.accord, place), m) for m in spells for place in (m.jurisdiction, *m.covers)
        )
        self._accords_by_place = {
            place: frozenset(accords)
            for place, accords in _grouped((place, accord) for accord, place in self.members_by_place).items()
        }
        self.members_by_body = _grouped(((m.accord, m.body), m) for m in spells if m.body)
        self._accords_by_body = _grouped((body, accord) for accord, body in self.members_by_body)
        self.rules_by_kind = _grouped((r.concludes, r) for r in self.rules.values())
        self.agreements_by_accord = _grouped(
            (a.accord, a) for a in sorted(facts.agreements, key=lambda a: a.id)
        )
        self.starts_by_accord = _grouped((s.accord, s) for s in sorted(facts.starts, key=lambda s: s.id))
        self.equivalences_by_branch: Mapping[str, tuple[Equivalence, ...]] = _grouped(
            (e.counts_for, e) for e in sorted(facts.equivalences, key=lambda e: e.id)
        )
        self.told: dict[tuple[str, Text, Decimal], Text] = {}
        """Texts of conditions that were filled in once; they depend on nothing else."""
        self.reads: dict[str, frozenset[str] | None] = {}
        """Fields that a condition or anything below it reads; None if its value depends on the day."""
        for condition in self.conditions:
            self._find_reads(condition)
        self.unsaid: dict[str, Value] = {}
        """Values of conditions of which a person says nothing; they depend on nothing else."""
        self.places = {j.id: self._closure(j.id) for j in self.jurisdictions.values()}
        self.chains = {r.id: self._chain(r) for r in self.rules.values()}
        self.supposed_by_place: Mapping[tuple[str, str], tuple[Membership, ...]] = {}
        self.supposed_agreements: Mapping[str, tuple[Agreement, ...]] = {}

    def _closure(self, place: str) -> tuple[str, ...]:
        """The place and all that cover it, nearest first."""
        found, queue = [place], [place]
        while queue:
            here = self.jurisdictions.get(queue.pop(0))
            for above in sorted(here.covered_by) if here else ():
                if above not in found:
                    found.append(above)
                    queue.append(above)
        return tuple(found)

    def around(self, place: str) -> frozenset[str]:
        """The place, those that cover it, and those it lies in at any depth."""
        found, queue = set(self.places.get(place, (place,))), [place]
        while queue:
            here = self.jurisdictions.get(queue.pop())
            for whole in here.part_of if here else ():
                if whole not in found:
                    found.add(whole)
                    queue.append(whole)
        return frozenset(found)

    def _find_reads(self, name: str) -> frozenset[str] | None:
        if name not in self.reads:
            condition = self.conditions[name]
            own = {f for f in (condition.field, condition.until_field) if f}
            if condition.kind == "DegreeCondition":
                own.add(DEGREE)
            below = [self._find_reads(c) for c in (*condition.operands, *condition.included)]
            told = [reads for reads in below if reads is not None]
            whole = len(told) == len(below) and name not in self.equivalences_by_branch
            self.reads[name] = frozenset(own).union(*told) if whole else None
        return self.reads[name]

    def _chain(self, rule: Rule) -> tuple[Rule, ...]:
        """The rules a rule builds on, root first, itself last."""
        chain = [rule]
        while (after := chain[0].after) is not None and after in self.rules:
            if self.rules[after] in chain:
                break
            chain.insert(0, self.rules[after])
        return tuple(chain)

    def code(self, notation: str) -> str:
        """The id of the reason code with this notation; the notation itself if the data lack it."""
        return self._codes.get(notation, notation)

    def supposing(self, memberships: Iterable[Membership], agreements: Iterable[Agreement]) -> World:
        """The same world with supposed facts in front; this one stays as it is."""
        memberships, agreements = tuple(memberships), tuple(agreements)
        if not memberships and not agreements:
            return self
        world = copy.copy(self)
        world.supposed_by_place = _grouped(
            ((m.accord, place), m) for m in memberships for place in (m.jurisdiction, *m.covers)
        )
        world.supposed_agreements = _grouped((a.accord, a) for a in agreements)
        return world

    def supposing_as(self, other: World) -> World:
        """The same world with what another supposes in front."""
        world = copy.copy(self)
        world.supposed_by_place = other.supposed_by_place
        world.supposed_agreements = other.supposed_agreements
        return world

    def members(self, accord: str, place: str, body: str | None) -> tuple[Membership, ...]:
        """Spells that speak for a place (or for one body alone) in an accord, supposed ones first."""
        supposed = self.supposed_by_place.get((accord, place), ())
        if body is not None:
            return tuple(m for m in supposed if m.body == body) + self.members_by_body.get((accord, body), ())
        return supposed + self.members_by_place.get((accord, place), ())

    def accords_of(self, place: str, body: str | None) -> frozenset[str]:
        """The accords in which anybody ever spoke for a place, or a body for itself; supposed ones too."""
        places = self.places.get(place, (place,))
        real = (self._accords_by_place.get(each, frozenset()) for each in places)
        supposed = (accord for accord, each in self.supposed_by_place if each in places)
        return frozenset().union(*real, supposed, self._accords_by_body.get(body, ()))

    def agreements(self, accord: str) -> tuple[Agreement, ...]:
        """Agreements under an accord, supposed ones first."""
        return self.supposed_agreements.get(accord, ()) + self.agreements_by_accord.get(accord, ())

    def label(self, thing: str) -> Text:
        """The label of anything the world knows; its id's last part otherwise."""
        found = self._labels.get(thing)
        if found is None:
            name = thing.rsplit("/", 1)[-1]
            return Text(name, name)
        return found

    def award_spell(
        self, membership: Membership, first: object, last: object
    ) -> tuple[Spell, tuple[str, ...]]:
        """The spell of awards a membership's tier counts for, and the statements that say so.

        Admission and recognition are two dates: a start stated for this member wins over the
        accord's general lead on the day asked about, which wins over admission itself.
        """
        if membership.recognised is not None:
            return membership.recognised, ()
        for start in self.starts_by_accord.get(membership.accord, ()):
            if start.spell.covers(first, last):  # type: ignore[arg-type]
                return membership.spell.begun_earlier(start.lead_months), (start.id,)
        return membership.spell, ()

    def accord_of(self, rule: Rule) -> Accord:
        """The accord a rule belongs to."""
        return self.accords[rule.accord]
