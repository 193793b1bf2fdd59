"""The small worlds in memory, for the modules between the facts and an answer."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.service import View
from accordgraph.snapshot import Content, fill, read_network


def _view(root: Path, name: str) -> View:
    content = Content(root / "ontology", (root / "tests" / "worlds" / name,), root / "queries")
    store = ox.Store()
    fill(store, content)
    return View(read_network(store, content))


@pytest.fixture(scope="session")
def fiction_view(root: Path) -> View:
    return _view(root, "fiction")


@pytest.fixture(scope="session")
def vectors_view(root: Path) -> View:
    return _view(root, "vectors")
