"""What rules make of people: who cannot be told apart by a rule is in one class of it.

What a condition says of a person is remembered by what the person says of the fields it reads; of
connectives, by the values below them.  So people alike, even in part, are examined once.

>>> code_of(World(Facts()), Reason("TIER_{tier}"))
'TIER_NONE'

Cost: for each person, one look-up for each condition and rule.  Bound: who uses this calls
`People.forget` when `People.size` grows too large.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

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


class People:
    """The classes of people on one day, for some rules."""

    def __init__(self, world: World, day: date, rules: Sequence[Rule]) -> None:
        self.world, self.day, self._rules = world, day, rules
        self._reads: dict[str, tuple[str, ...]] = {}
        self._operands: dict[str, tuple[str, ...] | None] = {}
        self._asks = [self._asked_in(rule) for rule in rules]
        self._roots = tuple(dict.fromkeys(root for roots in self._asks for root in roots))
        chains = [world.chains[rule.id] for rule in rules]
        self._titles = tuple(dict.fromkeys(r.title for chain in chains for r in chain if r.title))
        self.forget()

    @property
    def size(self) -> int:
        """How many things are remembered."""
        return len(self.memo) + len(self._known)

    def forget(self) -> None:
        """Forget everybody; numbers of classes are given anew."""
        self.memo: dict[Hashable, Value] = {}
        self._values: dict[Value, Value] = {}
        self._known: dict[Hashable, int] = {}
        self._numbers: dict[Hashable, int] = {}

    def _number(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def of(self, home: Side, profile: Profile) -> tuple[int, ...]:
        """For each rule the class that a person falls into: who is in one class is judged alike."""
        examiner = _Rememberer(self, profile, home)
        accreditor = accreditor_of(self.world, profile)
        known = spells(self.world, accreditor) if accreditor is not None else {}
        # Values that are remembered are one object each, so what they are is told by which they are.
        asked = {root: id(examiner.value(root)) for root in self._roots}
        titles = frozenset(t for t in self._titles if examiner.holds_title(t)) if profile.titles else None
        found = []
        for number, (rule, roots) in enumerate(zip(self._rules, self._asks, strict=True)):
            key = (number, rule.accord in known, titles, *[asked[root] for root in roots])
            people = self._known.get(key)
            if people is None:
                people = self._known[key] = self._number(self._class_of(rule, rule.accord in known, examiner))
            found.append(people)
        return tuple(found)

    def _class_of(self, rule: Rule, known: bool, examiner: Examiner) -> tuple[Hashable, ...]:
        chain = self.world.chains[rule.id]
        value = conjunction(value for each in chain for value in asked_of_person(examiner, each))
        titled = tuple(each.title is not None and examiner.holds_title(each.title) for each in chain)
        return (*told(self.world, value), value.gap, len(value.show) + len(value.do), titled, known)

    def _asked_in(self, rule: Rule) -> tuple[str, ...]:
        """The conditions that a rule, and those it comes after, may ask of a person."""
        chain = self.world.chains[rule.id]
        roots = [c for each in chain for c in each.conditions]
        roots += [self.world.standards[s].root for each in chain for s in each.standards]
        return tuple(dict.fromkeys(roots))

    def operands(self, condition: str) -> tuple[str, ...] | None:
        """Of a connective, everything below it that its value may depend on; None for all else."""
        if condition not in self._operands:
            each, more = self.world.conditions[condition], self.world.equivalences_for(condition)
            below = (*each.operands, *(e.condition for e in more))
            self._operands[condition] = below if each.kind in CONNECTIVES else None
        return self._operands[condition]

    def plain(self, value: Value) -> Value:
        """A value without what no best path shows: values that differ in that alone become one."""
        codes = sorted({code_of(self.world, reason) for reason in value.reasons})
        supposed = not self.world.supposed.isdisjoint(value.used)
        found = Value(
            value.truth,
            value.gap,
            value.show,
            value.do,
            tuple(Reason(code) for code in codes),
            used=(min(self.world.supposed),) if supposed else (),
            unsure=value.unsure,
            supposed=value.supposed,
        )
        return self._values.setdefault(found, found)

    def reads(self, condition: str) -> tuple[str, ...]:
        """The fields that a condition reads on any day, itself or below it."""
        if condition not in self._reads:
            world, found, seen, wanted = self.world, set[str](), set[str](), [condition]
            while wanted:
                name = wanted.pop()
                if name in seen:
                    continue
                seen.add(name)
                each = world.conditions[name]
                found |= {field for field in (each.field, each.until_field) if field}
                wanted += [*each.operands, *each.included]
                wanted += [e.condition for e in world.equivalences_for(name)]
                if each.kind == "DegreeCondition":
                    found.add(DEGREE)
                    limits = (m.limited_to for m in world.members_in(each.accredited_under or ""))
                    wanted += [limit for limit in limits if limit]
            self._reads[condition] = tuple(sorted(found))
        return self._reads[condition]


class _Rememberer(Examiner):
    """An examiner that knows the values of conditions for others of whom the same is said."""

    def __init__(self, people: People, profile: Profile, home: Side) -> None:
        super().__init__(people.world, profile, home, people.day)
        self._people = people
        self._all = {**profile.values, DEGREE: profile.degree}
        lists = (v for v in profile.values.values() if isinstance(v, tuple) and v and isinstance(v[0], str))
        # A condition looks at the home only for where a title is held, and for a list of places.
        at_home = any(True for _ in lists) or any(held.holder for held in profile.titles)
        self._place = (home if at_home else None, profile.titles)

    def value(self, condition_id: str) -> Value:
        """The value of a condition; the same object whenever it is the same."""
        known = self._seen.get(condition_id)
        if known is not None:
            return known
        key: Hashable
        operands = self._people.operands(condition_id)
        if operands is None:
            said = self._all
            key = (condition_id, self._place, *[said.get(f) for f in self._people.reads(condition_id)])
        else:
            key = (condition_id, *[id(self.value(each)) for each in operands])
        memo = self._people.memo
        known = memo.get(key)
        if known is None:
            condition = self.world.conditions[condition_id]
            known = memo[key] = self._people.plain(getattr(self, "_" + condition.kind)(condition))
        self._seen[condition_id] = known
        return known


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
