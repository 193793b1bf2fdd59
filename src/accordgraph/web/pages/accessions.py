"""``/accessions``: which accord to join next, what it would open and what it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import ID
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Suggestions
from accordgraph.web.pages.matrix import first_goal, goal_control
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

SHOWN_PAIRS = "10"
SORTED = "sort"
"""The parameter by which scripts keep in which order the table is read; the ranking itself has one order."""

STATES = ("met", "open", "unknown")
"""What is known of a condition of admission, in the order in which it is told."""


class AccessionsPage:
    """The ranking of a place or a body for a goal."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/accessions", self.show)

    def show(self, request: Request) -> Response:
        """The form, and the ranking once it is said who would join."""
        reading = self.site.reading(request)
        asked = {name: value for name, value in single(request).items() if name != SORTED}
        given = {"goal": first_goal(self.site), **asked, "lang": reading.lang}
        error: AccordGraphError | None = None
        data: Mapping[str, Any] | None = None
        if asked.get("jurisdiction") or asked.get("body"):
            try:
                limited = {**given, "limit": SHOWN_PAIRS} if given.get("pairs") else given
                data = self.graph.accessions(limited, today=self.site.today())["data"]
            except AccordGraphError as wrong:
                error = wrong
        asks = {(a["accord"]["id"], a["tier"]["id"]): a for a in data["accessions"]} if data else {}
        return self.site.page(
            request, "accessions.html", status=status_of(error) if error else 200,
            form=self._filters(reading, given, error), data=data, given=given, asks=asks,
            accords={each["id"]: each for each in data["accords"]} if data else {},
            named=lambda codes: sorted(self._name(reading, code) for code in codes),
            who=_who(data["asked"]) if data else None, states={key: _states(a) for key, a in asks.items()},
        )  # fmt: skip

    def _name(self, reading: Reading, code: str) -> str:
        return self.suggestions.label(reading, f"{ID}jurisdiction/{code}")

    def _filters(self, reading: Reading, given: Mapping[str, Any], error: AccordGraphError | None) -> Filters:
        t = reading.t
        name = "body" if given.get("body") and not given.get("jurisdiction") else "jurisdiction"
        kinds = ("jurisdiction", "body") if name == "jurisdiction" else ("body",)
        value = self.suggestions.named(reading, str(given.get(name, ""))[:200], kinds, name)
        pairs = [("", str(t("accessions.single")), ""), ("true", str(t("accessions.both")), "")]
        controls = [
            Control(name, "text", str(t("accessions.who")), value=value, suggest="+".join(kinds),
                    required=True),
            goal_control(self.site, reading, given),
            Control("as_of", "day", str(t("network.day")), value=given.get("as_of", "")),
            Control("pairs", "choice", str(t("accessions.list")), value=given.get("pairs", ""),
                    options=pairs, default=True),
        ]  # fmt: skip
        return self.suggestions.filters(reading, controls, error)


def _who(asked: Mapping[str, Any]) -> str:
    """The candidate as an address names it."""
    return f"body/{asked['body']['id']}" if asked["body"] else str(asked["jurisdiction"]["id"])


def _states(accession: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """How many conditions of admission are met, open and unknown, each with its word; the rest are none."""
    found = [condition for rule in accession["rules"] for condition in rule["conditions"]]
    words = {condition["state"]: condition["state_label"] for condition in found}
    counted = Counter(condition["state"] for condition in found)
    return [(state, words[state], counted[state]) for state in STATES if counted[state]]
