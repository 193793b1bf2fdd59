"""Whatever is sent, the answer is an answer or one problem document that names the field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ASK = {"home": "MY", "target": "SG", "goal": "competence"}
MEMBER = {"accord": "ipea", "jurisdiction": "CN", "tier": "full"}
DEAL = {"between": ["CN", "SG"], "under": "ipea", "force": "binding"}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    ["home", "target", "goal", "as_of", "scope", "lang", "include", "scenario", "profile", "titles",
     "degree_awarded", "post_grad_years", "licensed_in", "level", "ethics", "home_registration_until"]
)  # fmt: skip
keys = st.sampled_from([*MEMBER, *DEAL, "body", "waives", "scope", "valid_from", "valid_through"])
entries = st.tuples(st.sampled_from([MEMBER, DEAL]), keys, anything).map(lambda e: {**e[0], e[1]: e[2]})
scenarios = st.fixed_dictionaries(
    {}, optional={"memberships": st.lists(entries, max_size=2), "agreements": st.lists(entries, max_size=2)}
)
many = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def posted(client: Any, body: Any) -> Any:
    return client.post("/api/v1/pathways", content=json.dumps(body).encode("utf-8", "surrogatepass"))


def assert_answer_or_problem(answer: Any) -> None:
    assert answer.status_code in (200, 413, 422), answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert told["code"] and told["field"] and told["detail"]
        assert "given" in told or "accepted" in told


@many
@given(st.dictionaries(names, anything, max_size=3))
def test_any_value_in_any_parameter(client: Any, more: dict[str, Any]) -> None:
    assert_answer_or_problem(posted(client, {**ASK, **more}))


@many
@given(scenarios)
def test_any_value_in_a_scenario(client: Any, scenario: Any) -> None:
    assert_answer_or_problem(posted(client, {**ASK, "scenario": scenario}))


@many
@given(st.dictionaries(names, st.text(max_size=30), max_size=3))
def test_any_text_in_the_address(client: Any, more: dict[str, str]) -> None:
    assert_answer_or_problem(client.get("/api/v1/pathways", params={**ASK, **more}))


WRONG = [
    ({"goal": ["competence"]}, "goal", "bad-value"),
    ({"goal": None}, "goal", "missing-value"),
    ({"include": 5}, "include", "bad-value"),
    ({"include": {"pending": 1}}, "include", "bad-value"),
    ({"profile": []}, "profile", "bad-value"),
    ({"home": "\ud800"}, "body", "bad-value"),
    ({"scenario": {"memberships": 3}}, "scenario.memberships", "bad-value"),
    ({"scenario": {"memberships": [{**MEMBER, "valid_from": "0001-02"}]}},
     "scenario.memberships[0].valid_from", "bad-value"),
    ({"scenario": {"memberships": [{**MEMBER, "b": 1, "a": 1}]}}, "scenario.memberships[0]", "unknown-field"),
    ({"scenario": {"agreements": [{**DEAL, "waives": 5}]}}, "scenario.agreements[0].waives", "bad-value"),
    ({"scenario": {"agreements": [{**DEAL, "scope": "any"}]}}, "scenario.agreements[0].scope", "bad-value"),
    ({"scenario": {"agreements": [{**DEAL, "between": ["CN", "China"]}]}},
     "scenario.agreements[0].between", "missing-value"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "field", "code"), WRONG, ids=lambda value: str(value)[:40])
def test_the_field_at_fault_is_named(client: Any, more: dict[str, Any], field: str, code: str) -> None:
    answer = posted(client, {**ASK, **more})
    assert (answer.status_code, answer.json()["field"], answer.json()["code"]) == (422, field, code)


def test_unknown_parts_are_named_in_one_order(client: Any) -> None:
    more = {"scenario": {"memberships": [{**MEMBER, "zeta": 1, "alpha": 1, "mid": 1}]}}
    assert posted(client, {**ASK, **more}).json()["given"] == "alpha, mid, zeta"


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "000000005999999", "1e2", "٣", "9" * 30])
def test_limits_are_whole_numbers_in_range(client: Any, limit: str) -> None:
    answer = client.get("/api/v1/bodies", params={"limit": limit})
    assert (answer.status_code, answer.json()["field"]) == (422, "limit")


@pytest.mark.parametrize("years", ["-0.1", "61", "1e1", "0x5", "1_0", "NaN", "inf", "", "seven"])
def test_years_are_plain_numbers_in_bounds(client: Any, years: str) -> None:
    answer = client.get("/api/v1/pathways", params={**ASK, "post_grad_years": years})
    if not years:
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.json()["field"]) == (422, "post_grad_years")
    assert answer.json()["accepted"] == "a number from 0 to 60 (year)"
