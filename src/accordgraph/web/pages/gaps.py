"""``/gaps``: what the graph does not know, counted by accord and by place, and listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph import gaps
from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import ID
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Suggestions, everything
from accordgraph.web.pages.record import Teller
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

NOTHING: Mapping[str, Any] = {
    "data": [],
    "meta": {"total": 0, "next": None, "by_accord": {}, "by_jurisdiction": {}},
}


class GapsPage:
    """The gaps, filtered by kind, accord and place."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/gaps", self.show)

    def show(self, request: Request) -> Response:
        """The gaps asked for, or what is wrong with the filters."""
        reading = self.site.reading(request)
        error: AccordGraphError | None = None
        found = NOTHING
        try:
            found = self.graph.gaps(single(request), today=self.site.today())
        except AccordGraphError as wrong:
            error = wrong
        teller = Teller(self.graph.records, reading)
        meta = found["meta"]
        return self.site.page(
            request, "gaps.html", status=status_of(error) if error else 200,
            form=self._filters(reading, error), meta_data=meta,
            rows=[self.row(teller, each) for each in found["data"]],
            counts={
                "accord": self._counted(teller, meta["by_accord"], "accord", "agreement"),
                "jurisdiction": self._counted(teller, meta["by_jurisdiction"], "jurisdiction"),
            },
        )  # fmt: skip

    def _filters(self, reading: Reading, error: AccordGraphError | None) -> Filters:
        t, given = reading.t, reading.params
        options = [(name, reading.say(text._asdict()), "") for name, (_, text) in gaps.KINDS.items()]
        options.insert(0, everything(reading))
        named = {
            name: self.suggestions.named(reading, given.get(name, "")[:200], kinds, name)
            for name, kinds in (("accord", ("accord", "agreement")), ("jurisdiction", ("jurisdiction",)))
        }
        controls = [
            Control("kind", "choice", str(t("gaps.kind")), value=given.get("kind", ""), options=options,
                    default=True),
            Control("accord", "text", str(t("column.accord")), value=named["accord"],
                    suggest="accord+agreement"),
            Control("jurisdiction", "text", str(t("column.jurisdiction")), value=named["jurisdiction"],
                    suggest="jurisdiction"),
            Control("as_of", "day", str(t("network.day")), value=given.get("as_of", "")),
        ]  # fmt: skip
        return self.suggestions.filters(reading, controls, error)

    def row(self, teller: Teller, gap: Mapping[str, Any]) -> dict[str, Any]:
        """A gap as a template shows it."""
        pending = gap["kind"] == "pending"
        return {
            **gap,
            # What is pending has no record: it is not served.
            "title": gap["id"] if pending else teller.title(gap["iri"]),
            "href": None if pending else teller.reading.href(gap["id"]),
            "accord": gap["accord"] and self._thing(teller, gap["accord"], "accord", "agreement"),
            "jurisdiction": gap["jurisdiction"] and self._thing(teller, gap["jurisdiction"], "jurisdiction"),
        }

    def _counted(
        self, teller: Teller, counts: Mapping[str, Mapping[str, int]], *kinds: str
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """The kinds of gaps there are, and a row for each accord or place, those with the most first."""
        found = [
            {**self._thing(teller, name, *kinds), "name": name, "of": of, "total": sum(of.values())}
            for name, of in counts.items()
        ]
        there = [kind for kind in gaps.KINDS if any(kind in of for of in counts.values())]
        return there, sorted(found, key=lambda row: (-row["total"], row["label"]))

    def _thing(self, teller: Teller, name: str, *kinds: str) -> dict[str, Any]:
        """The label and the page of what a name means; the bare name where no record has it."""
        for kind in kinds:
            if self.graph.records.exists(f"{ID}{kind}/{name}"):
                return {
                    "label": teller.title(f"{ID}{kind}/{name}"),
                    "href": teller.reading.href(f"{kind}/{name}"),
                }
        return {"label": name, "href": None}
