"""What a cohort says of each pair is what asking for the pair says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from random_draws import PLACES
from random_questions import Asker, cases_at_random

from accordgraph.pathways import cohorts
from accordgraph.pathways.cohorts import Best, Cohort, best_of
from accordgraph.pathways.profile import NOBODY, STANDARD, Degree, HeldTitle, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

DAY = date(2026, 1, 1)


def asked(world: World, cohort: Cohort, home: Side, profile: Profile) -> list[Best]:
    """The same by asking for every pair."""
    questions = (
        Question(home, Side(target), cohort.goal, cohort.day, cohort.scope, profile)
        for target in cohort.targets
    )
    return [best_of(world, ask(world, question)[0]) for question in questions]


def check(world: World, goal: str, day: date, scope: str, people: list[tuple[Side, Profile]]) -> set[Outcome]:
    cohort = Cohort(world, goal, day, scope, tuple(world.jurisdictions))
    seen = set()
    for home, profile in people:
        found = list(cohort.best(home, profile))
        assert found == asked(world, cohort, home, profile), (home, profile)
        seen |= {best.outcome for best in found}
    return seen


@pytest.mark.soak
def test_random_people_in_random_worlds(effort: Any) -> None:
    seen = set()
    for seed in range(effort(60, 2_000)):
        asker = Asker(seed)
        asker.facts()
        for case in cases_at_random(seed, 1):
            world = World(case.facts).changed(case.change)
            for question in case.questions:
                asker.edges.append(question.day)
                people = [(asker.one([Side(p) for p in PLACES]), asker.person(question.day)) for _ in "12"]
                # The same person elsewhere, and another at the same place: what is remembered must not leak.
                people += [(question.home, question.profile), (people[0][0], question.profile)]
                people += [(Side(place), people[0][1]) for place in PLACES]
                seen |= check(world, question.goal, question.day, question.scope, people)
    assert seen == set(Outcome)


@pytest.mark.parametrize("name", ["vectors", "fiction"])
def test_people_in_a_world_of_turtle(name: str, request: Any) -> None:
    world = request.getfixturevalue(name).view.world
    place = next(m.jurisdiction for m in world.memberships.values())
    body = next(m.body for m in world.memberships.values() if m.body)
    degree = Degree(held=True, jurisdiction=place, awarded=(DAY, DAY), accredited=True)
    titles = tuple(HeldTitle(title, place) for title in world.titles)
    profiles = [NOBODY, Profile(degree=degree), Profile(titles=titles, degree=degree)]
    people = [(Side(home), profile) for home in world.jurisdictions for profile in profiles]
    people.append((Side(world.bodies[body].jurisdiction, body), profiles[1]))
    for goal in world.kinds:
        for scope in world.scopes or ("",):
            check(world, goal, DAY, scope, people)


def test_what_is_remembered_is_forgotten_in_time(fiction: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohorts, "MOST", 1)
    world = fiction.view.world
    people = [(Side(home), NOBODY) for home in world.jurisdictions]
    for goal in world.kinds:
        check(world, goal, DAY, next(iter(world.scopes)), people)


def test_alike_people_share_one_answer(fiction: Any) -> None:
    world = fiction.view.world
    cohort = Cohort(world, next(iter(world.kinds)), DAY, next(iter(world.scopes)), tuple(world.jurisdictions))
    home = Side(next(iter(world.jurisdictions)))
    assert cohort.best(home, NOBODY) is cohort.best(home, Profile())


def test_the_standard_person_belongs_to_the_matrix(fiction: Any) -> None:
    world = fiction.view.world
    cohort = Cohort(world, next(iter(world.kinds)), DAY, next(iter(world.scopes)), ())
    with pytest.raises(ValueError, match="matrix"):
        cohort.best(Side(next(iter(world.jurisdictions))), STANDARD)
