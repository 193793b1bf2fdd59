"""An entry standard in words: the tree of its conditions, each node with what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accordgraph.namespaces import ID
from accordgraph.web.pages.record import Piece, Teller

DEEPEST = 12
JOINS = {"AllOf": "all", "AnyOf": "any", "AtLeast": "some"}


@dataclass(frozen=True)
class Node:
    """One condition: its label, how its parts join, what it asks, and its parts."""

    label: str
    href: str
    join: str | None
    asks: list[tuple[str, list[Piece]]]
    parts: list[Node]


def tree(teller: Teller, iri: str, depth: int = 0) -> Node:
    """The condition and all below it."""
    record = teller.records.record(iri)
    join = next((JOINS[t] for t in record["type"] if t in JOINS), None)
    parts: list[Any] = [*_several(record.get("operand")), *_several(record.get("includes"))]
    below = [tree(teller, ID + part["id"], depth + 1) for part in parts] if depth < DEEPEST else []
    t = teller.reading.t
    return Node(
        label=teller.reading.say(record["label"]) if record["label"]["en"] != record["id"] else "",
        href=teller.reading.href(f"condition/{record['id']}"),
        join=str(t(f"condition.{join}", n=record.get("min_count", ""))) if join and below else None,
        asks=_asks(teller, record),
        parts=below,
    )


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _asks(teller: Teller, record: Mapping[str, Any]) -> list[tuple[str, list[Piece]]]:
    """What a leaf asks: years as a sentence, all else as label and value."""
    labels = teller.labels(record["iri"])
    asks: list[tuple[str, list[Piece]]] = []
    keys = ("until_field", "names", "accredited_under", "asks_accreditor")
    if record.get("min_years"):
        years = teller.reading.t("condition.years", years=f"{record['min_years']:g}")
        asks.append((str(years), teller.pieces(record.get("reads_field") or [])))
    asks += [(labels.get(key, key), teller.pieces(record[key])) for key in keys if record.get(key)]
    if record.get("holds_unless_stated"):
        asks.append((str(teller.reading.t("condition.presumed")), []))
    return asks
