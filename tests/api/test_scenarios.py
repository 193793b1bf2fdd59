"""Scenarios over the interface and as pages."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.web.app import create_app

COMPARE = "/api/v1/scenarios/compare"
JOIN = {
    "memberships": [{"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2025"}]
}
ASK = {"home": "XN", "target": "XQ", "goal": "competence", "as_of": "2026-01-01"}


def compared(client: Any, **asked: Any) -> Any:
    answer = client.post(COMPARE, json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_stored_ones_are_listed_in_both_languages(client: Any) -> None:
    answer = client.get("/api/v1/scenarios").json()
    assert [each["id"] for each in answer["data"]] == ["a-member-is-paused", "quietland-joins"]
    assert all(
        each[key][lang] for each in answer["data"] for key in ("title", "question") for lang in ("en", "zh")
    )
    assert answer["meta"]["total"] == 2 and answer["meta"]["notice"]


def test_the_list_is_paged(client: Any) -> None:
    first = client.get("/api/v1/scenarios", params={"limit": 1}).json()
    second = client.get("/api/v1/scenarios", params={"limit": 1, "cursor": first["meta"]["next"]}).json()
    assert second["data"][0]["id"] == "quietland-joins" and second["meta"]["next"] is None


def test_one_is_told_with_its_document(client: Any) -> None:
    told = client.get("/api/v1/scenarios/quietland-joins").json()["data"]
    assert told["document"]["memberships"][0]["valid_from"] == "2025-01-01"
    assert told["as_of"] == ["2025-06-01", "2027-01-01"] and told["assumptions"]


def test_none_of_that_name(client: Any) -> None:
    answer = client.get("/api/v1/scenarios/none")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert "quietland-joins" in answer.json()["accepted"]


def test_who_gains_by_which_path(client: Any) -> None:
    answer = compared(client, scenario=JOIN, goal="competence", as_of="2026-01-01")
    (goal,) = answer["data"]["goals"]
    assert goal["gained"] == answer["meta"]["total"] > 0 == goal["lost"]
    assert sum(move["pairs"] for move in goal["moves"]) == goal["gained"]
    ends = {(c["home"]["id"], c["target"]["id"]): c for c in answer["data"]["changes"]}
    change = ends["XN", "XQ"]
    assert (change["change"], change["before"], change["after"]) == ("gained", "blocked", "open")
    (path,) = (p for p in change["paths"] if p["accord"] == "meridian")
    assert path["rule"] == "meridian-acknowledge" and path["hypothetical"]
    assert answer["data"]["asked"]["standard_profile"] and "XQ" in {end for pair in ends for end in pair}


def test_who_loses(client: Any) -> None:
    answer = compared(client, scenario="a-member-is-paused", goal=["competence"])
    assert answer["meta"]["as_of"] == "2026-01-01"  # the day that the scenario names
    assert answer["data"]["goals"][0]["lost"] == answer["meta"]["total"] > 0
    assert {change["change"] for change in answer["data"]["changes"]} == {"lost"}
    paths = [path for change in answer["data"]["changes"] for path in change["paths"]]
    assert any("SOURCE_TIER_PAUSED" in path["reasons"] for path in paths)


def test_the_last_day_that_a_scenario_names_is_asked_and_another_may_be(client: Any) -> None:
    assert compared(client, scenario="quietland-joins")["meta"]["as_of"] == "2027-01-01"
    early = compared(client, scenario="quietland-joins", as_of="2025-06-01")
    assert early["meta"]["total"] == 0 and early["data"]["changes"] == []


def test_the_list_of_changes_is_whole_over_its_pages(client: Any) -> None:
    whole = compared(client, scenario=JOIN, as_of="2026-01-01")
    assert not whole["meta"]["truncated"]
    found, cursor = [], "0"
    while cursor is not None:
        page = compared(client, scenario=JOIN, as_of="2026-01-01", limit=2, cursor=cursor)
        assert page["meta"]["truncated"] and page["data"]["goals"] == whole["data"]["goals"]
        found += page["data"]["changes"]
        cursor = page["meta"]["next"]
    assert found == whole["data"]["changes"]


def test_for_a_person_and_in_chinese(client: Any) -> None:
    answer = compared(client, scenario=JOIN, goal="title", profile={"ethics": True}, lang="zh")
    assert not answer["data"]["asked"]["standard_profile"] and "个人" in answer["data"]["asked"]["for"]
    assert answer["data"]["goals"][0]["goal_label"] and answer["meta"]["lang"] == "zh"


def test_same_question_same_bytes(client: Any) -> None:
    one, two = (client.post(COMPARE, json={"scenario": JOIN, "as_of": "2026-01-01"}) for _ in range(2))
    assert one.content == two.content


def test_a_stored_scenario_is_named_in_a_question(client: Any) -> None:
    asked = {**ASK, "as_of": "2027-01-01"}
    by_name = client.get("/api/v1/pathways", params={**asked, "scenario": "quietland-joins"}).json()
    document = client.get("/api/v1/scenarios/quietland-joins").json()["data"]["document"]
    whole = client.post("/api/v1/pathways", json={**asked, "scenario": document}).json()
    assert by_name == whole and by_name["data"]["question"]["hypothetical"]
    assert by_name["data"]["paths"][0]["hypothetical"]


WRONG = [
    ({"scenario": "none"}, "scenario", "unknown-name"),
    ({"scenario": 5}, "scenario", "bad-value"),
    (
        {"scenario": {"ended": [{"accord": "x", "valid_through": "2020"}]}},
        "scenario.ended[0].accord",
        "unknown-name",
    ),
    (
        {"scenario": {"rules": [{"rule": "meridian-licence", "concludes": "academic"}]}},
        "scenario.rules[0]",
        "bad-scenario",
    ),
    ({"scenario": JOIN, "goal": "fame"}, "goal", "bad-value"),
    ({"scenario": JOIN, "goal": [["title"]]}, "goal", "bad-value"),
    ({"scenario": JOIN, "goals": "title"}, "goals", "unknown-field"),
    ({"scenario": JOIN, "as_of": "2026"}, "as_of", "bad-value"),
    ({"scenario": JOIN, "limit": 0}, "limit", "bad-value"),
    ({"scenario": JOIN, "limit": True}, "limit", "bad-value"),
    ({"scenario": JOIN, "cursor": "x"}, "cursor", "bad-value"),
    ({"scenario": JOIN, "profile": 5}, "profile", "bad-value"),
    ({"scenario": {**JOIN, "as_of": "soon"}}, "scenario.as_of", "bad-value"),
    ({"scenario": {**JOIN, "profile": {"wings": 2}}}, "wings", "unknown-field"),
]


@pytest.mark.parametrize(("asked", "field", "code"), WRONG, ids=lambda value: str(value)[:50])
def test_bad_input_is_a_problem(client: Any, asked: Any, field: str, code: str) -> None:
    answer = client.post(COMPARE, json=asked)
    assert (answer.status_code, answer.json()["field"], answer.json()["code"]) == (422, field, code)


def test_a_question_with_a_scenario_that_breaks_a_shape_is_refused(client: Any) -> None:
    broken = {"tiers": [{"accord": "meridian", "tier": "charter", "withholds": ["register"]}]}
    answer = client.post("/api/v1/pathways", json={**ASK, "scenario": broken})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-scenario")
    assert answer.json()["field"] == "scenario.tiers[0]" and "shape" in answer.json()["hint"]


@pytest.mark.parametrize(
    ("lang", "title", "gain"), [("en", "Quietland joins", "Gain"), ("zh", "静境加入", "增加")]
)
def test_pages(client: Any, lang: str, title: str, gain: str) -> None:
    listed = client.get("/scenarios", params={"lang": lang})
    assert listed.status_code == 200 and title in listed.text
    page = client.get("/scenarios/quietland-joins", params={"lang": lang, "goal": "competence"})
    assert page.status_code == 200 and title in page.text and gain in page.text
    early = client.get("/scenarios/quietland-joins", params={"lang": lang, "as_of": "2025-06-01"})
    assert early.status_code == 200 and early.text != page.text


@pytest.mark.parametrize(("path", "status"), [("none", 404), ("quietland-joins?goal=fame", 422)])
def test_pages_of_what_is_wrong(client: Any, path: str, status: int) -> None:
    assert client.get(f"/scenarios/{path}").status_code == status


SUPPOSED = {"who": "XQ", "accord": "meridian", "tier": "charter", "from": "2025", "as_of": "2026-01-01"}


@pytest.mark.parametrize(("lang", "gain"), [("en", "Gain"), ("zh", "增加")])
def test_a_supposed_accession_has_its_page(client: Any, lang: str, gain: str) -> None:
    page = client.get("/scenarios", params={**SUPPOSED, "goal": "competence", "lang": lang, "view": "map"})
    assert page.status_code == 200 and gain in page.text
    (goal,) = compared(client, scenario=JOIN, goal="competence", as_of="2026-01-01")["data"]["goals"]
    assert f"<td>{goal['gained']}</td>" in page.text and "quietland-joins" in page.text
    # What was asked is folded away above the answer; a form that still asks stands open.
    folded = '<details class="panel again">'
    assert page.text.index(folded) < page.text.index('name="who"') < page.text.index('id="counts"')
    assert folded not in client.get("/scenarios").text


def test_of_an_accession_that_names_no_tier_the_highest_is_meant(client: Any) -> None:
    given = {key: value for key, value in SUPPOSED.items() if key != "tier"}
    said = client.get("/scenarios", params={**given, "lang": "en"}).text
    assert "as Charter member?" in said or "charter" in said.lower()


def test_a_form_that_nobody_filled_in_is_not_wrong(client: Any) -> None:
    for given in ({}, {"who": "XQ"}, {"accord": "meridian"}):
        page = client.get("/scenarios", params=given)
        assert page.status_code == 200 and 'role="alert"' not in page.text


@pytest.mark.parametrize(
    "wrong", [{"who": "Nowhere"}, {"accord": "none"}, {"tier": "none"}, {"from": "soon"}, {"goal": "fame"}]
)
def test_what_is_wrong_in_the_form_is_told(client: Any, wrong: dict[str, str]) -> None:
    page = client.get("/scenarios", params={**SUPPOSED, **wrong})
    assert page.status_code == 422 and 'role="alert"' in page.text
    assert 'data-ui="changes"' not in page.text


def test_what_judges_scenarios_is_loaded_once_the_form_is_read(graph: AccordGraph) -> None:
    fresh = AccordGraph(graph.snapshot, graph.settings)
    with TestClient(create_app(fresh)) as client:
        client.get("/")
        assert "_judging" not in vars(fresh.scenarios)
        client.get("/scenarios")
        assert "_judging" in vars(fresh.scenarios)
        folder = fresh.scenarios._judging[1].folder
        assert folder.is_dir()
    assert not folder.exists()
