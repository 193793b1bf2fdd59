"""Which uncertain facts a path hangs on: weak evidence, unknown status, an undated start, a stale list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.doubts import Doubts
from accordgraph.pathways.model import Accord, Facts, Membership, Text
from accordgraph.pathways.profile import Degree, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

DAY = date(2026, 1, 1)
DEGREE = Degree(True, "X", None, None, (date(2020, 1, 1),) * 2, True)
WORD = Text("X", "X")


@pytest.fixture
def told(facts: Any) -> Any:
    """The doubts of the only path from X to Y, as kind, reading and outcome."""

    def ask_it(*members: Membership, weak: str = "", change: Facts = Facts()) -> Any:  # noqa: B008
        plain = World(facts(*members))
        world = plain.changed(Change(change))
        question = Question(Side("X"), Side("Y"), "k:academic", DAY, "", Profile(degree=DEGREE))
        (path,) = ask(world, question)
        found = Doubts(plain, lambda statement: statement == weak).of(world, question, path, path.value.used)
        return [(d.kind, d.reading, None if d.outcome is None else d.outcome.slug) for d in found]

    return ask_it


def test_a_fact_with_weak_evidence_is_told_where_the_path_rests_on_it(told: Any, member: Any) -> None:
    members = member("1", "X"), member("2", "Y")
    assert told(*members, weak="m:2") == [("certainty", "not-so", "blocked")]
    assert told(*members) == told(*members, weak="m:3") == []


def test_an_unknown_status_may_be_in_force_or_not(told: Any, member: Any) -> None:
    doubtful = Facts(accords=(Accord("a:x", "x", WORD, status_unknown=True),))
    assert told(member("1", "X"), member("2", "Y"), change=doubtful) == [
        ("status", "in-force", "open"),
        ("status", "not-in-force", "blocked"),
    ]


def test_a_start_that_is_not_known_may_be_before_or_after(told: Any, member: Any) -> None:
    vague = member("2", "Y", spell=Spell.of(date(2026, 1, 1), start_precision="year"))
    assert told(member("1", "X"), vague) == [
        ("start", "begun", "open"),
        ("start", "not-begun", "blocked"),
    ]


def test_a_stale_list_may_lack_who_joined_since(told: Any, member: Any) -> None:
    assert told(member("1", "X")) == [("list", "joined", "open")]
    fresh = Facts(accords=(Accord("a:x", "x", WORD, list_complete_through=DAY),))
    assert told(member("1", "X"), change=fresh) == []
