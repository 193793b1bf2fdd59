"""One small store for all tests of this folder, one pool over it for those that do no harm to it.

Every graph holds its own name, so that a result tells which graphs a query saw; ``facts`` also
holds 300 triples to join, enough for a query that never ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.namespaces import GRAPHS
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.pool import WorkerPool
from accordgraph.sparql.serialise import Caps

EX = "http://example.org/"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sparql") / "store"
    store = ox.Store(str(path))
    for name, iri in GRAPHS.items():
        store.add(_quad("thing", "in", name, iri))
    store.extend(_quad(f"s{n}", "number", str(n), GRAPHS["facts"]) for n in range(300))
    store.add(_quad("odd", "text", 'a},{b "quoted"\r\nline', GRAPHS["facts"]))
    store.add(_quad("odd", "text", "Service from 服务", GRAPHS["facts"]))
    store.flush()
    del store
    return path


def _quad(subject: str, predicate: str, text: str, graph: str) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(EX + subject), ox.NamedNode(EX + predicate), ox.Literal(text), ox.NamedNode(graph)
    )


@pytest.fixture(scope="session")
def evaluator(store_path: Path) -> Evaluator:
    return Evaluator(ox.Store.read_only(str(store_path)), Caps(rows=1_000, bytes=1_000_000))


@pytest.fixture(scope="session")
def runaway() -> str:
    return RUNAWAY


MakePool = Callable[..., WorkerPool]


@pytest.fixture
def make_pool(store_path: Path) -> Iterator[MakePool]:
    """A pool with limits of its own, closed after the test."""
    made: list[WorkerPool] = []

    def make(**limits: float) -> WorkerPool:
        made.append(WorkerPool(store_path, **{"workers": 1, "seconds": 20, **limits}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for pool in made:
        pool.close()
