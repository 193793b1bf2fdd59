"""Give each jurisdiction a cell of the lattice so that few lines run under anything they do not belong to.

Greedy: each first takes the free cell nearest to where the springs put it, the most shared
first; then, one after the other and a few times over, each moves to the free cell near it that
costs least.  A cell costs for every node or accord its lines would run under, for every line
that would run under it, and for distance.

All sums are of whole numbers, so the outcome is the same on every machine.
Cost: a few sweeps, each linear in jurisdictions times memberships.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

Point = tuple[float, float]
Array = np.ndarray[Any, np.dtype[Any]]

SWEEPS, CANDIDATES = 4, 20
NODE_REACH, HUB_REACH = (30.0, 20.0), (96.0, 36.0)
"""Half the width and height of what a line should not run under: a node with its name, an accord."""

PER_NODE, PER_HUB, PER_POINT = 90, 200, 0.25
LABEL = np.array([0.0, 5.0])
"""How far the middle of a node with its name lies from the node's own."""


class Untangler:
    """Places of jurisdictions on a lattice."""

    def __init__(
        self,
        anchors: Mapping[str, Point],
        members: Mapping[str, frozenset[str]],
        wanted: Mapping[str, Point],
        cells: list[Point],
    ) -> None:
        self.names = sorted(wanted)
        self.wanted = np.array([wanted[name] for name in self.names], dtype=float).reshape(-1, 2)
        self.cells = np.array(cells, dtype=float).reshape(-1, 2)
        self.hubs = np.array(list(anchors.values()), dtype=float).reshape(-1, 2)
        number = {name: i for i, name in enumerate(self.names)}
        pairs = [(h, number[place]) for h, hub in enumerate(anchors) for place in sorted(members[hub])]
        self.pairs = np.array(pairs, dtype=int).reshape(-1, 2)
        self.own = [self.pairs[self.pairs[:, 1] == i, 0] for i in range(len(self.names))]
        self.cell_of = np.full(len(self.names), -1)

    def positions(self) -> dict[str, Point]:
        """The cell of each jurisdiction."""
        order = sorted(range(len(self.names)), key=lambda i: (-len(self.own[i]), i))
        for i in order:
            self.cell_of[i] = self._near(i, self.wanted[i], 1)[0]
        for _ in range(SWEEPS):
            if not any([self._move(i) for i in order]):
                break
        return {name: (float(x), float(y)) for name, (x, y) in zip(self.names, self.cells[self.cell_of], strict=True)}

    def _near(self, node: int, point: Array, many: int) -> Array:
        """Free cells nearest to a point, the node's own cell counting as free."""
        is_free = np.ones(len(self.cells), dtype=bool)
        is_free[self.cell_of[self.cell_of >= 0]] = False
        if self.cell_of[node] >= 0:
            is_free[self.cell_of[node]] = True
        free = np.flatnonzero(is_free)
        far = ((self.cells[free] - point) ** 2).sum(axis=1)
        return free[np.argsort(far, kind="stable")[:many]]

    def _move(self, node: int) -> bool:
        """Move a node to the best cell near it; whether that is another one."""
        here = int(self.cell_of[node])
        cells = self._near(node, self.cells[here], CANDIDATES)
        best = int(cells[np.argmin(self._costs(node, cells))])
        self.cell_of[node] = best
        return best != here

    def _costs(self, node: int, cells: Array) -> Array:
        """What each of these cells would cost a node, in whole points."""
        at, own = self.cells[cells], self.own[node]
        hubs, wanted = self.hubs[own], self.wanted[node]
        others = np.delete(self.cells[self.cell_of], node, axis=0)
        foreign = self.pairs[self.pairs[:, 1] != node]
        begin, end = self.hubs[foreign[:, 0]], self.cells[self.cell_of[foreign[:, 1]]]
        under_nodes = _hits(hubs[None, :, None], at[:, None, None], (others + LABEL)[None, None], NODE_REACH)
        over_me = _hits(begin[None, :], end[None, :], (at + LABEL)[:, None], NODE_REACH)
        costs = PER_NODE * (np.count_nonzero(under_nodes, axis=(1, 2)) + np.count_nonzero(over_me, axis=1))
        for hub in own:
            rest = np.delete(self.hubs, hub, axis=0)
            costs += PER_HUB * np.count_nonzero(_hits(self.hubs[hub], at[:, None], rest[None], HUB_REACH), axis=1)
        for point in (*hubs, wanted):
            costs += (np.sqrt(((at - point) ** 2).sum(axis=1)) * PER_POINT).astype(int)
        return costs


def _hits(begin: Array, end: Array, point: Array, reach: Point) -> Array:
    """Whether lines run through ellipses around points; arrays of pairs, broadcast against each other."""
    across, down = reach
    along_x, along_y = (end[..., 0] - begin[..., 0]) / across, (end[..., 1] - begin[..., 1]) / down
    to_x, to_y = (point[..., 0] - begin[..., 0]) / across, (point[..., 1] - begin[..., 1]) / down
    length = along_x * along_x + along_y * along_y
    inner = along_x * to_x + along_y * to_y
    cross = along_x * to_y - along_y * to_x
    return (inner > 0) & (inner < length) & (cross * cross < length)
