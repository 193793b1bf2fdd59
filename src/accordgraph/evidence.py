"""Where statements come from: citations by statement, plans, rival readings, as plain values for answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from accordgraph.namespaces import shorten, slug
from accordgraph.stored_queries import Row

GRADES = ("documented", "indirect", "unconfirmed")
"""How well a statement is supported, best first."""


class Evidence:
    """Citations and rivals of every statement of a snapshot."""

    def __init__(self, rows: Mapping[str, list[Row]]) -> None:
        self._citations: dict[str, list[dict[str, Any]]] = {}
        for row in rows["citations"]:
            self._citations.setdefault(row["statement"], []).append(_citation(row))
        self._rivals: dict[str, list[Row]] = defaultdict(list)
        for row in rows["rivals"]:
            self._rivals[row["statement"]].append(row)

    def of(self, statements: Iterable[str]) -> list[dict[str, Any]]:
        """The citations of these statements, each once, as answers print them."""
        named = dict.fromkeys(statements)
        return [citation for statement in named for citation in self._citations.get(statement, ())]

    def rivals(self, statement: str) -> list[Row]:
        """Rows of the readings that rival a statement."""
        return self._rivals.get(statement, [])

    def grade(self, statements: Iterable[str]) -> str:
        """The lowest grade among statements; each is as good as its best citation."""
        worst = 0
        for statement in statements:
            found = [GRADES.index(each["certainty"]) for each in self._citations.get(statement, ())]
            if found:
                worst = max(worst, min(found))
        return GRADES[worst]


def _citation(row: Row) -> dict[str, Any]:
    return {
        "statement": shorten(row["statement"]),
        "citation": shorten(row["citation"]),
        "source": shorten(row["source"]),
        "title": row["title"],
        "publisher": row["publisher"],
        "address": row["address"],
        "locator": row["locator"],
        "certainty": slug(row["certainty"]),
        "retrieved_on": row["retrieved_on"],
        "supports": sorted(slug(p) for p in (row["supports"] or "").split()),
    }
