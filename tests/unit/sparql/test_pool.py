"""What a pool answers, refuses and starts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accordgraph.errors import (
    AccordGraphError,
    BadValue,
    Busy,
    QueryFailed,
    QueryRefused,
    QueryResultTooLarge,
    QuerySyntax,
)
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.pool import WorkerPool

MakePool = Callable[..., WorkerPool]
Answers = Callable[[WorkerPool], bool]
Until = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="module")
def pool(store_path: Path) -> Iterator[WorkerPool]:
    with WorkerPool(store_path, workers=2, seconds=20) as pool:
        yield pool


def test_it_answers_programs_and_event_loops_alike(
    pool: WorkerPool, answers: Answers, quick: SparqlRequest
) -> None:
    assert answers(pool)
    result = asyncio.run(pool.run(quick))
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
    pool: WorkerPool, query: str, kind: type[AccordGraphError], answers: Answers
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


def test_a_result_above_the_caps_is_an_error(make_pool: MakePool, answers: Answers) -> None:
    pool = make_pool(rows=5, bytes=1_000)
    with pytest.raises(QueryResultTooLarge, match="more than 5 rows"):
        pool.run_sync(SparqlRequest("SELECT * { ?s ?p ?o } LIMIT 6", table="csv"))
    with pytest.raises(QueryResultTooLarge, match="more than 1000 bytes"):
        pool.run_sync(SparqlRequest("SELECT * { ?s ?p ?o } LIMIT 6", table="xml"))
    assert answers(pool)


def test_two_queries_run_at_the_same_time(
    make_pool: MakePool, runaway: str, background: ThreadPoolExecutor, wait_until: Until
) -> None:
    pool = make_pool(workers=2, seconds=60)
    both = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(2)]
    wait_until(lambda: len([job for job in pool._jobs if job._worker and job._worker.is_ready]) == 2)
    for job in list(pool._jobs):
        job.withdraw()
    assert all(isinstance(each.exception(), QueryFailed) for each in both)


def test_a_full_queue_is_told_at_once(
    make_pool: MakePool,
    runaway: str,
    background: ThreadPoolExecutor,
    answers: Answers,
    wait_until: Until,
    quick: SparqlRequest,
) -> None:
    pool = make_pool(workers=1, slow=1, queue=0, seconds=20)
    pool._lanes.get()  # the only lane is taken
    waiting = [background.submit(pool.run_sync, SparqlRequest(runaway)) for _ in range(2)]
    wait_until(lambda: len(pool._jobs) == 2)
    started = time.monotonic()
    with pytest.raises(Busy, match="queue is full") as busy:
        pool.run_sync(quick)
    assert time.monotonic() - started < 10  # not only when the time of a query is up
    assert busy.value.retry_after == 1
    pool._lanes.put(pool._crew.workers[0])
    for each in list(pool._jobs):
        each.withdraw()
    assert all(isinstance(each.exception(), QueryFailed) for each in waiting)
    assert answers(pool)


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path, quick: SparqlRequest) -> None:
    with (
        WorkerPool(tmp_path / "none", workers=1) as pool,
        pytest.raises(QueryFailed, match="cannot be opened"),
    ):
        pool.run_sync(quick)


def test_nothing_starts_before_it_is_needed(store_path: Path) -> None:
    with WorkerPool(store_path, workers=2) as pool:
        assert pool.pids == []
        pool.start()
        assert len(pool.pids) == 2
        template = pool._crew._template._process
        assert template is not None
    assert template.returncode is not None
