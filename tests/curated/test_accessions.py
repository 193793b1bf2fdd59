"""What joining would open, by the real facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from accordgraph.service import AccordGraph

TODAY = date(2026, 11, 21)
COMPETENCE = {"jurisdiction": "CN", "goal": "competence"}


def opened(each: Any) -> tuple[int, int]:
    return each["newly_open_as_home"], each["newly_open_as_target"]


def test_china_would_gain_most_from_two_agreements_and_nothing_from_provisional_membership(
    real: AccordGraph,
) -> None:
    data = real.accessions(COMPETENCE, today=TODAY)["data"]
    (goal,) = data["goals"]
    first, second, *rest = goal["ranked"]
    assert {first["accord"]["id"], second["accord"]["id"]} == {"ipea", "apec-engineer-agreement"}
    assert min(*opened(first), *opened(second)) > max(max(opened(each)) for each in rest)
    by_tier = {each["tier"]["id"]: each for each in goal["ranked"]}
    for full in (first, second):
        lower = by_tier[f"{full['accord']['id']}-provisional"]
        assert opened(lower) == (0, 0) and lower["better"] == 0
        assert opened(lower["not_yet"]) == opened(full)


def test_what_china_cannot_join_is_listed_apart_with_its_source(real: AccordGraph) -> None:
    data = real.accessions(COMPETENCE, today=TODAY)["data"]
    out = {each["id"]: each for each in data["ruled_out"] if each["condition"] != "tier"}
    assert out["asean-mraes"]["condition"] == out["eur-ing"]["condition"] == "admission"
    assert "between" in {each["condition"] for each in out.values()}
    assert all(each["evidence"] for each in out.values())
    assert not set(out) & {each["accord"]["id"] for each in data["goals"][0]["ranked"]}


def test_a_restriction_is_no_tier_to_join_at(real: AccordGraph) -> None:
    data = real.accessions({**COMPETENCE, "lang": "en"}, today=TODAY)["data"]
    barred = {
        tier: each for each in data["ruled_out"] if each["condition"] == "tier" for tier in each["tiers"]
    }
    assert {"ipea-restricted", "apec-engineer-agreement-restricted"} <= set(barred)
    assert all(each["evidence"] and each["statements"] for each in barred.values())
    ranked = {each["tier"]["id"] for each in data["goals"][0]["ranked"]}
    assert not ranked & set(barred) and {"ipea-full", "ipea-provisional"} <= ranked


def test_law_of_one_region_is_no_accord_for_a_place_outside_it_to_join(real: AccordGraph) -> None:
    for goal in ("licence", "title"):
        data = real.accessions({"jurisdiction": "CN", "goal": goal}, today=TODAY)["data"]
        out = {each["id"]: each for each in data["ruled_out"] if each["condition"] != "tier"}
        regional = out["eu-professional-qualifications"]
        assert regional["condition"] == "admission" and regional["evidence"]
        assert not set(out) & {each["accord"]["id"] for each in data["goals"][0]["ranked"]}
    ranked = [each["accord"]["id"] for each in data["goals"][0]["ranked"]]
    assert set(ranked[:2]) == {"apec-engineer-agreement", "ipea"}


def test_admission_is_told_from_the_rules_and_unknown_stays_unknown(real: AccordGraph) -> None:
    asked = {"body": "chinese-society-of-engineers", "goal": "competence"}
    data = real.accessions(asked, today=TODAY)["data"]
    by_tier = {each["tier"]["id"]: each for each in data["accessions"]}
    (rule,) = by_tier["ipea-provisional"]["rules"]
    assert rule["nominations"] == 2
    votes = rule["votes"]
    assert votes["needed"] == -(-votes["full_members"] * 2 // 3)
    states = {each["id"]: each["state"] for each in rule["conditions"] if each["what"] == "body"}
    assert states["non-governmental"] == "met" and states["lawfully-established"] == "unknown"
    (full,) = by_tier["ipea-full"]["rules"]
    assert full["provisional_years"] == 2.0 and full["quantifier_label"] == "about"
    planned = {accord["id"] for plan in data["plans"] for accord in plan["accords"]}
    assert {"ipea", "apec-engineer-agreement"} <= planned
