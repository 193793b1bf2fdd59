"""Where accords and jurisdictions stand in the picture: an anchored map.

Accords are anchors on an ellipse, those that share members side by side.  Jurisdictions, and
agreements of a few parties, are free nodes: springs (networkx, seeded) pull each towards its
accords, so what many accords share comes to lie in the middle and what one accord has alone
lies outside it.  Each is then moved to a cell of a staggered lattice, so that labels do not overlap.

The layout is made over the memberships of all times, so pictures of two days of the same
accords can be laid over each other.

Cost: quadratic in the jurisdictions; about 0.1 s for 250 of them.
Reference: K. Misue, Drawing bipartite graphs as anchored maps, APVIS 2006.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from accordgraph.layouts.model import HUB_HEIGHT, HUB_WIDTH, MARGIN, Layout, Point
from accordgraph.layouts.untangling import Untangler, bends
from accordgraph.networks import hubs, is_agreement, memberships, places
from accordgraph.pathways.world import World

CELL_WIDTH, CELL_HEIGHT = 96, 54
HUB_CELLS = HUB_WIDTH * HUB_HEIGHT / (CELL_WIDTH * CELL_HEIGHT)
GAP = 34
ASPECT = 1.5
ROOMINESS = 2.3
"""Cells of the picture for each cell that is occupied."""

REACH, RIM = 0.34, 720
"""The ellipse of the accords, as shares of width and height, and in how many steps it is measured."""

SEED, ROUNDS = 2026, 60


def made(world: World, chosen: tuple[str, ...]) -> Layout:
    """Positions for some accords and agreements (ids) of a world."""
    members = _members(world, chosen)
    accords = {hub: members[hub] for hub in chosen if not is_agreement(hubs(world)[hub])}
    free = set(members).union(*members.values()) - set(accords)
    lines = [(hub, place) for hub in chosen for place in sorted(members[hub])]
    occupied = len(free) + len(accords) * HUB_CELLS
    width = max(math.ceil(math.sqrt(ROOMINESS * occupied * CELL_WIDTH * CELL_HEIGHT * ASPECT)), 4 * HUB_WIDTH)
    order = _round_table(accords)
    while True:
        anchors = _anchors(order, accords, width)
        cells = list(lattice(anchors, width, round(width / ASPECT)))
        if not _overlap(anchors) and len(cells) > len(free):
            break
        width += HUB_WIDTH // 4
    springs = _springs(lines, anchors, free, width)
    placed = Untangler(anchors, springs, lines, cells).positions()
    return _cropped({**anchors, **placed}, lines, frozenset(accords))


def _members(world: World, chosen: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Jurisdictions of each hub, of all times; one that is only covered needs another reason to be shown."""
    known = hubs(world)
    spells = {hub: memberships(world, known[hub]) for hub in chosen}
    own = {hub: places(known[hub]) | {m.jurisdiction for m in spells[hub]} for hub in chosen}
    shown = frozenset().union(*own.values())
    return {hub: own[hub] | {place for m in spells[hub] for place in m.covers} & shown for hub in chosen}


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
    if len(order) < 2:
        return {accord: (width // 2, round(width / ASPECT / 2)) for accord in order}
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
    found: dict[str, Point] = {}
    sofar = -room[0] / 2
    for accord, each in zip(order, room, strict=True):
        at = (sofar + each / 2) / sum(room) * length[-1]
        point = next(p for p, upto in zip(rim, length, strict=True) if upto >= at)
        found[accord] = (round(point[0]), round(point[1]))
        sofar += each
    return found


def _alone(accord: str, members: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return members[accord].difference(*(found for other, found in members.items() if other != accord))


def _springs(
    lines: Sequence[tuple[str, str]], anchors: Mapping[str, Point], free: set[str], width: int
) -> dict[str, Point]:
    """Positions of the free nodes by networkx's spring layout, with the accords fixed."""
    import networkx as nx

    if not free:
        return {}
    height = width / ASPECT
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from([*anchors, *sorted(free)])
    graph.add_edges_from(lines)
    begin: dict[str, Point] = {name: (x / width, y / height) for name, (x, y) in anchors.items()}
    for number, name in enumerate(sorted(free)):
        near = [begin[accord] for accord in graph[name] if accord in anchors] or [(0.5, 0.5)]
        x, y = (sum(p[i] for p in near) / len(near) for i in (0, 1))
        # Members of one accord begin outside it, all others between theirs; none on top of another.
        out = 1.5 if len(near) == 1 else 1.0
        angle = number * math.pi * (3 - math.sqrt(5))
        begin[name] = (
            0.5 + (x - 0.5) * out + 0.02 * math.cos(angle),
            0.5 + (y - 0.5) * out + 0.02 * math.sin(angle),
        )
    found: dict[str, Any] = nx.spring_layout(
        graph, pos=begin, fixed=list(anchors) or None, k=1.1 / math.sqrt(len(graph)),
        iterations=ROUNDS, seed=SEED,
        scale=None if anchors else 0.4, center=None if anchors else (0.5, 0.5),
    )  # fmt: skip
    return {name: (round(found[name][0] * width), round(found[name][1] * height)) for name in sorted(free)}


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
                abs(x - hub_x) < (HUB_WIDTH + CELL_WIDTH) / 2
                and abs(y - hub_y) < (HUB_HEIGHT + CELL_HEIGHT) / 2
                for hub_x, hub_y in anchors.values()
            ):
                yield (round(x), round(y))


def _cropped(at: Mapping[str, Point], lines: Sequence[tuple[str, str]], accords: frozenset[str]) -> Layout:
    """The drawing moved and cut to what is in it."""
    if not at:
        return Layout(4 * HUB_WIDTH, HUB_HEIGHT, {}, frozenset(), {})
    left, right = min(x for x, _ in at.values()), max(x for x, _ in at.values())
    upper, lower = min(y for _, y in at.values()), max(y for _, y in at.values())
    aside, over = MARGIN + HUB_WIDTH // 2, HUB_HEIGHT // 2 + 10
    rising: Counter[str] = Counter()
    for hub, place in lines:
        rising[place] += (at[hub][1] > at[place][1]) - (at[hub][1] < at[place][1])
    return Layout(
        width=round(right - left) + 2 * aside,
        height=round(lower - upper) + 2 * over,
        at={name: (x - left + aside, y - upper + over) for name, (x, y) in at.items()},
        named_above=frozenset(place for place, balance in rising.items() if balance > 0),
        bends=bends(at, lines, accords),
    )


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
