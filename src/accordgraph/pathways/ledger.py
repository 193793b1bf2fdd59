"""The plain memberships of an accord as columns of numbers, so that a day costs a few comparisons of columns.

A membership is plain if its place speaks by such memberships alone: they speak for one place, are
not supposed, and are not limited to some degrees.  The rest is looked at one by one.

Cost: one turn for each membership when a world is first asked about an accord, then a few passes
over the columns for each day.  Bound: seven numbers for each membership.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from accordgraph.pathways.model import Membership
from accordgraph.pathways.places import Places, atlas, together
from accordgraph.pathways.world import NO_CHANGE, World

Groups = tuple[tuple[Membership, ...], ...]
"""The memberships that speak for a place, those of the nearest place first."""


class Ledger(NamedTuple):
    """An accord's memberships: the plain ones as columns, in the order of their places, and the rest."""

    members: tuple[Membership, ...]
    plain: tuple[Membership, ...]
    alone: tuple[tuple[int, Membership], ...]
    """Of the rest those of places that speak by memberships for one place, each with its position."""
    shared: tuple[tuple[Groups, Places], ...]
    """The places that speak by a membership for several places, together if the same speak for them."""
    covers: bool
    """Whether some membership names places beside its own, which no place need cover together."""
    columns: Any
    """Rows: start, start_by, end, end_by as days, and the number of the tier."""
    places: Any
    """The positions of the places, each once, ascending."""
    first: Any
    """For each place, its first column."""
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


def _ledger(world: World, members: tuple[Membership, ...]) -> Ledger:
    import numpy as np

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
    table = np.array(rows, dtype=np.int32).reshape(-1, 6).T
    places, first = np.unique(table[0], return_index=True)
    return Ledger(
        members=members,
        plain=tuple(plain),
        alone=tuple(alone),
        shared=_shared(world, several, members),
        covers=any(m.covers for m in members),
        columns=np.ascontiguousarray(table[1:]),
        places=places,
        first=first,
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


def plain_classes(known: Ledger, day: date, size: int) -> tuple[dict[Any, Places], Places]:
    """The classes of the places of plain memberships on a day, and those that are members then.

    Parameters
    ----------
    size : how many places there are.
    """
    import numpy as np

    if not len(known.places):
        return {}, 0
    on = day.toordinal()
    start, start_by, end, end_by, tier = known.columns
    covers = np.where((start_by <= on) & (on <= end), 2, ((start <= on) & (on <= end_by)).astype(np.int8))
    code = tier * 3 + covers
    count = np.diff(known.first, append=len(code))
    least, most = (f.reduceat(code, known.first) for f in (np.minimum, np.maximum))
    # Of one or two memberships the least and the greatest code say all; more of them are told apart by all.
    keys = least.astype(np.int64) * (int(code.max()) + 1) + most
    classes: dict[Any, Places] = {}
    few = count <= 2
    for key in np.unique(keys[few]):
        classes["plain", int(key)] = as_places(known.places[few & (keys == key)], size)
    several: dict[Any, list[int]] = {}
    for number in np.flatnonzero(~few):
        begin = known.first[number]
        codes = frozenset(code[begin : begin + count[number]].tolist())
        several.setdefault(("several", codes), []).append(int(known.places[number]))
    classes.update({key: as_places(np.array(found), size) for key, found in several.items()})
    is_member = np.logical_or.reduceat(covers > 0, known.first)
    return classes, as_places(known.places[is_member], size)


def as_places(found: Any, size: int) -> Places:
    """A column of positions as a set of places."""
    import numpy as np

    flags = np.zeros(size, dtype=np.uint8)
    flags[found] = 1
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
