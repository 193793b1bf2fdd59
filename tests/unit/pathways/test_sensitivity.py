"""Which disputed readings change an answer, said once and only where they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accordgraph.pathways.dates import parse_period
from accordgraph.pathways.model import Facts, Membership, Rival
from accordgraph.pathways.profile import Degree, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Question
from accordgraph.pathways.sensitivity import Sensitivity, variant
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

DAY = date(2026, 1, 1)
NS = "https://w3id.org/accordgraph/ns#"


def rival(name: str, value: str, statement: str = "m:1") -> Rival:
    return Rival(f"rival:{name}", statement, NS + name, value)


@pytest.fixture
def told(facts: Any, member: Any) -> Callable[..., list[Any]]:
    """The readings told for a degree of X at Y, as property and outcome."""

    def ask_it(
        *rivals: Rival, awarded: str, day: date = DAY, supposed: tuple[Membership, ...] = ()
    ) -> list[Any]:
        plain = World(facts(member("1", "X"), member("2", "Y", start="2000-01-01"), rivals=rivals))
        world = plain.changed(Change(Facts(memberships=supposed)))
        degree = Degree(jurisdiction="X", awarded=parse_period(awarded), accredited=True)
        question = Question(Side("X"), Side("Y"), "k:academic", day, "", Profile(degree=degree))
        (path,) = ask(world, question)
        found = Sensitivity(plain).of(world, question, path, path.value.used)
        return [(each["property"], each["outcome"]) for each in found]

    return ask_it


def test_a_start_that_decides_is_told_and_one_that_does_not_is_not(told: Any) -> None:
    later, earlier = rival("validFrom", "2017-01-01"), rival("validFrom", "2015-01-01")
    assert told(later, awarded="2016-07-01") == [("validFrom", "blocked")]
    assert told(later, awarded="2018-07-01") == []
    assert told(earlier, awarded="2015-07-01") == [("validFrom", "open")]


def test_a_membership_that_the_path_could_not_use_yet_counts_too(told: Any) -> None:
    earlier = rival("validFrom", "1999-01-01", "m:2")
    assert told(earlier, awarded="2016-07-01", day=date(1999, 6, 1)) == [("validFrom", "not_yet")]
    assert told(earlier, awarded="2016-07-01", day=date(1998, 6, 1)) == []


def test_a_closed_path_that_would_not_even_be_listed_is_no_difference(facts: Any, member: Any) -> None:
    world = World(facts(member("1", "Y"), rivals=(rival("isHeldBy", "b:X"),)))
    asked = [Question(Side("X"), Side("Y"), "k:academic", day, "") for day in (date(1990, 1, 1), DAY)]
    paths = [ask(world, question)[0] for question in asked]
    found = [Sensitivity(world).of(world, q, p, ()) for q, p in zip(asked, paths, strict=True)]
    assert [p.outcome.slug for p in paths] == ["blocked", "open_conditional"]
    assert [len(each) for each in found] == [0, 1]


def test_another_tier_and_another_holder(told: Any) -> None:
    assert told(rival("hasTier", "t:guest"), awarded="2018-07-01") == [("hasTier", "blocked")]
    assert told(rival("isHeldBy", "b:Y"), awarded="2018-07-01") == [("isHeldBy", "blocked")]
    assert told(rival("isHeldBy", "some ministry"), awarded="2018-07-01") == []


def test_a_supposed_world_is_asked_under_the_rival_too(told: Any, member: Any) -> None:
    extra = member("s", "Z", start="2020-01-01", supposed=True)
    assert told(rival("hasTier", "t:guest"), awarded="2018-07-01", supposed=(extra,)) == [
        ("hasTier", "blocked")
    ]
    replaced = member("s", "X", start="2000-01-01", supposed=True)
    assert told(rival("hasTier", "t:guest"), awarded="2018-07-01", supposed=(replaced,)) == []


def test_a_rival_of_what_the_engine_does_not_read_changes_no_facts(facts: Any, member: Any) -> None:
    known = World(facts(member("1", "X")))
    assert variant(known, rival("prefLabel", "another name")) is None
    assert variant(known, rival("validFrom", "34 countries")) is None
    assert variant(known, rival("validFrom", "2016-06-02")) is None
