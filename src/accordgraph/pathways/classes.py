"""The places of an accord by what their memberships say on a day: places of one class are judged alike.

Definition: a class is a set of memberships, each by its tier and by how surely it covers the day
(and, where degrees are asked, a degree awarded that day); of places that others speak for too, by
the groups that speak for them, the nearest first.

Cost: the memberships of the accord.  Bound: as many classes as places, in practice tiers times three.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from accordgraph.pathways.ledger import ledger, plain_classes
from accordgraph.pathways.model import Membership
from accordgraph.pathways.places import Places, atlas, together
from accordgraph.pathways.standing import Side, spells
from accordgraph.pathways.world import World


class Classes(NamedTuple):
    """The places that ever had a membership in an accord, by what their memberships say on a day."""

    by_key: Mapping[Any, Places]
    alike: Mapping[Any, Any]
    """For the key of each class, what its value rests on; several may differ only in who speaks."""
    known: Places
    members: Places
    shared: Places
    """Places that speak by a membership which speaks for other places too."""


def classes(world: World, accord: str, day: date, *, awards: bool = False) -> Classes:
    """The classes of an accord's places on a day.

    Parameters
    ----------
    awards : by what the memberships say of degrees awarded that day too, and not by who speaks.
    """
    map_, members, shared = atlas(world), list[int](), set[str]()
    plain: dict[Any, Places] = {}
    plain_members: Places = 0
    known = ledger(world, accord)
    of_degrees = awards
    awards = awards and (
        known.states_awards or bool(world.starts_of(accord))
    )  # else they count with admission
    one_by_one = known.members
    if not awards:
        plain, plain_members = plain_classes(known, day, len(map_.places))
        one_by_one = known.rest
    found: dict[int, tuple[Any, ...]] = {}
    for membership in one_by_one:
        key = _key(world, membership, day, awards)
        places = map_.spoken_for(membership)
        if len(places) > 1:
            shared.update(places)
        for place in places:
            position = map_.position.get(place)
            if position is not None:
                found[position] = (*found.get(position, ()), key)
                if key[1]:
                    members.append(position)
    by_key: dict[Any, list[int]] = {}
    alike: dict[Any, Any] = {}
    of_shared = {map_.position[place]: place for place in shared if place in map_.position}
    for position, place in of_shared.items():
        # Of several groups the nearest speaks, so their order counts; who speaks matters to an end alone.
        groups = spells(world, Side(place))[accord]
        value = tuple(frozenset(_key(world, m, day, awards) for m in group) for group in groups)
        name = value if of_degrees else (value, *(m.id for group in groups for m in group))
        alike[name] = value
        by_key.setdefault(name, []).append(position)
        del found[position]
    for position, keys in found.items():
        by_key.setdefault(keys if len(keys) == 1 else frozenset(keys), []).append(position)
    every = plain | {key: together(group) for key, group in by_key.items()}
    return Classes(
        every,
        alike,
        reduce(or_, every.values(), 0),
        plain_members | together(members),
        together(of_shared),
    )


def _key(world: World, membership: Membership, day: date, awards: bool) -> tuple[Any, ...]:
    """What of a membership decides on a day; what is supposed may hide what is real, so it has a name."""
    key = (
        membership.tier,
        membership.spell.covers(day, day),
        membership.limited_to,
        membership.supposed and membership.id,
    )
    return (*key, world.award_spell(membership, day, day)[0].covers(day, day)) if awards else key
