"""What an accession opens is what the matrix of the changed world shows."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from accordgraph.pathways.accessions import Accession, Accessions, Gain
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.matrix import Matrix, matrix
from accordgraph.pathways.model import Facts, Membership
from accordgraph.pathways.places import positions
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

DAY = date(2026, 1, 1)
Found = dict[tuple[str, str], Outcome]


def scope_of(world: World) -> str:
    return min(world.scopes.values(), key=lambda s: s.rank).id if world.scopes else ""


def expected(before: Matrix, after: Matrix, place: str) -> Found:
    """Pairs with the place at one end that are better in another matrix."""
    return {
        (home, target): now
        for home, target, was, now in before.differences(after)
        if place in (home, target) and now < was
    }


def told(gain: Gain, places: tuple[str, ...], place: str) -> Found:
    found = {(place, places[n]): o for o, there in gain.as_home.items() for n in positions(there)}
    return found | {(places[n], place): o for o, there in gain.as_target.items() for n in positions(there)}


def supposing(world: World, side: Side, *accessions: Accession) -> World:
    members = tuple(
        Membership(f"m:{n}", a.accord, a.tier, side.place, side.body, Spell.of(DAY), supposed=True)
        for n, a in enumerate(accessions)
    )
    return world.changed(Change(Facts(memberships=members)))


def sides(world: World) -> list[Side]:
    return [*map(Side, world.jurisdictions), *(Side(b.jurisdiction, b.id) for b in world.bodies.values())]


@pytest.mark.parametrize("name", ["vectors", "fiction"])
def test_every_accession_of_every_body(name: str, request: Any) -> None:
    world, gained = request.getfixturevalue(name).view.world, 0
    scope, goals = scope_of(world), list(world.kinds)
    before = {goal: matrix(world, goal, DAY, scope) for goal in goals}
    asked = Accessions(world, DAY, scope, goals)
    for side in sides(world):
        for accession in asked.candidates(side):
            changed = supposing(world, side, accession)
            for gain in asked.gains(side, accession):
                after = matrix(changed, gain.goal, DAY, scope)
                found = told(gain, asked.places, side.place)
                assert found == expected(before[gain.goal], after, side.place), (side, accession, gain.goal)
                gained += len(found)
    assert gained


def test_every_pair_of_accessions_of_a_place(vectors: Any) -> None:
    world = vectors.view.world
    side = Side(next(place for place in world.jurisdictions if not world.members_at(place)))
    check_pairs(world, side)


def test_a_pair_may_open_what_neither_opens(facts: Any, member: Any) -> None:
    """An accord of degrees, and one whose rule asks for such a degree."""
    known = facts(member("1", "X"), member("2", "Y", "t:y")._replace(accord="a:y"))
    known = known._replace(
        accords=(*known.accords, known.accords[0]._replace(id="a:y", slug="y")),
        tiers=(*known.tiers, known.tiers[0]._replace(id="t:y", accord="a:y")),
        rules=(known.rules[0]._replace(id="r:y", accord="a:y", asks_home=("r:accept",)),),
        jurisdictions=(*known.jurisdictions, known.jurisdictions[1]._replace(id="W", slug="W")),
    )
    assert check_pairs(World(known), Side("W"))


def check_pairs(world: World, side: Side) -> int:
    """Every pair against the matrix of its world; how many give more than both alone."""
    scope, goals = scope_of(world), list(world.kinds)
    before = {goal: matrix(world, goal, DAY, scope) for goal in goals}
    asked = Accessions(world, DAY, scope, goals)
    among = list(asked.candidates(side))
    listed = list(asked.pairs(side, among))
    assert [(one, other) for one, other, _ in listed] == [
        pair for pair in combinations(among, 2) if pair[0].accord != pair[1].accord
    ]
    more = 0
    for one, other, gains in listed:
        changed = supposing(world, side, one, other)
        for gain, alone, second in zip(gains, asked.gains(side, one), asked.gains(side, other), strict=True):
            after = matrix(changed, gain.goal, DAY, scope)
            found = told(gain, asked.places, side.place)
            assert found == expected(before[gain.goal], after, side.place), (side, one, other, gain.goal)
            more += size(gain) > size(alone) + size(second)
    return more


def size(gain: Gain) -> int:
    return sum(sum(gain.size(outcome)) for outcome in Outcome)


def test_bounds_of_an_accord_rule_a_place_out(facts: Any, member: Any) -> None:
    known = facts(member("1", "X"))
    accord = known.accords[0]
    for more, place, reason in (
        ({}, "Y", None),
        ({"between": frozenset({"X", "Z"})}, "Y", "between"),
        ({"between": frozenset({"X", "Y"})}, "Y", None),
        ({"territory": frozenset({"X"})}, "Y", "territory"),
        ({"territory": frozenset({"X"})}, "Z", None),
    ):
        world = World(known._replace(accords=(accord._replace(**more),)))
        asked = Accessions(world, DAY, "", ["k:academic"])
        assert asked.ruled_out("a:x", place) == reason


def test_a_tier_that_is_held_is_no_candidate(facts: Any, member: Any) -> None:
    world = World(facts(member("1", "X", "t:guest"), member("2", "Y")))
    asked = Accessions(world, DAY, "", ["k:academic"])
    held = {
        side: [a.tier for a in asked.candidates(side)] for side in (Side("X"), Side("X", "b:X"), Side("Z"))
    }
    assert list(held.values()) == [["t:full"], ["t:full"], ["t:full", "t:guest"]]
