"""Where statements come from: citations by statement, plans, rival readings, as plain values for answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from accordgraph.compile.table import Rows, Table
from accordgraph.namespaces import shorten, slug
from accordgraph.stored_queries import Row

GRADES = ("documented", "indirect", "unconfirmed")
"""How well a statement is supported, best first."""


class Evidence:
    """Citations of the statements that answers rest on, and every rival reading."""

    def __init__(self, rows: Rows) -> None:
        self._citations = Table.of(rows["citations"])
        self._rows: dict[str, list[list[Any]]] = defaultdict(list)
        if self._citations:
            statement, cited = map(self._citations.columns.index, ("statement", "citation"))
            for values in self._citations.values:
                known = self._rows[values[statement]]
                if not known or known[-1][cited] != values[cited]:  # a source may have several titles
                    known.append(values)
        self._told: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self._grades: dict[str, int | None] = {}
        self._rivals: dict[str, list[Row]] = defaultdict(list)
        for row in rows["rivals"]:
            self._rivals[row["statement"]].append(row)

    def of(self, statements: Iterable[str], lang: str = "en") -> list[dict[str, Any]]:
        """The citations of these statements, each once, as answers in a language print them."""
        return [each for statement in dict.fromkeys(statements) for each in self._of(statement, lang)]

    def _of(self, statement: str, lang: str) -> list[dict[str, Any]]:
        known = self._told.get((statement, lang))
        if known is None:
            made = map(self._citations.row, self._rows.get(statement, ()))
            known = [citation(row, lang) for row in made]
            self._told[statement, lang] = known
        return known

    def rivals(self, statement: str) -> list[Row]:
        """Rows of the readings that rival a statement."""
        return self._rivals.get(statement, [])

    def grade(self, statements: Iterable[str]) -> str | None:
        """The lowest grade among statements; each is as good as its best citation; None if none is cited."""
        grades = [grade for each in statements if (grade := self._grade(each)) is not None]
        return GRADES[max(grades)] if grades else None

    def _grade(self, statement: str) -> int | None:
        if statement not in self._grades:
            certainties = [GRADES.index(each["certainty"]) for each in self._of(statement, "en")]
            self._grades[statement] = min(certainties, default=None)
        return self._grades[statement]


def citation(row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """A citation for answers, from a row of the query ``network/citations`` and what it `supports`.

    The source is named in the language asked for where it has such a title.
    """
    english = row["title_en"] or row["title"] or shorten(row["source"])
    return {
        "statement": shorten(row["statement"]),
        "citation": shorten(row["citation"]),
        "source": shorten(row["source"]),
        "title": (row["title_zh"] or english) if lang == "zh" else english,
        "publisher": row["publisher"],
        "address": row["address"],
        "locator": row["locator"],
        "certainty": slug(row["certainty"]),
        "retrieved_on": row["retrieved_on"],
        "supports": sorted(row["supports"]),
    }
