"""Lines and shapes of the picture: weight and shape tell what a membership gives, not colour alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

Point = tuple[float, float]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#A6760A", "#332288",
           "#882255", "#117733", "#7A7A1F", "#2B8C80", "#B5545F", "#5B6C9C")  # fmt: skip
"""Colours that stay apart for colour-blind readers (after Okabe and Ito, and Tol); each has a contrast
of at least 3 to white, as lines that carry meaning must."""

NEUTRAL = "#666666"
DASH = "7 4"
NODE_RADIUS, NAME_HEIGHT, STEEP = 12, 13, 0.6


class Style(NamedTuple):
    """How an edge of one kind is drawn: weight of its line, shape at its end."""

    stroke: float
    shape: str
    filled: bool


STYLES = {
    "all": Style(2.2, "circle", True),
    "some": Style(1.7, "diamond", True),
    "none": Style(1.1, "circle", False),
    "unstated": Style(1.1, "triangle", False),
    "place": Style(1.7, "square", True),
}
"""Styles by what an edge gives: a share of the accord's rights, or a place the accord names itself."""


def style_of(edge: Mapping[str, Any]) -> str:
    """The name of an edge's style."""
    return str(edge.get("rights_share", "unstated" if "membership" in edge else "place"))


def curve(begin: Point, end: Point, half: float, bend: float, name_at: int) -> tuple[str, Point]:
    """A line from an accord to the rim of a jurisdiction, and its tip.

    Parameters
    ----------
    begin, end : middles of accord and jurisdiction.
    half : half the width of the jurisdiction's pill.
    bend : how far the middle of the line is drawn aside, so that parallel lines part.
    name_at : on which side the jurisdiction's name stands, 1 below and -1 above: lines stop short of it.
    """
    (x0, y0), (x1, y1) = begin, end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    over = ((x0 + x1) / 2 - (y1 - y0) / length * bend, (y0 + y1) / 2 + (x1 - x0) / length * bend)
    dx, dy = (over[0] - x1, over[1] - y1) if bend else (x0 - x1, y0 - y1)
    back = math.hypot(dx, dy) or 1.0
    dx, dy = dx / back, dy / back
    # The rim of a pill: a circle of its height, drawn out by what it is wider than high.
    reach = NODE_RADIUS + abs(dx) * (half - NODE_RADIUS) + 4
    if dy * name_at > STEEP:
        reach += NAME_HEIGHT
    tip = (round(x1 + dx * reach, 1), round(y1 + dy * reach, 1))
    middle = f"Q{over[0]:.1f} {over[1]:.1f} " if bend else "L"
    return f"M{x0:g} {y0:g}{middle}{tip[0]:g} {tip[1]:g}", tip


def shape(name: str, middle: Point) -> str:
    """The path of a small circle, diamond, triangle or square."""
    x, y = middle
    if name == "circle":
        return f"M{x - 3.6:.1f} {y:.1f}a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z"
    if name == "diamond":
        return f"M{x:.1f} {y - 5:.1f}l4.4 5l-4.4 5l-4.4 -5z"
    if name == "triangle":
        return f"M{x:.1f} {y - 4.6:.1f}l4.6 8l-9.2 0z"
    return f"M{x - 3.6:.1f} {y - 3.6:.1f}h7.2v7.2h-7.2z"
