"""A layout: where accords and jurisdictions stand in a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Point = tuple[float, float]

HUB_WIDTH, HUB_HEIGHT = 188, 66
"""The box of an accord."""

MARGIN = 30


class Layout(NamedTuple):
    """Width and height of the drawing, and the middle of each accord and jurisdiction by id.

    `named_above` holds the jurisdictions whose name stands above them, because their lines come
    from below; `bends` tells how far a line from accord to jurisdiction is drawn aside.
    """

    width: int
    height: int
    at: Mapping[str, Point]
    named_above: frozenset[str]
    bends: Mapping[tuple[str, str], int]
