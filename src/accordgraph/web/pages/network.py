"""The picture of the network on a day, with its table twin."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import slug
from accordgraph.pictures.narrowing import FILTERS
from accordgraph.pictures.serving import FORMATS, Row, outline, twin
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

SEEN = ("view", "compare", "only", "focus", "order", "cell", "at", "pair", "map", "graph")
"""Parameters that say how the network is looked at; without scripts only a table is another view."""


class NetworkPage:
    """``/network``."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/network", self.show)

    def show(self, request: Request) -> Response:
        """The network of the accords chosen, on the day chosen."""
        reading = self.site.reading(request)
        asked = single(request)
        given = {**{k: v for k, v in asked.items() if k not in SEEN}, "lang": reading.lang}
        error: AccordGraphError | None = None
        tabled = asked.get("view") == "table"
        something = False
        rows: list[Row] = []
        left_out: list[Row] = []
        at: str | None = "compare"
        try:
            if asked.get("compare"):
                self.site.graph.served.reader.day({"as_of": asked["compare"]}, self.site.today())
            at = None
            something, left_out = outline(self.site.graph, given, today=self.site.today())
            if tabled:
                rows = twin(self.site.graph, given, today=self.site.today())
        except AccordGraphError as wrong:
            error, at = wrong, at or wrong.field
        chosen = set(filter(None, given.get("accord", "").split(",")))
        world = self.site.graph.served.world
        accords = sorted(world.accords.values(), key=lambda a: (a.is_agreement, a.slug))
        return self.site.page(
            request, "network.html", status=status_of(error) if error else 200,
            error=reading.fault(error) if error else None, at=at,
            rows=rows, tabled=tabled, something=something,
            left_out=left_out, whole="empty" in given.get("include", ""),
            accords=[(a.slug, a.label._asdict(), a.is_agreement, a.slug in chosen) for a in accords],
            choices=self._choices(reading, given), day=given.get("as_of", ""),
            agreements="agreements" in given.get("include", ""),
            formats={name: "/api/v1/network?" + urlencode({**given, "format": name}) for name in FORMATS},
        )  # fmt: skip

    def _choices(
        self, reading: Reading, given: Mapping[str, str]
    ) -> list[tuple[str, list[tuple[str, str]], str]]:
        """The filters of which one value is chosen: name, options, and what is chosen."""
        world, records = self.site.graph.served.world, self.site.graph.records
        tiers: dict[str, str] = {}
        for tier in world.tiers.values():
            tiers.setdefault(tier.slug, reading.say(tier.label._asdict()))
        options = {
            "tier": sorted(tiers.items(), key=lambda each: each[1]),
            "goal": [(kind.slug, reading.say(kind.label._asdict())) for kind in world.kinds.values()],
            "group": [
                (slug(group), reading.say(records.label(group)._asdict()))
                for group in records.members("groups")
            ],
            "force": [(force.slug, reading.say(force.label._asdict())) for force in world.forces.values()],
        }
        return [(name, options[name], given.get(name, "")) for name in FILTERS]
