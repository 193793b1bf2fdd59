"""Hubs, bridges and communities of networks whose answer is plain to see."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from accordgraph.measures import DEFINITIONS, measures, told
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Accord, Facts, Jurisdiction, Membership, Text
from accordgraph.pathways.world import World

DAY = date(2026, 1, 1)
ID = "https://w3id.org/accordgraph/id/"


def world_of(members: dict[str, str], **spells: Spell) -> World:
    """Accords by their members, one letter each."""
    places = sorted(set("".join(members.values())))
    return World(
        Facts(
            jurisdictions=tuple(Jurisdiction(f"{ID}jurisdiction/{p}", p, Text(p, p)) for p in places),
            accords=tuple(Accord(f"{ID}accord/{a}", a, Text(a, f"协议{a}")) for a in members),
            memberships=tuple(
                Membership(
                    f"{ID}membership/{a}-{p}", f"{ID}accord/{a}", "t", f"{ID}jurisdiction/{p}", None,
                    spells.get(f"{a}_{p}", Spell.of(date(2000, 1, 1))),
                )
                for a, there in members.items() for p in there
            ),
        )
    )  # fmt: skip


def named(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_the_largest_accord_is_the_first_hub_and_the_place_in_both_the_bridge() -> None:
    found = measures(world_of({"one": "ABCDE", "two": "EFG"}), DAY)
    assert named(found["hubs"])[:2] == ["accord/one", "accord/two"]
    assert (found["hubs"][0]["degree"], found["hubs"][0]["share"]) == (5, round(5 / 7, 6))
    bridges = {each["id"]: each for each in found["bridges"]}
    assert bridges["jurisdiction/E"]["is_cut"] and "jurisdiction/A" not in bridges
    assert [group["size"] for group in found["communities"]] == [5, 4]
    assert "jurisdiction/F" in found["communities"][1]["nodes"]


def test_networks_apart_are_components_and_communities() -> None:
    found = measures(world_of({"one": "ABC", "two": "XYZ"}), DAY)
    assert found["counts"] == {"accords": 2, "jurisdictions": 6, "joined": 6, "components": 2}
    assert [set(group["nodes"]) & {"accord/one", "accord/two"} for group in found["communities"]] == [
        {"accord/one"},
        {"accord/two"},
    ]


def test_only_what_surely_holds_on_the_day_joins() -> None:
    gone = Spell.of(date(2000, 1, 1), date(2010, 12, 31))
    unsure = Spell.of(date(2026, 1, 1), start_precision="year")
    world = world_of({"one": "ABC"}, one_B=gone, one_C=unsure)
    assert measures(world, DAY)["counts"]["jurisdictions"] == 1
    assert measures(world, date(2005, 1, 1))["counts"]["jurisdictions"] == 2


def test_nothing_is_nothing() -> None:
    found = measures(world_of({"one": "A"}), date(1990, 1, 1))
    assert found["hubs"] == found["bridges"] == found["communities"] == [] and found["modularity"] is None


def test_the_same_day_gives_the_same_bytes_with_definitions_in_both_languages() -> None:
    world = world_of({"one": "ABCD", "two": "CDEF", "three": "FGHA"})
    one, other = (json.dumps(told(world, DAY, None, "zh"), ensure_ascii=False) for _ in range(2))
    assert one == other and "协议one" in one
    assert set(told(world, DAY, None, "en")["definitions"]) == set(DEFINITIONS)
    assert all(text.en != text.zh for text in DEFINITIONS.values())
