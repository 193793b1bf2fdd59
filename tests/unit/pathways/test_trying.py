"""Facts that come together: what they undo or spare of one another is found out before they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accordgraph.pathways.dates import ALWAYS, Spell
from accordgraph.pathways.model import Agreement, Condition, Facts, Membership, Terms, Text
from accordgraph.pathways.openings import Finder
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.trying import needed
from accordgraph.pathways.world import World

DAY = date(2026, 1, 1)
FROM_X = Degree(True, "X", None, None, (date(2020, 1, 1), date(2020, 1, 1)), True)
VAGUE = Spell.of(date(2026, 1, 1), start_precision="year")

Told = Callable[..., list[tuple[str, list[tuple[str, str]]]]]


@pytest.fixture
def told() -> Told:
    """The outcomes and facts, each by its kind and the first thing it is about, that open the first path."""

    def ask_it(known: Facts, degree: Degree | None = None) -> Any:
        world, question = World(known), Question(Side("X"), Side("Y"), "k:academic", DAY, "")
        question = question._replace(profile=question.profile._replace(degree=degree))
        path = ask(world, question)[0]
        return [
            (each.outcome.slug, [(fact.kind, fact.about[0]) for fact in each.facts])
            for each in Finder(world, question).of(path).sets
        ]

    return ask_it


def test_what_is_left_out_may_let_go_of_what_came_before_it() -> None:
    """First only b can be spared, and then a: of the two, c alone is enough."""
    enough = [frozenset("abc"), frozenset("ac"), frozenset("c")]
    assert needed(frozenset("abc"), enough.__contains__, sorted) == frozenset("c")
    assert needed(frozenset("ab"), enough.__contains__, sorted) is None


def test_a_raised_tier_does_not_open_where_one_entry_would_speak_for_both_sides(
    facts: Any, member: Any, told: Told
) -> None:
    """Raised, 1 would speak for Y too, as long as it is not sure that 2 does."""
    guest: Membership = member("1", "Y", "t:guest")
    known = facts(guest, member("2", "Y", body="b:Z", spell=VAGUE))
    rule = known.rules[0]._replace(asks_home=("r:accept",), conditions=())
    apart = known._replace(rules=(rule,), memberships=(*known.memberships, member("3", "X", "t:guest")))
    assert ("tier", "m:3") in [fact for _, each in told(apart) for fact in each]
    covering = (guest._replace(covers=("X",)), *known.memberships[1:])
    assert told(known._replace(rules=(rule,), memberships=covering)) == [
        ("open", [("tier", "m:1"), ("since", "m:2")])
    ]


def test_a_field_that_a_limit_of_the_accreditor_asks_too_is_named_once(
    facts: Any, member: Any, told: Told
) -> None:
    limit, also = (Condition(name, "DeclaredCondition", field="f:ethics") for name in ("c:limit", "c:also"))
    known = facts(member("1", "X", limited_to="c:limit"), member("2", "Y"))
    asking = known.rules[0]._replace(conditions=("c:degree", "c:also"))
    known = known._replace(conditions=(*known.conditions, limit, also), rules=(asking,))
    assert [kinds for _, kinds in told(known, FROM_X)] in ([[("field", "c:also")]], [[("field", "c:limit")]])


def test_what_a_limit_asks_may_still_be_shown(facts: Any, member: Any, told: Told) -> None:
    limit = Condition("c:limit", "DeclaredCondition", field="f:ethics")
    known = facts(member("1", "X", limited_to="c:limit"), member("2", "Y"))
    known = known._replace(conditions=(*known.conditions, limit))
    assert told(known, FROM_X._replace(held=False)) == [
        ("open_conditional", [("degree", "c:degree")]),
        ("open", [("degree", "c:degree"), ("field", "c:limit")]),
    ]


def test_an_agreement_that_is_there_already_is_not_asked_for(facts: Any, told: Told) -> None:
    known = facts()
    rule = known.rules[0]._replace(asks_home=("r:accept",), conditions=(), by_agreement=True)
    between = Agreement("g:1", "a:x", Text("G", "G"), frozenset({"X", "Y"}), Terms())
    joins = [("membership", "a:x"), ("membership", "a:x")]
    assert told(known._replace(rules=(rule,), agreements=(between,))) == [("open", joins)]
    assert told(known._replace(rules=(rule,))) == [("open", [("agreement", "a:x"), *joins])]


def test_when_awards_begin_to_count_is_not_told_as_when_a_membership_began(
    facts: Any, member: Any, told: Told
) -> None:
    awarded = FROM_X._replace(awarded=(date(2020, 6, 1), date(2020, 6, 1)))
    since = Spell.of(date(2020, 1, 1), start_precision="year")
    vague: Membership = member("1", "X", spell=since)
    assert ("open", [("since", "m:1")]) in told(facts(vague, member("2", "Y")), awarded)
    known = facts(vague._replace(recognised=since), member("2", "Y"))
    assert "since" not in {kind for _, each in told(known, awarded) for kind, _ in each}


def test_a_degree_that_needs_only_what_its_accreditor_is_limited_to_is_not_told_again(
    facts: Any, member: Any, told: Told
) -> None:
    limit = Condition("c:limit", "DeclaredCondition", field="f:ethics")
    known = facts(member("1", "X", limited_to="c:limit", spell=ALWAYS), member("2", "Y"))
    known = known._replace(conditions=(*known.conditions, limit))
    undated = FROM_X._replace(held=None, awarded=None)
    assert told(known, undated) == [("open", [("field", "c:limit")])]
