"""A scenario is judged by the shapes of the data, beside the facts, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.errors import BadScenario
from accordgraph.findings import Finding
from accordgraph.scenarios import read
from accordgraph.scenarios.checking import Checker
from accordgraph.scenarios.stored import checked
from accordgraph.service import View
from accordgraph.snapshot import Content, fill

Judge = Callable[[Any], None]
BODY = {"accord": "meridian", "body": "southland-engineers"}
DEAL = {"between": ["XN", "XW"], "under": "meridian", "force": "binding", "scope": ["any"],
        "residual": ["host language test"]}  # fmt: skip


@pytest.fixture(scope="module")
def store(root: Path) -> ox.Store:
    found = ox.Store()
    fill(found, Content(root / "ontology", (root / "tests" / "worlds" / "fiction",), root / "queries"))
    return found


@pytest.fixture(scope="module")
def checker(store: ox.Store) -> Checker:
    return Checker(store)


@pytest.fixture
def judge(fiction_view: View, checker: Checker) -> Judge:
    view = fiction_view
    return lambda scenario: checker.check(view.world, read(view.world, view.names, scenario))


GOOD = [
    {"memberships": [{**BODY, "tier": "paused", "valid_from": "2025"}]},
    {"memberships": [{**BODY, "tier": "paused", "valid_from": "2025", "valid_through": "2025"}]},
    {"memberships": [{"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2090"}]},
    {"memberships": [{"accord": "meridian", "jurisdiction": "XN", "tier": "observer"}]},
    {"agreements": [DEAL]},
    {"agreements": [{"agreement": "northland-southland", "force": "endorsed"}]},
    {"accords": [{"accord": "river", "status": "in-force"}]},
    {"tiers": [{"accord": "meridian", "tier": "observer", "grants": ["acknowledge"]}]},
    {"standards": [{"accord": "meridian", "condition": "site", "min_years": 0.5}]},
    {"rules": [{"rule": "meridian-licence", "force": "non-binding"}]},
    {"ended": [{**BODY, "valid_through": "2024-06-30"}, {"accord": "river", "valid_through": "2020"}]},
]


@pytest.mark.parametrize("scenario", GOOD, ids=lambda s: str(s)[:60])
def test_what_breaks_no_shape_passes(judge: Judge, scenario: Any) -> None:
    judge(scenario)


BAD = [
    ({"rules": [{"rule": "meridian-licence", "concludes": "academic"}]}, "rules[0]", "concludes-allowed"),
    (
        {"rules": [{"rule": "new", "accord": "meridian", "concludes": "title"}]},
        "rules[0]",
        "legalForce-needed",
    ),
    (
        {"tiers": [{"accord": "meridian", "tier": "charter", "withholds": ["register"]}]},
        "tiers[0]",
        "askedRights",
    ),
    (
        {"standards": [{"accord": "meridian", "condition": "practice", "min_years": 1}]},
        "standards[0]",
        "includesCondition-sum",
    ),
    (
        {"agreements": [{k: v for k, v in DEAL.items() if k != "residual"}]},
        "agreements[0]",
        "waives-or-leaves",
    ),
    (
        {"accords": [{"accord": "comet", "label": {"en": "C", "zh": "彗"}, "kind": "cheese"}]},
        "accords[0]",
        "hasAccordKind",
    ),
]


@pytest.mark.parametrize(("scenario", "entry", "shape"), BAD, ids=lambda value: str(value)[:40])
def test_what_breaks_a_shape_is_refused_by_entry_and_shape(
    judge: Judge, scenario: Any, entry: str, shape: str
) -> None:
    with pytest.raises(BadScenario) as caught:
        judge(scenario)
    assert caught.value.field == f"scenario.{entry}"
    assert shape in str(caught.value.hint)


@pytest.mark.parametrize("graph", ["facts", "pending"])
def test_one_body_for_a_place_where_the_tier_says_so(store: ox.Store, fiction_view: View, graph: str) -> None:
    text = """@prefix ag: <https://w3id.org/accordgraph/ns#> .
        @prefix tier: <https://w3id.org/accordgraph/id/tier/> .
        @prefix body: <https://w3id.org/accordgraph/id/body/> .
        @prefix jurisdiction: <https://w3id.org/accordgraph/id/jurisdiction/> .
        tier:meridian-charter ag:onePerJurisdiction true .
        body:westland-engineers ag:isOfJurisdiction jurisdiction:XS ."""
    other = ox.Store()
    other.extend(iter(store))
    named = ox.NamedNode(f"https://w3id.org/accordgraph/graph/{graph}")
    other.extend(
        ox.Quad(q.subject, q.predicate, q.object, named) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)
    )
    scenario = {"memberships": [{"accord": "meridian", "body": "westland-engineers", "tier": "charter"}]}
    world, checker = fiction_view.world, Checker(other)
    supposed = read(world, fiction_view.names, scenario)
    with pytest.raises(BadScenario, match="admits one per place"):
        checker.check(world, supposed, pending=True)
    if graph == "facts":
        with pytest.raises(BadScenario, match="admits one per place"):
            checker.check(world, supposed)
    else:
        checker.check(world, supposed)


def test_nothing_is_left_of_a_scenario(judge: Judge, checker: Checker) -> None:
    before = set(checker._store)
    for scenario in (GOOD[0], GOOD[4], GOOD[9]):
        judge(scenario)
    with pytest.raises(BadScenario):
        judge(BAD[0][0])
    assert set(checker._store) == before


def test_stored_scenarios_of_the_world_can_be_served(root: Path, store: ox.Store, fiction_view: View) -> None:
    paths = sorted((root / "tests" / "worlds" / "fiction" / "scenarios").glob("*.yaml"))
    judged = dict(checked(paths, store, fiction_view.world, fiction_view.names))
    assert judged and not any(isinstance(found, Finding) for found in judged.values())


FAULTY = {
    "no-question": "title: {en: A, zh: 甲}\nended: [{accord: river, valid_through: 2020}]",
    "one-language": "title: {en: A, zh: 甲}\nquestion: {en: A}\nmemberships: []",
    "nothing": "title: {en: A, zh: 甲}\nquestion: {en: A, zh: 甲}",
    "no-day": "title: {en: A, zh: 甲}\nquestion: {en: A, zh: 甲}\nas_of: 2026",
    "cites-nothing": "title: {en: A, zh: 甲}\nquestion: {en: A, zh: 甲}\ncites: [source/none]",
    "unknown": "title: {en: A, zh: 甲}\nquestion: {en: A, zh: 甲}\nended: [{accord: x, valid_through: 2020}]",
    "no-yaml": "title: {",
    "a-list": "[1]",
    "Bad_Name": "title: {en: A, zh: 甲}",
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_stored_scenario_is_a_finding(
    tmp_path: Path, store: ox.Store, fiction_view: View, name: str
) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(FAULTY[name], "utf-8")
    ((_, found),) = checked([path], store, fiction_view.world, fiction_view.names)
    assert isinstance(found, Finding)
    assert found.subject == f"scenario:{name}" and name in found.file and found.message_zh
