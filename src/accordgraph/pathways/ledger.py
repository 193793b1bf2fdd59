"""The plain memberships of an accord as columns of numbers, so that a day costs one pass over the columns.

A membership is plain if its place speaks by such memberships alone: they speak for one place, are
not supposed, and are not limited to some degrees.  The rest is looked at one by one.

Cost: one turn for each membership when a world is first asked about an accord, then one for each day.
Bound: six numbers for each membership.
"""

from __future__ import annotations

from array import array
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from accordgraph.pathways.model import Membership
from accordgraph.pathways.places import Places, atlas, together
from accordgraph.pathways.world import NO_CHANGE, World

Groups = tuple[tuple[Membership, ...], ...]
"""The memberships that speak for a place, those of the nearest place first."""

Columns: TypeAlias = "tuple[array[int], ...]"

Bits = tuple[int, int]
"""Of a tier: the bit of a membership that may cover a day, and that of one that surely does."""

MANY = 128
"""Above this many memberships of an accord whole columns are compared."""


class Ledger(NamedTuple):
    """An accord's memberships: the plain ones as columns, in the order of their places, and the rest."""

    members: tuple[Membership, ...]
    plain: tuple[Membership, ...]
    alone: tuple[tuple[int, Membership], ...]
    """Of the rest those of places that speak by memberships for one place, each with its position."""
    shared: tuple[tuple[Groups, Places], ...]
    """The places that speak by a membership for several places, together if the same speak for them."""
    columns: Columns
    """Of the plain ones: position of the place; start, start_by, end, end_by as days; number of the tier."""
    tiers: tuple[str, ...]
    """The tiers by number."""
    covers: bool
    """Whether some membership names places beside its own, which no place need cover together."""
    limits: frozenset[str]
    """Conditions that limit some membership to some degrees."""
    states_awards: bool
    """Whether from when awards count is stated for some membership."""


def ledger(world: World, accord: str) -> Ledger:
    """The ledger of an accord; a world and its changed copies share those that no change concerns."""
    members = world.members_in(accord)
    known: Ledger | None = world.lasting.get(("ledger", accord))
    if known is None or known.members is not members:
        known = _ledger(world, members)
        if world.change == NO_CHANGE:
            world.lasting["ledger", accord] = known
    return known


def names_several(world: World, accord: str) -> bool:
    """Whether some membership of an accord names places beside its own."""
    members = world.members_in(accord)
    known: Ledger | None = world.lasting.get(("ledger", accord))
    if known is not None and known.members is members:
        return known.covers
    return any(m.covers for m in members)


def _ledger(world: World, members: tuple[Membership, ...]) -> Ledger:
    map_ = atlas(world)
    several: set[str] = set()
    apart: set[str] = set()
    for member in members:
        if member.covers or member.jurisdiction in map_.under:
            several.update(map_.spoken_for(member))
        elif member.supposed or member.limited_to:
            apart.add(member.jurisdiction)
    tiers: dict[str, int] = {}
    rows, plain, alone = [], [], []
    for member in members:
        place = member.jurisdiction
        position = map_.position.get(place)
        if position is None or place in several:
            continue
        if place in apart:
            alone.append((position, member))
            continue
        spell = member.spell
        days = (spell.start, spell.start_by, spell.end, spell.end_by)
        rows.append((position, *map(date.toordinal, days), tiers.setdefault(member.tier, len(tiers))))
        plain.append(member)
    rows.sort()
    return Ledger(
        members=members,
        plain=tuple(plain),
        alone=tuple(alone),
        shared=_shared(world, several, members),
        columns=tuple(array("i", column) for column in zip(*rows, strict=True)),
        tiers=tuple(tiers),
        covers=any(m.covers for m in members),
        limits=frozenset(m.limited_to for m in members if m.limited_to),
        states_awards=any(m.recognised is not None for m in members),
    )


def _shared(
    world: World, several: set[str], members: tuple[Membership, ...]
) -> tuple[tuple[Groups, Places], ...]:
    speaking: dict[str, list[Membership]] = {}
    for member in members:
        for place in (member.jurisdiction, *member.covers):
            if place in several:
                speaking.setdefault(place, []).append(member)
    found: dict[Groups, list[int]] = {}
    position = atlas(world).position
    for place in sorted(several & position.keys()):
        groups = tuple(tuple(speaking[p]) for p in world.places.get(place, (place,)) if p in speaking)
        found.setdefault(groups, []).append(position[place])
    return tuple((groups, together(places)) for groups, places in found.items())


def plain_classes(world: World, known: Ledger, day: date) -> tuple[dict[int, Places], Places]:
    """The classes of the places of plain memberships on a day, and those that are members then.

    Places are alike if their memberships of the day have tiers of the same rights and cover it as surely.
    Memberships of other days say nothing on this one; places that have only such are a class too, 0.
    """
    bits = _bits(world, known.tiers)
    many = len(known.plain) > MANY and len(bits) < 32  # the bits of so many tiers fit a column
    found = (_of_many if many else _of_few)(known.columns, day.toordinal(), bits)
    return found, reduce(or_, (places for told, places in found.items() if told), 0)


def _of_few(columns: Columns, on: int, bits: list[Bits]) -> dict[int, Places]:
    """The classes by a loop, which a few memberships are done with before columns are compared."""
    said: dict[int, int] = {}
    for position, start, start_by, end, end_by, tier in zip(*columns, strict=True):
        surely = start_by <= on <= end
        bit = bits[tier][surely] if surely or start <= on <= end_by else 0
        said[position] = said.get(position, 0) | bit
    alike: dict[int, list[int]] = {}
    for position, told in said.items():
        alike.setdefault(told, []).append(position)
    return {told: together(positions) for told, positions in alike.items()}


def _of_many(columns: Columns, on: int, bits: list[Bits]) -> dict[int, Places]:
    """The same by comparing whole columns."""
    import numpy as np

    position, start, start_by, end, end_by, tier = (
        np.frombuffer(column, dtype=np.int32) for column in columns
    )
    possibly, surely = np.array(bits, dtype=np.int64)[tier].T
    told = np.where((start <= on) & (on <= end_by), possibly, 0)
    told = np.where((start_by <= on) & (on <= end), surely, told)
    first = np.flatnonzero(np.diff(position, prepend=-1))
    told, places = np.bitwise_or.reduceat(told, first), position[first]
    return {int(each): _as_places(places[told == each]) for each in np.unique(told)}


def _as_places(found: Any) -> Places:
    """A column of positions as a set of places."""
    import numpy as np

    flags = np.zeros(int(found[-1]) + 1, dtype=np.uint8)
    flags[found] = 1
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _bits(world: World, tiers: tuple[str, ...]) -> list[Bits]:
    """For each tier its bits; tiers of the same rights share theirs."""
    numbers: dict[tuple[frozenset[str], ...], int] = {}
    found = []
    for name in tiers:
        tier = world.tiers.get(name)
        rights = (tier.grants, tier.withholds) if tier else (frozenset[str](), frozenset[str]())
        number = numbers.setdefault(rights, len(numbers))
        found.append((1 << 2 * number, 2 << 2 * number))
    return found
