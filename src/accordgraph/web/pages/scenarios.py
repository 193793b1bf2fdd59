"""The pages of scenarios: an accession that a reader supposes, or a stored one, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from accordgraph.errors import AccordGraphError
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Suggestions, everything
from accordgraph.web.pages.matrix import goal_control
from accordgraph.web.pages.what_if import KINDS, Accession, Accessions
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

ASKED = ("goal", "as_of", "cursor")


class ScenarioPages:
    """``/scenarios`` and ``/scenarios/NAME``."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.accessions = Accessions(site.graph)
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the pages."""
        self.site.add(app, "/scenarios", self.all)
        self.site.add(app, "/scenarios/{name}", self.one)

    def all(self, request: Request) -> Response:
        """The accession that the address supposes with its comparison, the form, the stored scenarios."""
        reading, given, today = self.site.reading(request), single(request), self.site.today()
        supposed: Accession | None = None
        answer: Mapping[str, Any] | None = None
        error: AccordGraphError | None = None
        try:
            supposed = self.accessions.read(given, today)
            if supposed:
                day = {} if given.get("as_of") else {"as_of": max(supposed.start, today).isoformat()}
                answer = self._compared(reading, {**day, **_asked(given)}, supposed.document)
        except AccordGraphError as wrong:
            error = wrong
        found = self.graph.scenarios.list({"limit": "1000"})
        page = self.site.page(
            request, "scenarios.html", status=status_of(error) if error else 200, scenarios=found["data"],
            form=self._form(reading, given, error), choices=self.accessions.choices(reading),
            supposed=supposed and self._told(reading, supposed),
            **_view(answer, supposed and supposed.document),
        )  # fmt: skip
        page.background = BackgroundTask(self.graph.scenarios.prepare)
        return page

    def one(self, request: Request) -> Response:
        """One stored scenario with its comparison, on a day and for a goal that may be chosen."""
        name = str(request.path_params["name"])
        told, reading = self.graph.scenarios.told(name), self.site.reading(request)
        given = _asked(single(request))
        answer = self._compared(reading, given, name)
        kinds = sorted(self.graph.served.world.kinds.values(), key=lambda kind: kind.slug)
        return self.site.page(
            request, "scenario.html", scenario=told, given=given,
            goals=[(kind.slug, kind.label._asdict()) for kind in kinds], **_view(answer, name),
        )  # fmt: skip

    def _compared(
        self, reading: Reading, given: Mapping[str, str], scenario: str | Mapping[str, Any]
    ) -> Mapping[str, Any]:
        asked = {**given, "scenario": scenario, "lang": reading.lang}
        return self.graph.compare(asked, today=self.site.today())

    def _form(self, reading: Reading, given: Mapping[str, str], error: AccordGraphError | None) -> Filters:
        goal = goal_control(self.site, reading, given)
        goals = [everything(reading), *goal.options]
        goal = Control("goal", "choice", goal.label, value=goal.value, options=goals, default=True)
        who = self.suggestions.named(reading, given.get("who", ""), KINDS, "who")
        controls = self.accessions.controls(reading, given, who, goal)
        return self.suggestions.filters(reading, controls, error)

    def _told(self, reading: Reading, supposed: Accession) -> dict[str, str]:
        """What is supposed, in words."""
        label = self.suggestions.label
        return {
            "who": label(reading, supposed.who),
            "accord": label(reading, supposed.accord),
            "tier": label(reading, supposed.tier.id),
            "start": supposed.start.isoformat(),
        }


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in given.items() if key in ASKED}


def _view(answer: Mapping[str, Any] | None, scenario: Any) -> dict[str, Any]:
    """The comparison for a template, and what a script must ask to see all of it."""
    if answer is None:
        return {"answer": None, "answer_meta": None, "asking": None}
    data = answer["data"]
    return {
        "answer": data,
        "answer_meta": answer["meta"],
        "asking": {"scenario": scenario, "as_of": data["asked"]["as_of"], "goals": data["goals"]},
    }
