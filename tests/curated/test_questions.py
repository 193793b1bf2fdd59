"""The questions this project began with, asked of the real facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.telling import tell
from accordgraph.web.app import create_app

TODAY = date(2026, 11, 21)
ENGINEER = {
    "degree_jurisdiction": "MY",
    "degree_awarded": "2012-07-01",
    "degree_accredited": True,
    "post_grad_years": 10,
    "in_charge_years": 3,
    "home_registered": True,
    "home_registration_until": "2027-12-31",
    "competence": True,
    "cpd": True,
    "ethics": True,
    "accountability": True,
}


def answer(real: AccordGraph, home: str, target: str, goal: str, **more: Any) -> dict[str, Any]:
    given = {"home": home, "target": target, "goal": goal, **more}
    found: dict[str, Any] = real.pathways(given, today=TODAY)["data"]
    return found


def by_accord(found: dict[str, Any]) -> dict[str, Any]:
    return {p["accord"]: p for p in found["paths"]}


def codes(path: dict[str, Any]) -> set[str]:
    return {r["code"] for r in path["reasons"]}


def test_malaysia_to_singapore(real: AccordGraph) -> None:
    three = ("asean-mraes", "apec-engineer-agreement", "ipea")
    asked = by_accord(answer(real, "MY", "SG", "competence"))
    full = by_accord(answer(real, "MY", "SG", "competence", profile=ENGINEER))
    for accord in three:
        assert asked[accord]["outcome"] == "open_conditional"
        assert full[accord]["outcome"] == "open", (accord, full[accord]["to_show"], full[accord]["actions"])
        for step in full[accord]["steps"]:
            assert step["evidence"] and all(e["source"] and e["locator"] for e in step["evidence"])


def test_a_chinese_degree_after_and_before_admission(real: AccordGraph) -> None:
    degree = {"degree_jurisdiction": "CN", "degree_accredited": "true"}
    after = by_accord(answer(real, "CN", "AU", "academic", degree_awarded="2017-07-01", **degree))
    before = by_accord(answer(real, "CN", "AU", "academic", degree_awarded="2010-07-01", **degree))
    assert after["washington-accord"]["outcome"] == "open"
    closed = before["washington-accord"]
    assert (closed["outcome"], codes(closed)) == ("blocked", {"DEGREE_BEFORE_ACCESSION"})
    reason = closed["reasons"][0]
    assert reason["date"] and reason["date"] in reason["sentence"] and reason["evidence"]


def test_china_to_australia_is_closed_and_the_plan_is_a_plan(real: AccordGraph) -> None:
    found = answer(real, "CN", "AU", "competence")
    paths = by_accord(found)
    for accord in ("ipea", "apec-engineer-agreement"):
        assert paths[accord]["outcome"] == "blocked"
        assert codes(paths[accord]) == {"HOME_BODY_NOT_MEMBER"}
    aims = {a["id"] for p in found["plans"] for a in p["aims"]}
    assert {"accord/ipea", "accord/apec-engineer-agreement"} <= aims
    assert all(p["code"] == "PLANNED_ONLY" and p["evidence"] for p in found["plans"])


def test_a_plan_is_shown_where_it_bears_and_from_the_day_it_was_stated(real: AccordGraph) -> None:
    def plans(goal: str, **more: Any) -> list[Any]:
        found: list[Any] = answer(real, "CN", "JP", goal, **more)["plans"]
        return found

    assert plans("competence") and plans("licence")
    assert not plans("academic")
    assert not plans("competence", as_of="2021-01-01")


def test_texas_to_mexico_is_uncertain_with_the_warning(real: AccordGraph) -> None:
    path = by_accord(answer(real, "US-TX", "MX", "licence"))["nafta-mrd"]
    assert (path["outcome"], path["certainty"]) == ("uncertain", "status-unknown")
    assert "2020-07-01" in path["warnings"][0]


def test_no_chain_through_a_third_country(real: AccordGraph) -> None:
    found = answer(real, "DE", "AU", "competence")
    assert all(p["outcome"] in ("blocked", "uncertain") and not p["hypothetical"] for p in found["paths"])
    assert not [p for p in found["paths"] for s in p["steps"] if "United Kingdom" in s["text"]]


def test_two_bodies_of_one_country_open_different_things(real: AccordGraph) -> None:
    degree = {"degree_body": "abet", "degree_accredited": "true", "degree_awarded": "2015-05-01"}
    national = by_accord(answer(real, "US", "AU", "competence"))
    accreditor = answer(real, "body/abet", "AU", "competence")
    council = answer(real, "body/ncees", "AU", "competence")
    assert national["ipea"]["outcome"] == "open_conditional"
    assert by_accord(council)["ipea"]["outcome"] == "open_conditional"
    assert by_accord(accreditor)["ipea"]["outcome"] == "blocked"
    assert [o["body"]["id"] for o in accreditor["other_bodies"]] == ["ncees"]
    academic = by_accord(answer(real, "US", "AU", "academic", **degree))
    assert academic["washington-accord"]["outcome"] == "open"


def test_a_membership_without_a_start_date_never_disappears(real: AccordGraph) -> None:
    world = real.served.world
    seen = [m for m in world.memberships.values() if m.spell.start == date.min and m.spell.end == date.max]
    assert seen
    now, then = (
        by_accord(answer(real, "US", "AU", "competence", as_of=day)) for day in ("2026-11-21", "1999-06-01")
    )
    assert now["ipea"]["outcome"] == "open_conditional"
    assert then["ipea"]["outcome"] in ("uncertain", "blocked")
    for membership in seen:
        assert membership.spell.covers(date(1999, 1, 1), date(1999, 1, 1)).name == "POSSIBLY"


@pytest.mark.parametrize("place", ["HK", "MO", "TW"])
def test_an_economy_in_its_own_right_is_covered_by_nobody(real: AccordGraph, place: str) -> None:
    world = real.served.world
    iri = f"https://w3id.org/accordgraph/id/jurisdiction/{place}"
    assert world.places[iri] == (iri,)
    assert not [m for m in world.memberships.values() if iri in m.covers]
    assert not [j for j in world.jurisdictions.values() if iri in j.covered_by]


def test_labels_of_economies(real: AccordGraph) -> None:
    labels = {j.slug: j.label for j in real.served.world.jurisdictions.values()}
    assert labels["HK"] == ("Hong Kong, China", "中国香港")
    assert labels["MO"] == ("Macao, China", "中国澳门")
    assert labels["TW"] == ("Chinese Taipei", "中国台北")


def test_pending_facts_reach_no_answer_unasked(real: AccordGraph) -> None:
    graph = "https://w3id.org/accordgraph/graph/pending"
    count = "SELECT (COUNT(*) AS ?n) { GRAPH <%s> { ?s a <https://w3id.org/accordgraph/ns#Membership> } }"
    assert int(next(iter(real.store.query(count % graph)))["n"].value) > 0
    served = {m.id for m in real.served.world.memberships.values()}
    both = {m.id for m in real.with_pending.world.memberships.values()}
    assert served < both
    grades = {p["evidence_grade"] for p in answer(real, "MY", "SG", "competence")["paths"]}
    assert "unconfirmed" not in grades


def test_equivalences_of_titles_and_of_degrees(real: AccordGraph) -> None:
    found = real.collection("equivalences", {"limit": "1000"})["data"]
    starts = {f["id"].split("/")[0] for r in found for f in _many(r["from"])}
    assert {"title", "condition"} <= starts
    step = by_accord(answer(real, "MY", "SG", "competence", profile=ENGINEER))["ipea"]["steps"][0]
    assert step["equivalences"]
    assert set(step["equivalences"]) <= {r["id"] for r in found}


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_admission_and_recognition_are_two_dates(real: AccordGraph) -> None:
    """China was admitted on 2 June 2016; since June 2018 awards of the year before count."""
    degree = {"degree_jurisdiction": "CN", "degree_accredited": "true", "degree_awarded": "2015-12-01"}
    now = by_accord(answer(real, "CN", "AU", "academic", **degree))["washington-accord"]
    then = by_accord(answer(real, "CN", "AU", "academic", as_of="2017-01-01", **degree))["washington-accord"]
    assert now["outcome"] == "open"
    assert then["outcome"] == "blocked"


def test_of_a_part_of_a_state_the_state_is_named_that_is_a_member(real: AccordGraph) -> None:
    of_part = answer(real, "AU-QLD", "NZ", "competence")
    assert {path["outcome"] for path in of_part["paths"]} == {"blocked"}
    [whole] = of_part["other_places"]
    assert (whole["side"], whole["id"], whole["outcome"]) == ("home", "AU", "open_conditional")
    assert answer(real, "AU", "NZ", "competence")["other_places"] == []
    [part] = answer(real, "HK", "CN", "licence")["other_places"]
    assert (part["side"], part["id"]) == ("target", "CN-GD")
    given = {"home": "AU-QLD", "target": "NZ", "goal": "competence"}
    assert "from: Australia; open" in tell(real.pathways(given | {"include": "told"}, today=TODAY))
    with TestClient(create_app(real, today=lambda: TODAY)) as client:
        page = client.get("/pathways", params=given, headers={"Accept": "text/html"}).text
    assert 'href="/pathways?home=AU&amp;target=NZ&amp;goal=competence"' in page and "From Australia" in page
