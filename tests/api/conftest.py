"""A server over a small world: a snapshot built once, asked in-process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, build
from accordgraph.web.app import create_app

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="session")
def open_world(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., AccordGraph]:
    """``open_world("vectors", "fiction")``: a service over these worlds."""

    def make(*names: str) -> AccordGraph:
        worlds = tuple(root / "tests" / "worlds" / name for name in names)
        home = tmp_path_factory.mktemp("snapshots")
        content = Content(root / "ontology", worlds, root / "queries")
        return AccordGraph(
            build(content, home, check=False), Settings(root=root, home=home, body_bytes=5_000)
        )

    return make


@pytest.fixture(scope="session")
def graph(open_world: Any) -> AccordGraph:
    found: AccordGraph = open_world("vectors", "fiction")
    return found


@pytest.fixture(scope="session")
def client(graph: AccordGraph) -> Iterator[TestClient]:
    with TestClient(create_app(graph, today=lambda: TODAY), raise_server_exceptions=False) as found:
        yield found
