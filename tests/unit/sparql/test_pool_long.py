"""Queries that take long: they leave their lane, wait for a place, and go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.errors import Busy, QueryFailed, QueryTimeout
from accordgraph.namespaces import GRAPHS
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.pool import WorkerPool

MakePool = Callable[..., WorkerPool]
Answers = Callable[[WorkerPool], bool]
Until = Callable[[Callable[[], object]], None]
Halted = Callable[[int], AbstractContextManager[None]]
Away = tuple[WorkerPool, int, Future[SparqlResult]]


@pytest.fixture(scope="module")
def long(store_path: Path) -> SparqlRequest:
    """A query that is long here, and ends."""
    store, size = ox.Store.read_only(str(store_path)), 1
    while True:
        some = f"{{ SELECT * {{ ?a ?b ?c }} LIMIT {size} }}"
        query = f"SELECT (COUNT(*) AS ?n) {{ {some} ?d ?e ?f . ?g ?h ?i }}"
        started = time.process_time()
        list(store.query(query, default_graph=[ox.NamedNode(GRAPHS["facts"])]))  # type: ignore[arg-type]
        if time.process_time() - started > 0.9:
            return SparqlRequest(query, table="csv")
        size *= 2


@pytest.fixture
def away(
    make_pool: MakePool,
    long: SparqlRequest,
    background: ThreadPoolExecutor,
    answers: Answers,
    wait_until: Until,
) -> Away:
    """A pool of one lane and one place, the process of a query that just left the lane, its answer to be."""
    pool = make_pool(workers=1, slow=1, seconds=300)
    assert answers(pool)
    (pid,) = pool.pids
    running = background.submit(pool.run_sync, long)
    wait_until(lambda: len(pool.pids) > 1)
    return pool, pid, running


def test_a_long_query_leaves_its_lane_to_newcomers_and_goes_on(
    away: Away, answers: Answers, halted: Halted
) -> None:
    pool, pid, running = away
    with halted(pid):
        assert answers(pool)
        assert not running.done()
    assert running.result().body.startswith(b"n\r\n")
    assert answers(pool)


def test_where_no_place_is_free_a_long_query_waits_for_one(
    away: Away,
    long: SparqlRequest,
    background: ThreadPoolExecutor,
    answers: Answers,
    wait_until: Until,
    halted: Halted,
) -> None:
    pool, pid, running = away
    several = [running]
    with halted(pid):
        several += [background.submit(pool.run_sync, long) for _ in range(2)]
        wait_until(lambda: pool._crowd)
        assert answers(pool)
    assert len({each.result().body for each in several}) == 1
    assert len(pool.pids) <= 3


def test_who_waits_for_a_place_in_vain_is_told_within_the_time(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor, answers: Answers
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=3)
    assert answers(pool)
    started = time.monotonic()
    several = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(12)]
    told = [each.exception() for each in several]
    assert {type(each) for each in told} <= {QueryTimeout, Busy}
    assert {each.retry_after for each in told if isinstance(each, Busy)} == {3}
    assert time.monotonic() - started < 30  # and not 3 seconds for each
    assert answers(pool)


def test_a_full_queue_for_places_is_told(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor, answers: Answers, wait_until: Until
) -> None:
    pool = make_pool(workers=1, slow=1, queue=0, seconds=60)
    assert answers(pool)
    first = background.submit(pool.run_sync, SparqlRequest(runaway))
    wait_until(lambda: not pool._places._value)
    with pytest.raises(Busy, match="long queries"):
        pool.run_sync(SparqlRequest(runaway))
    assert answers(pool)
    assert not first.done()
    for job in list(pool._jobs):
        job.withdraw()
    assert isinstance(first.exception(), QueryFailed)


def test_a_query_cancelled_while_it_waits_for_a_place_never_gets_one(
    make_pool: MakePool, runaway: str, answers: Answers, wait_until: Until
) -> None:
    pool = make_pool(workers=1, slow=1)
    assert answers(pool)

    async def leave() -> None:
        running = asyncio.create_task(pool.run(SparqlRequest(runaway)))
        while pool._places._value:
            await asyncio.sleep(0.01)
        waiting = asyncio.create_task(pool.run(SparqlRequest(runaway)))
        while not pool._crowd:
            await asyncio.sleep(0.01)
        for task in (waiting, running):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(leave())
    wait_until(lambda: not pool._crowd and pool._places._value == 1)
    assert answers(pool)
