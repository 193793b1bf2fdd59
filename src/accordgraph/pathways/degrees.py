"""Does the person's degree count: who accredited it, and how that body stood on the award date.

The accreditor's tier is read over the award date, not over the day asked about; awards may
count from earlier than admission (`World.award_spell`).  A degree awarded after the day asked
about does not count before its day.  An award of which only the month or year is known counts for
certain if one membership covers all of it; where it reaches beyond one, the standing is unknown.

>>> from accordgraph.pathways.model import Facts
>>> degree_value(World(Facts()), Condition("c:d", "DegreeCondition"), None, date(2026, 1, 1)).truth.name
'UNKNOWN'

Cost: the memberships of one place in one accord.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accordgraph.pathways.dates import Covers
from accordgraph.pathways.model import Condition, Membership, Text
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.standing import Side, Stance, Standing, absent, spells, stance_of, standing
from accordgraph.pathways.values import TRUE, Reason, Truth, Value, refused, unknown
from accordgraph.pathways.world import World

STANDING_UNKNOWN = Text("standing of the accreditor on the award date", "授予学位之日认证机构的地位")
ACCREDITED_DEGREE = Text("an accredited degree", "经认证的学位")
DEGREE_UNDER = Text("a degree accredited under {accord}", "依{accord}认证的学位")
AWARD = Text("award of the degree on {date}", "于{date}取得学位")


def degree_value(world: World, condition: Condition, degree: Degree | None, day: date) -> Value:
    """The value of a degree condition for what is said of the person's degree."""
    accord, right = condition.accredited_under, condition.asks_accreditor
    wanted = condition.to_show or (
        DEGREE_UNDER.fill(accord=world.label(accord)) if accord else ACCREDITED_DEGREE
    )
    if degree is None:
        return unknown(wanted)
    if degree.held is False:
        return refused(Reason(condition.refusal or "NO_DEGREE"))
    if degree.awarded is not None and degree.awarded[0] > day:
        awarded = degree.awarded[0].isoformat()
        gap = (Decimal((degree.awarded[0] - day).days) / Decimal("365.25")).quantize(Decimal("0.1"))
        return Value(Truth.NOT_YET, gap=gap, do=(AWARD.fill(date=awarded),))
    if accord is None or right is None:
        return _accredited(degree, wanted)
    if degree.accord is not None and degree.accord != accord:
        return refused(Reason("DEGREE_NOT_ACCREDITED", accord))
    if degree.jurisdiction is None and degree.body is None:
        return refused(Reason("DEGREE_NOT_ACCREDITED")) if degree.accredited is False else unknown(wanted)
    accreditor = _accreditor_value(world, accord, right, degree, day)
    if accreditor.truth is Truth.REFUSED:
        return accreditor
    said = _accredited(degree, wanted, under_accord=degree.accord == accord)
    if said.truth is Truth.REFUSED:
        return said
    return accreditor if said.truth is Truth.TRUE else said._replace(used=accreditor.used)


def _accredited(degree: Degree, wanted: Text, *, under_accord: bool = False) -> Value:
    if degree.accredited is False:
        return refused(Reason("DEGREE_NOT_ACCREDITED"))
    return TRUE if degree.accredited or under_accord else unknown(wanted)


def _accreditor_value(world: World, accord: str, right: str, degree: Degree, day: date) -> Value:
    place = world.bodies[degree.body].jurisdiction if degree.body in world.bodies else degree.jurisdiction
    side = Side(place or "", degree.body)
    first, last = degree.awarded or (date.min, day)
    found = standing(
        world, accord, side, right, first, last, spell_of=lambda m: world.award_spell(m, day, day)
    )
    if found is None:
        return _no_standing(world, accord, side, right, degree, day)
    membership = found.membership
    if found.stance is Stance.WITHHELD:
        return _refusal(world, accord, side, right, degree, day, membership)
    value = Value(used=(membership.id, *found.used), supposed=membership.supposed)
    if found.stance is Stance.SILENT or found.covers is Covers.POSSIBLY:
        return value._replace(truth=Truth.UNKNOWN, show=(STANDING_UNKNOWN,))
    return value


def _no_standing(world: World, accord: str, side: Side, right: str, degree: Degree, day: date) -> Value:
    closed = absent(world, world.accords[accord], side, "")
    if closed.truth is not Truth.REFUSED:
        return unknown(STANDING_UNKNOWN)
    return _refusal(world, accord, side, right, degree, day, None, closed.used)


def _refusal(
    world: World,
    accord: str,
    side: Side,
    right: str,
    degree: Degree,
    day: date,
    held: Membership | None,
    closed: tuple[str, ...] = (),
) -> Value:
    """Before the accreditor's first day with the right: say so and name that day; else name its tier."""
    now = standing(world, accord, side, right, day, day)
    if now is not None and now.stance is Stance.GRANTED and degree.awarded is not None:
        first = _first_start(world, accord, side, right, day)
        if degree.awarded[1] < first.spell.start:
            statement = first.membership.id
            reason = Reason(
                "DEGREE_BEFORE_ACCESSION", date=first.spell.start, statement=statement, further=first.used
            )
            return refused(reason).using(statement, *first.used)
    if held is not None:
        return refused(Reason("ACCREDITOR_TIER_{tier}", tier=held.tier, statement=held.id)).using(held.id)
    complete = world.accords[accord].list_complete_through
    last = degree.awarded[1] if degree.awarded else day
    listed = complete if complete is not None and complete < last else None
    return refused(Reason("ACCREDITOR_TIER_NONE", statement=closed[-1], listed=listed)).using(*closed)


def _first_start(world: World, accord: str, side: Side, right: str, day: date) -> Standing:
    """The earliest membership that grants the right, with the spell of awards it counts for."""
    found: list[Standing] = []
    for group in spells(world, side).get(accord, ()):
        for membership in group:
            stance = stance_of(world, membership, right)
            spell, used = world.award_spell(membership, day, day)
            if stance is Stance.GRANTED:
                found.append(Standing(membership, stance, Covers.YES, spell, used))
    return min(found, key=lambda s: (s.spell.start, s.membership.id))
