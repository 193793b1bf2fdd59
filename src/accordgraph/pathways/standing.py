"""Who speaks for a place in an accord, and with what right.

The nearest place with a membership speaks (the place itself before those that cover it);
among several members the best stance counts; a supposed membership hides the real one of the
same body, or of the whole place when it names no body, on the days it covers.

>>> Stance.GRANTED < Stance.SILENT < Stance.WITHHELD
True

Cost: the memberships of one place in one accord.  Bound: none needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.model import Accord, Membership, Rule
from accordgraph.pathways.values import Reason, Truth, Value, conjunction, refused
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
Groups = tuple[tuple[Membership, ...], ...]
"""The memberships that speak for a side in an accord, those of the nearest place first."""


def _own_spell(membership: Membership) -> tuple[Spell, tuple[str, ...]]:
    return membership.spell, ()


def stance_of(world: World, membership: Membership, right: str) -> Stance:
    """What the tier of a membership says of a right."""
    tier = world.tiers.get(membership.tier)
    if tier is not None and right in tier.grants:
        return Stance.GRANTED
    return Stance.WITHHELD if tier is not None and right in tier.withholds else Stance.SILENT


def spells(world: World, side: Side) -> Mapping[str, Groups]:
    """The memberships that speak for a side by accord, in groups: those of the nearest place first."""
    return world.remembered(("spells", side), lambda: _spells(world, side))


def _spells(world: World, side: Side) -> Mapping[str, Groups]:
    if side.body is not None:
        groups = [world.members_of(side.body)]
    else:
        groups = [world.members_at(place) for place in world.places.get(side.place, (side.place,))]
    found: dict[str, list[tuple[Membership, ...]]] = {}
    for group in groups:
        by_accord: dict[str, list[Membership]] = {}
        for membership in group:
            by_accord.setdefault(membership.accord, []).append(membership)
        for accord, members in by_accord.items():
            found.setdefault(accord, []).append(tuple(members))
    return {accord: tuple(parts) for accord, parts in found.items()}


def standing(
    world: World, accord: str, side: Side, right: str, first: date, last: date, spell_of: SpellOf = _own_spell
) -> Standing | None:
    """Who speaks for a side on all days from `first` to `last`; None if nobody, even possibly.

    A membership that covers the days for certain speaks, unless one of a place as near that only
    may cover them has a better stance: then it is open which of the two was so.
    """
    known = spells(world, side).get(accord)
    return None if known is None else _speaking(world, known, right, first, last, spell_of)


def _speaking(
    world: World, known: Groups, right: str, first: date, last: date, spell_of: SpellOf = _own_spell
) -> Standing | None:
    surely, distance = _speaker(world, known, right, first, last, spell_of, Covers.YES)
    if surely is not None and surely.stance is Stance.GRANTED:
        return surely
    as_near = known[: distance + 1]
    possibly, _ = _speaker(world, as_near, right, first, last, spell_of, Covers.POSSIBLY)
    if surely is None or (possibly is not None and possibly.stance < surely.stance):
        return possibly
    return surely


def _speaker(
    world: World,
    known: Groups,
    right: str,
    first: date,
    last: date,
    spell_of: SpellOf,
    wanted: Covers,
) -> tuple[Standing | None, int]:
    """Who speaks as surely as wanted, and how near: 0 is the side itself."""
    for distance, group in enumerate(known):
        found = []
        for membership in group:
            spell, used = spell_of(membership)
            covers = spell.covers(first, last)
            # One that surely covers the days hides one that may, so it takes part in that.
            if covers >= wanted:
                stance = stance_of(world, membership, right)
                found.append(Standing(membership, stance, covers, spell, used))
        if len(found) > 1:
            found = _without_hidden(found)
        found = [s for s in found if s.covers is wanted]
        if found:
            return min(found, key=_preference), distance
    return None, len(known)


def _preference(standing: Standing) -> tuple[object, ...]:
    """Better stances first, and what is supposed last: a path that needs it not is not hypothetical."""
    membership = standing.membership
    return standing.stance, membership.supposed, standing.spell.start_by, membership.id


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
    return any(
        m.spell.covers(first, last) is not Covers.NO
        for group in spells(world, side).get(accord, ())
        for m in group
    )


def ever_member(world: World, accord: str, side: Side) -> bool:
    """Whether any membership, of any time, speaks for a side."""
    return accord in spells(world, side)


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


class Asked(NamedTuple):
    """What a chain of rules asks of one end: the value of all rights, and who speaks for it.

    `confirmed_on` is the day the memberships without an end were last confirmed, if before the day asked.
    """

    value: Value
    rights: frozenset[str]
    standings: tuple[Standing, ...]
    bodies: tuple[str, ...]
    refused: bool
    confirmed_on: date | None


class Near(NamedTuple):
    """The accords with rules for a goal that one end knows: by a membership, by a territory it lies in."""

    accords: tuple[str, ...]
    inside: tuple[str, ...]


class End:
    """One end of questions on a day: what the rights that rules ask of it amount to, each looked up once."""

    def __init__(self, world: World, side: Side, day: date, *, is_home: bool) -> None:
        self._world, self.side, self._day, self._is_home = world, side, day, is_home
        self._spells = spells(world, side)
        self.accords = self._spells.keys()
        self._rights: dict[tuple[str, str, str | None], tuple[Value, Standing | None]] = {}
        self._chains: dict[str, Asked] = {}
        self._members: dict[str, bool] = {}
        self._near: dict[str, Near] = {}
        self._used: dict[str, tuple[str, ...]] = {}

    def near(self, goal: str) -> Near:
        """The accords this end knows that have rules for a goal."""
        known = self._near.get(goal)
        if known is None:
            world, place = self._world, self.side.place
            inside = [a.id for each in world.places.get(place, (place,)) for a in world.accords_inside(each)]
            with_rules = [
                tuple([a for a in accords if world.rules_under(goal, a)])
                for accords in (self.accords, inside)
            ]
            known = self._near[goal] = Near(*with_rules)
        return known

    def is_member(self, accord: str) -> bool:
        """Whether anybody speaks for this end in an accord on the day, possibly at least."""
        known = self._members.get(accord)
        if known is None:
            known = has_member(self._world, accord, self.side, self._day, self._day)
            self._members[accord] = known
        return known

    def used_by(self, rule: Rule) -> tuple[str, ...]:
        """The statements that the rights one rule asks of this end rest on."""
        known = self._used.get(rule.id)
        if known is None:
            rights = rule.asks_home if self._is_home else rule.asks_target
            used = (statement for right in rights for statement in self._right(rule, right)[0].used)
            known = self._used[rule.id] = tuple(used)
        return known

    def of_chain(self, chain: tuple[Rule, ...]) -> Asked:
        """All rights a chain asks of this end, each right once."""
        known = self._chains.get(chain[-1].id)
        if known is None:
            known = self._chains[chain[-1].id] = self._asked(chain)
        return known

    def rights(self, chain: tuple[Rule, ...]) -> dict[str, tuple[Value, Standing | None]]:
        """The rights a chain asks of this end, each with its value and who speaks for it."""
        found: dict[str, tuple[Value, Standing | None]] = {}
        for rule in chain:
            for right in rule.asks_home if self._is_home else rule.asks_target:
                if right not in found:
                    found[right] = self._right(rule, right)
        return found

    def _asked(self, chain: tuple[Rule, ...]) -> Asked:
        asked = self.rights(chain)
        spoken: dict[str, Standing] = {}
        for _, found in asked.values():
            if found is not None:
                spoken.setdefault(found.membership.id, found)
        bodies = dict.fromkeys(s.membership.body for s in spoken.values() if s.membership.body)
        lasting = (s.membership for s in spoken.values() if s.membership.spell.end == date.max)
        confirmed = (m.confirmed_on for m in lasting if m.confirmed_on and m.confirmed_on < self._day)
        whole = conjunction(value for value, _ in asked.values())
        return Asked(
            whole,
            frozenset(asked),
            tuple(spoken.values()),
            tuple(bodies),
            whole.truth is Truth.REFUSED,
            min(confirmed, default=None),
        )

    def _right(self, rule: Rule, right: str) -> tuple[Value, Standing | None]:
        own_code = None if self._is_home else rule.refusal_at_target
        key = (rule.accord, right, own_code)
        known = self._rights.get(key)
        if known is None:
            groups = self._spells.get(rule.accord)
            found = None if groups is None else _speaking(self._world, groups, right, self._day, self._day)
            if found is None:
                missing = own_code or ("HOME_BODY_NOT_MEMBER" if self._is_home else "TARGET_NOT_MEMBER")
                value = absent(self._world, self._world.accords[rule.accord], self.side, missing)
            else:
                value = _stance_value(found, rule.accord, "SOURCE" if self._is_home else "TARGET", own_code)
            known = self._rights[key] = (value, found)
        return known


def end(world: World, side: Side, day: date, *, is_home: bool) -> End:
    """One end of a question; a world remembers the ends it was asked about."""
    return world.remembered(("end", side, day, is_home), lambda: End(world, side, day, is_home=is_home))


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
