"""What would open a path: every set named does, no part of it does, and none is left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_questions import cases_at_random

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Accord, Condition, Facts, Membership, Ranked, Standard, Text
from accordgraph.pathways.openings import Finder, Opening
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Path, Question, find_paths, paths_of_rule
from accordgraph.pathways.standing import Side
from accordgraph.pathways.supposing import Fact, suppose
from accordgraph.pathways.world import Change, World

SOAK = bool(os.environ.get("ACCORDGRAPH_SOAK"))
DAY = date(2026, 1, 1)
PLACES = ["XN", "XN-CO", "XS", "XE", "XW", "XQ", "northland-engineers"]
GOALS = ["academic", "title", "competence", "licence"]
FLAGS = ["competence", "ethics", "referees", "interview"]
YEARS = ["post_grad_years", "design_office_years", "site_years"]
pytestmark = pytest.mark.soak

people = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(YEARS, st.integers(0, 8)),
        **dict.fromkeys(FLAGS, st.booleans()),
        "degree_jurisdiction": st.sampled_from(["XN", "XS", "XE", "XQ"]),
        "degree_awarded": st.sampled_from(["2011-01-01", "2012-06", "2014-06-30", "2027-01-01"]),
        "degree_accredited": st.booleans(),
        "titles": st.sampled_from([["Meridian Engineer"], ["Meridian Engineer@XS"]]),
        "licensed_in": st.sampled_from([["XN"], ["XW"]]),
    },
)
requests = st.fixed_dictionaries(
    {
        "home": st.sampled_from(PLACES),
        "target": st.sampled_from(PLACES[:-1]),
        "goal": st.sampled_from(GOALS),
        "scope": st.sampled_from(["any", "collaborative"]),
        "as_of": st.sampled_from(["2013-01-01", "2019-01-01", "2020-06-01", "2026-01-01"]),
        "profile": people,
    }
)


def reached(world: World, question: Question, path: Path, facts: Iterable[Fact]) -> Outcome:
    """The best outcome of a path, or of the agreement in its stead, once facts are supposed."""
    changed, asked = suppose(world, question, facts)
    if path.rule is None:
        return min(found.outcome for found in find_paths(changed, asked))
    rules = {path.rule, changed.rules[path.rule].yields_to or path.rule}
    found = [p for rule in rules for p in paths_of_rule(changed, asked, rule)]
    mine = (p for p in found if p.agreement == path.agreement or p.agreement not in world.agreements)
    return min((p.outcome for p in mine), default=Outcome.BLOCKED)


def parts(facts: tuple[Fact, ...]) -> Iterable[tuple[Fact, ...]]:
    """The largest proper parts of a set, and all of a small one."""
    sizes = range(len(facts)) if len(facts) < 4 else [len(facts) - 1]
    return (part for size in sizes for part in combinations(facts, size))


@settings(max_examples=5_000 if SOAK else 60)
@given(requests)
def test_a_set_named_opens_the_path_and_no_part_of_it_does(fiction_view: Any, request: Any) -> None:
    world = fiction_view.world
    question = fiction_view.reader.read(request, today=DAY).question
    finder = Finder(world, question)
    for path in ask(world, question):
        for opening in finder.of(path).sets:
            assert opening.outcome < path.outcome
            assert reached(world, question, path, opening.facts) <= opening.outcome
            assert all(reached(world, question, path, p) > opening.outcome for p in parts(opening.facts))


@settings(max_examples=1_000 if SOAK else 25)
@given(requests)
def test_no_smallest_set_of_the_facts_named_is_left_out(fiction_view: Any, request: Any) -> None:
    world = fiction_view.world
    question = fiction_view.reader.read(request, today=DAY).question
    finder = Finder(world, question)
    for path in ask(world, question):
        found = finder.of(path)
        best = [each for each in found.sets if each.outcome is Outcome.OPEN]
        named = sorted({fact for each in best for fact in each.facts}, key=str)
        if path.outcome is Outcome.OPEN or found.more or len(named) > 7:
            continue
        told = [set(each.facts) for each in best]
        for part in (p for size in range(len(named) + 1) for p in combinations(named, size)):
            try:
                opens = reached(world, question, path, part) is Outcome.OPEN
            except ValueError:  # two of them exclude each other
                continue
            assert opens == any(each <= set(part) for each in told)


ENTANGLED = (7, 50, 60, 150, 155, 163, 230, 288, 313)
"""Worlds in which an entry speaks for both sides, a new member accredits the degree, an agreement is there
before the members, and the like: facts that come together are more, or less, than each by itself."""


def test_sets_are_exact_in_random_worlds(effort: Callable[[int, int], int]) -> None:
    """Where rules share fields and titles, a fact may do for several things, or undo one."""
    sets = 0
    for seed in sorted({*range(effort(6, 300)), *ENTANGLED}):
        for case in cases_at_random(seed, 4):
            world = World(case.facts).changed(case.change)
            for question in case.questions:
                finder = Finder(world, question)
                for path in ask(world, question):
                    for opening in finder.of(path).sets:
                        sets += 1
                        assert reached(world, question, path, opening.facts) <= opening.outcome
                        for part in combinations(opening.facts, len(opening.facts) - 1):
                            assert not opens(world, question, path, part, opening.outcome)
    assert sets > effort(200, 5_000)


def opens(world: World, question: Question, path: Path, facts: Iterable[Fact], outcome: Outcome) -> bool:
    """Whether facts do for an outcome; those that exclude each other do for none."""
    try:
        return reached(world, question, path, facts) <= outcome
    except ValueError:
        return False


def test_a_title_that_one_rule_asks_and_another_gives_stands_in_no_set_with_what_it_spares(
    facts: Any, member: Any
) -> None:
    """Who holds the title is not asked for the years that lead to it."""
    known = facts(member("1", "X"), member("2", "Y"))
    years = Condition("c:years", "ExperienceCondition", field="f:years", min_years=Decimal(7))
    named = Condition("c:named", "DeclaredCondition", field="f:titles", names="t:one")
    first = known.rules[0]._replace(id="r:first", conditions=("c:years",), title="t:one", step_text=None)
    last = known.rules[0]._replace(conditions=("c:named",), after="r:first")
    world = World(
        known._replace(
            conditions=(*known.conditions, years, named),
            rules=(first._replace(concludes="k:none"), last),
            titles=(Ranked("t:one", "one", Text("One", "一"), 0),),
        )
    )
    question = Question(Side("X"), Side("Y"), "k:academic", DAY, "")
    (path,) = ask(world, question)
    found = [{fact.kind for fact in each.facts} for each in Finder(world, question).of(path).sets]
    assert found == [{"title"}]


def test_answers_repeat_and_the_smallest_come_first(fiction_view: Any) -> None:
    given = {"home": "XQ", "target": "XS", "goal": "licence"}
    question = fiction_view.reader.read(given, today=DAY).question
    for path in ask(fiction_view.world, question):
        found = Finder(fiction_view.world, question).of(path)
        sizes = [len(each.facts) for each in found.sets]
        assert sizes and sizes == sorted(sizes)
        assert found == Finder(fiction_view.world, question).of(path)


Told = Callable[..., list[tuple[str, set[tuple[str, str]]]]]


@pytest.fixture
def told(facts: Any) -> Told:
    """The outcomes and facts that would open the first path of the smallest world, for the goal academic."""

    def ask_it(*members: Membership, change: Facts = Facts(), profile: Any = None) -> Any:  # noqa: B008
        world = World(facts(*members)).changed(Change(change))
        question = Question(Side("X"), Side("Y"), "k:academic", DAY, "")
        if profile is not None:
            question = question._replace(profile=question.profile._replace(**profile))
        path = ask(world, question)[0]
        return [
            (each.outcome.slug, {(fact.lies_with, fact.kind) for fact in each.facts})
            for each in Finder(world, question).of(path).sets
        ]

    return ask_it


def test_a_host_outside_a_complete_list_lies_with_a_body(told: Told, member: Any) -> None:
    degree = Degree(True, "X", None, None, (date(2020, 1, 1),) * 2, True)
    assert told(member("1", "X"), profile={"degree": degree}) == [("open", {("body", "membership")})]
    assert ("open_conditional", {("body", "membership")}) in told(member("1", "X"))


def test_a_lower_tier_and_a_start_that_is_not_known(told: Told, member: Any) -> None:
    degree = Degree(True, "X", None, None, (date(2020, 1, 1),) * 2, True)
    host = member("2", "Y", "t:guest")
    assert told(member("1", "X"), host, profile={"degree": degree}) == [
        ("open", {("body", "tier")}),
        ("open", {("unknown", "tier-right")}),
    ]
    vague = member("2", "Y", spell=Spell.of(date(2026, 1, 1), start_precision="year"))
    assert told(member("1", "X"), vague, profile={"degree": degree}) == [("open", {("unknown", "since")})]


def test_an_open_list_is_unknown_and_an_ended_accord_opens_for_nobody(told: Told, member: Any) -> None:
    degree = Degree(True, "X", None, None, (date(2020, 1, 1),) * 2, True)
    word = Text("X", "X")
    open_list = Facts(accords=(Accord("a:x", "x", word),))
    assert told(member("1", "X"), change=open_list, profile={"degree": degree}) == [
        ("open", {("unknown", "member")})
    ]
    ended = Facts(accords=(Accord("a:x", "x", word, Spell.of(end=date(2020, 1, 1))),))
    assert told(member("1", "X"), member("2", "Y"), change=ended) == []
    between = Facts(accords=(Accord("a:x", "x", word, between=frozenset({"X", "Z"})),))
    assert told(member("1", "X"), change=between) == []
    doubtful = Facts(accords=(Accord("a:x", "x", word, status_unknown=True),))
    assert told(member("1", "X"), member("2", "Y"), change=doubtful, profile={"degree": degree}) == [
        ("open", {("unknown", "status")})
    ]


def test_an_assessment_is_unknown_and_years_lie_with_the_person(facts: Any, member: Any) -> None:
    seven = Condition("c:seven", "ExperienceCondition", field="f:years", min_years=Decimal(7))
    assessed = Condition("c:assessed", "AssessmentCondition", to_show=Text("assessment", "评估"))
    either = Condition("c:either", "AnyOf", operands=("c:degree", "c:assessed"))
    whole = Condition("c:all", "AllOf", operands=("c:either", "c:seven"))
    known = facts(member("1", "X"), member("2", "Y"))
    rule = known.rules[0]._replace(conditions=(), standards=("s:1",))
    world = World(
        known._replace(
            conditions=(*known.conditions, seven, assessed, either, whole),
            standards=(Standard("s:1", "c:all"),),
            rules=(rule,),
        )
    )
    question = Question(Side("X"), Side("Y"), "k:academic", DAY, "")
    (path,) = ask(world, question)
    found = Finder(world, question).of(path).sets
    assert [{fact.about[0] for fact in each.facts} for each in found] == [
        {"c:degree", "c:seven"},
        {"c:assessed", "c:seven"},
    ]
    assert found[1] == Opening(Outcome.OPEN, found[1].facts)


def test_nothing_opens_what_is_open_or_within_one_place(facts: Any, member: Any) -> None:
    degree = Degree(True, "X", None, None, (date(2020, 1, 1),) * 2, True)
    world = World(facts(member("1", "X"), member("2", "Y")))
    question = Question(Side("X"), Side("Y"), "k:academic", DAY, "")
    opened = question._replace(profile=question.profile._replace(degree=degree))
    for asked in (opened, question._replace(target=Side("X"))):
        (path,) = ask(world, asked)
        assert Finder(world, asked).of(path).sets == ()


def test_without_a_shared_accord_both_sides_would_have_to_join(facts: Any) -> None:
    world = World(facts())
    question = Question(Side("X"), Side("Y"), "k:academic", DAY, "")
    (path,) = ask(world, question)
    first = Finder(world, question).of(path).sets[0]
    assert {fact.kind for fact in first.facts} == {"membership"}
    assert reached(world, question, path, first.facts) <= first.outcome
