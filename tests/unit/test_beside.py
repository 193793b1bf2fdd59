"""What an answer says beside its paths: larger places and parts of places of which more is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.beside import other_places
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import (
    Accord,
    Facts,
    Jurisdiction,
    Kind,
    Membership,
    Rule,
    Text,
    Tier,
)
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

WORD = Text("X", "甲")
DAY = date(2026, 1, 1)


def place(name: str, *whole: str) -> Jurisdiction:
    return Jurisdiction(name, name, Text(name, name), part_of=whole)


def member(name: str) -> Membership:
    return Membership(f"m:{name}", "a:x", "t:full", name, None, Spell.of(date(2016, 1, 1)))


@pytest.fixture
def world() -> World:
    """One accord; Whole and There are members, Part (of Whole) is none; Here is none, its Seat is one."""
    rule = Rule("r:x", "a:x", "k:academic", asks_home=("r:accredit",), asks_target=("r:accept",))
    return World(
        Facts(
            jurisdictions=(
                place("Whole"), place("Part", "Whole"), place("There"), place("Here"), place("Seat", "Here"),
                place("Other", "Here"),
            ),
            accords=(Accord("a:x", "x", WORD, list_complete_through=DAY),),
            tiers=(Tier("t:full", "full", WORD, "a:x", grants=frozenset({"r:accredit", "r:accept"})),),
            memberships=tuple(map(member, ("Whole", "There", "Seat"))),
            kinds=(Kind("k:academic", "academic", WORD, crosses_border=True, is_scoped=False),),
            rules=(rule,),
        )
    )  # fmt: skip


def told(world: World, home: str, target: str, body: str | None = None) -> list[tuple[str, str, str]]:
    question = Question(Side(home, body), Side(target), "k:academic", DAY, "s")
    found: list[dict[str, Any]] = other_places(world, question, ask(world, question), "en")
    return [(each["side"], each["id"], each["outcome"]) for each in found]


def test_what_is_closed_for_a_part_and_open_for_the_whole_is_told(world: World) -> None:
    [(side, name, outcome)] = told(world, "Part", "There")
    assert (side, name) == ("home", "Whole") and outcome.startswith("open")


def test_what_is_closed_for_the_whole_and_open_for_a_part_is_told(world: World) -> None:
    assert [each[:2] for each in told(world, "There", "Here")] == [("target", "Seat")]
    assert [each[:2] for each in told(world, "Part", "Seat")] == [("home", "Whole")]
    assert told(world, "Part", "Other") == []


def test_an_open_way_needs_no_other_place(world: World) -> None:
    assert told(world, "Whole", "There") == []


def test_a_body_stands_for_itself_wherever_it_lies(world: World) -> None:
    assert told(world, "Part", "There", "b:some") == []
