"""What random worlds and questions are drawn from: names of things, and chances of days and spells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from accordgraph.pathways.dates import ALWAYS, Spell, last_day
from accordgraph.pathways.model import Text

T = TypeVar("T")
PLACES = ("A", "B", "C", "D", "E", "F")
RIGHTS = ("accredit", "register", "acknowledge")
SCOPES = ("any", "collaborative", "independent")
YEARS = ("post-grad", "in-charge", "office", "site")
FLAGS = ("ethics", "competence", "cpd", "registered")
UNTIL, LICENSED, TITLES, LEVEL = "registered-until", "licensed-in", "titles", "level"
FIELDS = (
    *((name, "decimal") for name in YEARS),
    *((name, "boolean") for name in FLAGS),
    (UNTIL, "date"),
    (LICENSED, "reference"),
    (TITLES, "reference"),
    (LEVEL, "reference"),
)
LEVELS = ("engineer", "technician")
TITLED = ("title-1", "title-2")
EPOCH, SPAN = date(2000, 1, 1), 30


def text(word: str) -> Text:
    return Text(word, word)


class Draws:
    """Chances, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - for tests, and the same each time
        self.edges: list[date] = []
        """Days on which something begins or ends: worth asking about."""

    def chance(self, share: float) -> bool:
        """True in this share of the draws."""
        return self.random.random() < share

    def one(self, things: Sequence[T]) -> T:
        """One of them."""
        return self.random.choice(things)

    def some(self, things: Sequence[T], most: int) -> tuple[T, ...]:
        """Up to so many of them, none twice."""
        return tuple(self.random.sample(things, self.random.randint(0, min(most, len(things)))))

    def day(self) -> date:
        """Some day, often the first of a year, so that days meet."""
        first = date(EPOCH.year + self.random.randrange(SPAN), 1, 1)
        return first if self.chance(0.4) else first + timedelta(days=self.random.randrange(365))

    def near_an_edge(self) -> date:
        """Some day, often one at which something changes, or one beside it."""
        if self.edges and self.chance(0.5):
            return self.one(self.edges) + timedelta(days=self.random.randint(-1, 1))
        return max(self.day(), self.day())

    def spell(self, *, vague: bool = True) -> Spell:
        """A stretch of time, with its ends at times open or known roughly."""
        precisions = ("day", "day", "month", "year") if vague else ("day",)
        start, precision = self.day(), self.one(precisions)
        if precision != "day":
            start = start.replace(day=1) if precision == "month" else start.replace(month=1, day=1)
        end, end_precision = None, self.one(precisions)
        if self.chance(0.35):
            end = last_day(start, precision) + timedelta(days=self.random.randrange(1, 6000))
            end = last_day(end, end_precision)
        spell: Spell
        if vague and self.chance(0.15):
            spell = Spell.of(end=end, seen_on=start, end_precision=end_precision)
        else:
            begin = None if self.chance(0.1) else start
            spell = Spell.of(begin, end, start_precision=precision, end_precision=end_precision)
        days = (spell.start, spell.start_by, spell.end, spell.end_by)
        self.edges += [day for day in days if date.min < day < date.max]
        return spell

    def mostly_always(self) -> Spell:
        """Of most things it is not said when they begin or end."""
        return ALWAYS if self.chance(0.85) else self.spell()
