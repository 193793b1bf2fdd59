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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from accordgraph.networks import hubs, memberships, places
from accordgraph.pathways.world import World
from accordgraph.pictures.untangling import Untangler

CELL_WIDTH, CELL_HEIGHT = 96, 54
HUB_WIDTH, HUB_HEIGHT = 188, 66
HUB_CELLS = HUB_WIDTH * HUB_HEIGHT / (CELL_WIDTH * CELL_HEIGHT)
MARGIN, GAP = 30, 34
ASPECT = 1.5
ROOMINESS = 2.3
"""Cells of the picture for each cell that is occupied."""

REACH, RIM = 0.34, 720
"""The ellipse of the accords, as shares of width and height, and in how many steps it is measured."""

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
    order = _round_table(members)
    occupied = len(set().union(*members.values())) + len(accords) * HUB_CELLS
    width = max(math.ceil(math.sqrt(ROOMINESS * occupied * CELL_WIDTH * CELL_HEIGHT * ASPECT)), 4 * HUB_WIDTH)
    anchors = _anchors(order, members, width)
    while _overlap(anchors):
        width += HUB_WIDTH // 4
        anchors = _anchors(order, members, width)
    springs = _springs(members, anchors, width)
    cells = list(lattice(anchors, width, round(width / ASPECT)))
    return _cropped({**anchors, **Untangler(anchors, members, springs, cells).positions()})


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


def _anchors(order: list[str], members: Mapping[str, frozenset[str]], width: int) -> dict[str, Point]:
    """Accords along an ellipse, the one with most members of its own on the left, with room in proportion."""
    if len(order) == 1:
        return {order[0]: (width // 2, round(width / ASPECT / 2))}
    alone = {accord: len(_alone(accord, members)) for accord in order}
    first = order.index(max(order, key=lambda a: (alone[a], a)))
    order = order[first:] + order[:first]
    room = [6 + math.sqrt(alone[accord]) for accord in order]
    rim = [
        (width * (0.5 - REACH * math.cos(a)), width / ASPECT * (0.5 - REACH * math.sin(a)))
        for a in (2 * math.pi * i / RIM for i in range(RIM + 1))
    ]
    length = [0.0]
    for one, other in pairwise(rim):
        length.append(length[-1] + math.sqrt(_squared(one, other)))
    found, sofar = {}, -room[0] / 2
    for accord, each in zip(order, room, strict=True):
        at = (sofar + each / 2) / sum(room) * length[-1]
        point = next(p for p, upto in zip(rim, length, strict=True) if upto >= at)
        found[accord] = (round(point[0]), round(point[1]))
        sofar += each
    return found


def _alone(accord: str, members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return members[accord].difference(*(found for other, found in members.items() if other != accord))


def _springs(
    members: Mapping[str, frozenset[str]], anchors: Mapping[str, Point], width: int
) -> dict[str, Point]:
    """Free positions of the jurisdictions, by networkx's spring layout with the accords fixed."""
    import networkx as nx

    height = width / ASPECT
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


def _overlap(anchors: Mapping[str, Point]) -> bool:
    return any(
        abs(one[0] - other[0]) < HUB_WIDTH + GAP and abs(one[1] - other[1]) < HUB_HEIGHT + GAP
        for one, other in combinations(anchors.values(), 2)
    )


def lattice(anchors: Mapping[str, Point], width: int, height: int) -> Iterator[Point]:
    """Cells in staggered rows, where no accord stands."""
    for row in range(height // CELL_HEIGHT):
        for column in range(width // CELL_WIDTH):
            x = CELL_WIDTH * (column + (0.75 if row % 2 else 0.25))
            y = CELL_HEIGHT * (row + 0.5)
            if not any(
                abs(x - hub_x) < (HUB_WIDTH + CELL_WIDTH) / 2 and abs(y - hub_y) < (HUB_HEIGHT + CELL_HEIGHT) / 2
                for hub_x, hub_y in anchors.values()
            ):
                yield (round(x), round(y))


def _cropped(at: Mapping[str, Point]) -> Layout:
    """The drawing moved and cut to what is in it."""
    left, right = min(x for x, _ in at.values()), max(x for x, _ in at.values())
    upper, lower = min(y for _, y in at.values()), max(y for _, y in at.values())
    aside, above = MARGIN + HUB_WIDTH // 2, HUB_HEIGHT // 2 + 10
    return Layout(
        width=round(right - left) + 2 * aside,
        height=round(lower - upper) + 2 * above,
        at={name: (x - left + aside, y - upper + above) for name, (x, y) in at.items()},
    )


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
