"""``/search``: names in both languages."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site
from accordgraph.web.routers.pathways import single

MOST = "100"


class SearchPage:
    """The page of a search."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/search", self.show)

    def show(self, request: Request) -> Response:
        """What has the name asked for."""
        reading = self.site.reading(request)
        given = single(request)
        asked = {"limit": MOST, **given, "lang": reading.lang}
        found = self.site.graph.search(asked) if given.get("q") else None
        hits = [
            {**hit, "short": hit["id"] if "/" in hit["id"] else f"{hit['type']}/{hit['id']}"}
            for hit in (found["data"] if found else ())
        ]
        return self.site.page(
            request, "search.html", q=given.get("q", ""), hits=hits,
            total=found["meta"]["total"] if found else 0,
        )  # fmt: skip
