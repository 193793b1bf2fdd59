"""What happened when: order, filters, pages, bad input."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Client


def happenings(client: Client, **params: str) -> list[dict[str, object]]:
    answer = client.get("/api/v1/timeline", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["data"]
    return found


def test_starts_and_ends_in_order_with_their_sources(client: Client) -> None:
    found = happenings(client, accord="meridian", limit="1000")
    days = [str(each["date"]) for each in found]
    assert days == sorted(days) and len(days) > 3
    assert {"start", "end"} <= {each["what"] for each in found}
    membership = next(e for e in found if str(e["id"]).startswith("membership/"))
    assert membership["evidence"] and membership["involves"]


def test_filters(client: Client) -> None:
    everything = happenings(client, limit="1000")
    some = happenings(client, **{"from": "2015", "to": "2018", "limit": "1000"})
    assert some and len(some) < len(everything)
    assert all("2015" <= str(each["date"])[:4] <= "2018" for each in some)
    assert {e["what"] for e in happenings(client, what="end")} == {"end"}
    assert happenings(client, jurisdiction="XN", accord="lantern")


@pytest.mark.parametrize(
    ("params", "field"), [({"from": "2018", "to": "2015"}, "to"), ({"what": "nothing"}, "what")]
)
def test_what_no_happening_can_be_is_no_empty_list(
    client: Client, params: dict[str, str], field: str
) -> None:
    answer = client.get("/api/v1/timeline", params=params)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "bad-value", field)


def test_pages_join_to_the_whole(client: Client) -> None:
    whole = happenings(client, limit="1000")
    pages, cursor = [], "0"
    while cursor:
        answer = client.get("/api/v1/timeline", params={"limit": "3", "cursor": cursor}).json()
        pages += answer["data"]
        cursor = answer["meta"]["next"]
    assert pages == whole and answer["meta"]["total"] == len(whole)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"from": "yesterday"}, "bad-value"),
        ({"accord": "no-such"}, "unknown-name"),
        ({"limit": "0"}, "bad-value"),
        ({"nonsense": "1"}, "unknown-field"),
    ],
)
def test_bad_input_is_told(refused: Any, params: dict[str, str], code: str) -> None:
    assert refused("/api/v1/timeline", **params) == code
