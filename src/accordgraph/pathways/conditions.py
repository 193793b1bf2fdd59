"""Evaluate a condition tree for a person on a day, in three shades of no.

Connectives: AllOf is the conjunction, AnyOf the branch of least effort (its own before those
that equivalences add), AtLeast n the n branches of least effort.  An equivalence of which it is not
decided whether it holds on the day leaves its branch unknown at best.  What rests on a condition
that a what-if replaced is hypothetical.  Leaves read profile fields;
a field that is not stated is unknown, never false.  Years inside years run side by side, so
the longest gap counts; years of a formation run one after another, so missing minima add up.

>>> shortfall(Decimal(7), Decimal(5))
Decimal('2')

Cost: each node once per question, and a branch of which the person says nothing once per world and day.
Trees are acyclic (a shape sees to it).  Source of the
rules: the accords' entry standards; the reading of nested years is the one they share.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accordgraph.pathways.dates import Covers
from accordgraph.pathways.degrees import degree_value
from accordgraph.pathways.model import Condition, Rule, Standard, Text
from accordgraph.pathways.profile import HeldTitle, Profile
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import (
    NO_GAP,
    TRUE,
    Reason,
    Truth,
    Value,
    conjunction,
    easiest,
    refused,
    unknown,
)
from accordgraph.pathways.world import DEGREE, World

OBTAIN = Text("obtain {field}", "取得{field}")
AT_LEAST = Text("{field}>={min}", "{field}>={min}")
MORE = Text("{field} +{gap}", "{field} +{gap}")
EQUIVALENT = Text("an equivalence on that day", "该日等效是否有效")


def shortfall(least: Decimal, have: Decimal) -> Decimal:
    """Years missing to a minimum, never negative."""
    return max(least - have, NO_GAP)


def plain(number: Decimal) -> str:
    """A number of years without trailing zeros: ``7``, ``2.5``."""
    return f"{number.normalize():f}"


def standards_on(world: World, rule: Rule, day: date) -> list[tuple[Standard, bool]]:
    """The versions of a rule's standard that may be the one of a day, and whether each surely holds.

    Of those that surely hold the last to begin is the one, unless a later one may hold already; who
    meets each of them meets the right one.
    """
    return world.remembered(("standards", rule.id, day), lambda: _standards_on(world, rule, day))


def _standards_on(world: World, rule: Rule, day: date) -> list[tuple[Standard, bool]]:
    held = [(world.standards[s], world.standards[s].spell.covers(day, day)) for s in rule.standards]
    held = sorted(
        ((s, c) for s, c in held if c is not Covers.NO), key=lambda each: (each[0].spell.start, each[0].id)
    )
    last = max((n for n, (_, covers) in enumerate(held) if covers is Covers.YES), default=0)
    return [(standard, covers is Covers.YES) for standard, covers in held[last:]]


class Examiner:
    """Evaluates conditions for one person, home side and day; conditions `met` count as true."""

    def __init__(
        self, world: World, profile: Profile, home: Side, day: date, met: frozenset[str] = frozenset()
    ) -> None:
        self.world, self.profile, self.home, self.day, self._met = world, profile, home, day, met
        self._seen: dict[str, Value] = dict.fromkeys(met, TRUE)
        self._said = {*profile.values, *([DEGREE] if profile.degree else [])}

    def value(self, condition_id: str) -> Value:
        """The value of a condition; remembered for the question."""
        known = self._seen.get(condition_id)
        if known is None:
            world = self.world
            unsaid = not self._met and world.reads[condition_id].isdisjoint(self._said)
            kept = world.unsaid(condition_id, self.day) if unsaid else self._seen
            known = kept.get(condition_id)
            if known is None:
                known = kept[condition_id] = self._judged(condition_id)
            self._seen[condition_id] = known
        return known

    def _judged(self, condition_id: str) -> Value:
        condition = self.world.conditions[condition_id]
        value: Value = getattr(self, "_" + condition.kind)(condition)
        return value._replace(supposed=True) if condition_id in self.world.supposed else value

    def holds_title(self, title: str) -> bool:
        """Whether the person holds a title at the home side of the question."""
        return any(held.title == title and self._at_home(held) for held in self.profile.titles)

    def _at_home(self, held: HeldTitle) -> bool:
        if held.holder is None:
            return True
        body = self.world.bodies.get(held.holder)
        if self.home.body is not None:
            return held.holder == self.home.body
        return (body.jurisdiction if body else held.holder) in self.world.places.get(self.home.place, ())

    def _AllOf(self, condition: Condition) -> Value:
        return conjunction([self.value(c) for c in condition.operands])

    def _AnyOf(self, condition: Condition) -> Value:
        branches = [self.value(c) for c in condition.operands]
        for equivalence in self.world.equivalences_for(condition.id):
            covers = equivalence.spell.covers(self.day, self.day)
            if covers is not Covers.NO:
                value = self.value(equivalence.condition)
                if value.truth is not Truth.REFUSED:
                    doubt = TRUE if covers is Covers.YES else unknown(EQUIVALENT)
                    value = conjunction([value, doubt]).using(equivalence.id)
                branches.append(value)
        if not branches:
            return TRUE
        best = easiest(branches)
        open_branches = sum(b.truth is Truth.UNKNOWN for b in branches)
        if best.truth is Truth.UNKNOWN and open_branches > 1 and condition.to_show is not None:
            return best._replace(show=(condition.to_show,), used=())
        return best

    def _AtLeast(self, condition: Condition) -> Value:
        return easiest([self.value(c) for c in condition.operands], condition.min_count or 1)

    def _AssessmentCondition(self, condition: Condition) -> Value:
        return unknown(condition.to_show or self.world.label(condition.id))

    def _DegreeCondition(self, condition: Condition) -> Value:
        value = degree_value(self.world, condition, self.profile.degree, self.day)
        accreditors = (self.world.memberships.get(statement) for statement in value.used)
        limits = [m.limited_to for m in accreditors if m is not None and m.limited_to]
        return conjunction(
            [value, *(self.value(limit) for limit in limits if value.truth is not Truth.REFUSED)]
        )

    def _DeclaredCondition(self, condition: Condition) -> Value:
        said = self.profile.get(condition.field)
        if said is None:
            if condition.holds_unless_stated:
                return Value(assumed=(self._assumption(condition),))
            return unknown(self._text(condition.to_show, Text("{field}", "{field}"), condition))
        if not self.agrees(said, condition):
            if condition.refusal is not None:
                return refused(Reason(condition.refusal))
            return Value(Truth.NOT_YET, do=(self._obtain(condition),))
        until = self.profile.get(condition.until_field)
        if until is None:
            return TRUE
        first, last = until
        if last < self.day:
            return Value(Truth.NOT_YET, do=(self._obtain(condition),))
        if first < self.day:
            return unknown(self._text(condition.to_show, Text("{field}", "{field}"), condition))
        return Value(until=first)

    def agrees(self, said: object, condition: Condition) -> bool:
        """Whether what is said of a field is what a declared condition asks."""
        if isinstance(said, bool):
            return said
        if condition.names is not None and isinstance(said, tuple):
            return (
                self.holds_title(condition.names)
                if self._lists_titles(condition)
                else condition.names in said
            )
        if condition.names is not None:
            return said == condition.names
        if isinstance(said, tuple):
            return any(place in said for place in self.world.places.get(self.home.place, (self.home.place,)))
        return True

    def _lists_titles(self, condition: Condition) -> bool:
        return condition.names in self.world.titles

    def _ExperienceCondition(self, condition: Condition) -> Value:
        have, least = self.profile.get(condition.field), condition.min_years or NO_GAP
        inner = [self.value(c) for c in condition.included]
        if have is None:
            own = unknown(self._text(condition.to_show, AT_LEAST, condition))
        elif have >= least:
            own = TRUE
        else:
            gap = shortfall(least, have)
            own = Value(Truth.NOT_YET, gap=gap, do=(self._text(condition.to_do, MORE, condition, gap),))
        return conjunction([own, *inner])

    def _FormationCondition(self, condition: Condition) -> Value:
        parts = [self.world.conditions[c] for c in condition.included]
        years = [self.profile.get(p.field) for p in parts]
        if any(y is None for y in years):
            return unknown(self._text(condition.to_show, AT_LEAST, condition))
        minima = sum(shortfall(p.min_years or NO_GAP, y) for p, y in zip(parts, years, strict=True))
        gap = max(minima, shortfall(condition.min_years or NO_GAP, sum(years)), NO_GAP)
        if not gap:
            return TRUE
        return Value(Truth.NOT_YET, gap=gap, do=(self._text(condition.to_do, MORE, condition, gap),))

    def _assumption(self, condition: Condition) -> Text:
        label = self.world.label(condition.field or "")
        named = condition.names and self.world.label(condition.names)
        return condition.to_show or Text(
            f"{label.en}: {named.en}" if named else label.en, f"{label.zh}：{named.zh}" if named else label.zh
        )

    def _obtain(self, condition: Condition) -> Text:
        return self._text(condition.to_do, OBTAIN, condition)

    def _text(self, own: Text | None, default: Text, condition: Condition, gap: Decimal = NO_GAP) -> Text:
        """A leaf's own words, else the general ones, which speak of the field by its parameter name."""
        key = (condition.id, own or default, gap)
        if key not in self.world.told:
            known = self.world.fields.get(condition.field or "")
            field = Text(known.name, known.name) if known else self.world.label(condition.id)
            least = plain(condition.min_years or NO_GAP)
            self.world.told[key] = (own or default).fill(field=field, min=least, gap=plain(gap))
        return self.world.told[key]
