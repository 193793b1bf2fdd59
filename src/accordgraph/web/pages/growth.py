"""``/matrix/growth``: how the open pairs of places grew year by year, told; scripts draw it."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site, attempted
from accordgraph.web.pages.controls import Control, Suggestions
from accordgraph.web.pages.matrix import first_goal, goal_control
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

VIEWED = ("step",)
"""The step that scripts show; nothing is left out for it."""


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
        asked = {"goal": first_goal(self.site), **single(request), "lang": reading.lang}
        given = {name: value for name, value in asked.items() if name not in VIEWED}
        data, error = attempted(self.graph.growth, given, self.site.today())
        controls = [
            goal_control(self.site, reading, given),
            Control("as_of", "day", str(reading.t("network.day")), value=given.get("as_of", "")),
        ]
        return self.site.page(
            request, "growth.html", status=status_of(error) if error else 200, data=data, given=given,
            form=self.suggestions.filters(reading, controls, error),
        )  # fmt: skip
