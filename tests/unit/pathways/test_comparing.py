"""Before and after a change: the same pairs as when every pair is asked in both worlds."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from accordgraph.pathways.comparing import Change, changes, compare, question_of
from accordgraph.pathways.profile import STANDARD, Profile
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World
from accordgraph.scenarios import overlay
from accordgraph.service import View

DAY = date(2026, 1, 1)
SCENARIOS: list[Any] = [
    {"memberships": [{"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2020"}]},
    {"memberships": [{"accord": "meridian", "body": "southland-engineers", "tier": "paused"}]},
    {"memberships": [{"accord": "lantern", "jurisdiction": "XQ", "tier": "signatory", "valid_from": "2010"}]},
    {"ended": [{"accord": "meridian", "body": "northland-engineers", "valid_through": "2024"}]},
    {"ended": [{"agreement": "northland-southland", "valid_through": "2024"}]},
    {"ended": [{"accord": "river", "valid_through": "2020"}]},
    {"accords": [{"accord": "river", "status": "in-force"}]},
    {"tiers": [{"accord": "meridian", "tier": "observer", "grants": ["register", "acknowledge"]}]},
    {"standards": [{"accord": "meridian", "condition": "practice", "min_years": 3}]},
    {"rules": [{"rule": "meridian-acknowledge", "status": "unknown"}]},
    {
        "memberships": [{"accord": "meridian", "jurisdiction": "XQ", "tier": "charter"}],
        "agreements": [{"between": ["XN", "XQ"], "under": "meridian", "force": "binding", "scope": ["any"]}],
    },
]
PERSON = {"design_office_years": 2, "site_years": 1, "ethics": True, "referees": True, "interview": True,
          "degree_jurisdiction": "XN", "degree_awarded": "2015", "degree_accredited": True}  # fmt: skip


def best(world: World, question: Question) -> Outcome:
    return ask(world, question)[0].outcome


def by_asking(
    before: World, after: World, goal: str, scope: str, profile: Profile
) -> set[tuple[str, str, Outcome, Outcome]]:
    found = set()
    for home, target in product(before.jurisdictions, repeat=2):
        if home != target:
            question = Question(Side(home), Side(target), goal, DAY, scope, profile)
            outcomes = best(before, question), best(after, question)
            if outcomes[0] is not outcomes[1]:
                found.add((home, target, *outcomes))
    return found


@pytest.mark.parametrize("given", [None, PERSON], ids=["standard", "person"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: str(s)[:60])
def test_the_pairs_are_those_found_by_asking_all(fiction_view: View, scenario: Any, given: Any) -> None:
    view = fiction_view
    before, after = view.world, overlay(view.world, view.names, scenario)
    profile = view.reader.profile(given) if given else STANDARD
    for goal, scope in product(sorted(before.kinds), sorted(before.scopes)):
        told = compare(before, after, goal, DAY, scope, profile)
        assert {tuple(pair) for pair in told.pairs} == by_asking(before, after, goal, scope, profile)
        assert sum(told.before.values()) == sum(told.after.values())
        for pair in told.pairs:
            ways = changes(before, after, question_of(pair, goal, DAY, scope, profile))
            assert ways and pair.is_gain is (pair.after < pair.before)


def test_every_scenario_changes_something_for_somebody(fiction_view: View) -> None:
    """Else the test above would compare nothing with nothing."""
    view = fiction_view
    for scenario in SCENARIOS:
        after = overlay(view.world, view.names, scenario)
        profiles = (STANDARD, view.reader.profile(PERSON))
        asked = product(sorted(view.world.kinds), sorted(view.world.scopes), profiles)
        assert any(compare(view.world, after, g, DAY, s, p).pairs for g, s, p in asked), scenario


def test_a_world_compared_with_itself(fiction_view: View) -> None:
    world = fiction_view.world
    for goal in world.kinds:
        assert not compare(world, world, goal, DAY, min(world.scopes)).pairs


def test_a_path_that_appears_and_one_that_goes(fiction_view: View) -> None:
    view = fiction_view
    after = overlay(view.world, view.names, SCENARIOS[0])
    question = view.reader.read(
        {"home": "XN", "target": "XQ", "goal": "competence", "as_of": "2026-01-01"}, today=DAY
    ).question._replace(profile=STANDARD)
    (there,) = changes(view.world, after, question)
    (gone,) = changes(after, view.world, question)
    assert (there.before, there.after) == (gone.after, gone.before) != (None, None)
    assert isinstance(there, Change) and there.path.hypothetical
