"""``/accessions``: which accord to join next, what it would open and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Suggestions
from accordgraph.web.pages.matrix import first_goal, goal_control
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

SHOWN_PAIRS = "10"


class AccessionsPage:
    """The ranking of a place or a body for a goal."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/accessions", self.show)

    def show(self, request: Request) -> Response:
        """The form, and the ranking once it is said who would join."""
        reading = self.site.reading(request)
        asked = single(request)
        given = {"goal": first_goal(self.site), **asked, "lang": reading.lang}
        error: AccordGraphError | None = None
        data: Mapping[str, Any] | None = None
        if asked.get("jurisdiction") or asked.get("body"):
            try:
                limited = {**given, "limit": SHOWN_PAIRS} if given.get("pairs") else given
                data = self.graph.accessions(limited, today=self.site.today())["data"]
            except AccordGraphError as wrong:
                error = wrong
        asks = {(a["accord"]["id"], a["tier"]["id"]): a for a in data["accessions"]} if data else {}
        return self.site.page(
            request, "accessions.html", status=status_of(error) if error else 200,
            form=self._filters(reading, given, error), data=data, given=given, asks=asks,
            accords={each["id"]: each for each in data["accords"]} if data else {},
        )  # fmt: skip

    def _filters(self, reading: Reading, given: Mapping[str, Any], error: AccordGraphError | None) -> Filters:
        t = reading.t
        name = "body" if given.get("body") and not given.get("jurisdiction") else "jurisdiction"
        kinds = ("jurisdiction", "body") if name == "jurisdiction" else ("body",)
        value = self.suggestions.named(reading, str(given.get(name, ""))[:200], kinds, name)
        pairs = [("", str(t("accessions.single")), ""), ("true", str(t("accessions.both")), "")]
        controls = [
            Control(name, "text", str(t("accessions.who")), value=value, suggest="+".join(kinds),
                    required=True),
            goal_control(self.site, reading, given),
            Control("as_of", "day", str(t("network.day")), value=given.get("as_of", "")),
            Control("pairs", "choice", str(t("accessions.list")), value=given.get("pairs", ""),
                    options=pairs, default=True),
        ]  # fmt: skip
        return self.suggestions.filters(reading, controls, error)
