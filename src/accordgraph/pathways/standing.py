"""Who speaks for a place in an accord, and with what right.

The nearest place with a membership speaks (the place itself before those that cover it);
among several members the best stance counts; a supposed membership hides the real one of the
same body, or of the whole place when it names no body, on the days it covers.

>>> Stance.GRANTED < Stance.SILENT < Stance.WITHHELD
True

Cost: the memberships of one place in one accord.  Bound: none needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.model import Accord, Membership, Rule
from accordgraph.pathways.values import Reason, Truth, Value, conjunction, refused
from accordgraph.pathways.world import World


class Stance(IntEnum):
    """What a tier says of a right; a right it does not mention is silent."""

    GRANTED = 0
    SILENT = 1
    WITHHELD = 2


@dataclass(frozen=True)
class Side:
    """One end of a question: a place, or one body of it that stands for itself alone."""

    place: str
    body: str | None = None


@dataclass(frozen=True)
class Standing:
    """The membership that speaks, its stance on a right, and how surely it covers the days."""

    membership: Membership
    stance: Stance
    covers: Covers
    spell: Spell
    used: tuple[str, ...] = ()


SpellOf = Callable[[Membership], tuple[Spell, tuple[str, ...]]]


def _own_spell(membership: Membership) -> tuple[Spell, tuple[str, ...]]:
    return membership.spell, ()


def stance_of(world: World, membership: Membership, right: str) -> Stance:
    """What the tier of a membership says of a right."""
    tier = world.tiers.get(membership.tier)
    if tier is not None and right in tier.grants:
        return Stance.GRANTED
    return Stance.WITHHELD if tier is not None and right in tier.withholds else Stance.SILENT


def standing(
    world: World, accord: str, side: Side, right: str, first: date, last: date, spell_of: SpellOf = _own_spell
) -> Standing | None:
    """Who speaks for a side on all days from `first` to `last`; None if nobody, even possibly."""
    places = world.places.get(side.place, (side.place,))
    for wanted in (Covers.YES, Covers.POSSIBLY):
        for place in places if side.body is None else (side.place,):
            found = []
            for membership in world.members(accord, place, side.body):
                spell, used = spell_of(membership)
                if spell.covers(first, last) == wanted:
                    stance = stance_of(world, membership, right)
                    found.append(Standing(membership, stance, wanted, spell, used))
            found = _without_hidden(found)
            if found:
                return min(found, key=lambda s: (s.stance, s.spell.start_by, s.membership.id))
    return None


def _without_hidden(found: list[Standing]) -> list[Standing]:
    supposed = [s.membership for s in found if s.membership.supposed]
    if not supposed:
        return found
    bodies = {m.body for m in supposed}
    places = {m.jurisdiction for m in supposed if m.body is None}
    return [
        s
        for s in found
        if s.membership.supposed
        or (s.membership.body not in bodies and s.membership.jurisdiction not in places)
    ]


def has_member(world: World, accord: str, side: Side, first: date, last: date) -> bool:
    """Whether any membership speaks for a side on these days, possibly ones included."""
    places = world.places.get(side.place, (side.place,))
    return any(
        m.spell.covers(first, last) is not Covers.NO
        for place in (places if side.body is None else (side.place,))
        for m in world.members(accord, place, side.body)
    )


def ever_member(world: World, accord: str, side: Side) -> bool:
    """Whether any membership, of any time, speaks for a side."""
    return has_member(world, accord, side, date.min, date.max)


def absent(accord: Accord, code: str) -> Value:
    """Nobody speaks for a side: closed if the member list was ever confirmed complete, else unsure."""
    if accord.list_complete_through is not None:
        return refused(Reason(code, accord.id, date=accord.list_complete_through)).using(accord.id)
    return Value(unsure=True, reasons=(Reason("MEMBERSHIP_UNKNOWN", accord.id),))


def side_value(
    world: World, chain: Iterable[Rule], side: Side, day: date, *, at_home: bool
) -> tuple[Value, tuple[Standing, ...]]:
    """What the rights a chain of rules asks of one end amount to on a day.

    Returns
    -------
    The value, and the standings it rests on, in the order the chain asks.
    """
    end = "SOURCE" if at_home else "TARGET"
    missing = "HOME_BODY_NOT_MEMBER" if at_home else "TARGET_NOT_MEMBER"
    values: list[Value] = []
    spoken: dict[str, Standing] = {}
    asked: set[str] = set()
    for rule in chain:
        own_code = None if at_home else rule.refusal_at_target
        for right in rule.asks_home if at_home else rule.asks_target:
            if right in asked:
                continue
            asked.add(right)
            found = standing(world, rule.accord, side, right, day, day)
            if found is None:
                values.append(absent(world.accords[rule.accord], own_code or missing))
                continue
            spoken.setdefault(found.membership.id, found)
            values.append(_stance_value(found, rule, end, own_code))
    return conjunction(values), tuple(spoken.values())


def _stance_value(found: Standing, rule: Rule, end: str, own_code: str | None) -> Value:
    membership = found.membership
    value = Value(used=(membership.id, membership.tier), supposed=membership.supposed, until=found.spell.end)
    reasons: tuple[Reason, ...] = ()
    truth, unsure = Truth.TRUE, False
    tier = membership.tier
    if found.stance is Stance.WITHHELD:
        truth = Truth.REFUSED
        code = own_code or f"{end}_TIER_{{tier}}"
        reasons = (Reason(code, rule.accord, tier=tier, statement=membership.id),)
    elif found.stance is Stance.SILENT:
        unsure = True
        reasons = (Reason(f"{end}_TIER_{{tier}}_SILENT", rule.accord, tier=tier, statement=membership.id),)
    if found.covers is Covers.POSSIBLY:
        unsure = True
        reasons += (Reason("MEMBERSHIP_DATE_UNKNOWN", rule.accord, statement=membership.id),)
    return Value(
        truth,
        reasons=reasons,
        used=value.used,
        unsure=unsure,
        supposed=value.supposed,
        until=value.until if truth is Truth.TRUE else date.max,
    )
