"""Where accords and jurisdictions stand in the picture: an anchored map.

Accords are anchors on an ellipse, those that share members side by side.  Jurisdictions are
free nodes: springs (networkx, seeded) pull each towards its accords, so what many accords share
comes to lie in the middle and what one accord has alone lies outside it.  Each is then moved to
the nearest free cell of a staggered lattice, so that labels never overlap.

The layout is made over the memberships of all times, so pictures of two days of the same
accords can be laid over each other.

Cost: quadratic in the jurisdictions; about 0.1 s for 250 of them.
Reference: K. Misue, Drawing bipartite graphs as anchored maps, APVIS 2006.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from accordgraph.networks import hubs, memberships, places
from accordgraph.pathways.world import World

CELL_WIDTH, CELL_HEIGHT = 98, 52
HUB_WIDTH, HUB_HEIGHT = 176, 62
MARGIN = 30
ASPECT = 1.5
ROOMINESS = 1.75
"""Cells of the picture for each cell that is occupied."""

SEED, ROUNDS = 2026, 60
Point = tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """Width and height of the drawing, and the middle of each accord and jurisdiction by id."""

    width: int
    height: int
    at: Mapping[str, Point]


@lru_cache(maxsize=64)
def layout(world: World, accords: tuple[str, ...]) -> Layout:
    """Positions for some accords (ids) of a world; the same whatever the day.

    Worlds are compared by identity: a snapshot has one, and it never changes.
    """
    members = {accord: _members(world, accord) for accord in accords}
    places_shown = sorted({place for found in members.values() for place in found})
    occupied = len(places_shown) + len(accords) * HUB_WIDTH * HUB_HEIGHT / (CELL_WIDTH * CELL_HEIGHT)
    area = ROOMINESS * max(occupied, 12) * CELL_WIDTH * CELL_HEIGHT
    width = max(math.ceil(math.sqrt(area * ASPECT)), 3 * HUB_WIDTH)
    height = max(math.ceil(width / ASPECT), 4 * HUB_HEIGHT)
    anchors = _anchors(_round_table(members), members, width, height)
    springs = _springs(members, anchors, width, height)
    return Layout(width, height, {**anchors, **_on_lattice(springs, anchors, members, width, height)})


def _members(world: World, accord: str) -> frozenset[str]:
    hub = hubs(world)[accord]
    found = {place for m in memberships(world, hub) for place in (m.jurisdiction, *m.covers)}
    return frozenset(found | places(hub))


def _round_table(members: Mapping[str, frozenset[str]]) -> list[str]:
    """An order of accords in which neighbours, round the circle, share many members."""
    order: list[str] = []
    for accord in sorted(members, key=lambda a: (-len(members[a]), a)):
        tries = [[*order[:i], accord, *order[i:]] for i in range(max(len(order), 1))]
        order = max(tries, key=lambda order: _shared(order, members))
    return order


def _shared(order: Sequence[str], members: Mapping[str, frozenset[str]]) -> int:
    return sum(len(members[a] & members[b]) for a, b in pairwise([*order, order[0]]))


def _anchors(order: list[str], members: Mapping[str, frozenset[str]], width: int, height: int) -> dict[str, Point]:
    """Accords on an ellipse; who has many members of its own gets a wider share of it."""
    middle = (width / 2, height / 2)
    if len(order) == 1:
        return {order[0]: middle}
    weights = [1 + math.sqrt(len(_alone(accord, members))) for accord in order]
    angles, sofar = [], 0.0
    for weight in weights:
        angles.append((sofar + weight / 2) / sum(weights) * 2 * math.pi)
        sofar += weight
    turn = -math.pi / 2 - angles[0]
    return {
        accord: (
            round(middle[0] + math.cos(angle + turn) * width * 0.3),
            round(middle[1] + math.sin(angle + turn) * height * 0.3),
        )
        for accord, angle in zip(order, angles, strict=True)
    }


def _alone(accord: str, members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return members[accord].difference(*(found for other, found in members.items() if other != accord))


def _springs(
    members: Mapping[str, frozenset[str]], anchors: Mapping[str, Point], width: int, height: int
) -> dict[str, Point]:
    """Free positions of the jurisdictions, by networkx's spring layout with the accords fixed."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(anchors)
    graph.add_edges_from((a, place) for a, found in members.items() for place in sorted(found))
    begin: dict[str, Any] = {name: (x / width, y / height) for name, (x, y) in anchors.items()}
    for number, place in enumerate(sorted(n for n in graph if n not in anchors)):
        near = [anchors[a] for a in graph[place]]
        x, y = (sum(p[i] for p in near) / len(near) for i in (0, 1))
        # Members of one accord begin outside it, all others between theirs; none on top of another.
        out = 1.5 if len(near) == 1 else 1.0
        angle = number * math.pi * (3 - math.sqrt(5))
        begin[place] = (
            0.5 + (x / width - 0.5) * out + 0.02 * math.cos(angle),
            0.5 + (y / height - 0.5) * out + 0.02 * math.sin(angle),
        )
    found = nx.spring_layout(
        graph, pos=begin, fixed=list(anchors), iterations=ROUNDS, seed=SEED, k=1.1 / math.sqrt(len(graph)), scale=None
    )
    return {name: (round(x * width), round(y * height)) for name, (x, y) in found.items() if name not in anchors}


def _on_lattice(
    wanted: Mapping[str, Point],
    anchors: Mapping[str, Point],
    members: Mapping[str, frozenset[str]],
    width: int,
    height: int,
) -> dict[str, Point]:
    """Each jurisdiction in the free cell nearest to where it wants to be; the most shared first."""
    cells = [
        cell
        for row in range(int((height - 2 * MARGIN) // CELL_HEIGHT))
        for column in range(int((width - 2 * MARGIN) // CELL_WIDTH))
        for cell in [
            (
                MARGIN + CELL_WIDTH * (column + (0.75 if row % 2 else 0.25) + 0.25),
                MARGIN + CELL_HEIGHT * (row + 0.5),
            )
        ]
        if not any(
            abs(cell[0] - x) < (HUB_WIDTH + CELL_WIDTH) / 2 and abs(cell[1] - y) < (HUB_HEIGHT + CELL_HEIGHT) / 2
            for x, y in anchors.values()
        )
    ]
    shares = {place: sum(place in found for found in members.values()) for place in wanted}
    placed: dict[str, Point] = {}
    for place in sorted(wanted, key=lambda p: (-shares[p], _squared(wanted[p], (width / 2, height / 2)), p)):
        nearest = min(cells, key=lambda cell: (_squared(cell, wanted[place]), cell))
        cells.remove(nearest)
        placed[place] = nearest
    return placed


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
