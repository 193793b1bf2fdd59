"""What the graph does not know: undated members, stale facts, unregulated places, open lists, odd counts.

A gap is told with the thing it concerns, its accord and its place as far as they apply, and the day
that matters for it: the first day a member was seen, the last day a fact or a list was confirmed, the day
for which members were counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.model import Text
from accordgraph.records import Records
from accordgraph.stored_queries import Row

STALE_AFTER = timedelta(days=365)
"""How long a confirmation stays fresh."""

KINDS: dict[str, tuple[str, Text]] = {
    "undated": (
        "records/gaps-undated",
        Text("member without a start date; first seen", "成员无起始日期；首见于"),
    ),
    "unconfirmed": (
        "records/gaps-confirmed",
        Text("not confirmed for over a year; last confirmed", "逾一年未确认；最近确认于"),
    ),
    "unregulated": (
        "records/gaps-unregulated",
        Text("place with members and no word on who regulates engineers", "有成员但无工程师管制信息的辖区"),
    ),
    "open-list": (
        "records/gaps-lists",
        Text(
            "member list open, or not confirmed for over a year; complete until",
            "名单开放或逾一年未确认；完整至",
        ),
    ),
    "count": (
        "figures/compare-counts",
        Text("a source counts others than are listed; counted for", "来源计数与所列不符；计数所指日期"),
    ),
    "pending": (
        "records/gaps-pending",
        Text("pending: no source confirms it", "待定：无来源证实"),
    ),
}
"""Kinds of gaps: the stored query of each, and its text."""

COUNTED = Text(
    "a source counts {counted}, listed are {listed}; counted for",
    "来源计{counted}，所列为{listed}；计数所指日期",
)
"""The text of one count that differs."""


def gaps(
    rows: Mapping[str, Iterable[Row]],
    *,
    today: date,
    kind: str | None = None,
    accord: str | None = None,
    place: str | None = None,
) -> list[dict[str, Any]]:
    """The gaps of every kind, or of one, concerning one accord or place if given.

    Parameters
    ----------
    rows : rows of the queries that `KINDS` names, by name.
    today : the day on which a confirmation is fresh or not.
    """
    stale = (today - STALE_AFTER).isoformat()
    return [
        {"kind": name, **row}
        for name, (query, _) in KINDS.items()
        if kind in (None, name)
        for row in (_differing(rows[query]) if name == "count" else rows[query])
        if not (name == "unconfirmed" and row["day"] >= stale)
        and not (name == "open-list" and (row["day"] or "") >= stale)
        and accord in (None, row["accord"])
        and place in (None, row["place"])
    ]


def _differing(rows: Iterable[Row]) -> Iterator[Row]:
    """The counts that differ from what is listed, as gaps: the day is the one they are compared on."""
    for row in rows:
        counted, difference = Decimal(row["counted"]), Decimal(row["difference"] or 0)
        of_group = shorten(row["under"]).startswith("jurisdiction-group/")
        if difference:
            yield {
                "thing": row["observation"],
                "day": row["counted_on"] or row["seen_on"],
                "accord": None if of_group else row["under"],
                "place": None,
                "counted": int(counted),
                "listed": int(counted + difference),
            }


def told(gap: Mapping[str, Any], records: Records) -> dict[str, Any]:
    """A gap as answers print it."""
    text = COUNTED if "counted" in gap else KINDS[gap["kind"]][1]
    label = records.label(gap["thing"])
    return {
        "kind": gap["kind"],
        "text": {lang: said.format_map(gap) for lang, said in text._asdict().items()},
        "id": shorten(gap["thing"]),
        "iri": gap["thing"],
        "label": {"en": label.en, "zh": label.zh},
        "date": gap["day"],
        "accord": gap["accord"] and slug(gap["accord"]),
        "jurisdiction": gap["place"] and slug(gap["place"]),
        **{key: gap[key] for key in ("counted", "listed") if key in gap},
    }


def counted(found: Iterable[Mapping[str, Any]], key: str) -> dict[str, dict[str, int]]:
    """How many gaps of each kind, by accord or by place (`key`); those that concern none are left out."""
    counts: dict[str, dict[str, int]] = {}
    for gap in found:
        if gap[key] is not None:
            of = counts.setdefault(slug(gap[key]), {})
            of[gap["kind"]] = of.get(gap["kind"], 0) + 1
    return dict(sorted(counts.items()))
