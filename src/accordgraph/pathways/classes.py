"""The places of an accord by what their memberships say on a day: places of one class are judged alike.

Definition: a class is a set of memberships, each by its tier and by how surely it covers the day (where
degrees are asked, a degree awarded that day); of places that others speak for too, by the groups that
speak for them, the nearest first.  Memberships of other days say nothing.

Cost: the memberships of the accord.  Bound: as many classes as places, in practice tiers times three.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

from accordgraph.pathways.dates import Covers
from accordgraph.pathways.ledger import ledger, plain_classes
from accordgraph.pathways.model import Membership
from accordgraph.pathways.places import Places, atlas, together
from accordgraph.pathways.world import World

NOTHING = frozenset[Any]()
"""What memberships of other days say of one."""


class Classes(NamedTuple):
    """The places that ever had a membership in an accord, by what their memberships say on a day."""

    classes: tuple[Places, ...]
    known: Places
    members: Places
    shared: Places
    """Places that speak by a membership which speaks for other places too."""


def classes(world: World, accord: str, day: date, *, awards: bool = False, apart: bool = False) -> Classes:
    """The classes of an accord's places on a day.

    Parameters
    ----------
    awards : by what the memberships say of degrees awarded that day; members are those whose awards count.
    apart : places that others speak for too also by who speaks.
    """
    map_, known = atlas(world), ledger(world, accord)
    by_key: dict[Any, Places] = {}
    members: Places = 0
    alone: Iterable[tuple[int, Membership]] = known.alone
    awards = awards and (known.states_awards or bool(world.starts_of(accord)))
    if awards:  # else they count with admission
        alone = chain(alone, ((map_.position[m.jurisdiction], m) for m in known.plain))
    else:
        plain, members = plain_classes(world, known, day)
        by_key.update((("plain", told), places) for told, places in plain.items())
    keys: dict[int, frozenset[Any]] = {}
    for position, membership in alone:
        keys[position] = keys.get(position, NOTHING) | _key(world, membership, day, awards)
    positions: dict[Any, list[int]] = {}
    for position, told in keys.items():
        positions.setdefault(told, []).append(position)
        if told:
            members |= 1 << position
    by_key.update((key, together(found)) for key, found in positions.items())
    shared: Places = 0
    for groups, places in known.shared:
        # Of several groups the nearest speaks, so their order counts; who speaks matters to an end alone.
        value = tuple(NOTHING.union(*(_key(world, m, day, awards) for m in group)) for group in groups)
        name = (value, *(m.id for group in groups for m in group)) if apart else value
        by_key[name] = by_key.get(name, 0) | places
        shared |= places
        if any(value):
            members |= places
    every = tuple(by_key.values())
    return Classes(every, reduce(or_, every, 0), members, shared)


def _key(world: World, membership: Membership, day: date, awards: bool) -> frozenset[Any]:
    """What of a membership decides on a day; what is supposed may hide what is real, so it has a name."""
    spell = world.award_spell(membership, day, day)[0] if awards else membership.spell
    covers = spell.covers(day, day)
    if covers is Covers.NO:
        return NOTHING
    name = membership.id if membership.supposed else None
    return frozenset(((membership.tier, covers, membership.limited_to, name),))
