"""The facts, indexed once for asking.

A world is built from `Facts` and never changes; a what-if is a changed copy of it
(`World.changed`), which costs only what the change concerns.

>>> World(Facts(accords=(Accord("a:x", "x", Text("X", "X")),))).accords["a:x"].slug
'x'

Cost: linear in the facts, but for sorting; a change costs the conditions and rules there are and
the things under the keys it touches.  Bound: what evaluation remembers of sides and days is
dropped when it grows above `MEMORY` entries.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from accordgraph.pathways import model
from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.index import Index, merged
from accordgraph.pathways.model import (
    Accord,
    Agreement,
    Equivalence,
    Facts,
    Membership,
    Procedure,
    Requirement,
    Rule,
    Text,
)

if TYPE_CHECKING:
    from datetime import date

    from accordgraph.pathways.values import Value

T = TypeVar("T")

DEGREE = "degree"
"""What a condition reads that reads the person's degree; it is no single field."""

MEMORY = 2_000
"""How many things of sides and days evaluation remembers at most."""

LABELLED = (
    "jurisdictions", "bodies", "accords", "items", "forces", "scopes", "titles", "tiers", "kinds", "fields",
    "agreements", "choices", "procedures", "requirements",
)  # fmt: skip


class Change(NamedTuple):
    """What is supposed: things added (one that exists is replaced), and ids of things that are gone."""

    added: Facts = Facts()
    removed: frozenset[str] = frozenset()


NO_CHANGE = Change()


def _indexes(facts: Facts) -> dict[str, Index[Any]]:
    sorted_once: dict[tuple[str, Any], list[Any]] = {}
    for group, _, order in INDEXES.values():
        if (group, order) not in sorted_once:
            sorted_once[group, order] = sorted(getattr(facts, group), key=order)
    return {
        name: Index(sorted_once[group, order], keys=keys, order=order)
        for name, (group, keys, order) in INDEXES.items()
    }


def _by_id(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in sorted(things, key=lambda t: t.id)}


class World:
    """Facts by id, and the few look-ups the evaluation needs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        """The facts it was first made of; a change is not in them."""
        self.change = NO_CHANGE
        self.supposed: frozenset[str] = frozenset()
        """Statements that a change added, replaced or removed: what rests on one is hypothetical."""
        self.jurisdictions: dict[str, model.Jurisdiction] = _by_id(facts.jurisdictions)
        self.bodies: dict[str, model.Body] = _by_id(facts.bodies)
        self.accords: Mapping[str, Accord] = _by_id(facts.accords)
        self.tiers: Mapping[str, model.Tier] = _by_id(facts.tiers)
        self.memberships: Mapping[str, Membership] = _by_id(facts.memberships)
        self.starts: Mapping[str, model.RecognitionStart] = _by_id(facts.starts)
        self.rules: Mapping[str, Rule] = _by_id(facts.rules)
        self.agreements: Mapping[str, Agreement] = _by_id(facts.agreements)
        self.standards: Mapping[str, model.Standard] = _by_id(facts.standards)
        self.conditions: Mapping[str, model.Condition] = _by_id(facts.conditions)
        self.equivalences: Mapping[str, Equivalence] = _by_id(facts.equivalences)
        self.kinds: dict[str, model.Kind] = _by_id(facts.kinds)
        self.forces: dict[str, model.Ranked] = _by_id(facts.forces)
        self.scopes: dict[str, model.Ranked] = _by_id(facts.scopes)
        self.levels: dict[str, model.Ranked] = _by_id(facts.levels)
        self.items: dict[str, model.Ranked] = _by_id(facts.items)
        self.reasons: dict[str, model.ReasonCode] = _by_id(facts.reasons)
        self.fields: dict[str, model.ProfileField] = _by_id(facts.fields)
        self.titles: dict[str, model.Ranked] = _by_id(facts.titles)
        self.procedures: Mapping[str, Procedure] = _by_id(facts.procedures)
        self._labels: Mapping[str, Text] = _labels(_groups(facts))
        self._codes = {r.notation: r.id for r in facts.reasons}
        self._indexes = _indexes(facts)
        self.places = {place: self._closure(place) for place in self.jurisdictions}
        self.lasting: dict[Hashable, Any] = {}
        """What follows from the places, or names what it follows from; copies share it."""
        self._memory: dict[Hashable, Any] = {}
        self._chain_rules()
        self._read_conditions()

    def _chain_rules(self) -> None:
        self.chains = {r.id: self._chain(r) for r in self.rules.values()}
        self.asking_home = {
            rule for rule, chain in self.chains.items() if any(each.asks_home for each in chain)
        }
        """Rules that, with those they come after, ask anything of the home side."""

    def _read_conditions(self) -> None:
        self.told: dict[tuple[str, Text, Decimal], Text] = {}
        """Texts of conditions that were filled in once; they depend on nothing else."""
        self.reads: dict[str, frozenset[str]] = {}
        """Fields that a condition or anything below it reads on any day."""
        self._dated: set[str] = set()
        """Conditions with an equivalence below them: what they ask depends on the day."""
        for condition in self.conditions:
            self._find_reads(condition)
        self._unsaid: dict[str, Value] = {}

    def unsaid(self, condition: str, day: date) -> dict[str, Value]:
        """Where to keep the value of a condition of which a person says nothing: for good, or for the day."""
        if condition not in self._dated:
            return self._unsaid
        return self.remembered(("unsaid", day), dict[str, "Value"])

    def changed(self, change: Change) -> World:
        """A copy in which a change holds; this world stays as it is.

        Parameters
        ----------
        change : what is added, replaced or gone.  Places and profile fields cannot be.
        """
        if change == NO_CHANGE:
            return self
        world = copy.copy(self)
        gone: dict[str, list[Any]] = {}
        new = {name: things for name, things in _groups(change.added).items() if things}
        removed = sorted(change.removed)
        for name in CHANGEABLE:
            mine: Mapping[str, Any] = getattr(self, name)
            left = [mine[t.id] for t in new.get(name, ()) if t.id in mine]
            left += [mine[i] for i in removed if i in mine]
            if left:
                gone[name] = left
            if name in new:
                setattr(world, name, merged(mine, {t.id: t for t in new[name]}))
        for name in ("rules", "agreements"):  # what walks through these must not meet one that is gone
            held: Mapping[str, Any] = getattr(world, name)
            if not change.removed.isdisjoint(held):
                setattr(world, name, {i: each for i, each in held.items() if i not in change.removed})
        world._labels = merged(self._labels, _labels(new))
        concerned = {*gone, *new}
        world._indexes = self._indexes | {
            name: self._indexes[name].changed(gone.get(group, ()), new.get(group, ()))
            for name, (group, _, _) in INDEXES.items()
            if group in concerned
        }
        world.supposed = self.supposed | change.removed | {t.id for things in new.values() for t in things}
        world.change = _both(self.change, change)
        world._memory = {}
        if not concerned.isdisjoint(("conditions", "equivalences", "accords")):
            world._read_conditions()
        if "rules" in concerned:
            world._chain_rules()
        return world

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

    def _find_reads(self, name: str) -> frozenset[str]:
        if name not in self.reads:
            condition = self.conditions[name]
            own = {f for f in (condition.field, condition.until_field) if f}
            if condition.kind == "DegreeCondition":
                own.add(DEGREE)
            equivalent = [each.condition for each in self.equivalences_for(name)]
            below = (*condition.operands, *condition.included, *equivalent)
            self.reads[name] = frozenset(own).union(*[self._find_reads(c) for c in below])
            if equivalent or not self._dated.isdisjoint(below):
                self._dated.add(name)
        return self.reads[name]

    def _chain(self, rule: Rule) -> tuple[Rule, ...]:
        """The rules a rule builds on, root first, itself last."""
        chain = [rule]
        while (after := chain[0].after) is not None and after in self.rules:
            if self.rules[after] in chain:
                break
            chain.insert(0, self.rules[after])
        return tuple(chain)

    def remembered(self, key: Hashable, make: Callable[[], T], *, lasting: bool = False) -> T:
        """What was made for a key, made now if need be; it may depend on the world and the key alone.

        Parameters
        ----------
        lasting : of this kind there is one for a world, so it is never dropped.
        """
        memory = self.lasting if lasting else self._memory
        try:
            found: T = memory[key]
        except KeyError:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            found = memory[key] = make()
        return found

    def forget(self) -> None:
        """Drop what was remembered of sides and days; nothing but time is lost."""
        self._memory.clear()

    def code(self, notation: str) -> str:
        """The id of the reason code with this notation; the notation itself if the data lack it."""
        return self._codes.get(notation, notation)

    def rules_for(self, goal: str) -> tuple[Rule, ...]:
        """The rules that conclude a kind of recognition."""
        return self._indexes["rules_for"].get(goal)

    def rules_under(self, goal: str, accord: str) -> tuple[Rule, ...]:
        """Those of one accord."""
        return self._indexes["rules_under"].get((goal, accord))

    def members_in(self, accord: str) -> tuple[Membership, ...]:
        """All memberships of an accord, of any time, supposed ones first."""
        return self._indexes["members_in"].get(accord)

    def members_at(self, place: str) -> tuple[Membership, ...]:
        """All memberships that speak for a place by name, supposed ones first."""
        return self._indexes["members_at"].get(place)

    def members_of(self, body: str) -> tuple[Membership, ...]:
        """All memberships of a body, supposed ones first."""
        return self._indexes["members_of"].get(body)

    def accords_inside(self, place: str) -> tuple[Accord, ...]:
        """The accords whose closed territory names a place."""
        return self._indexes["accords_inside"].get(place)

    def agreements_at(self, accord: str, place: str) -> tuple[Agreement, ...]:
        """Agreements of a place under an accord, supposed ones first."""
        return self._indexes["agreements_at"].get((accord, place))

    def agreements_under(self, accord: str) -> tuple[Agreement, ...]:
        """All agreements under an accord, supposed ones first."""
        return self._indexes["agreements_under"].get(accord)

    def starts_of(self, accord: str) -> tuple[Any, ...]:
        """From when the awards of an accord's members count."""
        return self._indexes["starts_of"].get(accord)

    def requirements_of(self, procedure: str) -> tuple[Requirement, ...]:
        """What an ordinary way to registration asks."""
        return self._indexes["asked_by"].get(procedure)

    def procedures_at(self, place: str) -> tuple[Procedure, ...]:
        """The ordinary ways to registration in a place itself."""
        return self._indexes["ways_into"].get(place)

    def equivalences_for(self, branch: str) -> tuple[Equivalence, ...]:
        """Equivalences that count as a branch of a standard."""
        return self._indexes["equivalences_for"].get(branch)

    def label(self, thing: str) -> Text:
        """The label of anything the world knows; its id's last part otherwise."""
        found = self._labels.get(thing)
        if found is None:
            name = thing.rsplit("/", 1)[-1]
            return Text(name, name)
        return found

    def award_spell(self, membership: Membership, first: date, last: date) -> tuple[Spell, tuple[str, ...]]:
        """The spell of awards a membership's tier counts for, and the statements that say so.

        Admission and recognition are two dates: a start stated for this member wins over the
        accord's general lead on the day asked about, which wins over admission itself.  Before a
        member is admitted nothing of that counts yet.
        """
        if membership.spell.start > last:
            return membership.spell, ()
        if membership.recognised is not None:
            return membership.recognised, ()
        for start in self.starts_of(membership.accord):
            covers = start.spell.covers(first, last)
            if covers:
                begun = membership.spell.begun_earlier(start.lead_months)
                if covers is Covers.POSSIBLY:  # then awards count from somewhere between the two days
                    begun = begun._replace(start_by=membership.spell.start_by)
                return begun, (start.id,)
        return membership.spell, ()

    def accord_of(self, rule: Rule) -> Accord:
        """The accord a rule belongs to."""
        return self.accords[rule.accord]


def _labels(groups: Mapping[str, Iterable[Any]]) -> dict[str, Text]:
    return {thing.id: thing.label for name in LABELLED for thing in groups.get(name, ())}


def _both(first: Change, then: Change) -> Change:
    """One change that does what two do one after the other."""
    if first == NO_CHANGE:
        return then
    back = {thing.id for things in _groups(then.added).values() for thing in things}
    left = _groups(first.added)
    added = {
        name: (*(t for t in left[name] if t.id not in back | then.removed), *later)
        for name, later in _groups(then.added).items()
    }
    return Change(Facts(**added), (first.removed - back) | then.removed)


def _groups(facts: Facts) -> dict[str, tuple[Any, ...]]:
    return facts._asdict()


def _member_order(member: Membership) -> tuple[Any, ...]:
    return (not member.supposed, member.spell.start, member.spell.start_by, member.id)


def _id(thing: Any) -> str:
    return str(thing.id)


def _agreement_order(agreement: Agreement) -> tuple[bool, str]:
    return (not agreement.supposed, agreement.id)


INDEXES: dict[str, tuple[str, Callable[[Any], Iterable[Any]], Callable[[Any], Any]]] = {
    "members_at": ("memberships", lambda m: (m.jurisdiction, *m.covers), _member_order),
    "members_in": ("memberships", lambda m: (m.accord,), _member_order),
    "members_of": ("memberships", lambda m: (m.body,) if m.body else (), _member_order),
    "accords_inside": ("accords", lambda a: a.territory, _id),
    "rules_for": ("rules", lambda r: (r.concludes,), _id),
    "rules_under": ("rules", lambda r: ((r.concludes, r.accord),), _id),
    "agreements_at": ("agreements", lambda a: [(a.accord, place) for place in a.between], _agreement_order),
    "agreements_under": ("agreements", lambda a: (a.accord,), _agreement_order),
    "starts_of": ("starts", lambda s: (s.accord,), _id),
    "asked_by": ("requirements", lambda r: (r.procedure,), _id),
    "ways_into": ("procedures", lambda p: p.places, _id),
    "equivalences_for": ("equivalences", lambda e: (e.counts_for,), _id),
}
"""What is looked up by something else than its id: which facts, by which keys, in which order."""

CHANGEABLE = (
    "accords", "tiers", "memberships", "starts", "rules", "agreements", "standards", "conditions",
    "equivalences",
)  # fmt: skip
