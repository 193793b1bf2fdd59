"""Records, collections and search."""

from __future__ import annotations

from typing import Any

import pytest

from accordgraph.records import COLLECTIONS


def data(client: Any, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_every_collection_answers_with_total(client: Any) -> None:
    for name in COLLECTIONS:
        meta = client.get(f"/api/v1/{name}").json()["meta"]
        assert meta["total"] >= 0 and "notice" in meta


def test_a_record_has_labels_validity_and_evidence(client: Any) -> None:
    found = data(client, "memberships/ipea-xa-1")
    assert found["iri"] == "https://w3id.org/accordgraph/id/membership/ipea-xa-1"
    assert (found["valid_from"], found["valid_through"]) == ("2018-07-01", "2021-06-30")
    assert found["tier"]["label"] == {"en": "Full", "zh": "正式成员"}
    assert found["evidence"][0]["locator"] == "section 3"


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("bodies/northland-engineers", {"en": False, "zh": True}),
        ("bodies/eastland-engineers", {"en": True, "zh": False}),
        ("bodies/southland-engineers", {"en": True, "zh": True}),
        ("accords/meridian", {"en": True, "zh": True}),
        ("titles/meridian-engineer", {"en": True, "zh": True}),
        ("sources/fiction", {"en": False, "zh": True}),
        ("jurisdictions/XN", None),
        ("memberships/ipea-xa-1", None),
    ],
)
def test_a_record_says_which_of_its_names_are_ours(client: Any, path: str, ours: Any) -> None:
    """A name in another script is one of the language; places and statements have no name of their own."""
    assert data(client, path).get("label_is_translation") == ours


def test_another_reading_in_words_is_in_both_languages_and_says_which_are_ours(client: Any) -> None:
    (beside,) = data(client, "bodies/northland-engineers")["rivals"]
    itself = data(client, "rivals/northland-name")
    for told in (beside, itself):
        assert told["other_value"] == {"en": "Engineers of the North", "zh": "北方工程师协会"}
        assert told["other_value_is_translation"] == {"en": False, "zh": True}


def test_codes_in_any_case(client: Any) -> None:
    assert data(client, "jurisdictions/us-tx")["id"] == "US-TX"


def test_filters(client: Any) -> None:
    def ids(**filters: Any) -> list[str]:
        return [r["id"] for r in data(client, "memberships", **filters)]

    assert ids(accord="ipea", jurisdiction="XA") == ["ipea-xa-1", "ipea-xa-2"]
    assert ids(accord="ipea", tier="restricted") == ["ipea-xa-2"]
    assert ids(accord="ipea", body="xa-engineers", as_of="2020-01-01") == ["ipea-xa-1"]
    assert ids(accord="ipea", jurisdiction="BR") == []
    assert ids(accord="Meridian Agreement", jurisdiction="南境") == ["meridian-southland-1"]
    assert ids(accord="", tier="restricted") == ["ipea-xa-2"]


@pytest.mark.parametrize("filtered", [{"accord": "nowhere"}, {"jurisdiction": "XX"}, {"body": "nobody"}])
def test_a_filter_that_names_nothing_is_no_empty_list(client: Any, filtered: dict[str, str]) -> None:
    answer = client.get("/api/v1/memberships", params=filtered)
    [(field, given)] = filtered.items()
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "unknown-name")
    assert (told["field"], told["given"]) == (field, given)


def test_a_membership_seen_but_undated_holds_before_it_was_seen_too(client: Any) -> None:
    found = data(client, "memberships", accord="meridian", jurisdiction="XS", as_of="1999-01-01")
    assert [r["id"] for r in found] == ["meridian-southland-1"]


def test_pages_hold_everything_once(client: Any) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(100):
        answer = client.get("/api/v1/memberships", params={"limit": 7, "cursor": cursor}).json()
        seen += [r["id"] for r in answer["data"]]
        cursor = answer["meta"]["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == answer["meta"]["total"] > 20


def test_equivalences_say_what_counts_as_what_for_which_purpose(client: Any) -> None:
    found = {r["id"]: r for r in data(client, "equivalences")}["lantern-degree-for-meridian"]
    assert found["from"]["id"] == "condition/lantern-degree"
    assert found["to"]["id"] == "standard/meridian-2020"
    assert [p["id"] for p in found["purpose"]] == ["purpose/education-requirement"]


def test_search_in_both_languages(client: Any) -> None:
    for text in ("meridian agr", "子午线", "MERIDIAN"):
        assert data(client, "search", q=text)[0]["id"] in ("accord/meridian", "title/meridian-engineer"), text
    assert data(client, "search", q="") == []
    assert data(client, "search", q="Malaysia")[0]["id"] == "MY"
