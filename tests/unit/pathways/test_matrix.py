"""The matrix says of each pair what asking for the pair says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.pathways.dates import parse_period
from accordgraph.pathways.matrix import Matrix, matrix
from accordgraph.pathways.model import Facts
from accordgraph.pathways.profile import NOBODY, STANDARD, Degree, HeldTitle, Profile
from accordgraph.pathways.search import Outcome, Question, find_paths
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

DAYS = [date(1999, 6, 1), date(2017, 3, 1), date(2026, 1, 1)]


def scope_of(world: World) -> str:
    return min(world.scopes.values(), key=lambda s: s.rank).id if world.scopes else ""


def asked(world: World, goal: str, day: date, profile: Profile) -> dict[tuple[str, str], Outcome]:
    """The same by asking for every pair."""
    scope, places = scope_of(world), tuple(world.jurisdictions)
    found = {}
    for home in places:
        for target in places:
            question = Question(Side(home), Side(target), goal, day, scope, profile)
            if home != target:
                found[home, target] = min(path.outcome for path in find_paths(world, question))
    return found


def told(made: Matrix) -> dict[tuple[str, str], Outcome]:
    found = {(h, t): Outcome.BLOCKED for h in made.places for t in made.places if h != t}
    return found | {(home, target): outcome for home, target, outcome in made.pairs()}


def check(world: World, profile: Profile, days: list[date] = DAYS) -> set[Outcome]:
    seen = set()
    for goal in world.kinds:
        for day in days:
            made = matrix(world, goal, day, scope_of(world), profile)
            expected = asked(world, goal, day, profile)
            assert told(made) == expected, (goal, day)
            assert made.counts() == {o: list(expected.values()).count(o) for o in Outcome}
            seen |= set(expected.values())
    return seen


@pytest.mark.parametrize("name", ["vectors", "fiction"])
def test_every_pair_of_a_world_for_the_standard_person(name: str, request: Any) -> None:
    world = request.getfixturevalue(name).view.world
    assert check(world, STANDARD) >= {Outcome.OPEN, Outcome.UNCERTAIN, Outcome.BLOCKED}


def test_every_pair_for_people_who_say_something(vectors: Any) -> None:
    world = vectors.view.world
    place = next(m.jurisdiction for m in world.memberships.values())
    other = next(m.jurisdiction for m in reversed(world.memberships.values()))
    degree = Degree(jurisdiction=place, awarded=parse_period("2012"), accredited=True)
    titles = tuple(HeldTitle(title, other) for title in world.titles)
    listed = next(f for f in world.fields.values() if f.is_list and f.choice_class)
    for profile in (
        NOBODY,
        Profile(degree=degree),
        Profile(titles=titles),
        Profile(values={listed.id: (place,)}),
    ):
        check(world, profile, DAYS[2:])


def test_large_classes_are_joined_alike(vectors: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordgraph.pathways.matrix.FEW", 0)
    monkeypatch.setattr("accordgraph.pathways.places.FEW", 0)
    world = vectors.view.world
    check(world.changed(Change(Facts(accords=(next(iter(world.accords.values())),)))), STANDARD)


def test_an_open_list_leaves_strangers_unsure_but_not_what_it_withholds(facts: Any, member: Any) -> None:
    """Several open lists and a member without the right: what each leaves out is left out."""
    known = facts(member("1", "X"), member("2", "Y", "t:guest"))
    accords = tuple(
        known.accords[0]._replace(id=f"a:{n}", slug=f"{n}", list_complete_through=None) for n in range(3)
    )
    tiers = tuple(t._replace(id=f"{t.id}{n}", accord=f"a:{n}") for t in known.tiers for n in range(3))
    conditions = tuple(known.conditions[0]._replace(id=f"c:{n}", accredited_under=f"a:{n}") for n in range(3))
    rules = tuple(
        known.rules[0]._replace(
            id=f"r:{n}", accord=f"a:{n}", conditions=(f"c:{n}",), asks_home=("r:accredit",)
        )
        for n in range(3)
    )
    members = tuple(
        m._replace(id=f"{m.id}-{n}", accord=f"a:{n}", tier=f"{tier}{n}")
        for n, withheld in enumerate(("X", "Y", "XY"))
        for m in known.memberships
        for tier in ["t:guest" if m.jurisdiction in withheld else "t:full"]
    )
    world = World(
        known._replace(accords=accords, tiers=tiers, conditions=conditions, rules=rules, memberships=members)
    )
    for few in (64, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("accordgraph.pathways.matrix.FEW", few)
            check(world, STANDARD)


def test_what_is_supposed_is_in_the_matrix(vectors: Any, member: Any) -> None:
    world = vectors.view.world
    accord, tier = next((t.accord, t.id) for t in world.tiers.values() if t.grants)
    outside = next(p for p in world.jurisdictions if not world.members_at(p))
    inside = next(m.jurisdiction for m in world.members_in(accord))
    supposed = tuple(
        member(f"s{n}", place, tier, supposed=True, body=None)._replace(accord=accord)
        for n, place in enumerate((outside, inside))
    )
    more = world.changed(Change(Facts(memberships=supposed)))
    check(more, STANDARD, DAYS[2:])
    goal = next(r.concludes for r in world.rules.values() if r.accord == accord)
    before, after = (matrix(w, goal, DAYS[2], scope_of(w)) for w in (world, more))
    found = list(before.differences(after))
    assert found and all(outside in (home, target) or inside in (home, target) for home, target, *_ in found)
    assert {(h, t): (a, b) for h, t, a, b in found} == {
        pair: (outcome, told(after)[pair])
        for pair, outcome in told(before).items()
        if outcome is not told(after)[pair]
    }
