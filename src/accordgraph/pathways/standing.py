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
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.model import Accord, Membership, Rule
from accordgraph.pathways.values import Reason, Truth, Value, refused
from accordgraph.pathways.world import World


class Stance(IntEnum):
    """What a tier says of a right; a right it does not mention is silent."""

    GRANTED = 0
    SILENT = 1
    WITHHELD = 2


class Side(NamedTuple):
    """One end of a question: a place, or one body of it that stands for itself alone."""

    place: str
    body: str | None = None


class Standing(NamedTuple):
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
    """Who speaks for a side on all days from `first` to `last`; None if nobody, even possibly.

    A membership that covers the days for certain speaks, unless one that only may cover them
    has a better stance: then it is open which of the two was so.
    """
    surely = _speaker(world, accord, side, right, first, last, spell_of, Covers.YES)
    if surely is not None and surely.stance is Stance.GRANTED:
        return surely
    possibly = _speaker(world, accord, side, right, first, last, spell_of, Covers.POSSIBLY)
    if surely is None or (possibly is not None and possibly.stance < surely.stance):
        return possibly
    return surely


def _speaker(
    world: World,
    accord: str,
    side: Side,
    right: str,
    first: date,
    last: date,
    spell_of: SpellOf,
    wanted: Covers,
) -> Standing | None:
    places = world.places.get(side.place, (side.place,))
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


def absent(world: World, accord: Accord, side: Side, code: str) -> Value:
    """Nobody speaks for a side: closed if the member list was ever confirmed complete, else unsure.

    An agreement between named places is closed to all others, whatever is known of its list; so is
    an accord to places that it admits nobody from.
    """
    if accord.between and not accord.between & world.around(side.place):
        return refused(Reason(code, accord.id)).using(accord.id)
    if accord.list_complete_through is not None:
        complete = accord.list_complete_through
        return refused(Reason(code, accord.id, date=complete, listed=complete)).using(accord.id)
    bound = accord.admission
    if bound is not None and not bound.places & world.around(side.place):
        reason = Reason(code, accord.id, date=bound.complete_through, statement=bound.rules[0])
        return refused(reason).using(accord.id, *bound.rules)
    return Value(unsure=True, reasons=(Reason("MEMBERSHIP_UNKNOWN", accord.id),))


class Sides:
    """What the rights that rules ask of both ends of a question amount to; each looked up once."""

    def __init__(self, world: World, home: Side, target: Side, day: date) -> None:
        self._world, self._ends, self._day = world, (target, home), day
        self.home_accords = world.accords_of(home.place, home.body)
        self.target_accords = world.accords_of(target.place, target.body)
        self._seen: dict[tuple[str, str, bool, str | None], tuple[Value, Standing | None]] = {}

    def of(self, rule: Rule, *, at_home: bool) -> list[tuple[Value, Standing | None]]:
        """The value of each right one rule asks of one end, and the standing it rests on."""
        rights = rule.asks_home if at_home else rule.asks_target
        return [self._right(rule, right, at_home) for right in rights]

    def of_chain(self, chain: Iterable[Rule], *, at_home: bool) -> tuple[list[Value], tuple[Standing, ...]]:
        """The values of all rights a chain asks of one end, each right once, and their standings."""
        values: list[Value] = []
        spoken: dict[str, Standing] = {}
        asked: set[str] = set()
        for rule in chain:
            for right in rule.asks_home if at_home else rule.asks_target:
                if right not in asked:
                    asked.add(right)
                    value, found = self._right(rule, right, at_home)
                    values.append(value)
                    if found is not None:
                        spoken.setdefault(found.membership.id, found)
        return values, tuple(spoken.values())

    def _right(self, rule: Rule, right: str, at_home: bool) -> tuple[Value, Standing | None]:
        own_code = None if at_home else rule.refusal_at_target
        key = (rule.accord, right, at_home, own_code)
        if key not in self._seen:
            side, found = self._ends[at_home], None
            if rule.accord in (self.home_accords if at_home else self.target_accords):
                found = standing(self._world, rule.accord, side, right, self._day, self._day)
            if found is None:
                missing = own_code or ("HOME_BODY_NOT_MEMBER" if at_home else "TARGET_NOT_MEMBER")
                value = absent(self._world, self._world.accords[rule.accord], side, missing)
            else:
                value = _stance_value(found, rule.accord, "SOURCE" if at_home else "TARGET", own_code)
            self._seen[key] = (value, found)
        return self._seen[key]


def _stance_value(found: Standing, accord: str, end: str, own_code: str | None) -> Value:
    membership = found.membership
    tier = membership.tier
    truth, unsure = Truth.TRUE, False
    reasons: tuple[Reason, ...] = ()
    if found.stance is Stance.WITHHELD:
        truth = Truth.REFUSED
        code = own_code or f"{end}_TIER_{{tier}}"
        reasons = (Reason(code, accord, tier=tier, statement=membership.id),)
    elif found.stance is Stance.SILENT:
        unsure = True
        reasons = (Reason(f"{end}_TIER_{{tier}}_SILENT", accord, tier=tier, statement=membership.id),)
    if found.covers is Covers.POSSIBLY:
        unsure = True
        reasons += (Reason("MEMBERSHIP_DATE_UNKNOWN", accord, statement=membership.id),)
    return Value(
        truth,
        reasons=reasons,
        used=(membership.id, tier),
        unsure=unsure,
        supposed=membership.supposed,
        until=found.spell.end if truth is Truth.TRUE else date.max,
    )
