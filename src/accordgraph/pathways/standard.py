"""The standard person, for matrices, rankings and pictures that know of no person.

An engineer with a degree that the home side accredited and that was awarded on the day asked
about, who meets every personal condition of every standard and holds no title yet.  Of several
levels it is the first.  What this person gets shows what the institutions open, and nothing else.

>>> STANDARD.is_standard, STANDARD.degree
(True, None)

Cost and bound: those of the conditions.
"""

from __future__ import annotations

from datetime import date

from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.model import Condition
from accordgraph.pathways.profile import STANDARD as STANDARD
from accordgraph.pathways.profile import Degree, Profile
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import TRUE, Reason, Truth, Value, refused
from accordgraph.pathways.world import DEGREE, World


def profile_at(profile: Profile, home: Side, day: date) -> Profile:
    """The profile as it is at a home side on a day: the standard person's degree comes from there."""
    if not profile.is_standard:
        return profile
    degree = Degree(held=True, jurisdiction=home.place, body=home.body, awarded=(day, day), accredited=True)
    return profile._replace(degree=degree)


def examiner(
    world: World, profile: Profile, home: Side, day: date, met: frozenset[str] = frozenset()
) -> Examiner:
    """Who evaluates conditions for a profile; those `met` count as true."""
    if profile.is_standard:
        return StandardExaminer(world, profile_at(profile, home, day), home, day)
    return Examiner(world, profile, home, day, met)


class StandardExaminer(Examiner):
    """Evaluates conditions for the standard person: only degree, level and titles are looked at."""

    def __init__(self, world: World, profile: Profile, home: Side, day: date) -> None:
        super().__init__(world, profile, home, day)
        self._anywhere: dict[str, Value] = world.remembered(("standard person", day), dict[str, Value])

    def value(self, condition_id: str) -> Value:
        """The value of a condition; remembered for the day, or for the home if a degree is asked for."""
        kept = self._seen if DEGREE in self.world.reads[condition_id] else self._anywhere
        known = kept.get(condition_id)
        if known is None:
            known = kept[condition_id] = self._judged(condition_id)
        return known

    def _DeclaredCondition(self, condition: Condition) -> Value:
        if condition.names in self.world.levels:
            first = min(self.world.levels.values(), key=lambda level: level.rank)
            return TRUE if condition.names == first.id else self._refused(condition)
        if condition.names in self.world.titles:
            return Value(Truth.NOT_YET, do=(self._obtain(condition),))
        return TRUE

    def _refused(self, condition: Condition) -> Value:
        if condition.refusal is not None:
            return refused(Reason(condition.refusal))
        return Value(Truth.NOT_YET, do=(self._obtain(condition),))

    def _AssessmentCondition(self, condition: Condition) -> Value:  # noqa: ARG002 - whatever it asks is met
        return TRUE

    _ExperienceCondition = _FormationCondition = _AssessmentCondition
