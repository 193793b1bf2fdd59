"""How the open pairs grew: the counts are those of the matrix of each day, and each step has its causes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.growth import Step, growth
from accordgraph.pathways.matrix import matrix
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.world import World

FIRST, LAST = date(2000, 1, 1), date(2026, 1, 1)


def scope_of(world: World) -> str:
    return min(world.scopes.values(), key=lambda s: s.rank).id if world.scopes else ""


def steps_of(world: World, goal: str, first: date = FIRST, last: date = LAST) -> list[Step]:
    return list(growth(world, goal, first, last, scope_of(world)))


@pytest.mark.parametrize("name", ["vectors", "fiction"])
def test_between_two_steps_the_matrix_stays(name: str, request: Any) -> None:
    world, moved = request.getfixturevalue(name).view.world, 0
    for goal in world.kinds:
        steps = steps_of(world, goal)
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            ends = after.day - timedelta(1) if after else LAST
            for day in (step.day, step.day + (ends - step.day) / 2, ends):
                assert matrix(world, goal, day, scope_of(world)).counts() == step.counts, (goal, day)
        for before, after in pairwise(steps):
            grown = after.counts[Outcome.OPEN] - before.counts[Outcome.OPEN]
            assert grown == after.gained - after.lost
            assert not (after.gained or after.lost) or after.causes
            moved += after.gained
    assert moved


def test_a_membership_that_begins_stands_behind_the_pairs_of_its_place(facts: Any, member: Any) -> None:
    early, late = member("1", "X"), member("2", "Y", start="2018-05-01")
    world = World(facts(early, late))
    _, *steps = steps_of(world, "k:academic")
    (step,) = (s for s in steps if s.gained)
    # X has Z under its entry, so Y pairs with both, both ways.
    assert (step.day, step.gained, step.lost) == (date(2018, 5, 1), 4, 0)
    assert [(c.kind, c.thing, c.certain, c.gained) for c in step.causes] == [("begins", "m:2", True, 4)]


def test_a_membership_that_ends_or_changes_tier_takes_pairs_away(facts: Any, member: Any) -> None:
    ends = member("2", "Y", spell=Spell.of(date(2016, 6, 2), date(2019, 12, 31)))
    for after, kind, thing in (
        ((), "ends", "m:2"),
        ((member("3", "Y", "t:guest", start="2020-01-01"),), "changes-tier", "m:3"),
    ):
        world = World(facts(member("1", "X"), ends, *after))
        (step,) = (s for s in steps_of(world, "k:academic") if s.lost)
        assert step.day == date(2020, 1, 1)
        (cause,) = step.causes
        assert (cause.kind, cause.thing, cause.lost) == (kind, thing, step.lost)
        assert cause.before == (None if kind == "ends" else "m:2")


def test_a_start_known_to_the_year_opens_at_its_end(facts: Any, member: Any) -> None:
    rough = member("2", "Y", spell=Spell.of(date(2018, 1, 1), start_precision="year"))
    world = World(facts(member("1", "X"), rough))
    (step,) = (s for s in steps_of(world, "k:academic") if s.gained)
    assert step.day == date(2018, 12, 31) and all(cause.certain for cause in step.causes)


def test_a_start_that_no_source_tells_is_no_accession_of_that_day(facts: Any, member: Any) -> None:
    seen = member("2", "Y", spell=Spell.of(seen_on=date(2018, 5, 1)))
    world = World(facts(member("1", "X"), seen))
    (step,) = (s for s in steps_of(world, "k:academic") if s.gained)
    assert [(c.kind, c.thing) for c in step.causes] == [("seen", "m:2")] and step.day == date(2018, 5, 1)


def test_an_accord_that_comes_into_force_stands_behind_what_no_membership_does(
    facts: Any, member: Any
) -> None:
    known = facts(member("1", "X"), member("2", "Y"))
    accord = known.accords[0]._replace(spell=Spell.of(date(2018, 5, 1)))
    world = World(known._replace(accords=(accord,)))
    (step,) = (s for s in steps_of(world, "k:academic") if s.gained)
    assert [(c.kind, c.thing, c.gained) for c in step.causes] == [("in-force", "a:x", 4)]


def test_who_joins_another_accord_that_day_is_no_cause(facts: Any, member: Any) -> None:
    joins = member("2", "Y", start="2018-05-01")
    alone = joins._replace(id="m:3", accord="a:y", tier="t:other")
    known = facts(member("1", "X"), joins, alone)
    (accord,), (tier, *tiers), (rule,) = known.accords, known.tiers, known.rules
    (condition,) = known.conditions
    world = World(
        known._replace(
            accords=(accord, accord._replace(id="a:y", slug="y")),
            tiers=(tier, *tiers, tier._replace(id="t:other", accord="a:y")),
            conditions=(condition, condition._replace(id="c:other", accredited_under="a:y")),
            rules=(rule, rule._replace(id="r:other", accord="a:y", conditions=("c:other",))),
        )
    )
    for goes, day in ((False, date(2018, 5, 1)), (True, date(2020, 1, 1))):
        if goes:
            ended = [m._replace(spell=Spell.of(m.spell.start, date(2019, 12, 31))) for m in (joins, alone)]
            world = World(world.facts._replace(memberships=(member("1", "X"), *ended)))
        step = next(s for s in steps_of(world, "k:academic") if s.day == day)
        assert [(c.thing, c.gained, c.lost) for c in step.causes] == [("m:2", *((0, 4) if goes else (4, 0)))]
