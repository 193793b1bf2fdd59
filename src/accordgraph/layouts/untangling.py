"""Give each free node a cell of the lattice so that few lines run under anything they do not belong to.

Greedy: each node first takes the free cell nearest to where the springs put it, the most
connected first; then, one after the other and a few times over, each moves to the free cell
near it that costs least.  A cell costs for every node or accord its lines would run under, for
every line that would run under it, and for distance.

All sums are of whole numbers, so the outcome is the same on every machine.
Cost: a few sweeps, each linear in nodes times lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

Point = tuple[float, float]
Array = np.ndarray[Any, np.dtype[Any]]

SWEEPS, MOVES, CANDIDATES = 6, 500, 30
"""Sweeps over all nodes (fewer where that is more moves), and the cells a move tries."""

NODE_REACH, HUB_REACH = (30.0, 21.0), (96.0, 36.0)
"""Half the width and height of what a line should not run under: a node with its name, an accord."""

BODY_REACH, STEPS = (25.0, 17.0), 30
BENDS = (0, 16, -16, 32, -32, 48, -48, 64, -64)
"""How far the middle of a line may be drawn aside, the least first."""

PER_NODE, PER_HUB, PER_POINT = 150, 300, 0.25


class Untangler:
    """Places of free nodes on a lattice, among anchors that stay where they are."""

    def __init__(
        self,
        anchors: Mapping[str, Point],
        wanted: Mapping[str, Point],
        lines: Iterable[tuple[str, str]],
        cells: list[Point],
    ) -> None:
        self.names = [*anchors, *sorted(wanted)]
        self.first = len(anchors)
        number = {name: i for i, name in enumerate(self.names)}
        self.at = _points([{**wanted, **anchors}[name] for name in self.names])
        self.wanted, self.cells = self.at.copy(), _points(cells)
        self.lines = np.array([(number[a], number[b]) for a, b in lines], dtype=int).reshape(-1, 2)
        self.near = [
            np.concatenate([self.lines[self.lines[:, 1] == i, 0], self.lines[self.lines[:, 0] == i, 1]])
            for i in range(len(self.names))
        ]
        self.cell_of = np.full(len(self.names), -1)

    def positions(self) -> dict[str, Point]:
        """The cell of each free node."""
        order = sorted(range(self.first, len(self.names)), key=lambda i: (-len(self.near[i]), i))
        for i in order:
            self._put(i, int(self._free(i, self.wanted[i], 1)[0]))
        for _ in range(max(1, min(SWEEPS, MOVES // (len(order) or 1)))):
            moved = [self._move(i) for i in order]
            if not any(moved):
                break
        return {self.names[i]: (float(self.at[i, 0]), float(self.at[i, 1])) for i in order}

    def _put(self, node: int, cell: int) -> None:
        self.cell_of[node] = cell
        self.at[node] = self.cells[cell]

    def _free(self, node: int, point: Array, many: int) -> Array:
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
        cells = self._free(node, self.at[node], CANDIDATES)
        self._put(node, int(cells[np.argmin(self._costs(node, cells))]))
        return int(self.cell_of[node]) != here

    def _costs(self, node: int, cells: Array) -> Array:
        """What each of these cells would cost a node, in whole points."""
        at, ends = self.cells[cells], self.at[self.near[node]]
        others = np.delete(self.at[self.first :], node - self.first, axis=0)
        foreign = self.lines[(self.lines != node).all(axis=1)]
        begin, end = self.at[foreign[:, 0]], self.at[foreign[:, 1]]
        under_nodes = _hits(ends[None, :, None], at[:, None, None], others[None, None], NODE_REACH)
        under_hubs = _hits(
            ends[None, :, None], at[:, None, None], self.at[None, None, : self.first], HUB_REACH
        )
        over_me = _hits(begin[None, :], end[None, :], at[:, None], NODE_REACH)
        costs: Array = (
            PER_NODE * (np.count_nonzero(under_nodes, axis=(1, 2)) + np.count_nonzero(over_me, axis=1))
            + PER_HUB * np.count_nonzero(under_hubs, axis=(1, 2))
        )  # fmt: skip
        for point in (*ends, self.wanted[node]):
            costs = costs + (np.sqrt(((at - point) ** 2).sum(axis=1)) * PER_POINT).astype(int)
        return costs


def bends(
    at: Mapping[str, Point], lines: Iterable[tuple[str, str]], hubs: frozenset[str]
) -> dict[tuple[str, str], int]:
    """How far to draw aside each line that, drawn straight, would run under something; only those."""
    names = list(at)
    points = _points([at[name] for name in names])
    reach = np.array([HUB_REACH if name in hubs else BODY_REACH for name in names])
    found = {}
    for begin, end in lines:
        others = np.array([name not in (begin, end) for name in names])
        fewest = len(names)
        for bend in BENDS:
            crossed = _crossed(at[begin], at[end], bend, points[others], reach[others])
            if crossed < fewest:
                fewest, found[begin, end] = crossed, bend
            if not crossed:
                break
    return {line: bend for line, bend in found.items() if bend}


def _crossed(begin: Point, end: Point, bend: int, points: Array, reach: Array) -> int:
    """How many ellipses a bent line runs through."""
    (x0, y0), (x1, y1) = begin, end
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1.0)
    over = ((x0 + x1) / 2 - (y1 - y0) / length * bend, (y0 + y1) / 2 + (x1 - x0) / length * bend)
    share = np.linspace(0.0, 1.0, STEPS)[:, None]
    curve = (
        (1 - share) ** 2 * np.array(begin)
        + 2 * share * (1 - share) * np.array(over)
        + share**2 * np.array(end)
    )
    across = (curve[:, :1] - points[None, :, 0]) / reach[None, :, 0]
    down = (curve[:, 1:] - points[None, :, 1]) / reach[None, :, 1]
    return int(np.count_nonzero((across * across + down * down < 1.0).any(axis=0)))


def _points(points: list[Point]) -> Array:
    return np.array(points, dtype=float).reshape(-1, 2)


def _hits(begin: Array, end: Array, point: Array, reach: Point) -> Array:
    """Whether lines run through ellipses around points between their ends; arrays are broadcast."""
    across, down = reach
    along_x, along_y = (end[..., 0] - begin[..., 0]) / across, (end[..., 1] - begin[..., 1]) / down
    to_x, to_y = (point[..., 0] - begin[..., 0]) / across, (point[..., 1] - begin[..., 1]) / down
    length = along_x * along_x + along_y * along_y
    inner = along_x * to_x + along_y * to_y
    cross = along_x * to_y - along_y * to_x
    return (inner > 0) & (inner < length) & (cross * cross < length)
