"""What stands beside the paths: other levels, agreements closed to a side, the ordinary way."""

from __future__ import annotations

from datetime import date

import pytest

from accordgraph import beside
from accordgraph.pathways.model import Accord, Facts, Ranked, Terms, Text
from accordgraph.pathways.profile import Profile
from accordgraph.pathways.search import Certainty, Outcome, Path, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import Reason, Value, refused
from accordgraph.pathways.world import World

WORD = Text("X", "甲")
LEVELS = (Ranked("l:first", "first", WORD, 10), Ranked("l:second", "second", WORD, 20))
ASKED = Question(Side("X"), Side("Y"), "k", date(2026, 1, 1), "s")


def world(*levels: str, agreement: bool = False) -> World:
    accord = Accord("a:x", "x", WORD, levels=frozenset(levels), is_agreement=agreement)
    return World(Facts(accords=(accord,), levels=LEVELS))


def way(outcome: Outcome = Outcome.OPEN, *codes: str) -> Path:
    value = refused(*(Reason(code) for code in codes)) if codes else Value()
    return Path("a:x", outcome, Certainty.IN_FORCE, Terms(), value)


@pytest.mark.parametrize(
    ("levels", "apart"),
    [((), False), (("l:first",), False), (("l:first", "l:second"), False), (("l:second",), True)],
)
def test_without_a_level_the_first_is_meant(levels: tuple[str, ...], apart: bool) -> None:
    assert beside.is_of_other_level(world(*levels), ASKED, way()) is apart


def test_with_a_level_nothing_is_set_apart() -> None:
    stated = ASKED._replace(profile=Profile(values={"f:level": "l:first"}))
    assert not beside.is_of_other_level(world("l:second"), stated, way())


def test_only_agreements_that_a_side_is_no_party_to_are_folded() -> None:
    blocked = way(Outcome.BLOCKED, "HOME_BODY_NOT_MEMBER")
    assert beside.is_closed(world(agreement=True), blocked)
    assert not beside.is_closed(world(), blocked)
    assert not beside.is_closed(world(agreement=True), way(Outcome.BLOCKED, "ACCORD_ENDED"))
    assert not beside.is_closed(world(agreement=True), way())
