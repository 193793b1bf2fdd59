"""Worlds as users meet them: Turtle through the stored queries into the engine, and answers out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.answers import Teller
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


@pytest.fixture
def fresh() -> Callable[..., Asked]:
    """A world of one's own, to change."""
    return Asked
