"""What holds for every question: P1 to P10 of the pathway semantics, on random people, places and days."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LADDER = ["open", "open_conditional", "not_yet", "partial", "uncertain", "blocked"]
FORCES = ["none", "non-binding", "endorsed", "intergovernmental", "binding"]
PLACES = [
    "AU",
    "BR",
    "CA",
    "CN",
    "DE",
    "ES",
    "GB",
    "JP",
    "MX",
    "MY",
    "SG",
    "US",
    "US-CA",
    "US-TX",
    "XA",
    "XB",
    "XC",
]
GOALS = ["academic", "title", "competence", "licence"]
YEARS = ["post_grad_years", "university_years", "training_years", "experience_years"]
FLAGS = ["competence", "cpd", "ethics", "accountability", "home_registered", "degree_accredited"]

years = st.integers(0, 15)
flags = st.sampled_from([None, True, False])
days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
profiles = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(YEARS, years),
        **dict.fromkeys(FLAGS, flags),
        "degree_jurisdiction": st.sampled_from(PLACES),
        "degree_awarded": days.map(date.isoformat),
        "home_registration_until": days.map(date.isoformat),
        "titles": st.lists(st.sampled_from(["IntPE", "APEC Engineer", "ACPE", "EUR ING"]), max_size=2),
        "licensed_in": st.lists(st.sampled_from(PLACES), max_size=2),
    },
)
tiers = st.sampled_from(
    [
        ("ipea", "full"),
        ("ipea", "provisional"),
        ("ipea", "restricted"),
        ("asean-mraes", "member"),
        ("washington-accord", "full"),
        ("eur-ing", "national"),
        ("apec-engineer-agreement", "full"),
    ]
)
scenarios = st.lists(
    st.tuples(tiers, st.sampled_from(PLACES)), max_size=2, unique_by=lambda found: (found[0][0], found[1])
).map(
    lambda found: {
        "memberships": [
            {"accord": a, "tier": t, "jurisdiction": p, "valid_from": "2000-01-01"} for (a, t), p in found
        ]
    }
)
requests = st.fixed_dictionaries(
    {
        "home": st.sampled_from(PLACES),
        "target": st.sampled_from(PLACES),
        "goal": st.sampled_from(GOALS),
        "as_of": days.map(date.isoformat),
        "scope": st.sampled_from(["any", "collaborative", "independent"]),
        "profile": profiles,
    }
)
SOAK = bool(os.environ.get("ACCORDGRAPH_SOAK"))
many = settings(
    max_examples=5_000 if SOAK else 150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not SOAK,
)
pytestmark = pytest.mark.soak


def best(paths: list[dict[str, Any]]) -> int:
    return LADDER.index(paths[0]["outcome"])


@many
@given(requests, scenarios, st.data())
def test_a_credential_less_never_helps(vectors: Any, request: Any, scenario: Any, data: Any) -> None:
    held = sorted(k for k, v in request["profile"].items() if v not in (None, False, []) and k not in YEARS)
    if held:
        gone = data.draw(st.sampled_from(held))
        less = {k: v for k, v in request["profile"].items() if k != gone}
        if gone in ("home_registration_until", "degree_jurisdiction", "degree_awarded"):
            return  # saying less about a doubtful thing may leave it open
        assert best(vectors(request | {"scenario": scenario})) <= best(
            vectors(request | {"profile": less, "scenario": scenario})
        )


@many
@given(requests, st.data())
def test_more_years_never_hurt(vectors: Any, request: Any, data: Any) -> None:
    stated = sorted(k for k in YEARS if k in request["profile"])
    if stated:
        name = data.draw(st.sampled_from(stated))
        more = request["profile"] | {name: min(15, request["profile"][name] + data.draw(st.integers(1, 5)))}
        assert best(vectors(request | {"profile": more})) <= best(vectors(request))


@many
@given(requests, st.sampled_from(["ipea", "apec-engineer-agreement"]))
def test_full_membership_of_the_home_never_hurts(vectors: Any, request: Any, accord: str) -> None:
    full = {
        "memberships": [
            {"accord": accord, "tier": "full", "jurisdiction": request["home"], "valid_from": "1980-01-01"}
        ]
    }
    assert best(vectors(request | {"scenario": full})) <= best(vectors(request))


@many
@given(requests, scenarios)
def test_no_open_licence_without_a_rule_that_reaches_it(vectors: Any, request: Any, scenario: Any) -> None:
    for path in vectors(request | {"goal": "licence", "scenario": scenario}):
        if path["outcome"] == "open":
            assert path["accord"] == "asean-mraes" and request["scope"] == "collaborative"


@many
@given(requests, scenarios)
def test_force_is_never_above_the_deciding_step(vectors: Any, request: Any, scenario: Any) -> None:
    for path in vectors(request | {"scenario": scenario}):
        if path["steps"]:
            assert FORCES.index(path["force"]) <= max(FORCES.index(s["force"]) for s in path["steps"])


@many
@given(requests, st.sampled_from(PLACES))
def test_later_facts_change_nothing_today(vectors: Any, request: Any, place: str) -> None:
    tomorrow = (date.fromisoformat(request["as_of"]) + timedelta(days=1)).isoformat()
    later = {
        "memberships": [{"accord": "ipea", "tier": "full", "jurisdiction": place, "valid_from": tomorrow}]
    }
    assert vectors(request | {"scenario": later}) == vectors(request)


@many
@given(requests)
def test_an_empty_scenario_is_none_and_answers_repeat(vectors: Any, request: Any) -> None:
    empty = vectors(request | {"scenario": {"memberships": [], "agreements": []}})
    assert json.dumps(empty) == json.dumps(vectors(request)) == json.dumps(vectors(request))


@many
@given(requests, scenarios, st.data())
def test_what_is_not_said_never_blocks(vectors: Any, request: Any, scenario: Any, data: Any) -> None:
    """Leaving a field out closes no path that some answer to it would keep open."""
    name = data.draw(st.sampled_from(FLAGS))
    unsaid = {k: v for k, v in request["profile"].items() if k != name}
    said = unsaid | {name: True}
    assert best(vectors(request | {"profile": unsaid, "scenario": scenario})) < 5 or (
        best(vectors(request | {"profile": said, "scenario": scenario})) == 5
    )


@many
@given(requests)
def test_home_is_not_a_target(vectors: Any, request: Any) -> None:
    paths = vectors(request | {"target": request["home"]})
    if request["goal"] != "title":
        assert [r["code"] for p in paths for r in p["reasons"]] == ["SAME_JURISDICTION"]


@many
@given(requests, scenarios)
def test_order_and_pareto(vectors: Any, request: Any, scenario: Any) -> None:
    paths = vectors(request | {"scenario": scenario})
    outcomes = [LADDER.index(p["outcome"]) for p in paths]
    assert outcomes == sorted(outcomes)
    open_ones = [p for p in paths if p["outcome"] != "blocked"]
    assert bool(open_ones) == any(p["pareto"] for p in paths)
    assert not any(p["pareto"] for p in paths if p["outcome"] == "blocked")
