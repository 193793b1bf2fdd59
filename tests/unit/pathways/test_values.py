"""AND takes the worst and joins, OR takes the least effort."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accordgraph.pathways.model import Text
from accordgraph.pathways.values import TRUE, Reason, Truth, Value, conjunction, easiest, refused, unknown

A, B = Text("a", "甲"), Text("b", "乙")


def test_and_of_nothing_is_true() -> None:
    assert conjunction([]) is TRUE
    assert conjunction([TRUE, TRUE]) is TRUE


def test_and_takes_the_worst_truth_the_longest_gap_and_the_earliest_end() -> None:
    both = conjunction(
        [
            Value(Truth.NOT_YET, gap=Decimal(2), do=(A,), until=date(2030, 1, 1)),
            Value(Truth.NOT_YET, gap=Decimal(1), do=(B,), until=date(2029, 1, 1)),
            unknown(A),
        ]
    )
    assert (both.truth, both.gap, both.do, both.show) == (Truth.NOT_YET, Decimal(2), (A, B), (A,))
    assert both.until == date(2029, 1, 1)


def test_and_keeps_doubt_and_supposition_and_names_each_thing_once() -> None:
    both = conjunction([Value(unsure=True, used=("s", "t")), Value(supposed=True, used=("t", "u"))])
    assert (both.unsure, both.supposed, both.used) == (True, True, ("s", "t", "u"))
    assert both.truth is Truth.TRUE


def test_or_prefers_truth_then_years_then_fewer_things_then_facts() -> None:
    late, soon = Value(Truth.NOT_YET, gap=Decimal(3)), Value(Truth.NOT_YET, gap=Decimal(1))
    assert easiest([refused(Reason("X")), late, soon]) is soon
    assert easiest([unknown(A, B), unknown(A)]).show == (A,)
    supposed = Value(supposed=True, used=("s",))
    assert easiest([supposed, Value(used=("t",))]).used == ("t",)


def test_or_keeps_the_first_of_equals() -> None:
    assert easiest([unknown(A), unknown(B)]).show == (A,)


def test_at_least_two_asks_for_the_two_easiest() -> None:
    two = easiest([unknown(A), refused(Reason("X")), Value(used=("s",))], 2)
    assert (two.truth, two.show, two.used) == (Truth.UNKNOWN, (A,), ("s",))
