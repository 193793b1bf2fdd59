"""What an answer says about a path: grounds for every reason, honest grades, days it rests on."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import pytest

from accordgraph.answers import Teller
from accordgraph.pathways.rank import ask
from accordgraph.pathways.world import World
from accordgraph.service import View

DEGREE = {"degree_jurisdiction": "XN", "degree_awarded": "2014-06-30", "degree_accredited": True}


def every(
    view: View, home: str, target: str, goal: str, lang: str = "en", **profile: Any
) -> list[dict[str, Any]]:
    given = {"home": home, "target": target, "goal": goal, "lang": lang, "profile": profile}
    request = view.reader.read(given, today=date(2026, 9, 15))
    teller = Teller(view.world, view.evidence, request.question, lang)
    return [teller.path(path) for path in ask(view.world, request.question)]


def first(view: View, home: str, target: str, goal: str, lang: str = "en", **profile: Any) -> dict[str, Any]:
    return every(view, home, target, goal, lang, **profile)[0]


def test_nothing_used_has_no_grade(fiction_view: View) -> None:
    assert first(fiction_view, "XN-CO", "XN", "competence")["evidence_grade"] is None
    assert first(fiction_view, "XN", "XS", "competence")["evidence_grade"] == "documented"


def test_a_rule_by_agreement_has_the_force_of_the_agreement_and_none_is_made_up(fiction_view: View) -> None:
    """Force ``none`` says that no rule reaches the target; what no statement tells is unknown."""

    def told(view: View) -> list[tuple[Any, Any]]:
        paths = every(view, "XN", "XS", "licence")
        return [
            (p["force"], p["steps"][-1]["force"]) for p in paths if p["accord"] == "meridian" and p["steps"]
        ]

    facts, silent = fiction_view.world.facts, copy(fiction_view)
    unstated = [a._replace(terms=a.terms._replace(force=None)) for a in facts.agreements]
    silent.world = World(facts._replace(agreements=tuple(unstated)))
    assert told(fiction_view) == [("binding", "binding")]
    assert told(silent) == [(None, None)]


def test_a_rule_that_does_not_reach_the_target_has_no_force_there(fiction_view: View) -> None:
    reasons = {r["code"]: p for p in every(fiction_view, "XE", "XN", "licence") for r in p["reasons"]}
    assert reasons["JURISDICTION_OUT_OF_SCOPE"]["force"] == "none"


def test_an_absence_names_the_day_its_list_was_last_complete(fiction_view: View) -> None:
    path = first(fiction_view, "XN", "XQ", "competence")
    assert path["list_confirmed_on"] == "2026-06-30"
    assert path["reasons"][0]["evidence"]


@pytest.mark.parametrize(("goal", "home"), [("licence", "XS"), ("competence", "XE"), ("competence", "XQ")])
def test_a_reason_of_an_accord_has_evidence(fiction_view: View, goal: str, home: str) -> None:
    reasons = [r for path in every(fiction_view, home, "XN", goal) for r in path["reasons"]]
    assert reasons and all(reason["evidence"] for reason in reasons)


def test_an_accreditor_outside_the_accord_is_told_in_words_with_evidence(fiction_view: View) -> None:
    degree = {**DEGREE, "degree_jurisdiction": "XQ"}
    for lang, word in (("en", "not represented"), ("zh", "并非")):
        (reason,) = first(fiction_view, "XS", "XN", "academic", lang, **degree)["reasons"]
        assert reason["code"] == "ACCREDITOR_TIER_NONE"
        assert word in reason["sentence"] and reason["evidence"]


def test_a_step_names_the_accreditor_where_no_right_is_asked_of_the_home_side(fiction_view: View) -> None:
    step = first(fiction_view, "XS", "XN", "academic", **DEGREE)["steps"][0]
    assert step["from_body"]["id"] == step["to_body"]["id"] == "northland-engineers"
    assert first(fiction_view, "XS", "XN", "academic")["steps"][0]["from_body"] is None


def test_a_registration_known_to_the_month_is_open_within_it(vectors_view: View) -> None:
    person = {
        "post_grad_years": 10, "in_charge_years": 3, "home_registered": True, "cpd": True, "ethics": True,
        "accountability": True, **DEGREE, "degree_jurisdiction": "MY",
    }  # fmt: skip

    def outcome(until: str) -> str:
        paths = every(vectors_view, "MY", "SG", "competence", **person, home_registration_until=until)
        found: str = next(p["outcome"] for p in paths if p["accord"] == "asean-mraes")
        return found

    assert [outcome(until) for until in ("2026-08", "2026-09", "2026-10", "2026")] == [
        "not_yet", "open_conditional", "open", "open_conditional",
    ]  # fmt: skip
