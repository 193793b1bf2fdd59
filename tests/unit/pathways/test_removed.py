"""What an answer passes over: what others beat, what yields, other versions of a standard."""

from __future__ import annotations

from datetime import date
from typing import Any

from accordgraph.pathways.rank import ask
from accordgraph.pathways.removed import removed

PERSON = {
    "degree_jurisdiction": "XN", "degree_awarded": "2014-06-30", "degree_accredited": True, "ethics": True,
    "design_office_years": 4, "site_years": 2, "post_grad_years": 3, "competence": True, "referees": True,
}  # fmt: skip


def found(view: Any, **given: Any) -> list[Any]:
    request = {"home": "XN", "target": "XS", "as_of": "2026-01-01", "profile": PERSON} | given
    question = view.reader.read(request, today=date(2026, 1, 1)).question
    return removed(view.world, question, ask(view.world, question))


def test_a_rule_that_yields_is_told_with_the_rule_it_yields_to(fiction_view: Any) -> None:
    (one,) = (each for each in found(fiction_view, goal="licence") if each.why == "yields")
    assert one.path.rule.endswith("meridian-licence") and one.rule.endswith("meridian-agreed-licence")
    assert not [
        each for each in found(fiction_view, goal="licence", as_of="2020-06-01") if each.why == "yields"
    ]


def test_another_version_is_told_with_what_it_would_give(fiction_view: Any) -> None:
    (one,) = (each for each in found(fiction_view, goal="competence") if each.why == "other-version")
    assert one.standard.endswith("meridian-2010")
    assert one.path.outcome.slug == "not_yet"  # it asks four years after graduation


def test_a_path_that_another_beats_is_told_with_what_is_better(vectors_view: Any) -> None:
    given = {"home": "MY", "target": "SG", "goal": "licence", "scope": "collaborative"}
    question = vectors_view.reader.read(given, today=date(2026, 1, 1)).question
    ways = ask(vectors_view.world, question)
    beaten = [each for each in removed(vectors_view.world, question, ways) if each.why == "dominated"]
    open_ones = [way for way in ways if way.outcome.slug != "blocked"]
    assert {each.path.accord for each in beaten} == {way.accord for way in open_ones if not way.pareto}
    for each in beaten:
        assert each.better_in and ways[each.by - 1] != each.path
