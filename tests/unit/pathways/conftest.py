"""Worlds as users meet them: Turtle through the stored queries into the engine, and answers out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.answers import Teller
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import (
    Accord,
    Body,
    Condition,
    Facts,
    Jurisdiction,
    Kind,
    Membership,
    Rule,
    Text,
    Tier,
)
from accordgraph.pathways.rank import ask
from accordgraph.scenarios import overlay
from accordgraph.service import View
from accordgraph.snapshot import Content, fill, read_network

ROOT = Path(__file__).parents[3]
WORLDS = ROOT / "tests" / "worlds"


def content(*names: str) -> Content:
    return Content(ROOT / "ontology", tuple(WORLDS / name for name in names), ROOT / "queries")


class Asked:
    """A world in memory that can be asked, changed, and asked again."""

    def __init__(self, *names: str) -> None:
        self.content = content(*names)
        self.store = ox.Store()
        fill(self.store, self.content)
        self.compile()

    def compile(self) -> None:
        self.view = View(read_network(self.store, self.content))

    def __call__(self, request: Mapping[str, Any], lang: str = "en") -> list[dict[str, Any]]:
        """The paths for a request, as the service prints them."""
        found = self.view.reader.read({**request, "lang": lang}, today=date(2026, 1, 1))
        world = overlay(self.view.world, self.view.names, found.scenario)
        teller = Teller(world, self.view.evidence, found.question, lang)
        return [teller.path(p) for p in ask(world, found.question)]


@pytest.fixture(scope="session")
def vectors() -> Asked:
    return Asked("vectors")


@pytest.fixture(scope="session")
def fiction() -> Asked:
    return Asked("fiction")


@pytest.fixture(scope="session")
def relayed() -> Asked:
    return Asked("fiction", "relays")


@pytest.fixture
def fresh() -> Callable[..., Asked]:
    """A world of one's own, to change."""
    return Asked


def _text(word: str) -> Text:
    return Text(word, word)


def _member(
    name: str, place: str, tier: str = "t:full", start: str = "2016-06-02", **more: Any
) -> Membership:
    spell = more.pop("spell", Spell.of(date.fromisoformat(start)))
    return Membership(f"m:{name}", "a:x", tier, place, more.pop("body", f"b:{place}"), spell, **more)


def _facts(*memberships: Membership, **more: Any) -> Facts:
    """Places X, Y and Z (Z inside X), each with a body, and one education accord with two tiers."""
    places = (
        Jurisdiction("X", "X", _text("X")),
        Jurisdiction("Y", "Y", _text("Y")),
        Jurisdiction("Z", "Z", _text("Z"), covered_by=("X",)),
    )
    known = Facts(
        jurisdictions=places,
        bodies=tuple(Body(f"b:{p.id}", f"b-{p.id}", _text(f"body of {p.id}"), p.id) for p in places),
        accords=(Accord("a:x", "x", _text("Accord X"), list_complete_through=date(2025, 12, 31)),),
        tiers=(
            Tier("t:full", "full", _text("full"), "a:x", grants=frozenset({"r:accredit", "r:accept"})),
            Tier(
                "t:guest", "guest", _text("guest"), "a:x", withholds=frozenset({"r:accredit"})
            ),  # silent on r:accept
        ),
        memberships=memberships,
        kinds=(Kind("k:academic", "academic", _text("academic"), crosses_border=True, is_scoped=False),),
        conditions=(
            Condition("c:degree", "DegreeCondition", accredited_under="a:x", asks_accreditor="r:accredit"),
        ),
        rules=(
            Rule(
                "r:academic",
                "a:x",
                "k:academic",
                asks_target=("r:accept",),
                conditions=("c:degree",),
                step_text=Text("accepted in {target}", "{target}承认"),
            ),
        ),
    )
    return known._replace(**more)


@pytest.fixture
def member() -> Callable[..., Membership]:
    """``member("1", "X", "t:full", start="2016-06-02")``: a membership of the smallest world."""
    return _member


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """``facts(member(…), …)``: the smallest world that can be asked."""
    return _facts
