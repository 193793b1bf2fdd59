"""The question: its form at ``/``, its answer at ``/pathways``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from accordgraph.answers import OUTCOMES
from accordgraph.errors import AccordGraphError
from accordgraph.questions import language
from accordgraph.records import COLLECTIONS
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.examples import CLOSED
from accordgraph.web.pages.form import Forms
from accordgraph.web.pages.sources import by_source
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import body, single

ASKED = ("home", "target", "goal")
SHOWN = ("view", "way", "part", "map")
"""Parameters of the address that say how scripts show the answer; the answer is the same."""
OPENINGS = 3
"""How many closed ways tell at the head of a "no" what would open them."""
LABELLED = {
    "evidence_grade": "certainty",
    "role": "decider",
    "discretion": "discretion",
    "concludes": "recognition-kind",
}
"""Keys of an answer whose values are concepts that it gives without their labels, and their vocabularies."""
SHARED = (*ASKED, "as_of", "scope", "include", "relay", *SHOWN)
"""What a shared link holds: the question without what it says of a person."""


class Ask:
    """The pages of the question."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def forms(self) -> Forms:
        """The form maker; it reads the fields once."""
        return Forms(self.site.graph)

    def install(self, app: FastAPI) -> None:
        """Add ``/`` and ``/pathways``."""
        self.site.add(app, "/", self.home)
        self.site.add(app, "/pathways", self.answer)
        app.add_route("/pathways", self.told, methods=["POST"], include_in_schema=False)

    def home(self, request: Request) -> Response:
        """What this is, and the form."""
        reading = self.site.reading(request)
        form = self.forms.form(reading, reading.params)
        counts = {name: len(self.site.graph.records.members(name)) for name in COLLECTIONS}
        return self.site.page(request, "home.html", form=form, examples=self.site.examples, counts=counts)

    def answer(self, request: Request) -> Response:
        """The paths for a question, or the form with what is wrong in it."""
        return self._answer(request, {})

    async def told(self, request: Request) -> Response:
        """The same with a profile in the body: it then stands in no address, no history and no log."""
        try:
            language(request.query_params)
            profile = await body(request, self.site.graph.settings.body_bytes)
        except AccordGraphError as error:
            return self.site.wrong(request, error)
        return await run_in_threadpool(self._answer, request, profile)

    def _answer(self, request: Request, profile: Mapping[str, Any]) -> Response:
        reading = self.site.reading(request)
        typed = {**reading.params, **{k: v for k, v in profile.items() if isinstance(v, str)}}
        if not set(typed) - {"lang", *SHOWN}:
            return self.site.page(request, "pathways.html", form=self.forms.form(reading, {}), answer=None)
        try:
            asked = {k: v for k, v in single(request).items() if k not in SHOWN}
            given = {**asked, "lang": reading.lang}
            include = ",".join(filter(None, (given.get("include"), "told")))
            question = {**given, "include": include, "profile": profile}
            found = self.site.graph.pathways(question, today=self.site.today())
        except AccordGraphError as error:
            form = self.forms.form(reading, typed, error)
            status = status_of(error)
            response = self.site.page(request, "pathways.html", status=status, form=form, answer=None)
        else:
            form = self.forms.form(reading, typed)
            told = self._links(reading, given, found["data"])
            response = self.site.page(request, "pathways.html", form=form, **told)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _links(self, reading: Reading, given: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, Any]:
        """The answer as the template needs it: paths apart by whether they are closed, links to itself."""
        _with_sources(data)
        outcomes = Counter(path["outcome"] for path in data["paths"])
        asked = {k: v for k, v in reading.params.items() if k in SHARED}
        closed = [p for p in data["paths"] if p["outcome"] == CLOSED]
        includes = set(filter(None, given.get("include", "").split(",")))
        return {
            "answer": data,
            "labels": {
                value: self.site.concept(reading, scheme, value) for scheme, value in sorted(_concepts(data))
            },
            "tally": [(name, outcomes[name]) for name in OUTCOMES if outcomes[name]],
            "ways": [p for p in data["paths"] if p["outcome"] != CLOSED],
            "closed": closed,
            "openings": [(n, p) for n, p in enumerate(closed, 1) if p["opens"]][:OPENINGS],
            "json_url": "/api/v1/pathways?" + urlencode(given),
            "receipt_url": "/api/v1/pathways?" + urlencode({**given, "receipt": "true"}),
            "relay_url": reading.here(relay="1"),
            "relay_asked": given.get("relay", "0") not in ("", "0"),
            "share_url": reading.url("/pathways", **asked) if set(given) - {*SHARED, "lang"} else None,
            "unfold_url": reading.here(include=",".join(sorted(includes | {"closed"}))),
            "fold_url": reading.here(include=",".join(sorted(includes - {"closed"})) or None),
            "unfolded": "closed" in includes,
            "removed_url": reading.here(include=",".join(sorted(includes | {"removed"}))),
            "whole_url": reading.here(include=",".join(sorted(includes | {"all"}))),
            "alike": any(path["alike"]["count"] for path in data["paths"]),
            "levels_url": reading.here(include=",".join(sorted(includes | {"levels"}))),
        }


def _concepts(told: Any) -> set[tuple[str, str]]:
    """The concepts that an answer names without their labels, each with its vocabulary."""
    if isinstance(told, list):
        return set().union(*map(_concepts, told))
    if not isinstance(told, dict):
        return set()
    own = {(scheme, str(told[key])) for key, scheme in LABELLED.items() if told.get(key)}
    if "citation" in told:
        own.add(("certainty", told["certainty"]))
    return own.union(*map(_concepts, told.values()))


def _with_sources(told: Any) -> None:
    """Beside the evidence of each part of an answer, the same as people read it."""
    if isinstance(told, list):
        for each in told:
            _with_sources(each)
    elif isinstance(told, dict):
        for name, value in list(told.items()):
            if name == "evidence":
                told["sources"] = by_source(value)
            else:
                _with_sources(value)
