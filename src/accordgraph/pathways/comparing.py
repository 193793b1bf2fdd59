"""Before and after: which pairs of places get another best outcome in a changed world, and by which paths.

>>> Pair("p:a", "p:b", Outcome.BLOCKED, Outcome.OPEN).is_gain
True

Definition: a pair gains if the best outcome from home to target is better in the changed world, and
loses if it is worse.  A path of the pair has changed if its outcome has, or if it is in one world only.

Cost: a matrix of each world; the paths of a pair cost two questions.  Bound: the number of pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from accordgraph.pathways.matrix import matrix
from accordgraph.pathways.profile import STANDARD, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World


class Pair(NamedTuple):
    """A pair of places whose best outcome differs."""

    home: str
    target: str
    before: Outcome
    after: Outcome

    @property
    def is_gain(self) -> bool:
        """Whether the change makes it better."""
        return self.after < self.before


class Comparison(NamedTuple):
    """What becomes of all pairs for one goal: how many have each best outcome, and which differ."""

    before: Mapping[Outcome, int]
    after: Mapping[Outcome, int]
    pairs: tuple[Pair, ...]


class Change(NamedTuple):
    """One path, as it is in the changed world if it is there, and its outcomes; None where it is missing."""

    path: Path
    before: Outcome | None
    after: Outcome | None


def compare(
    before: World, after: World, goal: str, day: date, scope: str, profile: Profile = STANDARD
) -> Comparison:
    """All pairs in two worlds of the same places.

    Parameters
    ----------
    goal, scope : ids of a kind of recognition and of a licence scope.
    profile : of whom; the standard person by default.
    """
    one, other = (matrix(world, goal, day, scope, profile) for world in (before, after))
    pairs = (Pair(*found) for found in one.differences(other))
    return Comparison(one.counts(), other.counts(), tuple(sorted(pairs)))


def changes(before: World, after: World, question: Question) -> tuple[Change, ...]:
    """The paths of one question that are not the same in both worlds, best of the changed world first."""
    one, other = ({_key(p): p for p in ask(world, question)} for world in (before, after))
    found = [Change(path, _outcome(one.get(key)), path.outcome) for key, path in other.items()]
    found += [Change(path, path.outcome, None) for key, path in one.items() if key not in other]
    return tuple(c for c in found if _or_blocked(c.before) is not _or_blocked(c.after))


def question_of(pair: Pair, goal: str, day: date, scope: str, profile: Profile) -> Question:
    """The question that a pair stands for."""
    return Question(Side(pair.home), Side(pair.target), goal, day, scope, profile)


def _key(path: Path) -> tuple[str | None, str | None, str | None]:
    return path.accord, path.rule, path.agreement


def _outcome(path: Path | None) -> Outcome | None:
    return None if path is None else path.outcome


def _or_blocked(outcome: Outcome | None) -> Outcome:
    return Outcome.BLOCKED if outcome is None else outcome
