"""``/compare``: accords side by side, and what happened to them when."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.answers import say
from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import slug
from accordgraph.side_by_side import SideBySide
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Suggestions
from accordgraph.web.pages.record import Teller
from accordgraph.web.pages.sources import by_source
from accordgraph.web.pages.timeline import TimelinePage
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

VIEWED = ("differences",)
"""Parameters that say how the comparison is shown."""

MOST_EVENTS = "1000"
MEMBERS = "membership/"
"""Members that come and go are told by the accord's own page; here they would hide what befell accords."""


class ComparePage:
    """The comparison of the accords chosen."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.sides, self.timeline = SideBySide(site.graph), TimelinePage(site)
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/compare", self.show)

    def show(self, request: Request) -> Response:
        """The table, the accords to choose from, and the events."""
        reading = self.site.reading(request)
        given = {name: value for name, value in single(request).items() if name not in VIEWED}
        error: AccordGraphError | None = None
        data: Mapping[str, Any] | None = None
        try:
            data = self.sides.compare({**given, "lang": reading.lang}, today=self.site.today())["data"]
        except AccordGraphError as wrong:
            error = wrong
        chosen = [each["id"] for each in data["accords"]] if data else []
        return self.site.page(
            request, "compare.html", status=status_of(error) if error else 200, data=data,
            form=self._filters(reading, given, error), choices=self._choices(reading, chosen),
            given=given, differences=reading.params.get("differences") == "true", by_source=by_source,
            years=[(year, list(each)) for year, each in groupby(self._events(reading, chosen), _year)],
        )  # fmt: skip

    def _filters(self, reading: Reading, given: Mapping[str, str], error: AccordGraphError | None) -> Filters:
        day = Control("as_of", "day", str(reading.t("network.day")), value=given.get("as_of", ""))
        return self.suggestions.filters(reading, [day], error)

    def _choices(self, reading: Reading, chosen: list[str]) -> list[tuple[str, str, bool, bool]]:
        """Every accord: its name, its label, whether it is an agreement between places, whether chosen."""
        world = self.graph.served.world
        found = [
            (slug(a.id), say(a.label, reading.lang), a.is_agreement, slug(a.id) in chosen)
            for a in world.accords.values()
        ]
        return sorted(found, key=lambda each: (each[2], each[1].casefold()))

    def _events(self, reading: Reading, chosen: list[str]) -> list[dict[str, Any]]:
        """What happened to the accords, oldest first, each event once with the accords it concerns."""
        teller = Teller(self.graph.records, reading)
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        for accord in chosen:
            label = say(self.graph.served.world.label(self._iri(accord)), reading.lang)
            for event in self.graph.timeline({"accord": accord, "limit": MOST_EVENTS})["data"]:
                if event["id"].startswith(MEMBERS):
                    continue
                key = (event["date"], event["what"], event["id"])
                known = found.setdefault(key, {**self.timeline.told(teller, event), "accords": []})
                known["accords"].append((accord, label))
        return [found[key] for key in sorted(found)]

    def _iri(self, accord: str) -> str:
        return self.graph.served.names.find(accord, ("accord",), "accord")


def _year(event: Mapping[str, Any]) -> str:
    return str(event["date"])[:4]
