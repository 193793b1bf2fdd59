"""``/network/measures``: hubs, bridges and communities of the network of a day, each with its definition."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site, attempted
from accordgraph.web.pages.controls import Control, Suggestions
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

FIRST = 20
"""How many hubs and bridges of a kind stand in a table; all are in the data."""

KINDS = ("accord", "jurisdiction")


class MeasuresPage:
    """The measures on a day."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/network/measures", self.show)

    def show(self, request: Request) -> Response:
        """The measures asked for, or what is wrong with the filters."""
        reading = self.site.reading(request)
        given = {**single(request), "lang": reading.lang}
        data, error = attempted(self.site.graph.measures, given, self.site.today())
        controls = [Control("as_of", "day", str(reading.t("network.day")), value=given.get("as_of", ""))]
        return self.site.page(
            request, "measures.html", status=status_of(error) if error else 200, data=data, given=given,
            form=self.suggestions.filters(reading, controls, error), first=FIRST, kinds=KINDS,
            day=given.get("as_of") or self.site.today().isoformat(),
        )  # fmt: skip
