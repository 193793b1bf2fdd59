"""What a person lacks of a condition: the smallest sets of facts that would make it hold.

>>> from datetime import date
>>> from decimal import Decimal
>>> from accordgraph.pathways.model import Facts
>>> years = Condition("c:y", "ExperienceCondition", field="f:y", min_years=Decimal(7))
>>> asked = Question(Side("X"), Side("Y"), "k", date(2026, 1, 1), "s")
>>> lacking = Lacking(World(Facts(conditions=(years,))), asked)
>>> [[str(fact.values[0][1]) for fact in facts] for facts in lacking.of("c:y", Truth.TRUE)]
[['7']]

A field is raised to the least that does; a degree is told in full, or another one held; how an
assessment ends and how an accreditor stood may be unknown.  Of years that run one after another, what
is missing in all is added to the last clock.

Cost: each node once, times the sets kept for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.dates import Covers
from accordgraph.pathways.degrees import degree_value
from accordgraph.pathways.factsets import NEVER, NOTHING, Sets, both, either, one, some
from accordgraph.pathways.model import Condition
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side, Stance, Standing, standing
from accordgraph.pathways.supposing import PERSON, UNKNOWN, Fact, joined, widest
from accordgraph.pathways.values import NO_GAP, Truth, Value
from accordgraph.pathways.world import World


class Lacking:
    """What the person of one question lacks."""

    def __init__(self, world: World, question: Question) -> None:
        self.world, self.question = world, question
        self.examiner = Examiner(world, question.profile, question.home, question.day)
        self._known: dict[tuple[str, Truth], Sets] = {}

    def of(self, name: str, allowed: Truth) -> Sets:
        """What makes a condition at least so true, as far as it is not."""
        if self.examiner.value(name).truth <= allowed:
            return NOTHING
        key = (name, allowed)
        if key not in self._known:
            condition = self.world.conditions[name]
            self._known[key] = self._lacks(condition, allowed)
        return self._known[key]

    def _lacks(self, condition: Condition, allowed: Truth) -> Sets:
        node = _NODES.get(condition.kind)
        return node(self, condition, allowed) if node else _LEAVES[condition.kind](self, condition)

    def _all_of(self, condition: Condition, allowed: Truth) -> Sets:
        return both(self.of(each, allowed) for each in condition.operands)

    def _any_of(self, condition: Condition, allowed: Truth) -> Sets:
        return either(self._branches(condition, allowed))

    def _branches(self, condition: Condition, allowed: Truth) -> Iterator[Sets]:
        day = self.question.day
        yield from (self.of(each, allowed) for each in condition.operands)
        for equivalence in self.world.equivalences_for(condition.id):
            covers = equivalence.spell.covers(day, day)
            if covers is not Covers.NO:
                sure = covers is Covers.YES or allowed >= Truth.UNKNOWN
                held = NOTHING if sure else one(Fact(UNKNOWN, "in-force", (equivalence.id,)))
                yield both([held, self.of(equivalence.condition, allowed)])

    def _at_least(self, condition: Condition, allowed: Truth) -> Sets:
        return some([self.of(each, allowed) for each in condition.operands], condition.min_count or 1)

    def _assessment(self, condition: Condition) -> Sets:
        return one(Fact(UNKNOWN, "assessment", (condition.id,), condition.to_show))

    def _declared(self, condition: Condition) -> Sets:
        profile, day, values = self.question.profile, self.question.day, []
        said = profile.get(condition.field)
        if said is None or not self.examiner.agrees(said, condition):
            values.append((condition.field or "", self._agreeing(condition)))
        until = profile.get(condition.until_field)
        if until is not None and until[0] < day:
            values.append((condition.until_field or "", (day, day)))
        if condition.names is not None and condition.names in self.world.titles:
            return one(Fact(PERSON, "title", (condition.names,), values=tuple(values)))
        return self._field(condition, *values)

    def _agreeing(self, condition: Condition) -> object:
        """A value of a condition's field with which it holds."""
        field = self.world.fields.get(condition.field or "")
        if (field is not None and field.is_list) or isinstance(
            self.question.profile.get(condition.field), tuple
        ):
            return (condition.names or self.question.home.place,)
        return True if condition.names is None else condition.names

    def _experience(self, condition: Condition, allowed: Truth) -> Sets:
        have, least = self.question.profile.get(condition.field), condition.min_years or NO_GAP
        met = allowed >= Truth.NOT_YET or (have is not None and have >= least)
        met = met or (have is None and allowed >= Truth.UNKNOWN)
        own = NOTHING if met else self._field(condition, (condition.field or "", least))
        return both([own, *(self.of(each, allowed) for each in condition.included)])

    def _formation(self, condition: Condition) -> Sets:
        parts = (self.world.conditions[each] for each in condition.included)
        minima = tuple((part.field or "", part.min_years or NO_GAP) for part in parts)
        return one(Fact(PERSON, "field", (condition.id,), values=minima, total=condition.min_years))

    @staticmethod
    def _field(condition: Condition, *values: tuple[str, object]) -> Sets:
        return one(Fact(PERSON, "field", (condition.id,), values=values))

    def _degree(self, condition: Condition, allowed: Truth) -> Sets:
        """The degree told in full, another one, or what is not known of who accredited it."""
        degree, day = self.question.profile.degree, self.question.day
        found = []
        if degree is not None:
            value = degree_value(self.world, condition, degree, day)
            if value.truth <= allowed:  # it counts as it is, but for what its accreditor is limited to
                found.append(self._limits(value, allowed))
        if degree is not None and degree.held is not False:
            whole = degree._replace(
                held=True, awarded=degree.awarded or (day, day), accredited=degree.accredited is not False
            )
            if whole.jurisdiction is None and whole.body is None:
                whole = whole._replace(jurisdiction=self.question.home.place)
            found.append(self._with_degree(condition, whole, degree, allowed))
            exact = whole.awarded[1] if whole.awarded else day
            if whole.awarded != (exact, exact) and exact <= day:
                dated = whole._replace(awarded=(exact, exact))
                found.append(self._with_degree(condition, dated, degree, allowed))
        accord = condition.accredited_under
        for place, body in self._accrediting(condition):
            other = Degree(True, place, body, accord, (day, day), True)
            sets = self._with_degree(condition, other, None, allowed)
            if sets:
                found.append(sets)
                break
        return either(found)

    def _accrediting(self, condition: Condition) -> list[tuple[str | None, str | None]]:
        """Whose accreditation may count: of the home side, else of any member; of any degree, as said."""
        if condition.accredited_under is None:
            said = self.question.profile.degree or Degree()
            return [(said.jurisdiction, said.body)]
        members = self.world.members_in(condition.accredited_under)
        home = self.question.home.place
        return [(place, None) for place in (home, *sorted({m.jurisdiction for m in members} - {home}))]

    def _with_degree(self, condition: Condition, whole: Degree, said: Degree | None, allowed: Truth) -> Sets:
        """What remains to be so if the person holds this degree."""
        day = self.question.day
        value = degree_value(self.world, condition, whole, day)
        told = NOTHING
        if said is None or whole != said._replace(held=True):
            told = one(Fact(PERSON, "degree", (condition.id,), condition.to_show, degree=whole))
        if value.truth > (Truth.TRUE if said is None else allowed):  # another degree counts for certain
            may_be = value.truth is Truth.UNKNOWN and said is not None
            return both([told, self._accreditor(condition, whole)]) if may_be else NEVER
        return both([told, self._limits(value, allowed)])

    def _limits(self, value: Value, allowed: Truth) -> Sets:
        """What the memberships that a degree counts by are limited to."""
        used = (self.world.memberships.get(statement) for statement in value.used)
        return both(self.of(m.limited_to, allowed) for m in used if m is not None and m.limited_to)

    def _accreditor(self, condition: Condition, degree: Degree) -> Sets:
        """What is not known of the standing of who accredited a degree, on its award date."""
        world, day = self.world, self.question.day
        accord, right = condition.accredited_under, condition.asks_accreditor
        if accord is None or right is None:
            return NEVER
        body = world.bodies.get(degree.body or "")
        side = Side(body.jurisdiction if body else degree.jurisdiction or "", degree.body)
        first, last = degree.awarded or (day, day)
        found = standing(world, accord, side, right, first, last, lambda m: world.award_spell(m, day, day))
        if found is not None:
            limit, member = found.membership.limited_to, found.membership
            longest, _ = world.award_spell(member._replace(spell=widest(member.spell)), day, day)
            if longest.covers(first, last) is not Covers.YES:
                return NEVER  # it is the award that is known roughly, or from when awards count
            limits = self.of(limit, Truth.TRUE) if limit else NOTHING
            return both([limits, open_about(found, right)])
        tier = tier_with(world, accord, (right,))
        return NEVER if tier is None else one(joined("accreditor", UNKNOWN, accord, side, tier))


_NODES: Mapping[str, Callable[[Lacking, Condition, Truth], Sets]] = {
    "AllOf": Lacking._all_of,
    "AnyOf": Lacking._any_of,
    "AtLeast": Lacking._at_least,
    "DegreeCondition": Lacking._degree,
    "ExperienceCondition": Lacking._experience,
}
_LEAVES: Mapping[str, Callable[[Lacking, Condition], Sets]] = {
    "AssessmentCondition": Lacking._assessment,
    "DeclaredCondition": Lacking._declared,
    "FormationCondition": Lacking._formation,
}


def open_about(found: Standing, right: str) -> Sets:
    """What is not known of a standing that may do."""
    membership, facts = found.membership, []
    if found.stance is Stance.SILENT:
        facts.append(Fact(UNKNOWN, "tier-right", (membership.tier, right)))
    if found.covers is Covers.POSSIBLY:
        facts.append(Fact(UNKNOWN, "since", (membership.id,)))
    return (frozenset(facts),) if facts else NOTHING


def tier_with(world: World, accord: str, rights: tuple[str, ...]) -> str | None:
    """The tier of an accord that grants all these rights, of several the one that grants most."""

    def find() -> str | None:
        tiers = (t for t in world.tiers.values() if t.accord == accord and t.grants >= set(rights))
        return min(((-len(t.grants), t.id) for t in tiers), default=(0, None))[1]

    return world.remembered(("tier with", accord, rights), find)
