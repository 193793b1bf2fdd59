"""The classes of few and of many memberships, and those of memberships that say nothing on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from generated import generated

from accordgraph.compile import facts
from accordgraph.pathways import ledger as module
from accordgraph.pathways.ledger import ledger, plain_classes
from accordgraph.pathways.world import World

DAYS = [date(1970, 1, 1), date(1999, 7, 1), date(2012, 3, 4), date(2024, 1, 1)]


@pytest.fixture(scope="module")
def world() -> World:
    return World(facts(generated(60)))


@pytest.mark.parametrize("day", DAYS)
def test_columns_say_what_a_loop_says(world: World, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    for many in (0, 10**9):
        monkeypatch.setattr(module, "MANY", many)
        told.append({accord: plain_classes(world, ledger(world, accord), day) for accord in world.accords})
    assert told[0] == told[1]


def test_places_are_alike_if_their_memberships_of_the_day_are(world: World) -> None:
    accord = next(iter(world.accords))
    known = ledger(world, accord)
    found, members = plain_classes(world, known, DAYS[-1])
    assert len(found) > 2 and members and not members & found.get(0, 0)
    for places in found.values():
        alike = set()
        for position, place in enumerate(world.jurisdictions):
            if places >> position & 1:
                held = [m for m in known.plain if m.jurisdiction == place]
                alike.add(frozenset((m.tier, c) for m in held if (c := m.spell.covers(DAYS[-1], DAYS[-1]))))
        assert len(alike) == 1


def test_before_all_memberships_every_place_is_in_the_class_of_other_days(world: World) -> None:
    first = min(m.spell.start_by for m in world.memberships.values()) - timedelta(days=1)
    sure = {a for a in world.accords if all(m.spell.start != date.min for m in world.members_in(a))}
    for accord in sure:
        found, members = plain_classes(world, ledger(world, accord), first)
        assert set(found) <= {0} and not members
