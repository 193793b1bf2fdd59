from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.errors import (
    AccordGraphError,
    BadValue,
    Busy,
    QueryFailed,
    QueryRefused,
    QueryResultTooLarge,
    QuerySyntax,
    QueryTimeout,
)
from accordgraph.namespaces import GRAPHS
from accordgraph.sparql.copies import LOW, Template
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.pool import WorkerPool

MakePool = Callable[..., WorkerPool]
QUICK = SparqlRequest("SELECT ?n { ?s <http://example.org/number> ?n } ORDER BY ?n LIMIT 1", table="csv")


def answers(pool: WorkerPool) -> bool:
    return pool.run_sync(QUICK).body == b"n\r\n0\r\n"


def wait_until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    """Whether a process exists and is not merely waiting to be collected."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    if Path("/proc/self").exists():
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="module")
def pool(store_path: Path) -> Iterator[WorkerPool]:
    with WorkerPool(store_path, workers=2, seconds=20) as pool:
        yield pool


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def test_it_answers_programs_and_event_loops_alike(pool: WorkerPool) -> None:
    assert answers(pool)
    result = asyncio.run(pool.run(QUICK))
    assert (result.media_type, result.body, result.form) == (
        "text/csv; charset=utf-8",
        b"n\r\n0\r\n",
        "select",
    )


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT", QuerySyntax),
        ("CLEAR ALL", QueryRefused),
        ("SELECT * { SERVICE <http://example.org/> {} }", QueryRefused),
    ],
)
def test_errors_arrive_with_their_class_and_parts(
    pool: WorkerPool, query: str, kind: type[AccordGraphError]
) -> None:
    with pytest.raises(kind) as error:
        pool.run_sync(SparqlRequest(query))
    assert error.value.field == "query"
    assert answers(pool)


def test_a_misfitting_format_lists_what_fits(pool: WorkerPool) -> None:
    with pytest.raises(BadValue) as error:
        pool.run_sync(SparqlRequest("ASK {}", table=None))
    assert error.value.accepted == ["json", "xml", "csv", "tsv"]


def test_a_large_answer_arrives_whole(pool: WorkerPool) -> None:
    query = "SELECT ?s { ?s <http://example.org/number> ?n . ?t <http://example.org/number> ?m }"
    body = pool.run_sync(SparqlRequest(query, table="csv")).body
    assert body.count(b"\r\n") == 1 + 300 * 300
    assert len(body) > 1 << 21


def test_a_result_above_the_caps_is_an_error(make_pool: MakePool) -> None:
    pool = make_pool(rows=5, bytes=1_000)
    with pytest.raises(QueryResultTooLarge, match="more than 5 rows"):
        pool.run_sync(SparqlRequest("SELECT * { ?s ?p ?o } LIMIT 6", table="csv"))
    with pytest.raises(QueryResultTooLarge, match="more than 1000 bytes"):
        pool.run_sync(SparqlRequest("SELECT * { ?s ?p ?o } LIMIT 6", table="xml"))
    assert answers(pool)


def test_a_runaway_query_is_killed_and_others_go_on(make_pool: MakePool, runaway: str) -> None:
    pool = make_pool(workers=2, seconds=1)
    assert answers(pool)
    first = set(pool.pids)
    with ThreadPoolExecutor(1) as threads:
        started = time.monotonic()
        running = threads.submit(pool.run_sync, SparqlRequest(runaway))
        meanwhile = 0
        while not running.done():
            assert answers(pool)
            meanwhile += 1
        with pytest.raises(QueryTimeout, match="after 1 second"):
            running.result()
    assert 0.9 < time.monotonic() - started < 5
    assert meanwhile > 10
    wait_until(lambda: first - set(pool.pids))
    (killed,) = first - set(pool.pids)
    wait_until(lambda: not is_running(killed))
    assert answers(pool)


def test_a_query_is_told_that_its_time_is_up_before_its_worker_has_ended(
    make_pool: MakePool, runaway: str, monkeypatch: pytest.MonkeyPatch
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


def test_two_queries_run_at_the_same_time(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=2, seconds=60)
    both = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(2)]
    wait_until(lambda: len([job for job in pool._jobs if job._worker and job._worker.is_ready]) == 2)
    for job in list(pool._jobs):
        job.withdraw()
    assert all(isinstance(each.exception(), QueryFailed) for each in both)


def test_a_full_queue_is_told_at_once(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1, queue=0, seconds=20)
    pool._lanes.get()  # the only lane is taken
    waiting = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(2)]
    wait_until(lambda: len(pool._jobs) == 2)
    started = time.monotonic()
    with pytest.raises(Busy, match="queue is full") as busy:
        pool.run_sync(QUICK)
    assert time.monotonic() - started < 1
    assert busy.value.retry_after == 1
    pool._lanes.put(pool._crew.workers[0])
    for each in list(pool._jobs):
        each.withdraw()
    assert all(isinstance(each.exception(), QueryFailed) for each in waiting)
    assert answers(pool)


def test_a_long_query_leaves_its_lane_to_newcomers_and_goes_on(
    make_pool: MakePool, long: SparqlRequest, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1)
    assert answers(pool)
    running = background.submit(pool.run_sync, long)
    wait_until(lambda: len(pool.pids) > 1)
    assert answers(pool)
    assert not running.done()
    assert running.result().body.startswith(b"n\r\n")
    assert answers(pool)


def test_a_long_query_goes_on_at_a_low_priority_and_its_worker_serves_nobody_else(
    make_pool: MakePool, long: SparqlRequest, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1)
    assert answers(pool)
    (pid,) = pool.pids
    running = background.submit(pool.run_sync, long)
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, pid) == LOW)
    running.result()
    wait_until(lambda: pid not in pool.pids)
    assert answers(pool)
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert all(os.getpriority(os.PRIO_PROCESS, each) == usual for each in pool.pids)


def test_where_no_place_is_free_a_long_query_waits_for_one(
    make_pool: MakePool, long: SparqlRequest, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=60)
    several = [background.submit(pool.run_sync, long) for _ in range(3)]
    wait_until(lambda: pool._crowd)
    assert answers(pool)
    assert len({each.result().body for each in several}) == 1
    assert len(pool.pids) <= 3


def test_who_waits_for_a_place_in_vain_is_told_within_the_time(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1, seconds=3)
    assert answers(pool)
    started = time.monotonic()
    several = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(4)]
    told = [each.exception() for each in several]
    assert {type(each) for each in told} <= {QueryTimeout, Busy}
    assert {each.retry_after for each in told if isinstance(each, Busy)} == {3}
    assert time.monotonic() - started < 3 + 8  # a worker may take long to start beside other work
    assert answers(pool)


def test_a_full_queue_for_places_is_told(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1, slow=1, queue=0, seconds=6)
    assert answers(pool)
    first = background.submit(pool.run_sync, SparqlRequest(runaway))
    wait_until(lambda: not pool._places._value)
    with pytest.raises(Busy, match="long queries"):
        pool.run_sync(SparqlRequest(runaway))
    assert answers(pool)
    assert not first.done()


def test_a_query_cancelled_while_it_waits_for_a_place_never_gets_one(
    make_pool: MakePool, runaway: str
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


def test_a_cancelled_query_frees_its_worker(make_pool: MakePool, runaway: str) -> None:
    pool = make_pool(workers=1, queue=1)
    assert answers(pool)

    async def leave() -> None:
        task = asyncio.create_task(pool.run(SparqlRequest(runaway)))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(pool.run(QUICK), timeout=10)

    asyncio.run(leave())


def test_a_query_cancelled_in_the_queue_leaves_it(make_pool: MakePool, runaway: str) -> None:
    pool = make_pool(workers=1, queue=1)

    async def leave() -> None:
        running = asyncio.create_task(pool.run(SparqlRequest(runaway)))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.run(QUICK))
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
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=1)
    assert answers(pool)
    (pid,) = pool.pids
    running = background.submit(pool.run_sync, SparqlRequest(runaway))
    time.sleep(0.2)
    os.kill(pid, signal.SIGKILL)
    assert isinstance(running.exception(timeout=10), QueryFailed)
    assert answers(pool)
    assert pool.pids != [pid]


def test_a_worker_that_died_while_idle_is_not_noticed(make_pool: MakePool) -> None:
    pool = make_pool(workers=1)
    assert answers(pool)
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid))
    assert answers(pool)


def test_a_worker_that_is_about_to_die_is_not_noticed(make_pool: MakePool) -> None:
    pool = make_pool(workers=1)
    for _ in range(10):
        assert answers(pool)
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)  # its pipes stay open until its last thread is gone
        assert answers(pool)


def test_the_process_that_workers_are_copies_of_may_die_too(make_pool: MakePool) -> None:
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


def test_nothing_of_a_worker_is_left_open(make_pool: MakePool) -> None:
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
def test_deep_nesting_never_reaches_the_server(make_pool: MakePool, depth: int, fails: bool) -> None:
    pool = make_pool(workers=1)
    request = SparqlRequest("ASK " + "{" * depth + "?s ?p ?o" + "}" * depth)
    if fails:
        with pytest.raises(QueryFailed, match="nested too deeply"):
            pool.run_sync(request)
    else:
        assert b"true" in pool.run_sync(request).body
    assert answers(pool)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the limit needs Linux")
def test_memory_is_capped(make_pool: MakePool) -> None:
    pool = make_pool(workers=1, memory=48 << 20)
    doubling = " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 8)}) AS ?x{n + 1})" for n in range(12))
    with pytest.raises(QueryFailed, match="more memory"):
        pool.run_sync(SparqlRequest(f"SELECT (STRLEN(?x12) AS ?n) {{ BIND('12345678' AS ?x0) {doubling} }}"))
    assert answers(pool)


def test_closing_ends_queries_and_processes(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor
) -> None:
    pool = make_pool(workers=2, queue=2)
    assert answers(pool)
    pids = pool.pids
    running = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(3)]
    wait_until(lambda: len(pool._jobs) == 3)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 5
    for each in running:
        assert isinstance(each.exception(timeout=5), QueryFailed)
    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids)
    assert not pool.pids
    assert not any(thread.is_alive() for thread in pool._threads._threads)
    with pytest.raises(QueryFailed, match="closing"):
        pool.run_sync(QUICK)
    pool.close()


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with (
        WorkerPool(tmp_path / "none", workers=1) as pool,
        pytest.raises(QueryFailed, match="cannot be opened"),
    ):
        pool.run_sync(QUICK)


def test_nothing_starts_before_it_is_needed(store_path: Path) -> None:
    with WorkerPool(store_path, workers=2) as pool:
        assert pool.pids == []
        pool.start()
        assert len(pool.pids) == 2
        template = pool._crew._template._process
        assert template is not None
    assert template.returncode is not None
