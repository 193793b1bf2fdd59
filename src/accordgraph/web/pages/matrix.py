"""``/matrix``: what institutions open between places, as a table with a mark for each pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import slug
from accordgraph.web.pages.base import Reading, Site, attempted
from accordgraph.web.pages.controls import Control, Filters, Suggestions, everything
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

MOST = 60
"""The most places in one table; more would not be read."""

ENDS = ("home", "target")
"""A place from or to which the page tells every pair."""

VIEWED = (*ENDS, "view", "order", "cell", "at", "map")
"""Parameters that say how scripts show the matrix, and of which place; none of them filters it."""


class MatrixPage:
    """The matrix, filtered by goal, day, accord and group."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/matrix", self.show)

    def show(self, request: Request) -> Response:
        """The matrix asked for, or what is wrong with the filters."""
        reading = self.site.reading(request)
        asked = {"goal": first_goal(self.site), **single(request), "lang": reading.lang}
        given = {name: value for name, value in asked.items() if name not in VIEWED}
        data, error = attempted(self.graph.matrix, given, self.site.today())
        ends = {name: asked[name] for name in ENDS if asked.get(name)}
        chosen = None
        if data and ends:
            chosen, error = attempted(self.graph.matrix, {**given, **ends}, self.site.today())
            data = data if chosen else None
        return self.site.page(
            request, "matrix.html", status=status_of(error) if error else 200,
            form=self._filters(reading, asked, error), data=data, given=given, most=MOST,
            table=self._table(data) if data else None, pairs=pairs_of(chosen) if chosen else (), ends=ends,
            labels={each["id"]: each["label"] for each in data["outcomes"]} if data else {},
        )  # fmt: skip

    def _table(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The places with the most open pairs, in the order of their codes, and the outcome of each pair."""
        outcome = {
            (row["home"], target): name
            for row in data["rows"]
            for name, targets in row["targets"].items()
            for target in targets
        }
        worth: dict[str, int] = {place["id"]: 0 for place in data["places"]}
        for (home, target), name in outcome.items():
            value = 1000 if name == "open" else 1
            worth[home] += value
            worth[target] += value
        first = sorted(worth, key=lambda place: (-worth[place], place))[:MOST]
        return {
            "places": [place for place in data["places"] if place["id"] in first],
            "outcome": outcome,
            "left_out": len(worth) - len(first),
            "counts": {row["home"]: row["counts"] for row in data["rows"]},
        }

    def _filters(self, reading: Reading, given: Mapping[str, Any], error: AccordGraphError | None) -> Filters:
        t = reading.t
        groups = [
            (slug(iri), self.suggestions.label(reading, iri), "") for iri in self.graph.matrices.groups()
        ]
        accord = self.suggestions.named(
            reading, str(given.get("accord", ""))[:200], ("accord", "agreement"), "accord"
        )
        controls = [
            goal_control(self.site, reading, given),
            Control("as_of", "day", str(t("network.day")), value=given.get("as_of", "")),
            Control("accord", "text", str(t("column.accord")), value=accord, suggest="accord+agreement"),
            Control("group", "choice", str(t("matrix.group")), value=given.get("group", ""), default=True,
                    options=[everything(reading), *sorted(groups, key=lambda g: g[1])]),
            *(Control(name, "text", str(t(f"matrix.{name}")), suggest="jurisdiction",
                      value=self.suggestions.named(reading, str(given.get(name, ""))[:200],
                                                   ("jurisdiction",), name))
              for name in ENDS),
        ]  # fmt: skip
        return self.suggestions.filters(reading, controls, error)


def pairs_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pairs of a matrix under each outcome that one of them has, the best outcome first."""
    labels = {place["id"]: place["label"] for place in data["places"]}
    found: dict[str, list[dict[str, str]]] = {}
    for row in data["rows"]:
        for outcome, targets in row["targets"].items():
            found.setdefault(outcome, []).extend(
                {"home": row["home"], "home_label": row["label"], "target": to, "target_label": labels[to]}
                for to in targets
            )
    return [{**each, "pairs": found[each["id"]]} for each in data["outcomes"] if each["id"] in found]


def first_goal(site: Site) -> str:
    """The goal shown when none is chosen: the first that crosses a border and asks for no scope."""
    kinds = site.graph.served.world.kinds.values()
    plain = [k.slug for k in kinds if k.crosses_border and not k.is_scoped]
    return max(plain or [k.slug for k in kinds], default="")


def goal_control(site: Site, reading: Reading, given: Mapping[str, Any]) -> Control:
    """The choice of a goal."""
    kinds = sorted(site.graph.served.world.kinds.values(), key=lambda kind: kind.slug)
    options = [(kind.slug, reading.say(kind.label._asdict()), "") for kind in kinds]
    label = str(reading.t("scenarios.goal"))
    return Control("goal", "choice", label, value=given.get("goal", ""), options=options)
