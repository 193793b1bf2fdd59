"""What the graph does not know: kinds, filters, counts, bad input."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.gaps import counted, gaps

ROWS: dict[str, list[dict[str, Any]]] = {
    "gaps-undated": [{"thing": "m/1", "day": "2010-01-01", "accord": "a/x", "place": "j/X"}],
    "gaps-confirmed": [
        {"thing": "m/1", "day": "2024-12-31", "accord": "a/x", "place": "j/X"},
        {"thing": "m/2", "day": "2025-01-01", "accord": "a/x", "place": "j/Y"},
    ],
    "gaps-unregulated": [{"thing": "j/Y", "day": None, "accord": None, "place": "j/Y"}],
    "gaps-lists": [
        {"thing": "a/x", "day": "2025-06-01", "accord": "a/x", "place": None},
        {"thing": "a/y", "day": None, "accord": "a/y", "place": None},
    ],
    "gaps-pending": [{"thing": "m/3", "day": None, "accord": "a/y", "place": None}],
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
        ("pending", "m/3"),
    ]
    assert ("unconfirmed", "m/2") in [(g["kind"], g["thing"]) for g in gaps(ROWS, today=date(2026, 1, 2))]


def test_by_kind_accord_and_place() -> None:
    assert found(kind="pending") == [("pending", "m/3")]
    assert {thing for _, thing in found(accord="a/y")} == {"a/y", "m/3"}
    assert {thing for _, thing in found(place="j/Y")} == {"j/Y"}
    assert counted(gaps(ROWS, today=TODAY), "accord") == {
        "x": {"undated": 1, "unconfirmed": 1},
        "y": {"open-list": 1, "pending": 1},
    }


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
