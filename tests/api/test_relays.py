"""Relays and eased registrations in the API and on the page, and receipts by both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.telling import tell
from accordgraph.web.app import create_app

TODAY = date(2026, 1, 1)
PERSON = {
    "degree_jurisdiction": "XN",
    "degree_awarded": "2014-06-30",
    "degree_accredited": "true",
    "design_office_years": "4",
    "site_years": "2",
    "competence": "true",
    "ethics": "true",
    "referees": "true",
}
ASKED = {"home": "XQ", "target": "XS", "goal": "competence", **PERSON}


@pytest.fixture(scope="session")
def far(open_world: Callable[..., AccordGraph]) -> AccordGraph:
    return open_world("fiction", "relays")


@pytest.fixture(scope="session")
def by(far: AccordGraph) -> Iterator[TestClient]:
    with TestClient(create_app(far, today=lambda: TODAY), raise_server_exceptions=False) as found:
        yield found


def answer(by: TestClient, **more: str) -> dict[str, Any]:
    found = by.get("/api/v1/pathways", params={**ASKED, **more})
    assert found.status_code == 200, found.text[:300]
    data: dict[str, Any] = found.json()["data"]
    return data


def test_none_is_listed_unless_asked(by: TestClient) -> None:
    data = answer(by)
    assert (data["relays"], data["relays_not_listed"]) == ([], 0)
    assert answer(by, relay="0") == data


def test_a_relay_stands_apart_from_the_paths_and_tells_all_it_asks(by: TestClient) -> None:
    data = answer(by, relay="1")
    assert data["paths"] == answer(by)["paths"]
    (relay,) = data["relays"]
    assert [place["id"] for place in relay["places"]] == ["XN"]
    assert relay["outcome"] == "open_conditional"
    (registration,) = relay["registrations"]
    told = {each["id"]: each for each in registration["requirements"]}
    assert {name: each["standing"] for name, each in told.items()} == {
        "northland-degree": "waived",
        "northland-residence": "asked",
        "northland-test": "asked",
        "northland-relief": "perhaps",
    }
    degree = told["northland-degree"]
    assert degree["by"][-1]["id"] == "equivalence/lantern-degree-for-northland"
    assert degree["evidence"] and degree["spared"]
    assert told["northland-relief"]["standing_label"] == "may apply"
    assert (
        relay["onward"][0]["steps"][0]["text"]
        == "Meridian Agreement: register Meridian Engineer at Northland"
    )
    assert relay["onward"][0]["outcome"] == "open"


@pytest.mark.parametrize("wrong", ["3", "-1", "yes", "1.0"])
def test_another_number_of_registrations_is_refused(by: TestClient, wrong: str) -> None:
    refused = by.get("/api/v1/pathways", params={**ASKED, "relay": wrong})
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
        422,
        "bad-value",
        "relay",
    )


def test_an_accord_that_eases_the_targets_own_registration_is_told(by: TestClient) -> None:
    eased = answer(by, home="XN", goal="licence")["ordinary_registration"]
    assert eased["code"] == "ORDINARY_REGISTRATION_EASED"
    (procedure,) = eased["procedures"]
    standing = {each["id"]: each["standing"] for each in procedure["requirements"]}
    assert standing == {"southland-competence": "waived", "southland-language": "asked"}
    assert answer(by, home="XN")["ordinary_registration"] is None  # no registration gives what is asked


def test_where_nothing_is_open_the_ordinary_way_tells_what_it_asks(by: TestClient) -> None:
    ordinary = answer(by, home="XQ", goal="licence")["ordinary_registration"]
    assert ordinary["code"] == "ORDINARY_REGISTRATION"
    assert not ordinary["eased"]
    assert [len(procedure["requirements"]) for procedure in ordinary["procedures"]] == [0, 2]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_told_in_words(far: AccordGraph, lang: str) -> None:
    told = tell(far.pathways({**ASKED, "relay": "2", "include": "told", "lang": lang}, today=TODAY))
    for words in {
        "en": [
            "relay: Northland",
            "a year of residence in Northland. [asked]",
            "[waived]",
            "register: Charter",
        ],
        "zh": ["中转：北境", "在北境居住一年。 [须满足]", "[免除]", "注册：北境特许注册"],
    }[lang]:
        assert words in told
    sources = [line for line in told.splitlines() if line.lstrip().startswith(("source: ", "来源："))]
    assert all(line.endswith(")" if lang == "en" else "）") for line in sources)
    assert sources and not any(" (" in line for line in sources if lang == "zh")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_them_below_the_ways(by: TestClient, get: Callable[..., Any], lang: str) -> None:
    address = "/pathways?" + "&".join(f"{k}={v}" for k, v in {**ASKED, "relay": "2", "lang": lang}.items())
    page = get(address, by=by)
    for number in (1, 2):
        assert page.by_id(f"relay-{number}")
    assert {"en": "a year of residence in Northland", "zh": "在北境居住一年"}[lang] in page.said
    without = get(address.replace("relay=2", "relay="), by=by)
    assert not [e for e in without.elements if e.attributes.get("id", "").startswith("relay-")]
    (link,) = (e for e in page.all("a") if "receipt=true" in e.attributes["href"])
    assert by.get(link.attributes["href"]).json()["digest"].startswith("sha256:")


def test_a_receipt_is_a_file_and_replays_as_the_same(by: TestClient) -> None:
    kept = by.get("/api/v1/pathways", params={**ASKED, "relay": "1", "receipt": "true"})
    assert kept.headers["content-disposition"] == 'attachment; filename="receipt.json"'
    assert kept.headers["cache-control"] == "no-store"
    assert kept.json()["answer"] == answer(by, relay="1")
    told = by.post("/api/v1/replay", content=kept.content)
    assert (told.status_code, told.json()["data"]["same"]) == (200, True)


def test_a_question_with_a_scenario_is_kept_too(by: TestClient) -> None:
    member = {"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2020-01-01"}
    body = {**{k: ASKED[k] for k in ("home", "target", "goal")}, "profile": PERSON,
            "scenario": {"memberships": [member]}, "receipt": True}  # fmt: skip
    kept = by.post("/api/v1/pathways", json=body).json()
    assert kept["answer"]["question"]["hypothetical"]
    assert by.post("/api/v1/replay", json=kept).json()["data"]["same"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{}", "not-a-receipt"), (b"[]", "bad-value"), (b"{", "bad-value"), (b'{"a": 1}', "not-a-receipt")],
)
def test_what_is_no_receipt_is_refused(by: TestClient, content: bytes, code: str) -> None:
    refused = by.post("/api/v1/replay", content=content)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_an_edited_receipt_is_refused(by: TestClient) -> None:
    kept = by.get("/api/v1/pathways", params={**ASKED, "receipt": "true"}).json()
    kept["answer"]["paths"][0]["outcome"] = "open"
    refused = by.post("/api/v1/replay", json=kept)
    assert (refused.status_code, refused.json()["code"]) == (422, "receipt-edited")


def test_a_huge_receipt_is_refused(by: TestClient) -> None:
    refused = by.post("/api/v1/replay", content=b" " * 16_000_001)
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")


def test_receipt_is_true_or_false(by: TestClient) -> None:
    refused = by.get("/api/v1/pathways", params={**ASKED, "receipt": "perhaps"})
    assert (refused.status_code, refused.json()["field"]) == (422, "receipt")
