"""``/timeline``: what happened when, by year."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Suggestions, everything
from accordgraph.web.pages.record import Teller
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single


class TimelinePage:
    """The happenings, filtered by accord, place, years and kind."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/timeline", self.show)

    def show(self, request: Request) -> Response:
        """The happenings asked for, or what is wrong with the filters."""
        reading = self.site.reading(request)
        error: AccordGraphError | None = None
        found: Mapping[str, Any] = {"data": [], "meta": {"total": 0, "next": None, "by_year": {}}}
        try:
            found = self.graph.timeline(single(request))
        except AccordGraphError as wrong:
            error = wrong
        teller = Teller(self.graph.records, reading)
        told = [self.told(teller, each) for each in found["data"]]
        return self.site.page(
            request, "timeline.html", status=status_of(error) if error else 200,
            form=self._filters(reading, error), meta_data=found["meta"],
            years=[(year, list(each)) for year, each in groupby(told, key=lambda h: h["date"][:4])],
        )  # fmt: skip

    def _filters(self, reading: Reading, error: AccordGraphError | None) -> Filters:
        t, given = reading.t, reading.params
        controls = [
            Control("accord", "text", str(t("column.accord")), suggest="accord+agreement",
                    value=self._named(reading, "accord", "accord", "agreement")),
            Control("jurisdiction", "text", str(t("column.jurisdiction")), suggest="jurisdiction",
                    value=self._named(reading, "jurisdiction", "jurisdiction")),
            Control("body", "text", str(t("column.body")), suggest="body",
                    value=self._named(reading, "body", "body")),
            Control("what", "choice", str(t("timeline.what")), value=given.get("what", ""), default=True,
                    options=[everything(reading), *((k, self._kind(reading, k), "") for k in self._kinds())]),
            *(
                Control(name, "number", str(t(f"timeline.{name}")), value=given.get(name, ""),
                        hint=str(t("form.date_hint")) if error and error.field == name else "")
                for name in ("from", "to")
            ),
        ]  # fmt: skip
        return self.suggestions.filters(reading, controls, error)

    def _named(self, reading: Reading, name: str, *kinds: str) -> str:
        return self.suggestions.named(reading, reading.params.get(name, "")[:200], kinds, name)

    def _kinds(self) -> list[str]:
        """Every kind of happening, the most frequent first."""
        counts = self.graph.timeline({"limit": "1"})["meta"]["by_what"]
        return sorted(counts, key=lambda kind: (-counts[kind], kind))

    def _kind(self, reading: Reading, what: str) -> str:
        """The name of a kind: a word of the site, else the concept of the kind of events."""
        said = str(reading.t_of("happening", what))
        return said if said != what else self.site.concept(reading, "event-kind", what)

    def told(self, teller: Teller, happening: Mapping[str, Any]) -> dict[str, Any]:
        """A happening as a template shows it."""
        title = teller.title(happening["iri"])
        named = [(teller.title(each["iri"]), each["id"]) for each in happening["involves"]]
        return {
            "date": happening["date"],
            "kind": self._kind(teller.reading, happening["what"]),
            "title": title,
            "id": happening["id"],
            "involves": [(label, short) for label, short in named if label not in title],
            "sources": teller.cited(happening["evidence"]),
        }
