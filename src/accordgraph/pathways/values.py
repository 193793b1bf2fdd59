"""Truth with three shades of no, and what comes with it.

A premise is TRUE, UNKNOWN (to be shown), NOT_YET (the person can repair it) or REFUSED
(nobody asked here can).  *Unsure* is not a truth: it never blocks and cannot be repaired;
it makes a path uncertain.

>>> both = conjunction([Value(Truth.UNKNOWN), Value(Truth.NOT_YET, gap=Decimal(2))])
>>> both.truth.name, str(both.gap)
('NOT_YET', '2')

AND takes the worst truth, the longest gap (years run side by side) and joins all lists; OR
takes the branch of least effort.  Cost: the number of branches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple, TypeVar

from accordgraph.pathways.model import Text

T = TypeVar("T")
Day = date
"""A date, under a name that no field hides."""


class Truth(IntEnum):
    """How true a premise is; greater is worse."""

    TRUE = 0
    UNKNOWN = 1
    NOT_YET = 2
    REFUSED = 3


class Reason(NamedTuple):
    """Why something is closed or unsure: a code's id, what fills its sentence, and what it rests on.

    `listed` is the last day a member list was known complete, where the reason is an absence from it.
    """

    code: str
    accord: str | None = None
    tier: str | None = None
    date: date | None = None
    statement: str | None = None
    further: tuple[str, ...] = ()
    listed: Day | None = None


NO_GAP = Decimal(0)


class Value(NamedTuple):
    """The outcome of a premise: its truth and everything an answer says about it.

    A named tuple, because a question makes dozens of them.
    """

    truth: Truth = Truth.TRUE
    gap: Decimal = NO_GAP
    show: tuple[Text, ...] = ()
    do: tuple[Text, ...] = ()
    reasons: tuple[Reason, ...] = ()
    assumed: tuple[Text, ...] = ()
    used: tuple[str, ...] = ()
    unsure: bool = False
    supposed: bool = False
    until: date = date.max

    def using(self, *statements: str) -> Value:
        """The same value, resting on further statements."""
        return self._replace(used=tuple(dict.fromkeys(self.used + statements)))

    def effort(self) -> tuple[int, Decimal, int, bool]:
        """The order in which OR prefers branches."""
        return (self.truth, self.gap, len(self.show), self.supposed)


TRUE = Value()


def refused(*reasons: Reason) -> Value:
    """A premise closed for these reasons."""
    return Value(Truth.REFUSED, reasons=reasons)


def unknown(*show: Text) -> Value:
    """A premise nobody has spoken about; `show` says what would settle it."""
    return Value(Truth.UNKNOWN, show=show)


def conjunction(values: Iterable[Value]) -> Value:  # noqa: C901 - the innermost work, all parts in one loop
    """All of them: worst truth, longest gap, all lists, earliest end."""
    every = [v for v in values if v is not TRUE]
    if len(every) < 2:
        return every[0] if every else TRUE
    truth, gap, show, do, reasons, assumed, used, unsure, supposed, until = every[0]
    for worse, longer, shown, done, because, taken, on, doubted, what_if, earlier in every[1:]:
        if worse > truth:
            truth = worse
        if longer is not gap and longer > gap:
            gap = longer
        if shown:
            show = _joined(show, shown)
        if done:
            do = _joined(do, done)
        if because:
            reasons = _joined(reasons, because)
        if taken:
            assumed = _joined(assumed, taken)
        if on:
            used = _joined(used, on)
        if doubted:
            unsure = True
        if what_if:
            supposed = True
        if earlier is not until and earlier < until:
            until = earlier
    return Value(truth, gap, show, do, reasons, assumed, used, unsure, supposed, until)


def _joined(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(one + other)) if one else other


def easiest(values: Sequence[Value], count: int = 1) -> Value:
    """The `count` branches of least effort, all of them asked; earlier branches win ties."""
    return conjunction(sorted(values, key=Value.effort)[:count])
