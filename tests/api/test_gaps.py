"""What the graph does not know: kinds, filters, counts, bad input."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.gaps import counted, gaps
from accordgraph.namespaces import ID

COUNT = {"under": "a/x", "counted_on": None, "seen_on": "2021-03-18", "counted": "16"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "records/gaps-undated": [{"thing": "m/1", "day": "2010-01-01", "accord": "a/x", "place": "j/X"}],
    "records/gaps-confirmed": [
        {"thing": "m/1", "day": "2024-12-31", "accord": "a/x", "place": "j/X"},
        {"thing": "m/2", "day": "2025-01-01", "accord": "a/x", "place": "j/Y"},
    ],
    "records/gaps-unregulated": [{"thing": "j/Y", "day": None, "accord": None, "place": "j/Y"}],
    "records/gaps-lists": [
        {"thing": "a/x", "day": "2025-06-01", "accord": "a/x", "place": None},
        {"thing": "a/y", "day": None, "accord": "a/y", "place": None},
    ],
    "figures/compare-counts": [
        {**COUNT, "observation": "o/1", "difference": "1.0"},
        {**COUNT, "observation": "o/2", "difference": "0.0"},
        {**COUNT, "observation": "o/3", "difference": "-2", "under": f"{ID}jurisdiction-group/g"},
    ],
    "records/gaps-pending": [{"thing": "m/3", "day": None, "accord": "a/y", "place": None}],
}
TODAY = date(2026, 1, 1)


def found(**more: Any) -> list[tuple[str, str]]:
    return [(gap["kind"], gap["thing"]) for gap in gaps(ROWS, today=TODAY, **more)]


def test_a_confirmation_is_stale_after_a_year() -> None:
    assert found() == [
        ("undated", "m/1"),
        ("unconfirmed", "m/1"),
        ("unregulated", "j/Y"),
        ("open-list", "a/y"),
        ("count", "o/1"),
        ("count", "o/3"),
        ("pending", "m/3"),
    ]
    assert ("unconfirmed", "m/2") in [(g["kind"], g["thing"]) for g in gaps(ROWS, today=date(2026, 1, 2))]


def test_by_kind_accord_and_place() -> None:
    assert found(kind="pending") == [("pending", "m/3")]
    assert {thing for _, thing in found(accord="a/y")} == {"a/y", "m/3"}
    assert {thing for _, thing in found(place="j/Y")} == {"j/Y"}
    assert counted(gaps(ROWS, today=TODAY), "accord") == {
        "x": {"undated": 1, "unconfirmed": 1, "count": 1},
        "y": {"open-list": 1, "pending": 1},
    }


def test_a_count_that_differs_tells_both_numbers() -> None:
    """Of a group of places it concerns no accord; a count that agrees is no gap."""
    one, other = gaps(ROWS, today=TODAY, kind="count")
    assert (one["counted"], one["listed"], one["day"], one["accord"]) == (16, 17, "2021-03-18", "a/x")
    assert (other["counted"], other["listed"], other["accord"]) == (16, 14, None)


def test_the_route_tells_and_counts(client: Any) -> None:
    answer = client.get("/api/v1/gaps", params={"as_of": "2031-01-01", "limit": "1000"}).json()
    assert answer["meta"]["total"] == len(answer["data"]) > 0
    assert {"unconfirmed", "unregulated"} <= {gap["kind"] for gap in answer["data"]}
    assert answer["meta"]["by_accord"] and answer["meta"]["by_jurisdiction"]
    one = client.get("/api/v1/gaps", params={"accord": "meridian", "as_of": "2031-01-01"}).json()
    assert {gap["accord"] for gap in one["data"]} == {"meridian"}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"kind": "holes"}, "bad-value"),
        ({"accord": "no-such"}, "unknown-name"),
        ({"as_of": "soon"}, "bad-value"),
        ({"nonsense": "1"}, "unknown-field"),
    ],
)
def test_bad_input_is_told(refused: Any, params: dict[str, str], code: str) -> None:
    assert refused("/api/v1/gaps", **params) == code
