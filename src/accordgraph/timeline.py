"""What happened when: every dated start, end, signature, founding and event of the graph, in order.

A day that a source gives only as a month or a year sorts by its first day and is told as precisely
as it is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from accordgraph.namespaces import shorten, slug
from accordgraph.records import Records
from accordgraph.stored_queries import Row


def partial(day: str | None, precision: str | None) -> str | None:
    """A date as precisely as it is known.

    >>> partial("2022-06-01", "https://w3id.org/accordgraph/vocab/precision/month")
    '2022-06'
    """
    if day is None:
        return None
    return day[: {"year": 4, "circa": 4, "month": 7}.get(slug(precision or ""), 10)]


def happenings(
    rows: Iterable[Row],
    *,
    first: str | None = None,
    last: str | None = None,
    concerning: Collection[str] = (),
    what: str | None = None,
) -> list[dict[str, Any]]:
    """The rows of the query ``records/timeline`` as happenings, one for each day, kind and thing.

    Parameters
    ----------
    rows : in order.
    first, last : days between which they lie, inclusive, as ``YYYY-MM-DD``.
    concerning : IRIs, all of which a happening must concern or be.
    what : the kind of happening.
    """
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["day"], row["what"], row["thing"])
        each = found.setdefault(key, {**row, "involved": []})
        if row["involved"] is not None:
            each["involved"].append(row["involved"])
    return [
        each
        for (day, kind, thing), each in found.items()
        if (first is None or day >= first)
        and (last is None or day <= last)
        and (what is None or kind == what)
        and all(wanted in (thing, *each["involved"]) for wanted in concerning)
    ]


def counted(keys: Iterable[str]) -> dict[str, int]:
    """How many there are of each key.

    >>> counted(["2001", "1999", "2001"])
    {'1999': 1, '2001': 2}
    """
    return dict(sorted(Counter(keys).items()))


def told(happening: Mapping[str, Any], records: Records) -> dict[str, Any]:
    """A happening as answers print it."""
    return {
        "date": partial(happening["day"], happening["precision"]),
        "what": happening["what"],
        **_named(happening["thing"], records),
        "involves": [_named(each, records) for each in happening["involved"]],
        "evidence": records.evidence_of(happening["thing"]),
    }


def _named(thing: str, records: Records) -> dict[str, Any]:
    label = records.label(thing)
    return {"id": shorten(thing), "iri": thing, "label": {"en": label.en, "zh": label.zh}}
