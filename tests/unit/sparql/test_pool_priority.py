"""A long query gives way to others, and only to others: with nobody beside it, it keeps its priority."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest

from accordgraph.errors import QueryFailed, QueryTimeout
from accordgraph.sparql import process
from accordgraph.sparql.copies import LOW
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.pool import WorkerPool

MakePool = Callable[..., WorkerPool]
Running = Callable[[WorkerPool], tuple[int, Future[SparqlResult]]]
Until = Callable[[Callable[[], object]], None]
ASK = SparqlRequest("ASK {}")
SOME = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 50 } ?d ?e ?f . ?g ?h ?i }"
"""A query that ends; long once little counts as long."""


def nice(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


@pytest.fixture
def lanes_keep(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """``lanes_keep(seconds)``: how long a query may keep its lane from now on."""
    return lambda seconds: monkeypatch.setattr(process, "QUICK_SECONDS", seconds)


@pytest.fixture
def running(background: ThreadPoolExecutor, runaway: str, wait_until: Until) -> Running:
    """``running(pool)``: the process of an endless query that has just lost its lane, its answer to be."""

    def start(pool: WorkerPool) -> tuple[int, Future[SparqlResult]]:
        before = pool._places._value
        told = background.submit(pool.run_sync, SparqlRequest(runaway))
        wait_until(lambda: pool._places._value < before and pool._jobs)
        job = max(pool._jobs, key=lambda each: each.came)
        assert job._worker is not None and job._worker.pid is not None
        return job._worker.pid, told

    return start


def test_alone_it_keeps_its_priority_until_another_comes(
    make_pool: MakePool, running: Running, wait_until: Until
) -> None:
    pool = make_pool(workers=2, slow=2, seconds=300)
    pool.run_sync(ASK)
    pid, told = running(pool)
    wait_until(lambda: pool._alone)
    time.sleep(process.QUICK_SECONDS)
    assert nice(pid) == nice(0)
    pool.run_sync(ASK)  # it has come and gone
    assert nice(pid) == LOW
    pool.close()
    assert isinstance(told.exception(), QueryFailed)


def test_beside_another_it_is_lowered_at_once(
    make_pool: MakePool, running: Running, wait_until: Until
) -> None:
    pool = make_pool(workers=2, slow=2, seconds=300)
    pool.run_sync(ASK)
    (first, _), (second, _) = running(pool), running(pool)
    wait_until(lambda: nice(first) == nice(second) == LOW)
    pool.close()


def test_one_that_was_never_lowered_goes_on_with_what_it_has_read(
    make_pool: MakePool, lanes_keep: Callable[[float], None], wait_until: Until
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=300)
    pool.run_sync(ASK)
    (pid,) = pool.pids
    lanes_keep(0.005)
    pool.run_sync(SparqlRequest(SOME))
    lanes_keep(60)
    assert len(pool.pids) > 1  # it lost its lane
    wait_until(lambda: pool._places._value == 1)
    assert pool._alone is None
    assert pool._crew.spares[-1].pid == pid  # the next to be taken
    pool.run_sync(ASK)
    assert {nice(each) for each in pool.pids} == {nice(0)}


def test_one_that_was_lowered_serves_nobody_else(
    make_pool: MakePool,
    background: ThreadPoolExecutor,
    lanes_keep: Callable[[float], None],
    wait_until: Until,
    halted: Callable[[int], AbstractContextManager[None]],
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=300)
    pool.run_sync(ASK)
    (pid,) = pool.pids
    lanes_keep(0.005)
    told = background.submit(pool.run_sync, SparqlRequest(SOME))
    wait_until(lambda: pool._alone)
    lanes_keep(60)
    with halted(pid):
        pool.run_sync(ASK)
    assert told.result().form == "select"
    wait_until(lambda: pool._places._value == 1)
    assert pid not in pool.pids
    assert {nice(each) for each in pool.pids} == {nice(0)}


def test_a_query_ends_in_time_at_its_usual_priority_too(make_pool: MakePool, runaway: str) -> None:
    pool = make_pool(workers=1, slow=1, seconds=2)
    pool.run_sync(ASK)
    for _ in range(2):
        with pytest.raises(QueryTimeout):
            pool.run_sync(SparqlRequest(runaway))
        assert pool._alone is None
        pool.run_sync(ASK)


def test_a_priority_is_lowered_without_waiting_for_one_that_ends(make_pool: MakePool) -> None:
    pool = make_pool(workers=1)
    pool.run_sync(ASK)
    (worker,) = pool._crew.workers
    copy = worker._process
    assert copy is not None
    with copy._lock:  # as while its end is waited for
        worker.lower()
    assert nice(copy.pid) == nice(0)
    worker.lower()
    assert nice(copy.pid) == LOW
