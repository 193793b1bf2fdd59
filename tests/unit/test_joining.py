"""What rules out a tier of an accord: no known rule admits to it, and others are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.accessions import BOUNDS, Joining
from accordgraph.admissions import Admissions
from accordgraph.pathways.accessions import Accession, Accessions
from accordgraph.pathways.model import Accord, Facts, Jurisdiction, Text, Tier
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

NAME = Text("X", "甲")
PLACE = Side("p:x")


class Known(Admissions):
    """Admission rules that are told, each with the tier it admits to; they ask for nothing."""

    def __init__(self, **admits: str | None) -> None:
        self._admits = admits

    def rules(self, accord: str) -> list[Any]:
        return [{"rule": rule, "tier": to} for rule, to in self._admits.items()] if accord == "a:x" else []

    def _asked(self, *_: Any) -> list[Any]:
        return []


@pytest.fixture
def world() -> World:
    tiers = (
        Tier("t:full", "full", NAME, "a:x", grants=frozenset({"acknowledge", "register"})),
        Tier("t:lower", "lower", NAME, "a:x", grants=frozenset({"register"})),
        Tier("t:other", "other", NAME, "a:y"),
    )
    accords = (Accord("a:x", "x", NAME), Accord("a:y", "y", NAME))
    return World(Facts(jurisdictions=(Jurisdiction("p:x", "x", NAME),), accords=accords, tiers=tiers))


def ruled_out(world: World, tier: str, **admits: str | None) -> Any:
    engine = Accessions(world, date(2026, 1, 1), "s:any", ())
    joining = Joining(Known(**admits), lambda *_, **__: {})
    return joining._ruled_out(world, engine, PLACE, Accession(world.tiers[tier].accord, tier))


def test_a_lower_tier_to_which_no_known_rule_admits_is_ruled_out_with_the_rules_known(world: World) -> None:
    reason, says = ruled_out(world, "t:lower", one="t:full", two="t:full")
    assert reason == "tier" and says == ("one", "two")
    assert "{tiers}" in BOUNDS[reason].en and "{tiers}" in BOUNDS[reason].zh


def test_a_tier_to_which_a_rule_admits_is_ranked(world: World) -> None:
    assert ruled_out(world, "t:full", one="t:full") is None
    assert ruled_out(world, "t:lower", one="t:full", two="t:lower") is None


def test_a_rule_that_names_no_tier_admits_to_any(world: World) -> None:
    assert ruled_out(world, "t:lower", one="t:full", two=None) is None


def test_a_full_tier_is_ranked_though_the_rules_known_lead_to_another(world: World) -> None:
    assert ruled_out(world, "t:full", one="t:lower") is None


def test_an_accord_of_which_no_rule_is_known_rules_nothing_out(world: World) -> None:
    assert ruled_out(world, "t:other", one="t:full") is None
