"""A long query gives way to others, and only to others: with nobody beside it, it keeps its priority."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from accordgraph.errors import QueryFailed
from accordgraph.sparql.copies import LOW
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.pool import WorkerPool
from accordgraph.sparql.process import QUICK_SECONDS

MakePool = Callable[..., WorkerPool]
ASK = SparqlRequest("ASK {}")


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(3) as threads:
        yield threads


def nice(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def running(pool: WorkerPool, threads: ThreadPoolExecutor, query: str) -> tuple[int, Future[SparqlResult]]:
    """The process of a query that has just lost its lane, and its answer to be."""
    before = pool._places._value
    told = threads.submit(pool.run_sync, SparqlRequest(query))
    wait_until(lambda: pool._places._value < before and pool._jobs)
    job = max(pool._jobs, key=lambda each: each.came)
    assert job._worker is not None and job._worker.pid is not None
    return job._worker.pid, told


def test_alone_it_keeps_its_priority_until_another_comes(
    make_pool: MakePool, runaway: str, threads: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=2, slow=2, seconds=300)
    pool.run_sync(ASK)
    pid, told = running(pool, threads, runaway)
    wait_until(lambda: pool._alone)
    time.sleep(QUICK_SECONDS)
    assert nice(pid) == nice(0)
    pool.run_sync(ASK)  # it has come and gone
    assert nice(pid) == LOW
    pool.close()
    assert isinstance(told.exception(), QueryFailed)


def test_beside_another_it_is_lowered_at_once(
    make_pool: MakePool, runaway: str, threads: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=2, slow=2, seconds=300)
    pool.run_sync(ASK)
    first, _ = running(pool, threads, runaway)
    second, _ = running(pool, threads, runaway)
    wait_until(lambda: nice(first) == nice(second) == LOW)
    pool.close()


def test_its_worker_serves_nobody_after_it_and_nobody_is_lowered_in_its_place(
    make_pool: MakePool, runaway: str, threads: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=2)
    pool.run_sync(ASK)
    for _ in range(2):
        pid, told = running(pool, threads, runaway)
        assert told.exception()
        wait_until(lambda pid=pid: pid not in pool.pids)  # type: ignore[misc]
        assert pool._alone is None
        pool.run_sync(ASK)
        assert {nice(each) for each in pool.pids} == {nice(0)}


def test_a_priority_is_lowered_without_waiting_for_one_that_ends(make_pool: MakePool) -> None:
    pool = make_pool(workers=1)
    pool.run_sync(ASK)
    (worker,) = pool._crew.workers
    process = worker._process
    assert process is not None
    with process._lock:  # as while its end is waited for
        worker.lower()
    assert nice(process.pid) == nice(0)
    worker.lower()
    assert nice(process.pid) == LOW
