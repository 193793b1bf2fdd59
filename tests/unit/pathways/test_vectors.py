"""The worked examples, request to result, through the code that serves users."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASES = json.loads(
    (Path(__file__).parents[2] / "worlds" / "vectors" / "expected.json").read_text(encoding="utf-8")
)
STRANGERS = {"lantern", "meridian", "river"}


def told(path: dict[str, Any], keys: Any) -> dict[str, Any]:
    """A path reduced to what a vector states: the number of steps, and reasons as code and accord."""
    found = {key: path[key] for key in keys}
    found["steps"] = len(path["steps"])
    found["reasons"] = [{k: r[k] for k in ("code", "accord") if r[k] is not None} for r in path["reasons"]]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_vector(vectors: Any, case: dict[str, Any]) -> None:
    keys = case["results"][0].keys()
    assert [told(path, keys) for path in vectors(case["request"])] == case["results"]


def test_all_vectors_are_there() -> None:
    assert len(CASES) == 34


def test_both_languages_list_the_same(vectors: Any) -> None:
    for case in CASES:
        english, chinese = (vectors(case["request"], lang) for lang in ("en", "zh"))
        for one, other in zip(english, chinese, strict=True):
            for name in ("waived", "residual", "to_show", "actions", "still_open", "reasons", "steps"):
                assert len(one[name]) == len(other[name]), (case["case"], name)
            assert one["outcome"] == other["outcome"]


def test_a_strange_accord_changes_no_other_path(fresh: Any, vectors: Any) -> None:
    together = fresh("vectors", "fiction")
    for case in CASES:
        known = [p for p in together(case["request"]) if p["accord"] not in STRANGERS]
        expected = vectors(case["request"])
        for path in (*known, *expected):
            path.pop("pareto")
        assert known == expected, case["case"]


def test_every_step_names_its_rule_and_its_sources(vectors: Any) -> None:
    for case in CASES:
        for path in vectors(case["request"]):
            for step in path["steps"]:
                assert step["rule"] and step["text"] and "{" not in step["text"]
                assert step["evidence"], (case["case"], step["rule"])


def test_a_step_that_rests_on_an_equivalence_names_it(vectors: Any) -> None:
    case = next(c for c in CASES if c["case"] == "E2a")
    assert vectors(case["request"])[0]["steps"][0]["equivalences"] == ["washington-degree-for-ipea"]


def test_a_degree_before_accession_names_the_day_and_its_source(vectors: Any) -> None:
    case = next(c for c in CASES if c["case"] == "E4a")
    reason = vectors(case["request"])[0]["reasons"][0]
    assert (reason["code"], reason["date"]) == ("DEGREE_BEFORE_ACCESSION", "2016-06-01")
    assert reason["evidence"][0]["source"] == "source/fixture"
    assert "2016-06-01" in reason["sentence"]
