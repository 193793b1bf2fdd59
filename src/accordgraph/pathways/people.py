"""What rules make of people: who cannot be told apart by a rule is in one class of it.

What a condition says of a person is remembered by what the person says of the fields it reads; of
connectives, by the values below them.  So people alike, even in part, are examined once.  What is
said, values and classes all go by number: a person costs a few look-ups of small tuples of numbers.

>>> code_of(World(Facts()), Reason("TIER_{tier}"))
'TIER_NONE'

Cost: for each person, one look-up for each field, condition and rule.  Bound: who uses this calls
`People.forget` when `People.size` grows too large.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.model import Facts as Facts
from accordgraph.pathways.model import Rule
from accordgraph.pathways.profile import Profile
from accordgraph.pathways.search import accreditor_of, asked_of_person
from accordgraph.pathways.standing import Side, spells
from accordgraph.pathways.values import Reason, Value, conjunction
from accordgraph.pathways.world import DEGREE, World

CONNECTIVES = ("AllOf", "AnyOf", "AtLeast")
"""Conditions whose value depends on those of others alone."""

FEW = 2
"""Up to so many fields a connective is remembered by what is said of them, as other conditions are.

A degree, of which no two people say the same, is worth the values below instead.
"""

Key = Callable[[list[int]], Hashable]
NOTHING, PLACE = 0, 1
"""Where a person's numbers hold one that is always the same, and that of the place and titles."""

UNSAID, UNKNOWN = 0, -1
"""The numbers of a field of which nothing is said, and of a condition or rule that was not looked at."""


class Node(NamedTuple):
    """Conditions that depend on the same of a person's numbers, and their values' numbers by these."""

    conditions: tuple[str, ...]
    key: Key
    where: slice
    """Where a person's numbers hold those of the values."""
    known: dict[Hashable, list[int]]


class Judged(NamedTuple):
    """A rule, the conditions it may ask, which of a person's numbers these are, and the class by these."""

    rule: Rule
    roots: tuple[str, ...]
    key: Key
    known: dict[Hashable, int]


class Plan(NamedTuple):
    """What has to be looked up for some rules: positions of fields, nodes in order, numbers of rules."""

    fields: tuple[int, ...]
    nodes: tuple[Node, ...]
    rules: tuple[int, ...]


class People:
    """The classes of people on one day, for some rules."""

    def __init__(self, world: World, day: date, rules: Sequence[Rule]) -> None:
        self.world, self.day, self._rules = world, day, rules
        self._reads: dict[str, tuple[str, ...]] = {}
        asks = [self._asked_in(rule) for rule in rules]
        conditions = self._in_order(dict.fromkeys(root for roots in asks for root in roots))
        fields = sorted({field for name in conditions for field in self.reads(name)})
        self._fields = {name: n for n, name in enumerate(fields, PLACE + 1)}
        self.position: dict[str, int] = {}
        """Where a person's numbers hold that of the value of a condition."""
        self._nodes = self._grouped(conditions)
        self._judged = [
            Judged(rule, roots, _key(self._positions(roots)), {})
            for rule, roots in zip(rules, asks, strict=True)
        ]
        self._plans: dict[frozenset[int], Plan] = {}
        chains = [world.chains[rule.id] for rule in rules]
        self._titles = tuple(dict.fromkeys(r.title for chain in chains for r in chain if r.title))
        self.forget()

    def forget(self) -> None:
        """Forget everybody; numbers are given anew."""
        self.size = 0
        """How many things are remembered."""
        for node in self._nodes:
            node.known.clear()
        for judged in self._judged:
            judged.known.clear()
        self.values: list[Value] = []
        self._numbers: dict[Value, int] = {}
        self._said: dict[int, dict[Hashable, int]] = {n: {} for n in self._fields.values()}
        self._places: dict[Hashable, int] = {}
        self._classes: dict[Hashable, int] = {}

    def _number(self, known: dict[Hashable, int], key: Hashable) -> int:
        number = known.get(key)
        if number is None:
            self.size += 1
            number = known[key] = len(known) + 1
        return number

    def plan(self, rules: Iterable[int]) -> Plan:
        """What has to be looked up of a person whom these rules, by number, judge."""
        wanted = frozenset(rules)
        if wanted not in self._plans:
            roots = dict.fromkeys(root for number in wanted for root in self._judged[number].roots)
            needed = set(self._in_order(roots))
            nodes = tuple(node for node in self._nodes if not needed.isdisjoint(node.conditions))
            fields = {self._fields[f] for node in nodes for name in node.conditions for f in self.reads(name)}
            self._plans[wanted] = Plan(tuple(sorted(fields)), nodes, tuple(sorted(wanted)))
        return self._plans[wanted]

    def of(self, home: Side, profile: Profile, plan: Plan) -> tuple[int, ...]:
        """For each rule the class that a person falls into: who is in one class is judged alike.

        Of rules that are not in the plan it is the same for everybody.
        """
        said = {self._fields[name]: value for name, value in profile.values.items() if name in self._fields}
        if profile.degree is not None and DEGREE in self._fields:
            said[self._fields[DEGREE]] = profile.degree
        numbers = [UNSAID] * (PLACE + 1 + len(self._fields)) + [UNKNOWN] * len(self.position)
        numbers[PLACE] = self._number(self._places, _place(home, profile))
        for position in plan.fields:
            if position in said:
                numbers[position] = self._number(self._said[position], said[position])
        examiner = _Rememberer(self, profile, home, numbers)
        for conditions, of, where, values in plan.nodes:
            key = of(numbers)
            told = values.get(key)
            if told is None:
                self.size += len(conditions)
                told = values[key] = [self._numbered(examiner.examined(each)) for each in conditions]
            numbers[where] = told
        accreditor = accreditor_of(self.world, profile)
        accrediting = spells(self.world, accreditor) if accreditor is not None else {}
        titles = frozenset(t for t in self._titles if examiner.holds_title(t)) if profile.titles else None
        found = [UNKNOWN] * len(self._judged)
        for which in plan.rules:
            rule, _, of, classes = self._judged[which]
            speaks = rule.accord in accrediting
            key = (of(numbers), speaks, titles)
            people = classes.get(key)
            if people is None:
                self.size += 1
                people = self._number(self._classes, self._class_of(rule, speaks, examiner))
                classes[key] = people
            found[which] = people
        return tuple(found)

    def _numbered(self, value: Value) -> int:
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        return number

    def _class_of(self, rule: Rule, known: bool, examiner: Examiner) -> tuple[Hashable, ...]:
        chain = self.world.chains[rule.id]
        value = conjunction(value for each in chain for value in asked_of_person(examiner, each))
        titled = tuple(each.title is not None and examiner.holds_title(each.title) for each in chain)
        asked = len(value.show) + len(value.do)
        return (*told(self.world, value), value.gap, asked, titled, known)

    def _asked_in(self, rule: Rule) -> tuple[str, ...]:
        """The conditions that a rule, and those it comes after, may ask of a person."""
        chain = self.world.chains[rule.id]
        roots = [c for each in chain for c in each.conditions]
        roots += [self.world.standards[s].root for each in chain for s in each.standards]
        return tuple(dict.fromkeys(roots))

    def _positions(self, conditions: Iterable[str]) -> list[int]:
        return [self.position[name] for name in conditions]

    def _grouped(self, conditions: Sequence[str]) -> list[Node]:
        """Nodes of conditions: those that read the same few fields are one, each connective is one."""
        alike: dict[Hashable, list[str]] = {}
        for name in conditions:
            alike.setdefault(name if self._operands(name) is not None else self.reads(name), []).append(name)
        nodes, at = [], PLACE + 1 + len(self._fields)
        for names in sorted(alike.values(), key=lambda names: self._operands(names[0]) is not None):
            below = self._operands(names[0])
            if below is None:
                on = [PLACE, *[self._fields[field] for field in self.reads(names[0])]]
            else:
                on = self._positions(below)
            nodes.append(Node(tuple(names), _key(on), slice(at, at + len(names)), {}))
            self.position.update({name: n for n, name in enumerate(names, at)})
            at += len(names)
        return nodes

    def _in_order(self, roots: Iterable[str]) -> list[str]:
        """Conditions and what connectives among them connect, each after those below it."""
        found: dict[str, None] = {}

        def add(name: str) -> None:
            if name not in found:
                for below in self._operands(name) or ():
                    add(below)
                found[name] = None

        for root in roots:
            add(root)
        return list(found)

    def _operands(self, condition: str) -> tuple[str, ...] | None:
        """Of a connective that reads many fields, or the degree, all below it; None for all else."""
        each, more = self.world.conditions[condition], self.world.equivalences_for(condition)
        reads = self.reads(condition)
        if each.kind not in CONNECTIVES or (len(reads) <= FEW and DEGREE not in reads):
            return None
        return (*each.operands, *(e.condition for e in more))

    def plain(self, value: Value) -> Value:
        """A value without what no best path shows: values that differ in that alone become one."""
        codes = sorted({code_of(self.world, reason) for reason in value.reasons})
        supposed = not self.world.supposed.isdisjoint(value.used)
        return Value(
            value.truth,
            value.gap,
            value.show,
            value.do,
            tuple(Reason(code) for code in codes),
            used=(min(self.world.supposed),) if supposed else (),
            unsure=value.unsure,
            supposed=value.supposed,
        )

    def reads(self, condition: str) -> tuple[str, ...]:
        """The fields that a condition reads on any day, itself or below it."""
        if condition not in self._reads:
            world, found, seen, wanted = self.world, set[str](), set[str](), [condition]
            while wanted:
                name = wanted.pop()
                if name in seen:
                    continue
                seen.add(name)
                found |= world.reads[name]
                each = world.conditions[name]
                wanted += [*each.operands, *each.included]
                wanted += [e.condition for e in world.equivalences_for(name)]
                if each.kind == "DegreeCondition":
                    limits = (m.limited_to for m in world.members_in(each.accredited_under or ""))
                    wanted += [limit for limit in limits if limit]
            self._reads[condition] = tuple(sorted(found))
        return self._reads[condition]


def _key(positions: Sequence[int]) -> Key:
    """What takes these of a person's numbers."""
    return itemgetter(*positions) if positions else itemgetter(NOTHING)


def _place(home: Side, profile: Profile) -> Hashable:
    """A condition looks at the home only for where a title is held, and for a list of places."""
    lists = any(isinstance(v, tuple) and v and isinstance(v[0], str) for v in profile.values.values())
    at_home = lists or any(held.holder for held in profile.titles)
    return (home if at_home else None, profile.titles)


class _Rememberer(Examiner):
    """An examiner that knows the values of conditions for others of whom the same is said."""

    def __init__(self, people: People, profile: Profile, home: Side, numbers: list[int]) -> None:
        super().__init__(people.world, profile, home, people.day)
        self._people, self._numbers = people, numbers

    def value(self, condition_id: str) -> Value:
        """The value of a condition, as far as a best path shows it."""
        position = self._people.position.get(condition_id)
        number = UNKNOWN if position is None else self._numbers[position]
        if number != UNKNOWN:
            return self._people.values[number]
        return self._seen[condition_id] if condition_id in self._seen else self.examined(condition_id)

    def examined(self, condition_id: str) -> Value:
        """The same, from what the person says."""
        found = self._seen[condition_id] = self._people.plain(self._judged(condition_id))
        return found


def told(world: World, value: Value) -> tuple[Hashable, ...]:
    """What of a value the best path and its place in the order depend on."""
    codes = frozenset(code_of(world, reason) for reason in value.reasons)
    supposed = value.supposed or not world.supposed.isdisjoint(value.used)
    return (value.truth, value.unsure, supposed, codes)


def code_of(world: World, reason: Reason) -> str:
    """A reason's code as answers print it, the tier filled in."""
    known = world.reasons.get(reason.code) or world.reasons.get(world.code(reason.code))
    tier = world.tiers.get(reason.tier or "")
    name = tier.slug.upper().replace("-", "_") if tier else "NONE"
    return (known.notation if known else reason.code).replace("{tier}", name)
