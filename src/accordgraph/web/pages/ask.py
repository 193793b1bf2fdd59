"""The question: its form at ``/``, its answer at ``/pathways``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.answers import OUTCOMES
from accordgraph.errors import AccordGraphError
from accordgraph.records import COLLECTIONS
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.examples import CLOSED
from accordgraph.web.pages.form import Forms
from accordgraph.web.pages.sources import by_source
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

ASKED = ("home", "target", "goal")
SHARED = (*ASKED, "as_of", "scope", "include", "relay")
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

    def home(self, request: Request) -> Response:
        """What this is, and the form."""
        reading = self.site.reading(request)
        form = self.forms.form(reading, reading.params)
        counts = {name: len(self.site.graph.records.members(name)) for name in COLLECTIONS}
        return self.site.page(request, "home.html", form=form, examples=self.site.examples, counts=counts)

    def answer(self, request: Request) -> Response:
        """The paths for a question, or the form with what is wrong in it."""
        reading = self.site.reading(request)
        if not set(reading.params) - {"lang"}:
            return self.site.page(request, "pathways.html", form=self.forms.form(reading, {}), answer=None)
        try:
            given = {**single(request), "lang": reading.lang}
            include = ",".join(filter(None, (given.get("include"), "told")))
            found = self.site.graph.pathways({**given, "include": include}, today=self.site.today())
        except AccordGraphError as error:
            form = self.forms.form(reading, reading.params, error)
            status = status_of(error)
            response = self.site.page(request, "pathways.html", status=status, form=form, answer=None)
        else:
            form = self.forms.form(reading, reading.params)
            told = self._told(reading, given, found["data"])
            response = self.site.page(request, "pathways.html", form=form, **told)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _told(self, reading: Reading, given: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, Any]:
        """The answer as the template needs it: paths apart by whether they are closed, links to itself."""
        _with_sources(data)
        outcomes = Counter(path["outcome"] for path in data["paths"])
        asked = {k: v for k, v in given.items() if k in SHARED}
        includes = set(filter(None, given.get("include", "").split(",")))
        return {
            "answer": data,
            "tally": [(name, outcomes[name]) for name in OUTCOMES if outcomes[name]],
            "ways": [p for p in data["paths"] if p["outcome"] != CLOSED],
            "closed": [p for p in data["paths"] if p["outcome"] == CLOSED],
            "json_url": "/api/v1/pathways?" + urlencode(given),
            "receipt_url": "/api/v1/pathways?" + urlencode({**given, "receipt": "true"}),
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
