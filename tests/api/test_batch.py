"""Many people by many targets over the interface: what single questions say, within limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.web.app import create_app

ROUTE = "/api/v1/pathways/batch"
STRONG = {"ethics": True, "competence": True, "post_grad_years": 8, "degree_jurisdiction": "XN",
          "degree_awarded": "2014-06", "degree_accredited": True}  # fmt: skip
ASKED: dict[str, Any] = {
    "goal": "competence",
    "as_of": "2026-01-01",
    "targets": ["XS", "XQ", "XN"],
    "profiles": [
        {"id": "a", "home": "XN", "profile": STRONG},
        {"home": "XS"},
        {"home": "XQ", "ethics": "yes"},
    ],
}


def test_each_pair_is_what_a_question_says(client: TestClient) -> None:
    answer = client.post(ROUTE, json=ASKED)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    data = answer.json()["data"]
    assert data["errors"] == [] and len(data["pairs"]) == 9
    for pair in data["pairs"]:
        person = ASKED["profiles"][pair["profile"]]
        said = {k: v for k, v in person.items() if k != "id"}
        about = {
            "goal": ASKED["goal"],
            "as_of": ASKED["as_of"],
            "target": pair["target"],
            "include": "closed,levels",
        }
        best = client.post("/api/v1/pathways", json={**said, **about}).json()["data"]["paths"][0]
        assert pair["outcome"] == best["outcome"] and pair["accord"] == best["accord"], pair
        assert pair["gap_years"] == best["gap_years"]
        assert pair["reasons"] == sorted({reason["code"] for reason in best["reasons"]})
        assert pair["hypothetical"] is best["hypothetical"] is False


def test_with_supposed_facts_each_pair_is_what_a_question_says_with_them(client: TestClient) -> None:
    join = {"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2025"}
    for scenario in ("quietland-joins", {"memberships": [join]}):
        about = {"goal": "competence", "as_of": "2027-06-01", "scenario": scenario}
        asked = {**ASKED, **about}
        data = client.post(ROUTE, json=asked).json()["data"]
        assert data["hypothetical"] and {pair["hypothetical"] for pair in data["pairs"]} == {True, False}
        for pair in data["pairs"]:
            said = {k: v for k, v in ASKED["profiles"][pair["profile"]].items() if k != "id"}
            given = {**said, **about, "target": pair["target"], "include": "closed,levels"}
            best = client.post("/api/v1/pathways", json=given).json()["data"]["paths"][0]
            assert pair["outcome"] == best["outcome"] and pair["hypothetical"] == best["hypothetical"], pair
    assert client.post(ROUTE, json=ASKED).json()["data"]["hypothetical"] is False


def test_a_body_stands_for_its_place_and_keeps_its_name(client: TestClient) -> None:
    data = client.post(ROUTE, json={**ASKED, "targets": ["XS", "body/southland-engineers"]}).json()["data"]
    assert data["targets"] == ["jurisdiction/XS", "body/southland-engineers"]
    told = [{k: v for k, v in pair.items() if k != "target"} for pair in data["pairs"]]
    assert told[::2] == told[1::2]


def test_pending_statements_are_asked_about_if_included(client: TestClient) -> None:
    assert client.post(ROUTE, json=ASKED).json()["data"]["include"] == []
    assert client.post(ROUTE, json={**ASKED, "include": "pending"}).json()["data"]["include"] == ["pending"]


def test_a_profile_at_fault_does_not_spoil_the_others(client: TestClient) -> None:
    profiles = [
        {"home": "XN"},
        {"home": "nowhere"},
        {"profile": STRONG},
        {"home": "XN", "profile": {"shoe_size": 44}},
        {"home": "XN", "profile": {"post_grad_years": "=1+1"}},
        "XN",
        {"home": "XN", "profile": [1]},
        {"home": "XN", "ethics": True, "profile": {"ethics": False}},
        {"home": ["XN"]},
    ]
    data = client.post(ROUTE, json={**ASKED, "profiles": profiles}).json()["data"]
    assert {pair["profile"] for pair in data["pairs"]} == {0}
    assert [(error["profile"], error["code"]) for error in data["errors"]] == [
        (1, "unknown-name"),
        (2, "missing-value"),
        (3, "unknown-field"),
        (4, "bad-value"),
        (5, "bad-value"),
        (6, "bad-value"),
        (7, "bad-value"),
        (8, "bad-value"),
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"profiles": []}, "bad-value"),
        ({"profiles": {"home": "XN"}}, "bad-value"),
        ({"targets": []}, "missing-value"),
        ({"targets": None}, "bad-value"),
        ({"targets": [1]}, "bad-value"),
        ({"targets": ["XS", "XS"]}, "bad-value"),
        ({"targets": ["nowhere"]}, "unknown-name"),
        ({"goal": "fame"}, "bad-value"),
        ({"home": "XN"}, "unknown-field"),
        ({"lang": "de"}, "bad-value"),
        ({"include": "told"}, "bad-value"),
        ({"include": "everything"}, "bad-value"),
        ({"scenario": "nothing-of-that-name"}, "unknown-name"),
        ({"scenario": {"memberships": [{"accord": "nowhere"}]}}, "unknown-name"),
    ],
)
def test_a_request_at_fault(client: TestClient, changed: dict[str, Any], code: str) -> None:
    answer = client.post(ROUTE, json={**ASKED, **changed})
    assert answer.is_client_error and answer.json()["code"] == code, answer.text


def test_limits(graph: AccordGraph) -> None:
    settings = replace(graph.settings, batch_profiles=2, batch_targets=2, body_bytes=2_000)
    small = AccordGraph(graph.snapshot, settings)
    with TestClient(create_app(small, today=lambda: date(2026, 1, 1))) as client:
        fits = {**ASKED, "profiles": ASKED["profiles"][:2], "targets": ["XS", "XQ"]}
        assert client.post(ROUTE, json=fits).status_code == 200
        for more in (
            {"profiles": ASKED["profiles"]},
            {"targets": ["XS", "XQ", "XN"]},
            {"targets": "XS,XQ,XN"},
            {"profiles": [{"home": "X" * 3_000}]},
        ):
            answer = client.post(ROUTE, json={**fits, **more})
            assert answer.status_code == 413 and answer.json()["code"] == "too-large", answer.text
