"""The picture of the network on a day, with its table twin."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.pictures.serving import FORMATS, answer
from accordgraph.web.pages.base import Site
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single


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
        given = {**single(request), "lang": reading.lang}
        error: AccordGraphError | None = None
        rows: list[Any] = []
        left_out: list[Any] = []
        try:
            document = answer(self.site.graph, {**given, "format": "json"}, today=self.site.today())
            data = json.loads(document.body)["data"]
            rows, left_out = data["table"], data["left_out"]
        except AccordGraphError as wrong:
            error = wrong
        chosen = set(filter(None, given.get("accord", "").split(",")))
        world = self.site.graph.served.world
        accords = sorted(world.accords.values(), key=lambda a: (a.is_agreement, a.slug))
        return self.site.page(
            request, "network.html", status=status_of(error) if error else 200, error=error, rows=rows,
            left_out=left_out, whole="empty" in given.get("include", ""),
            accords=[(a.slug, a.label._asdict(), a.is_agreement, a.slug in chosen) for a in accords],
            day=given.get("as_of", ""), agreements="agreements" in given.get("include", ""),
            formats={name: "/api/v1/network?" + urlencode({**given, "format": name}) for name in FORMATS},
        )  # fmt: skip
