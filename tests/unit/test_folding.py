"""What is folded: other levels, agreements closed to a side, paths that look alike."""

from __future__ import annotations

from datetime import date

import pytest

from accordgraph import folding
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
    assert folding.is_of_other_level(world(*levels), ASKED, way()) is apart


def test_with_a_level_nothing_is_set_apart() -> None:
    stated = ASKED._replace(profile=Profile(values={"f:level": "l:first"}))
    assert not folding.is_of_other_level(world("l:second"), stated, way())


def test_only_agreements_that_a_side_is_no_party_to_are_folded() -> None:
    blocked = way(Outcome.BLOCKED, "HOME_BODY_NOT_MEMBER")
    assert folding.is_closed(world(agreement=True), blocked)
    assert not folding.is_closed(world(), blocked)
    assert not folding.is_closed(world(agreement=True), way(Outcome.BLOCKED, "ACCORD_ENDED"))
    assert not folding.is_closed(world(agreement=True), way())


def test_paths_that_look_alike_stand_behind_the_first_of_them() -> None:
    agreements = tuple(Accord(f"a:{n}", n, WORD, is_agreement=True) for n in ("one", "two", "three"))
    known = World(Facts(accords=(*agreements, Accord("a:hub", "hub", WORD))))

    def by(accord: str, outcome: Outcome = Outcome.OPEN, waives: tuple[str, ...] = ("i",)) -> Path:
        return Path(accord, outcome, Certainty.IN_FORCE, Terms(waives=waives), Value())

    ways = [by("a:one"), by("a:two"), by("a:hub"), by("a:three", waives=("other",)), by("a:hub")]
    folded = folding.fold(known, ASKED, ways, frozenset())
    assert [(way.accord, len(alike)) for way, alike in folded.shown] == [
        ("a:one", 1),
        ("a:hub", 1),
        ("a:three", 0),
    ]
    assert folding.grouped(known, folded.shown[0][1], "zh") == {
        "count": 1,
        "accords": ["two"],
        "labels": [WORD.zh],
    }
    whole = folding.fold(known, ASKED, ways, frozenset({"all"}))
    assert [way for way, _ in whole.shown] == ways and not any(alike for _, alike in whole.shown)


@pytest.mark.parametrize(("include", "shown"), [((), 0), (("closed",), 2), (("all",), 2)])
def test_closed_agreements_unfold_each_for_itself(include: tuple[str, ...], shown: int) -> None:
    known = world(agreement=True)
    ways = [way(), *[way(Outcome.BLOCKED, "HOME_BODY_NOT_MEMBER")] * 2]
    folded = folding.fold(known, ASKED, ways, frozenset(include))
    assert (len(folded.shown), len(folded.closed)) == (1 + shown, 2 - shown)


def test_an_answer_is_never_folded_to_nothing() -> None:
    """Something has to say why there is no way: closed agreements, else what is for other levels."""
    closed = [way(Outcome.BLOCKED, "HOME_BODY_NOT_MEMBER")] * 2
    folded = folding.fold(world(agreement=True), ASKED, closed, frozenset())
    assert (folded.shown, folded.closed) == (((closed[0], (closed[1],)),), ())

    other = Accord("a:other", "other", WORD, levels=frozenset({"l:second"}))
    agreement = Accord("a:x", "x", WORD, is_agreement=True)
    known = World(Facts(accords=(other, agreement), levels=LEVELS))
    of_other = Path("a:other", Outcome.OPEN, Certainty.IN_FORCE, Terms(), Value())
    folded = folding.fold(known, ASKED, [of_other], frozenset())
    assert (folded.shown, folded.other_levels) == (((of_other, ()),), ())
    folded = folding.fold(known, ASKED, [of_other, closed[0]], frozenset())
    assert (folded.shown, folded.closed, folded.other_levels) == (((closed[0], ()),), (), (of_other,))
