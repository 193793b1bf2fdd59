"""How queries and workers end: killed, cancelled, out of time or memory, with the pool."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accordgraph.errors import (
    QueryFailed,
    QueryTimeout,
)
from accordgraph.sparql.copies import Template
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.pool import WorkerPool

MakePool = Callable[..., WorkerPool]
Answers = Callable[[WorkerPool], bool]
IsRunning = Callable[[int], bool]
Until = Callable[[Callable[[], object]], None]


def test_a_runaway_query_is_killed_and_others_go_on(
    make_pool: MakePool, runaway: str, answers: Answers, wait_until: Until, is_running: IsRunning
) -> None:
    pool = make_pool(workers=2, seconds=2)
    assert answers(pool)
    first = set(pool.pids)
    with ThreadPoolExecutor(1) as threads:
        started = time.monotonic()
        running = threads.submit(pool.run_sync, SparqlRequest(runaway))
        meanwhile = 0
        while not running.done():
            assert answers(pool)
            meanwhile += 1
        with pytest.raises(QueryTimeout, match="after 2 second"):
            running.result()
    assert 1.9 < time.monotonic() - started < 30
    assert meanwhile > 10
    wait_until(lambda: first - set(pool.pids))
    (killed,) = first - set(pool.pids)
    wait_until(lambda: not is_running(killed))
    assert answers(pool)


def test_a_query_is_told_that_its_time_is_up_before_its_worker_has_ended(
    make_pool: MakePool, runaway: str, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=1)
    assert answers(pool)
    end, may_end = Template.end, threading.Event()

    def late(template: Template, pid: int) -> int:
        may_end.wait(60)
        return end(template, pid)

    monkeypatch.setattr(Template, "end", late)
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        pool.run_sync(SparqlRequest(runaway))
    assert answers(pool)  # nor do newcomers wait for that end
    assert time.monotonic() - started < 30
    may_end.set()


def test_a_cancelled_query_frees_its_worker(
    make_pool: MakePool, runaway: str, answers: Answers, quick: SparqlRequest
) -> None:
    pool = make_pool(workers=1, queue=1)
    assert answers(pool)

    async def leave() -> None:
        task = asyncio.create_task(pool.run(SparqlRequest(runaway)))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(pool.run(quick), timeout=60)

    asyncio.run(leave())


def test_a_query_cancelled_in_the_queue_leaves_it(
    make_pool: MakePool, runaway: str, quick: SparqlRequest
) -> None:
    pool = make_pool(workers=1, queue=1)

    async def leave() -> None:
        running = asyncio.create_task(pool.run(SparqlRequest(runaway)))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.run(quick))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert len(pool._jobs) == 1
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(leave())


def test_a_worker_killed_from_outside_is_replaced(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor, answers: Answers, wait_until: Until
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=300)
    assert answers(pool)
    (pid,) = pool.pids
    running = background.submit(pool.run_sync, SparqlRequest(runaway))
    wait_until(lambda: pool._places._value == 0)  # it has the query, and for so long that it left its lane
    os.kill(pid, signal.SIGKILL)
    assert isinstance(running.exception(timeout=60), QueryFailed)
    assert answers(pool)
    wait_until(lambda: pid not in pool.pids)


def test_a_worker_that_died_while_idle_is_not_noticed(
    make_pool: MakePool, answers: Answers, wait_until: Until, is_running: IsRunning
) -> None:
    pool = make_pool(workers=1)
    assert answers(pool)
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid))
    assert answers(pool)


def test_a_worker_that_is_about_to_die_is_not_noticed(make_pool: MakePool, answers: Answers) -> None:
    pool = make_pool(workers=1)
    for _ in range(10):
        assert answers(pool)
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)  # its pipes stay open until its last thread is gone
        assert answers(pool)


def test_the_process_that_workers_are_copies_of_may_die_too(make_pool: MakePool, answers: Answers) -> None:
    pool = make_pool(workers=1, seconds=60)
    assert answers(pool)
    for _ in range(3):
        template = pool._crew._template._process
        assert template is not None
        template.kill()
        assert answers(pool)  # its copies live on
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        assert answers(pool)
        assert pool.pids != [pid]


def test_nothing_of_a_worker_is_left_open(make_pool: MakePool, answers: Answers) -> None:
    pool = make_pool(workers=1)
    assert answers(pool)

    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = open_files()
    for _ in range(20):
        os.kill(pool.pids[0], signal.SIGKILL)
        assert answers(pool)
    assert open_files() <= before + 3  # a spare worker has two pipes
    pool.close()
    assert open_files() < before


@pytest.mark.parametrize(("depth", "fails"), [(100, False), (50_000, True)])
def test_deep_nesting_never_reaches_the_server(
    make_pool: MakePool, depth: int, fails: bool, answers: Answers
) -> None:
    pool = make_pool(workers=1)
    request = SparqlRequest("ASK " + "{" * depth + "?s ?p ?o" + "}" * depth)
    if fails:
        with pytest.raises(QueryFailed, match="nested too deeply"):
            pool.run_sync(request)
    else:
        assert b"true" in pool.run_sync(request).body
    assert answers(pool)


def test_closing_ends_queries_and_processes(
    make_pool: MakePool,
    runaway: str,
    background: ThreadPoolExecutor,
    answers: Answers,
    wait_until: Until,
    is_running: IsRunning,
    quick: SparqlRequest,
) -> None:
    pool = make_pool(workers=2, queue=2)
    assert answers(pool)
    pids = pool.pids
    running = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(3)]
    wait_until(lambda: len(pool._jobs) == 3)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 15  # it waits for no query, each of which has 20 seconds
    for each in running:
        assert isinstance(each.exception(timeout=60), QueryFailed)
    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids)
    assert not pool.pids
    assert not any(thread.is_alive() for thread in pool._threads._threads)
    with pytest.raises(QueryFailed, match="closing"):
        pool.run_sync(quick)
    pool.close()
