"""Days known only to the month or the year, and spells between them."""

from __future__ import annotations

from datetime import date

import pytest

from accordgraph.pathways.dates import ALWAYS, Covers, Spell, parse_asked, parse_period

JUNE = date(2016, 6, 15)


@pytest.mark.parametrize(
    "text", ["", "16", "2016-6", "2016-13", "2016-02-30", "2016-06-15T00", "２０１６", "0000"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_period(text)


@pytest.mark.parametrize("text", ["1899", "1899-12-31", "2201-01-01", "0001-02", "9999-12-31"])
def test_what_nobody_asks_about(text: str) -> None:
    assert parse_period(text)
    with pytest.raises(ValueError, match=text):
        parse_asked(text)


def test_the_edges_that_can_be_asked_about() -> None:
    assert parse_asked("1900") == (date(1900, 1, 1), date(1900, 12, 31))
    assert parse_asked("2200-12") == (date(2200, 12, 1), date(2200, 12, 31))


def test_both_ends_belong_to_a_spell() -> None:
    day = Spell.of(JUNE, JUNE)
    assert day.covers(JUNE, JUNE) is Covers.YES
    assert day.covers(date(2016, 6, 14), date(2016, 6, 14)) is Covers.NO
    assert day.covers(date(2016, 6, 16), date(2016, 6, 16)) is Covers.NO


def test_an_end_known_to_the_year_is_open_within_it() -> None:
    spell = Spell.of(date(2010, 1, 1), date(2016, 12, 31), end_precision="year")
    answers = [spell.covers(date(y, 6, 1), date(y, 6, 1)).name for y in (2015, 2016, 2017)]
    assert answers == ["YES", "POSSIBLY", "NO"]


def test_seen_on_a_day_is_open_before_it() -> None:
    spell = Spell.of(seen_on=JUNE)
    assert spell.covers(JUNE, date(2030, 1, 1)) is Covers.YES
    assert spell.covers(date(1950, 1, 1), date(1950, 1, 1)) is Covers.POSSIBLY


def test_a_period_partly_outside_is_possible() -> None:
    assert Spell.of(JUNE).covers(date(2016, 6, 1), date(2016, 6, 30)) is Covers.POSSIBLY


def test_moving_a_start_keeps_an_open_one_open() -> None:
    assert ALWAYS.begun_earlier(12) == ALWAYS
    assert Spell.of(JUNE).begun_earlier(12).start == date(2015, 6, 15)
    assert Spell.of(date(2016, 6, 1), start_precision="month").begun_earlier(6).start_by == date(2015, 12, 30)
