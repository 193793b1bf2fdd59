"""Sets of places as whole numbers, and which places a statement about one speaks for.

Bit n of a set is the place at position n, so joining two sets of many places is one operation.

>>> list(positions(0b1010)), together([1, 3]) == 0b1010
([1, 3], True)

Cost: sets cost the places over the bits of a machine word.  Bound: one position for each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from accordgraph.pathways.model import Membership
from accordgraph.pathways.world import World

FEW = 64
"""Up to this many positions are joined one by one; more of them by octets."""

MANY = 4_096
"""Above this many places a set is taken apart in one operation."""

BITS = tuple(tuple(bit for bit in range(8) if octet >> bit & 1) for octet in range(256))

Places = int
"""A set of places: bit n is the place at position n."""


def positions(places: Places) -> Iterator[int]:
    """The positions in a set of places, ascending."""
    octets = places.to_bytes((places.bit_length() + 7) >> 3, "little")
    return _at_once(octets) if len(octets) << 3 > MANY else _one_by_one(octets)


def _one_by_one(octets: bytes) -> Iterator[int]:
    for number, octet in enumerate(octets):
        if octet:
            start = number << 3
            for bit in BITS[octet]:
                yield start + bit


def _at_once(octets: bytes) -> Iterator[int]:
    import numpy as np

    bits = np.unpackbits(np.frombuffer(octets, dtype=np.uint8), bitorder="little")
    return iter(np.flatnonzero(bits.view(np.bool_)).tolist())


def together(found: Iterable[int]) -> Places:
    """The set of these positions."""
    many = list(found)
    if len(many) < FEW:
        return reduce(or_, (1 << position for position in many), 0)
    octets = bytearray((max(many, default=0) >> 3) + 1)
    for position in many:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


class Atlas:
    """The places of a world by position, and which of them a statement about one speaks for."""

    def __init__(self, world: World) -> None:
        self.places = tuple(world.jurisdictions)
        self.position = {place: n for n, place in enumerate(self.places)}
        self.all: Places = (1 << len(self.places)) - 1
        self.under: dict[str, list[str]] = {}
        """For a place that covers others: those it covers, at any depth."""
        for place, covering in world.places.items():
            for above in covering[1:]:
                self.under.setdefault(above, []).append(place)
        self.alone = [1 << n for n in range(len(self.places))]
        """For each position, the set of its place alone."""
        self.same = self._same_entries(world)
        """For each position, the places that one entry covers together with it."""
        self._world = world
        self._near: dict[str, list[int]] | None = None

    def _same_entries(self, world: World) -> list[Places]:
        found = list(self.alone)
        for above, below in self.under.items():
            family = together(self.position[p] for p in (above, *below) if p in self.position)
            for place in (above, *below):
                if above in world.places.get(place, ()) and place in self.position:
                    found[self.position[place]] |= family
        return found

    def spoken_for(self, membership: Membership) -> tuple[str, ...]:
        """The places a membership speaks for, itself or through one that covers them."""
        own = (membership.jurisdiction, *membership.covers)
        if not membership.covers and membership.jurisdiction not in self.under:
            return own
        return tuple(dict.fromkeys(each for place in own for each in (place, *self.under.get(place, ()))))

    def near(self, places: Iterable[str]) -> Places:
        """The places that are, are covered by, or lie in any of these."""
        if self._near is None:
            self._near = {}
            for place, position in self.position.items():
                for around in self._world.around(place):
                    self._near.setdefault(around, []).append(position)
        return together(position for place in places for position in self._near.get(place, ()))

    def inside(self, places: Iterable[str]) -> Places:
        """The places that are or are covered by any of these."""
        found = (each for place in places for each in (place, *self.under.get(place, ())))
        return together(self.position[place] for place in found if place in self.position)


def atlas(world: World) -> Atlas:
    """The atlas of a world."""
    return world.remembered("atlas", lambda: Atlas(world), lasting=True)
