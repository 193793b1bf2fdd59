"""One small store for all tests of this folder, one pool over it for those that do no harm to it.

Every graph holds its own name, so that a result tells which graphs a query saw; ``facts`` also
holds 300 triples to join, enough for a query that never ends.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.namespaces import GRAPHS
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.messages import SparqlRequest
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


@pytest.fixture(scope="session")
def quick() -> SparqlRequest:
    """A query that is answered at once."""
    query = f"SELECT ?n {{ ?s <{EX}number> ?n }} ORDER BY ?n LIMIT 1"
    return SparqlRequest(query, table="csv")


@pytest.fixture(scope="session")
def answers(quick: SparqlRequest) -> Callable[[WorkerPool], bool]:
    """``answers(pool)``: whether a pool answers that query."""
    return lambda pool: pool.run_sync(quick).body == b"n\r\n0\r\n"


@pytest.fixture(scope="session")
def wait_until() -> Callable[[Callable[[], object]], None]:
    """``wait_until(condition)``: come back once it holds; only what never comes is wrong."""

    def wait(condition: Callable[[], object]) -> None:
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.01)

    return wait


@pytest.fixture(scope="session")
def halted() -> Callable[[int], AbstractContextManager[None]]:
    """``with halted(pid)``: it stands still, so that what happens meanwhile does not depend on its speed."""

    @contextmanager
    def halt(pid: int) -> Iterator[None]:
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    return halt


@pytest.fixture(scope="session")
def is_running() -> Callable[[int], bool]:
    """``is_running(pid)``: whether a process exists and is not merely waiting to be collected."""

    def runs(pid: int) -> bool:
        with suppress(OSError):
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        if Path("/proc/self").exists():
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False

    return runs


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    """Threads for queries that run beside the test."""
    with ThreadPoolExecutor(12) as threads:
        yield threads
