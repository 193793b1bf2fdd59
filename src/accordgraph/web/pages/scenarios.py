"""The pages of scenarios: which are stored, and what one would change."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site
from accordgraph.web.routers.pathways import single

ASKED = ("goal", "as_of", "cursor")


class ScenarioPages:
    """``/scenarios`` and ``/scenarios/NAME``."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def install(self, app: FastAPI) -> None:
        """Add the pages."""
        self.site.add(app, "/scenarios", self.all)
        self.site.add(app, "/scenarios/{name}", self.one)

    def all(self, request: Request) -> Response:
        """The stored scenarios."""
        found = self.site.graph.scenarios.list({"limit": "1000"})
        return self.site.page(request, "scenarios.html", scenarios=found["data"])

    def one(self, request: Request) -> Response:
        """One stored scenario with its comparison, on a day and for a goal that may be chosen."""
        graph, name = self.site.graph, str(request.path_params["name"])
        told, reading = graph.scenarios.told(name), self.site.reading(request)
        given = {key: value for key, value in single(request).items() if key in ASKED}
        asked = {**given, "scenario": name, "lang": reading.lang}
        answer = graph.compare(asked, today=self.site.today())
        kinds = sorted(graph.served.world.kinds.values(), key=lambda kind: kind.slug)
        return self.site.page(
            request,
            "scenario.html",
            scenario=told,
            answer=answer["data"],
            answer_meta=answer["meta"],
            given=given,
            goals=[(kind.slug, kind.label._asdict()) for kind in kinds],
        )
