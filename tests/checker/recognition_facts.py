"""A world and questions, written as facts of the logic program.

Names are strings, days are numbers, years are hundredths; nothing is derived here but what the
solver has no means for: months of the calendar, and how deep a tree of conditions is.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accordgraph.pathways.model import Agreement, Condition, Facts, Membership, Terms
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.search import Question

YEAR = 100
"""Years are written in hundredths, since the solver knows whole numbers only."""
CONNECTIVES = ("AllOf", "AnyOf", "AtLeast")


class Word(str):
    """A word of the program; any other text is the name of a thing, and quoted."""

    __slots__ = ()


def fact(name: str, *arguments: str | int) -> str:
    parts = (f'"{a}"' if isinstance(a, str) and not isinstance(a, Word) else str(a) for a in arguments)
    return f"{name}({','.join(parts)})."


def _spell(name: str, spell: Any) -> str:
    return fact("spell", name, *_days(spell))


def _days(spell: Any) -> tuple[int, ...]:
    return tuple(day.toordinal() for day in (spell.start, spell.start_by, spell.end, spell.end_by))


def world_facts(facts: Facts, questions: Sequence[Question]) -> Iterator[str]:
    bodies = {body.id: body.jurisdiction for body in facts.bodies}
    yield from _places(facts)
    yield from _accords(facts)
    for membership in facts.memberships:
        yield from _membership(membership)
    for rule in facts.rules:
        yield from _rule(rule)
    for agreement in facts.agreements:
        yield from _agreement(agreement)
    for standard in facts.standards:
        yield fact("root", standard.id, standard.root)
        yield _spell(standard.id, standard.spell)
    for condition in facts.conditions:
        yield from _condition(facts, condition)
    for equivalence in facts.equivalences:
        yield fact("equivalence", equivalence.id, equivalence.condition, equivalence.counts_for)
        yield _spell(equivalence.id, equivalence.spell)
    for number, question in enumerate(questions):
        yield from _question(number, question)
        if question.profile.degree is not None:
            yield from _degree(number, question.profile.degree, bodies)


def _places(facts: Facts) -> Iterator[str]:
    for place in facts.jurisdictions:
        yield fact("place", place.id)
        yield from (fact("covered_by", place.id, other) for other in place.covered_by)
        yield from (fact("part_of", place.id, other) for other in place.part_of)
    for body in facts.bodies:
        yield fact("body", body.id, body.jurisdiction)
    for title in facts.titles:
        yield fact("title", title.id)


def _accords(facts: Facts) -> Iterator[str]:
    for kind in facts.kinds:
        if kind.crosses_border:
            yield fact("crosses_border", kind.id)
        if kind.is_scoped:
            yield fact("scoped", kind.id)
    for accord in facts.accords:
        yield fact("accord", accord.id)
        yield _spell(accord.id, accord.spell)
        marks = {
            "list_complete": accord.list_complete_through is not None,
            "status_unknown": accord.status_unknown,
            "closed_agreement": accord.is_agreement,
        }
        yield from (fact(mark, accord.id) for mark, holds in marks.items() if holds)
        yield from (fact("territory", accord.id, place) for place in sorted(accord.territory))
        yield from (fact("between", accord.id, place) for place in sorted(accord.between))
        admission = accord.admission.places if accord.admission else ()
        yield from (fact("admits_from", accord.id, place) for place in sorted(admission))
    rights = {right for tier in facts.tiers for right in (*tier.grants, *tier.withholds)}
    rights |= {right for rule in facts.rules for right in (*rule.asks_home, *rule.asks_target)}
    rights |= {c.asks_accreditor for c in facts.conditions if c.asks_accreditor}
    yield from (fact("right", right) for right in sorted(rights))
    for tier in facts.tiers:
        yield fact("tier", tier.id)
        yield from (fact("grants", tier.id, right) for right in sorted(tier.grants))
        yield from (fact("withholds", tier.id, right) for right in sorted(tier.withholds))
    for start in facts.starts:
        yield fact("start", start.id, start.accord, start.lead_months)
        yield _spell(start.id, start.spell)
        for day in sorted({day for m in facts.memberships for day in (m.spell.start, m.spell.start_by)}):
            moved = _earlier(day, start.lead_months)
            yield fact("earlier", day.toordinal(), start.lead_months, moved.toordinal())


def _earlier(day: date, months: int) -> date:
    """The same day of the month some months before, or that month's last; the beginning of time stays."""
    if day == date.min:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _membership(membership: Membership) -> Iterator[str]:
    name = membership.id
    yield fact("membership", name, membership.accord, membership.tier, membership.jurisdiction)
    yield _spell(name, membership.spell)
    if membership.body is not None:
        yield fact("held_by", name, membership.body)
    yield from (fact("also_covers", name, place) for place in membership.covers)
    if membership.recognised is not None:
        yield fact("recognised", name, *_days(membership.recognised))
    if membership.limited_to is not None:
        yield fact("limited_to", name, membership.limited_to)
    if membership.supposed:
        yield fact("overlaid", name)


def _rule(rule: Any) -> Iterator[str]:
    yield fact("rule", rule.id, rule.accord, rule.concludes)
    yield _spell(rule.id, rule.spell)
    links = {
        "after": rule.after,
        "own_code": rule.refusal_at_target,
        "enters": rule.title,
        "yields_to": rule.yields_to,
    }
    yield from (fact(link, rule.id, other) for link, other in links.items() if other is not None)
    for end, rights in (("home", rule.asks_home), ("target", rule.asks_target)):
        yield from (fact("asks", rule.id, Word(end), right) for right in rights)
    yield from (fact("standard_of", rule.id, standard) for standard in rule.standards)
    yield from (fact("condition_of", rule.id, condition) for condition in rule.conditions)
    marks = {
        "by_agreement": rule.by_agreement,
        "status_unknown": rule.status_unknown,
        "tells": rule.step_text is not None,
    }
    yield from (fact(mark, rule.id) for mark, holds in marks.items() if holds)
    yield from _terms(rule.id, rule.terms)


def _agreement(agreement: Agreement) -> Iterator[str]:
    yield fact("agreement", agreement.id, agreement.accord)
    yield _spell(agreement.id, agreement.spell)
    yield from (fact("agreement_between", agreement.id, place) for place in sorted(agreement.between))
    if agreement.status_unknown:
        yield fact("status_unknown", agreement.id)
    if agreement.supposed:
        yield fact("overlaid", agreement.id)
    yield from _terms(agreement.id, agreement.terms)


def _terms(name: str, terms: Terms) -> Iterator[str]:
    if terms.still_open:
        yield fact("leaves_open", name)
    yield from (fact("reaches", name, scope) for scope in sorted(terms.scopes))


def _hundredths(years: Decimal | None) -> int:
    number = (years or Decimal(0)) * YEAR
    if number != int(number):
        raise ValueError(f"{years} years are finer than a hundredth.")
    return int(number)


def _condition(facts: Facts, condition: Condition) -> Iterator[str]:
    name = condition.id
    if text := _text(condition):
        yield fact("text", name, text)
    yield from (fact("operand", name, other, n) for n, other in enumerate(condition.operands))
    if condition.kind in CONNECTIVES:
        yield from _connective(condition)
    elif condition.kind in ("ExperienceCondition", "FormationCondition"):
        yield from _years(facts, condition)
    elif condition.kind == "DegreeCondition":
        yield fact("degree_condition", name)
        if condition.accredited_under and condition.asks_accreditor:
            yield fact("degree_under", name, condition.accredited_under, condition.asks_accreditor)
    elif condition.kind == "AssessmentCondition":
        yield fact("assessment", name)
    elif condition.kind == "DeclaredCondition":
        yield fact("declared", name, condition.field or "")
    yield from _leaf(condition)


def _connective(condition: Condition) -> Iterator[str]:
    if condition.kind == "AllOf":
        yield fact("all_of", condition.id)
    else:
        yield fact("takes", condition.id, condition.min_count or 1)
    if condition.kind == "AnyOf":
        yield fact("alternative", condition.id)


def _years(facts: Facts, condition: Condition) -> Iterator[str]:
    name = condition.id
    if condition.kind == "ExperienceCondition":
        yield fact("experience", name, condition.field or "", _hundredths(condition.min_years))
        yield from (fact("inner", name, other) for other in condition.included)
        return
    yield fact("formation", name, _hundredths(condition.min_years))
    clocks = {c.id: c for c in facts.conditions}
    for number, other in enumerate(condition.included):
        clock = clocks[other]
        yield fact("part", name, number, clock.field or "", _hundredths(clock.min_years))


def _leaf(condition: Condition) -> Iterator[str]:
    named = {"until": condition.until_field, "names": condition.names, "refusal": condition.refusal}
    yield from (fact(key, condition.id, value) for key, value in named.items() if value is not None)
    if condition.holds_unless_stated:
        yield fact("holds_unless_stated", condition.id)


def _text(condition: Condition) -> str:
    """What is shown for a condition that is unknown: its own words, or the field and what it must reach."""
    if condition.to_show is not None:
        return condition.to_show.en
    if condition.kind in CONNECTIVES:
        return ""
    if condition.kind == "DegreeCondition":
        return f"degree {condition.accredited_under or 'accredited'}"
    if condition.kind == "DeclaredCondition":
        return condition.field or ""
    least = "" if condition.min_years is None else f">={condition.min_years.normalize():f}"
    return (condition.field or condition.id) + least


def heights(facts: Facts) -> Mapping[str, int]:
    """How far each condition stands above its deepest leaf; a degree stands above limits of accreditors."""
    conditions = {c.id: c for c in facts.conditions}
    below: dict[str, list[str]] = defaultdict(list)
    limits = [m.limited_to for m in facts.memberships if m.limited_to is not None]
    for condition in facts.conditions:
        below[condition.id] += [*condition.operands, *condition.included]
        if condition.kind == "DegreeCondition":
            below[condition.id] += limits
    for equivalence in facts.equivalences:
        below[equivalence.counts_for].append(equivalence.condition)
    known: dict[str, int] = {}

    def height(name: str) -> int:
        if name not in known:
            known[name] = max((height(other) + 1 for other in below[name]), default=0)
        return known[name]

    return {name: height(name) for name in conditions}


def _question(number: int, question: Question) -> Iterator[str]:
    yield fact("question", number)
    yield fact("goal", number, question.goal)
    yield fact("day", number, question.day.toordinal())
    yield fact("scope", number, question.scope)
    for end, side in (("home", question.home), ("target", question.target)):
        yield fact(end, number, side.place)
        if side.body is not None:
            yield fact(f"{end}_body", number, side.body)
    yield from _person(number, question.profile)


def _person(number: int, profile: Any) -> Iterator[str]:
    for name, said in sorted(profile.values.items()):
        if isinstance(said, bool):
            yield fact("flag", number, name, _yes(said))
        elif isinstance(said, Decimal):
            yield fact("years", number, name, _hundredths(said))
        elif isinstance(said, str):
            yield fact("chosen", number, name, said)
        elif said and isinstance(said[0], date):
            yield fact("date", number, name, *(day.toordinal() for day in said))
        else:
            yield fact("lists", number, name)
            yield from (fact("listed", number, name, each) for each in said)
    for held in profile.titles:
        yield fact("title_held", number, held.title, held.holder or "")


def _degree(number: int, degree: Degree, bodies: Mapping[str, str]) -> Iterator[str]:
    yield fact("degree", number)
    if degree.held is False:
        yield fact("degree_none", number)
    if degree.awarded is not None:
        yield fact("awarded", number, *(day.toordinal() for day in degree.awarded))
    if degree.accredited is not None:
        yield fact("accredited", number, _yes(degree.accredited))
    if degree.accord is not None:
        yield fact("degree_accord", number, degree.accord)
    if degree.body is not None:
        yield fact("accreditor", number, bodies[degree.body])
        yield fact("accreditor_body", number, degree.body)
    elif degree.jurisdiction is not None:
        yield fact("accreditor", number, degree.jurisdiction)


def _yes(said: bool) -> Word:
    return Word("yes" if said else "no")
