"""P1 to P10 of the pathway semantics on worlds drawn at random: what holds whatever the accords say."""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_draws import FLAGS, LICENSED, TITLES, YEARS
from random_questions import Case, cases_at_random

from accordgraph.pathways.model import Facts
from accordgraph.pathways.profile import Degree, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.world import Change, World

pytestmark = pytest.mark.soak
SOAK = bool(os.environ.get("ACCORDGRAPH_SOAK"))
some = settings(max_examples=1_000 if SOAK else 40)


class Drawn:
    """A world and what is asked of it; the name tells how to draw it again."""

    def __init__(self, case: Case) -> None:
        self.name, self.facts, self.change, self.questions = case
        self.world = World(case.facts).changed(case.change)

    def __repr__(self) -> str:
        return f"<world {self.name}>"


@st.composite
def worlds(draw: Any, kinds: tuple[str, ...] = ("plain", "overlay", "revision")) -> Drawn:
    seed, kind = draw(st.integers(0, 10**6)), draw(st.sampled_from(kinds))
    return Drawn(next(case for case in cases_at_random(seed, 6) if case.name.endswith(kind)))


def best(world: World, question: Question) -> Outcome:
    return ask(world, question)[0].outcome


def with_values(question: Question, **values: Any) -> Question:
    profile = question.profile
    return question._replace(profile=Profile({**profile.values, **values}, profile.degree, profile.titles))


def without_each_credential(question: Question) -> Iterable[Question]:
    """The same person, who says no to one thing that was a yes."""
    profile = question.profile
    for name in FLAGS:
        if profile.values.get(name) is True:
            yield with_values(question, **{name: False})
    for place in profile.values.get(LICENSED, ()):
        rest = tuple(p for p in profile.values[LICENSED] if p != place)
        yield with_values(question, **{LICENSED: rest})
    for held in profile.titles:
        rest = tuple(h for h in profile.titles if h != held)
        values = {**profile.values, TITLES: tuple(h.title for h in rest)}
        yield question._replace(profile=Profile(values, profile.degree, rest))
    if profile.degree is not None:
        none = Degree(held=False)
        yield question._replace(profile=Profile(profile.values, none, profile.titles))


@some
@given(worlds())
def test_p1_a_credential_less_never_helps(drawn: Drawn) -> None:
    for question in drawn.questions:
        outcome = best(drawn.world, question)
        for less in without_each_credential(question):
            assert best(drawn.world, less) >= outcome


@some
@given(worlds(), st.sampled_from(YEARS), st.integers(1, 9))
def test_p2_more_years_never_hurt(drawn: Drawn, clock: str, more: int) -> None:
    for question in drawn.questions:
        years = question.profile.values.get(clock)
        if years is not None:
            older = with_values(question, **{clock: years + more})
            assert best(drawn.world, older) <= best(drawn.world, question)


@some
@given(worlds(("plain",)))
def test_p3_a_fuller_tier_of_the_home_never_hurts(drawn: Drawn) -> None:
    """But for what the entry of one more body may bring along: limits of its own, places it speaks for."""
    plain = tuple(m._replace(limited_to=None, covers=()) for m in drawn.facts.memberships)
    facts = drawn.facts._replace(memberships=plain)
    world = World(facts)
    rights = {right for tier in facts.tiers for right in (*tier.grants, *tier.withholds)}
    for question in drawn.questions:
        places = world.places[question.home.place]
        held = {m.tier for m in plain if m.jurisdiction in places}
        full = tuple(
            tier._replace(grants=frozenset(rights), withholds=frozenset()) if tier.id in held else tier
            for tier in facts.tiers
        )
        assert best(World(facts._replace(tiers=full)), question) <= best(world, question)


@some
@given(worlds())
def test_p4_no_licence_is_open_without_a_rule_or_agreement_that_reaches_it(drawn: Drawn) -> None:
    world = drawn.world
    for question in drawn.questions:
        for path in ask(world, question._replace(goal="licence")):
            if path.outcome is Outcome.OPEN:
                terms = deciding(world, path)
                assert question.scope in terms.scopes or not terms.still_open


@some
@given(worlds())
def test_p5_force_is_that_of_the_deciding_rule_or_agreement(drawn: Drawn) -> None:
    world = drawn.world
    for question in drawn.questions:
        for path in ask(world, question):
            scopeless = [reason.code for reason in path.value.reasons] == ["JURISDICTION_OUT_OF_SCOPE"]
            if path.rule is not None and not scopeless:
                assert path.terms.force == deciding(world, path).force
            else:
                assert path.terms.force is None


def deciding(world: World, path: Path) -> Any:
    if path.agreement is not None:
        return world.agreements[path.agreement].terms
    assert path.rule is not None
    return world.rules[path.rule].terms


@some
@given(worlds(("plain",)))
def test_p6_what_begins_later_changes_nothing_before(drawn: Drawn) -> None:
    world = World(drawn.facts)
    for question in drawn.questions:
        degree = question.profile.degree
        if degree is not None and degree.awarded is not None and degree.awarded[1] > question.day:
            continue  # an award that lies after the day asked about is a later fact itself
        dated = (
            *drawn.facts.memberships, *drawn.facts.agreements, *drawn.facts.equivalences, *drawn.facts.starts,
        )  # fmt: skip
        later = {thing.id for thing in dated if thing.spell.start > question.day}
        left = Facts(
            **{
                name: tuple(thing for thing in things if getattr(thing, "id", None) not in later)
                for name, things in drawn.facts._asdict().items()
            }
        )
        before, after = told(World(left), question), told(world, question)
        assert {path: after.get(path) for path in before} == before
        # An accord may be named because of a later member, but nothing is open by it.
        assert all(after[path].outcome is Outcome.UNCERTAIN for path in after.keys() - before)


def told(world: World, question: Question) -> dict[Any, Path]:
    """The paths that are not closed, by rules that ask something of either side."""
    return {
        (path.rule, path.agreement): path._replace(pareto=False)
        for path in ask(world, question)
        if path.outcome is not Outcome.BLOCKED
        and any(rule.asks_home or rule.asks_target for rule in world.chains[path.rule or ""])
    }


@some
@given(worlds(("plain",)))
def test_p7_an_empty_overlay_is_none(drawn: Drawn) -> None:
    world = World(drawn.facts)
    empty = world.changed(Change(Facts(), frozenset()))
    assert [ask(empty, question) for question in drawn.questions] == [
        ask(world, question) for question in drawn.questions
    ]


@some
@given(worlds(), st.integers(0, 10**6))
def test_p8_the_same_question_has_the_same_answer_however_the_facts_lie(drawn: Drawn, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - an order, no secret
    shuffled = {name: random.sample(things, len(things)) for name, things in drawn.facts._asdict().items()}
    world = drawn.world
    other = World(Facts(**{name: tuple(things) for name, things in shuffled.items()})).changed(drawn.change)
    answers = [repr(ask(world, question)) for question in drawn.questions]
    backwards = [repr(ask(other, question)) for question in reversed(drawn.questions)]
    assert answers == backwards[::-1]
    assert answers == [repr(ask(world, question)) for question in drawn.questions]


@some
@given(worlds())
def test_p9_what_is_not_said_never_blocks(drawn: Drawn) -> None:
    """Where leaving something out is blocked, so is every answer to it."""
    world = drawn.world
    for question in drawn.questions:
        said = question.profile.values
        answers = [{name: True} for name in FLAGS if name not in said]
        answers += [{name: Decimal(60)} for name in YEARS if name not in said]
        if best(world, question) is Outcome.BLOCKED:
            for answer in answers:
                assert best(world, with_values(question, **answer)) is Outcome.BLOCKED


@some
@given(worlds())
def test_p10_home_is_not_a_target(drawn: Drawn) -> None:
    world = drawn.world
    for question in drawn.questions:
        paths = ask(world, question._replace(target=question.home))
        if world.kinds[question.goal].crosses_border:
            assert [reason.code for path in paths for reason in path.value.reasons] == ["SAME_JURISDICTION"]
