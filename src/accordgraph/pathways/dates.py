"""Days that are known only to the month or the year, and spells between such days.

A spell begins some day between `Spell.start` and `Spell.start_by` and ends some day between
`Spell.end` and `Spell.end_by` (all inclusive), so the question whether it covers a period
has three answers.

>>> admitted_in_june = Spell.of(date(2012, 6, 1), start_precision="month")
>>> [admitted_in_june.covers(date(2012, m, 15), date(2012, m, 15)).name for m in (5, 6, 7)]
['NO', 'POSSIBLY', 'YES']

Cost: constant.  Source of the rule: a comparison that is not decided by the whole interval
of a partial date is unknown, never guessed.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import IntEnum
from typing import NamedTuple


class Covers(IntEnum):
    """Does a spell cover a period?  A greater value is a surer yes."""

    NO = 0
    POSSIBLY = 1
    YES = 2


def last_day(day: date, precision: str) -> date:
    """The last day that a date of this precision may mean, `day` being its first.

    >>> last_day(date(2016, 2, 1), "month").isoformat()
    '2016-02-29'
    """
    if precision in ("year", "circa"):
        return date(day.year, 12, 31)
    if precision == "month":
        return date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day


def first_day(day: date, precision: str) -> date:
    """The first day that an end date of this precision may mean, `day` being its last.

    >>> first_day(date(2016, 2, 29), "year").isoformat()
    '2016-01-01'
    """
    if precision in ("year", "circa"):
        return date(day.year, 1, 1)
    if precision == "month":
        return day.replace(day=1)
    return day


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or that month's last day.

    >>> months_before(date(2016, 2, 29), 12).isoformat()
    '2015-02-28'
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of a year, month or day.

    >>> [d.isoformat() for d in parse_period("2016-02")]
    ['2016-02-01', '2016-02-29']

    Raises
    ------
    ValueError : for anything but YYYY, YYYY-MM or YYYY-MM-DD, or a day that does not exist.
    """
    parts = text.strip().split("-")
    if [len(p) for p in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(
        p.isascii() and p.isdigit() for p in parts
    ):
        raise ValueError(text)
    numbers = [int(p) for p in parts]
    precision = ("year", "month", "day")[len(parts) - 1]
    first = date(*[*numbers, 1, 1][:3])
    return first, last_day(first, precision)


EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""The days that can be asked about."""


def parse_asked(text: str) -> tuple[date, date]:
    """First and last day of a period that can be asked about.

    Raises
    ------
    ValueError : as `parse_period`, and outside `EARLIEST` to `LATEST`.
    """
    first, last = parse_period(text)
    if not EARLIEST <= first <= last <= LATEST:
        raise ValueError(text)
    return first, last


class Spell(NamedTuple):
    """A stretch of time whose ends may each be known only roughly; both ends inclusive."""

    start: date = date.min
    start_by: date = date.min
    end: date = date.max
    end_by: date = date.max

    @classmethod
    def of(
        cls,
        start: date | None = None,
        end: date | None = None,
        *,
        start_precision: str = "day",
        end_precision: str = "day",
        seen_on: date | None = None,
    ) -> Spell:
        """A spell as it is stated.

        Parameters
        ----------
        start, end : first and last day; absent means open.
        start_precision, end_precision : ``day``, ``month``, ``year`` or ``circa``.
        seen_on : instead of a start, the first day a source shows it: the start lies on or before.
        """
        begin, begin_by = date.min, date.min
        if start is not None:
            begin, begin_by = start, last_day(start, start_precision)
        elif seen_on is not None:
            begin_by = seen_on
        finish, finish_by = date.max, date.max
        if end is not None:
            finish, finish_by = first_day(end, end_precision), end
        return cls(begin, begin_by, finish, finish_by)

    def covers(self, first: date, last: date) -> Covers:
        """Whether every day from `first` to `last` lies in the spell; `POSSIBLY` if any may."""
        if self.start_by <= first and last <= self.end:
            return Covers.YES
        if self.start <= last and first <= self.end_by:
            return Covers.POSSIBLY
        return Covers.NO

    def begun_earlier(self, months: int) -> Spell:
        """The same spell with its start moved `months` back."""
        if not months:
            return self

        def earlier(day: date) -> date:
            return day if day == date.min else months_before(day, months)

        return Spell(earlier(self.start), earlier(self.start_by), self.end, self.end_by)


ALWAYS = Spell()
