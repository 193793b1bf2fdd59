"""Hubs, bridges and communities over the interface."""

from __future__ import annotations

from typing import Any

import pytest

MEASURES = "/api/v1/network/measures"


def test_each_measure_has_its_definition_and_names(client: Any) -> None:
    answer = client.get(MEASURES, params={"as_of": "2026-01-01", "lang": "zh"}).json()
    data = answer["data"]
    assert {"hub", "bridge", "community"} <= set(data["definitions"]) and "割点" in data["definitions"][
        "bridge"
    ]
    assert data["hubs"][0]["degree"] >= data["hubs"][-1]["degree"] > 0 and data["hubs"][0]["label"]
    assert sum(group["size"] for group in data["communities"]) == len(data["hubs"])
    assert answer["meta"]["as_of"] == "2026-01-01"


def test_one_accord_alone(client: Any) -> None:
    data = client.get(MEASURES, params={"as_of": "2026-01-01", "accord": "meridian"}).json()["data"]
    assert data["counts"]["accords"] == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"accord": "none"}, "unknown-name"),
        ({"as_of": "x"}, "bad-value"),
        ({"format": "svg"}, "unknown-field"),
    ],
)
def test_bad_requests(refused: Any, asked: dict[str, str], code: str) -> None:
    assert refused(MEASURES, **asked) == code
