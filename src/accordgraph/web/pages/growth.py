"""``/matrix/growth``: how the open pairs of places grew year by year, drawn and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site, attempted
from accordgraph.web.pages.controls import Control, Suggestions
from accordgraph.web.pages.matrix import first_goal, goal_control
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

WIDTH, HEIGHT, LEFT, BELOW = 760, 240, 56, 26
"""The chart in units of its own: all of it, and what of it names the counts and the years."""

LABELLED = 10
"""Every so manieth year is named below its bar."""


class Bar(NamedTuple):
    """The pairs open at the end of a year, as a rectangle."""

    year: int
    n: int
    x: float
    y: float
    width: float
    height: float
    is_named: bool


class Chart(NamedTuple):
    """One bar for each year; `top` is the count that the highest bar may reach."""

    bars: tuple[Bar, ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BELOW


def chart(years: Sequence[Mapping[str, Any]]) -> Chart:
    """The chart of the open pairs at the end of each year.

    >>> [bar.height for bar in chart([{"year": 2000, "open": 0}, {"year": 2001, "open": 50}]).bars]
    [0.0, 214.0]
    """
    top = max((each["open"] for each in years), default=0)
    step = (WIDTH - LEFT) / max(len(years), 1)
    bars = []
    for n, each in enumerate(years):
        height = (HEIGHT - BELOW) * each["open"] / max(top, 1)
        bars.append(
            Bar(
                each["year"],
                each["open"],
                round(LEFT + n * step, 1),
                round(HEIGHT - BELOW - height, 1),
                round(step * 0.8, 1),
                round(height, 1),
                each["year"] % LABELLED == 0,
            )
        )
    return Chart(tuple(bars), top)


class GrowthPage:
    """The growth, for a goal and up to a day."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/matrix/growth", self.show)

    def show(self, request: Request) -> Response:
        """The growth asked for, or what is wrong with the filters."""
        reading = self.site.reading(request)
        given = {"goal": first_goal(self.site), **single(request), "lang": reading.lang}
        data, error = attempted(self.graph.growth, given, self.site.today())
        controls = [
            goal_control(self.site, reading, given),
            Control("as_of", "day", str(reading.t("network.day")), value=given.get("as_of", "")),
        ]
        return self.site.page(
            request, "growth.html", status=status_of(error) if error else 200, data=data, given=given,
            form=self.suggestions.filters(reading, controls, error),
            chart=chart(data["years"]) if data else None,
        )  # fmt: skip
