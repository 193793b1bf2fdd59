"""The stored scenarios on the real data: they can be served, and each says what it should of its question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accordgraph.service import AccordGraph
from accordgraph.snapshot import Content, scenario_findings

TODAY = date(2026, 11, 21)
CHINA = "china-joins-ipea-and-apec-engineer"
Compare = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def compare(real: AccordGraph) -> Compare:
    def ask(name: str, **asked: Any) -> dict[str, Any]:
        return real.compare({"scenario": name, "limit": 1000, **asked}, today=TODAY)

    return ask


def ends(answer: dict[str, Any], change: str = "gained") -> set[tuple[str, str, str]]:
    return {
        (c["home"]["id"], c["target"]["id"], c["after"])
        for c in answer["data"]["changes"]
        if c["change"] == change
    }


def test_every_stored_scenario_can_be_served(real: AccordGraph) -> None:
    assert not scenario_findings(Content.under(real.root))


def test_every_stored_scenario_changes_something_on_a_day_it_names(
    real: AccordGraph, compare: Compare
) -> None:
    for name in real.snapshot.scenarios():
        assert compare(name, limit=1)["meta"]["total"], name


def test_provisional_membership_opens_nothing_for_china(compare: Compare) -> None:
    assert compare(CHINA, as_of="2028-01-01")["meta"]["total"] == 0


def test_full_membership_opens_competence_both_ways_with_every_full_member(
    real: AccordGraph, compare: Compare
) -> None:
    answer = compare(CHINA, as_of="2030-01-01", goal="competence")
    world = real.served.world
    full = {
        world.jurisdictions[m.jurisdiction].slug
        for m in world.memberships.values()
        if world.accords[m.accord].slug in ("ipea", "apec-engineer-agreement")
        and world.tiers[m.tier].slug == "full"
        and m.spell.covers(date(2030, 1, 1), date(2030, 1, 1))
    }
    gained = ends(answer)
    assert full
    assert {(p, "CN", "open") for p in full} | {("CN", p, "open") for p in full} <= gained
    assert not ends(answer, "lost")
    by = {p["accord"] for c in answer["data"]["changes"] for p in c["paths"]}
    assert by == {"ipea", "apec-engineer-agreement"}


def test_full_membership_opens_no_licence(compare: Compare) -> None:
    answer = compare(CHINA, as_of="2030-01-01", goal="licence")
    assert {after for *_, after in ends(answer)} == {"partial"}


def test_agreements_with_the_partners_open_a_licence_there_and_nowhere_else(compare: Compare) -> None:
    answer = compare("partners-of-the-2022-notice", goal="licence")
    assert {(h, t) for h, t, after in ends(answer) if after == "open" and "-" not in h + t} == {
        ("CN", "PK"), ("PK", "CN"), ("CN", "SG"), ("SG", "CN"),
    }  # fmt: skip


def test_the_document_alive_makes_licences_certain_in_its_territory_alone(compare: Compare) -> None:
    answer = compare("north-american-document-alive")
    inside = {"CA", "MX", "US-TX"}
    assert {(h, t) for h, t, after in ends(answer) if h in inside and t in inside and after == "open"} == {
        (h, t) for h in inside for t in inside if h != t
    }
    assert all(c["goal"] == "licence" for c in answer["data"]["changes"])


def test_the_document_dead_loses_what_was_uncertain(compare: Compare) -> None:
    answer = compare("north-american-document-dead")
    changes = answer["data"]["changes"]
    assert changes and {(c["change"], c["before"], c["after"]) for c in changes} == {
        ("lost", "uncertain", "blocked")
    }
    assert {p["accord"] for c in changes for p in c["paths"]} == {"nafta-mrd"}
    assert ("CA", "US-TX", "uncertain") not in ends(answer, "lost")  # by another agreement partly open


def test_five_years_help_a_person_and_not_the_standard_one(compare: Compare) -> None:
    answer = compare("seven-years-become-five", goal="competence", limit=1)
    assert not answer["data"]["asked"]["standard_profile"]
    (move,) = answer["data"]["goals"][0]["moves"]
    assert (move["before"], move["after"]) == ("not_yet", "open_conditional")
    person = {"post_grad_years": 4, "in_charge_years": 2}
    assert compare("seven-years-become-five", goal="competence", profile=person)["meta"]["total"] == 0


def test_what_the_suspension_of_2022_closed(compare: Compare) -> None:
    answer = compare("without-the-suspension-of-2022")
    gained = {
        (c["home"]["id"], c["target"]["id"]) for c in answer["data"]["changes"] if c["change"] == "gained"
    }
    assert gained and all("RU" in pair for pair in gained)
    assert compare("without-the-suspension-of-2022", as_of="2022-05-04")["meta"]["total"] == 0
    day_of = compare("without-the-suspension-of-2022", as_of="2022-05-05")
    assert day_of["meta"]["total"] > 0
