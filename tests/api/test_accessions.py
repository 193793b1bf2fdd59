"""Which accord to join next, over the interface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.web.app import create_app

ACCESSIONS = "/api/v1/accessions"
ASKED = {"body": "tarn-society", "goal": "competence", "as_of": "2026-01-01"}


@pytest.fixture(scope="module")
def asking(open_world: Any) -> Iterator[TestClient]:
    with TestClient(create_app(open_world("questions"), today=lambda: date(2026, 1, 1))) as found:
        yield found


def told(client: Any, **asked: str) -> Any:
    answer = client.get(ACCESSIONS, params={**ASKED, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def ranked(data: Any, goal: int = 0) -> list[tuple[str, int, int]]:
    return [
        (each["tier"]["id"], each["newly_open_as_home"], each["newly_open_as_target"])
        for each in data["goals"][goal]["ranked"]
    ]


def rule(data: Any, tier: str) -> Any:
    (found,) = (each for each in data["accessions"] if each["tier"]["id"] == tier)
    (only,) = found["rules"]
    return only


def states(data: Any, tier: str) -> dict[str, str]:
    return {c["id"] or c["what"]: c["state"] for c in rule(data, tier)["conditions"]}


def test_what_opens_most_comes_first_and_a_lower_tier_has_its_own_rights(asking: Any) -> None:
    data = told(asking, body="dune-union")
    assert ranked(data)[:2] == [("compass-full", 4, 4), ("compass-provisional", 0, 0)]
    lower = data["goals"][0]["ranked"][1]
    assert lower["better"] == 4
    assert lower["not_yet"]["tier"]["id"] == "compass-full" and lower["not_yet"]["newly_open_as_home"] == 4
    assert data["goals"][0]["ranked"][0]["not_yet"] is None
    assert "standard profile" in data["asked"]["for"] and data["order"]


def test_gains_are_what_a_scenario_shows(asking: Any) -> None:
    first = told(asking)["goals"][0]["ranked"][0]
    joins = {"accord": "compass", "body": "tarn-society", "tier": "full", "valid_from": "2025-01-01"}
    scenario = {"scenario": {"memberships": [joins]}, "goal": "competence", "as_of": "2026-01-01"}
    changes = asking.post("/api/v1/scenarios/compare", json=scenario).json()["data"]["changes"]
    opened = {(c["home"]["id"], c["target"]["id"]) for c in changes if c["after"] == "open"}
    assert {("XT", place) for place in first["as_home"]["open"]} | {
        (place, "XT") for place in first["as_target"]["open"]
    } == opened


def test_conditions_are_met_only_if_the_data_say_so(asking: Any) -> None:
    assert states(told(asking, body="dune-union"), "compass-provisional") == {
        "nominations": "unknown",
        "shore": "met",
        "mentoring": "unknown",
        "non-governmental": "met",
        "operates-register": "unknown",
    }
    assert states(told(asking, body="moor-board"), "compass-provisional")["non-governmental"] == "open"


def test_of_a_place_it_is_not_said_what_one_of_its_bodies_is(asking: Any) -> None:
    given = {"jurisdiction": "XD", "goal": "competence", "as_of": "2026-01-01"}
    data = asking.get(ACCESSIONS, params=given).json()["data"]
    assert data["asked"]["body"] is None
    assert states(data, "compass-provisional")["non-governmental"] == "unknown"
    assert states(data, "compass-provisional")["shore"] == "met"


def test_votes_are_a_share_of_the_full_members_of_the_day_rounded_up(asking: Any) -> None:
    votes = rule(told(asking), "compass-full")["votes"]
    assert (votes["full_members"], votes["needed"], votes["numerator"], votes["denominator"]) == (3, 2, 2, 3)
    early = rule(told(asking, body="moor-board", as_of="2014-06-01"), "compass-full")["votes"]
    # One start is not sourced before 2015: two more may hold, and with them more votes are needed.
    assert (early["full_members"], early["perhaps_full_members"], early["needed_at_most"]) == (3, 1, 3)
    assert rule(told(asking), "compass-full")["provisional_years"] == 2.0


def test_years_at_an_earlier_tier_are_counted(asking: Any) -> None:
    for day, state in (("2012-01-01", "open"), ("2013-03-15", "unknown"), ("2013-05-01", "met")):
        data = told(asking, body="dune-union", as_of=day)
        assert states(data, "compass-full")["years"] == state, day


def test_what_a_condition_rules_out_is_listed_apart_and_cited(asking: Any) -> None:
    data = told(asking)
    assert "compass-provisional" not in {tier for tier, *_ in ranked(data)}
    (out,) = (each for each in data["ruled_out"] if each["id"] == "compass")
    assert (out["condition"], out["tiers"]) == ("admission", ["compass-provisional"])
    assert out["statements"] == ["admission-rule/compass-provisional"] and out["evidence"][0]["locator"]


def test_a_plan_is_a_plan_and_agreements_are_named(asking: Any) -> None:
    (plan,) = told(asking)["plans"]
    assert (
        plan["code"] == "PLANNED_ONLY"
        and [a["id"] for a in plan["accords"]] == ["compass"]
        and plan["evidence"]
    )
    compass = {each["id"]: each for each in told(asking, body="moor-board")["accords"]}["compass"]
    (agreement,) = compass["agreements"]
    assert agreement["id"] == "moor-reef" and agreement["members"][0]["id"] == "body/reef-council"


def test_pairs_are_ranked_too_and_paged(asking: Any) -> None:
    goal = told(asking, pairs="true")["goals"][0]
    assert goal["pairs"][0]["newly_open_as_home"] >= goal["ranked"][0]["newly_open_as_home"]
    assert [each["rank"] for each in goal["pairs"]] == list(range(1, goal["pairs_total"] + 1))
    assert told(asking, pairs="true", limit="1", cursor="1")["goals"][0]["pairs"] == goal["pairs"][1:2]
    assert "pairs" not in told(asking)["goals"][0]


def test_every_goal_if_none_is_named_in_both_languages(asking: Any) -> None:
    data = told(asking, goal="", lang="zh")
    assert len(data["goals"]) > 1 and "标准情形" in data["asked"]["for"]
    assert rule(data, "compass-full")["text"] == "约两年后由正式成员表决。"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"body": ""}, "missing-value"),
        ({"jurisdiction": "XT"}, "bad-value"),
        ({"body": "nobody"}, "unknown-name"),
        ({"goal": "fame"}, "bad-value"),
        ({"pairs": "some"}, "bad-value"),
        ({"limit": "0"}, "bad-value"),
        ({"as_of": "soon"}, "bad-value"),
        ({"accord": "compass"}, "unknown-field"),
    ],
)
def test_bad_requests(asking: Any, asked: dict[str, str], code: str) -> None:
    answer = asking.get(ACCESSIONS, params={**ASKED, **asked})
    assert answer.is_client_error and answer.json()["code"] == code


def test_same_question_same_bytes(asking: Any) -> None:
    one, two = (asking.get(ACCESSIONS, params={**ASKED, "pairs": "true"}).content for _ in range(2))
    assert one == two


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_names_the_places_that_would_open(asking: Any, lang: str) -> None:
    ranked = asking.get(ACCESSIONS, params=ASKED).json()["data"]["goals"][0]["ranked"]
    codes = next(each["as_home"]["open"] for each in ranked if each["as_home"].get("open"))
    page = asking.get(ACCESSIONS.removeprefix("/api/v1"), params={**ASKED, "lang": lang}).text
    labels = [asking.get(f"/api/v1/jurisdictions/{code}").json()["data"]["label"][lang] for code in codes]
    assert {"en": ", ", "zh": "、"}[lang].join(sorted(labels)) in page
