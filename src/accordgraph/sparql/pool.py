"""Worker processes in lanes, a queue before them, and no query that hurts the others or outlives its time.

>>> pool = WorkerPool("snapshot/store", workers=2, slow=4, seconds=15, queue=128)
>>> pool.close()

A query begins in a lane.  Once it has run for `QUICK_SECONDS` it leaves the lane to newcomers and
goes on in one of a few places for long queries, after all other work.  Where these are taken it
is stopped, waits, and begins again; its time runs on.  So a newcomer waits for little more than
``QUICK_SECONDS * queue / workers``.
"""

from __future__ import annotations

import asyncio
import math
import queue as queues
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from os import PathLike, fspath
from types import TracebackType
from typing import Any, Self

from accordgraph.errors import Busy, QueryFailed
from accordgraph.settings import Settings
from accordgraph.sparql import messages
from accordgraph.sparql.dataset import PROJECT, Dataset
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.process import QUICK_SECONDS, Worker

Reply = tuple[dict[str, Any], bytes]


class _Crowded(Busy):
    """No place is free for a query that has just lost its lane."""


class _Job:
    """One query on its way: which worker has it, and whether anybody still wants it."""

    def __init__(self, frame: bytes) -> None:
        self.frame = frame
        self.future: Future[SparqlResult] = Future()
        self.came = time.monotonic()
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._unwanted = False

    def take(self, worker: Worker) -> None:
        """Give it to a worker."""
        with self._lock:
            self._worker = worker

    def is_wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self._unwanted

    def release(self) -> None:
        """From here on its worker belongs to others."""
        with self._lock:
            self._worker = None

    def cancel(self) -> None:
        """Nobody waits for it any more: leave the queue, or free the worker."""
        self.future.cancel()
        self.withdraw()

    def withdraw(self) -> None:
        """End it with an error, by killing its worker if it has one."""
        with self._lock:
            self._unwanted = True
            if self._worker:
                self._worker.kill()


class WorkerPool:
    """Runs queries in processes that are killed when they take too long.

    Parameters
    ----------
    store_path : folder of an Oxigraph store; every worker opens it read-only.
    workers : lanes, each with a process.
    seconds : longest time one query may run.
    queue : queries that may wait for a lane; as many may wait for a place.
    rows, bytes : caps of one result; a larger one is an error, never shortened.
    slow : places for queries that have lost their lane, each with a process.
    memory : bytes one query may allocate.
    dataset : which graphs a query sees.
    services : IRIs that SERVICE may call.
    """

    def __init__(
        self,
        store_path: str | PathLike[str],
        workers: int = 2,
        seconds: float = 15.0,
        queue: int = 128,
        rows: int = 100_000,
        bytes: int = 33_554_432,  # noqa: A002 (named like its setting)
        *,
        slow: int = 4,
        memory: int = 1 << 29,
        dataset: Dataset = PROJECT,
        services: tuple[str, ...] = (),
    ) -> None:
        self._told = {
            "store": fspath(store_path),
            "rows": rows,
            "bytes": bytes,
            "memory": memory,
            "dataset": dataset.told(),
            "services": services,
        }
        self._workers = [Worker(self._told) for _ in range(workers)]
        self._lanes: queues.SimpleQueue[Worker] = queues.SimpleQueue()
        for worker in self._workers:
            self._lanes.put(worker)
        self._spares: list[Worker] = []
        self._places = threading.Semaphore(slow)
        # A thread that left its lane with a query stays with it; another serves the lane.
        self._threads = ThreadPoolExecutor(workers + slow, thread_name_prefix="sparql")
        self._slow_threads = ThreadPoolExecutor(slow, thread_name_prefix="sparql-slow")
        self._seconds, self._queue = seconds, queue
        self._lane_count, self._most = workers, workers + slow + 1
        self._room = workers + slow + queue
        self._jobs: set[_Job] = set()
        self._crowd: set[_Job] = set()
        self._lock = threading.Lock()
        self._started = self._closed = False

    @classmethod
    def of(cls, store_path: str | PathLike[str], settings: Settings, dataset: Dataset = PROJECT) -> Self:
        """A pool with the limits of the settings."""
        return cls(
            store_path,
            settings.sparql_workers,
            settings.sparql_seconds,
            settings.sparql_queue,
            settings.sparql_rows,
            settings.sparql_bytes,
            slow=settings.sparql_slow,
            memory=settings.sparql_memory,
            dataset=dataset,
            services=tuple(settings.sparql_services.split()),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes that were started and not yet replaced."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]

    def start(self) -> None:
        """Start all workers in the background; the first query does it if nobody else did."""
        with self._lock:
            if self._started or self._closed:
                return
            self._started = True
            for worker in list(self._workers):
                worker.start()

    async def run(self, request: SparqlRequest) -> SparqlResult:
        """Answer a query; if the awaiting task is cancelled, the query is killed.

        Raises
        ------
        Busy : every worker has work and the queue is full.
        QueryTimeout, QueryResultTooLarge, QueryRefused, QuerySyntax, QueryFailed, BadValue
        """
        job = self._submit(request)
        try:
            return await asyncio.wrap_future(job.future)
        except asyncio.CancelledError:
            job.cancel()
            self._forget(job)  # its place in the queue is free, though a thread may still have to see so
            raise

    def run_sync(self, request: SparqlRequest) -> SparqlResult:
        """The same as `run`, for threads and programs without an event loop."""
        job = self._submit(request)
        try:
            return job.future.result()
        except KeyboardInterrupt:
            job.cancel()
            raise

    def close(self) -> None:
        """End all queries and processes; nothing is left behind when it returns."""
        with self._lock:
            self._closed = True
            jobs = [*self._jobs, *self._crowd]
        for job in jobs:
            job.withdraw()
        self._threads.shutdown(wait=True)
        self._slow_threads.shutdown(wait=True)
        for worker in self._workers:
            worker.stop()

    def _submit(self, request: SparqlRequest) -> _Job:
        self.start()
        job = _Job(messages.pack_request(request))
        with self._lock:
            if self._closed:
                raise QueryFailed("The service is closing.", hint="Send it again.")
            if len(self._jobs) >= self._room:
                raise Busy(
                    "All query workers are busy and the queue is full.",
                    retry_after=max(1, math.ceil(QUICK_SECONDS * self._room / self._lane_count)),
                    hint="Send it again later.",
                )
            self._jobs.add(job)
            job.future.add_done_callback(lambda _: self._forget(job))
            self._threads.submit(self._work, job)
        return job

    def _crowded(self) -> Busy:
        after = max(1, math.ceil(self._seconds))
        return Busy("Too many long queries are running.", retry_after=after, hint="Send it again later.")

    def _forget(self, job: _Job) -> None:
        with self._lock:
            self._jobs.discard(job)
            self._crowd.discard(job)

    def _work(self, job: _Job) -> None:
        """Carry one job through a lane, in a thread of the pool."""
        if not job.future.set_running_or_notify_cancel():
            return
        try:
            result = _result(self._in_lane(job))
        except _Crowded:
            self._put_off(job)
        except BaseException as error:
            job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _in_lane(self, job: _Job) -> Reply:
        worker, left = self._lanes.get(), False

        def leave() -> None:
            nonlocal left
            if self._crowd or not self._places.acquire(blocking=False):
                raise _Crowded("All places for long queries are taken.")
            left = True
            self._lanes.put(self._spare())

        try:
            return self._ask(worker, job, leave)
        finally:
            if left:
                self._lay_by(worker)
                self._places.release()
            elif worker.is_ready:
                self._lanes.put(worker)
            else:  # it was killed: newcomers need not wait for its successor's start
                self._lanes.put(self._spare())
                self._lay_by(worker)

    def _ask(self, worker: Worker, job: _Job, slow: Callable[[], None]) -> Reply:
        """What a worker replies to a job; the time for which it waited counts."""
        if self._left(job) <= 0:
            raise self._crowded()
        job.take(worker)
        try:
            spent = self._seconds - self._left(job)
            return worker.ask(job.frame, self._seconds, job.is_wanted, slow, spent)
        finally:
            job.release()

    def _put_off(self, job: _Job) -> None:
        """Let a query that lost its lane wait for a place, in the order in which they lost it."""
        with self._lock:
            full = self._closed or len(self._crowd) >= self._queue
            if not full:
                self._jobs.discard(job)
                self._crowd.add(job)
                self._slow_threads.submit(self._work_slow, job)
        if full:
            job.future.set_exception(self._crowded())

    def _work_slow(self, job: _Job) -> None:
        """Carry a job that was put off through a place; who waits there in vain is told so."""
        try:
            if not self._places.acquire(timeout=max(0.0, self._left(job))):
                raise self._crowded()
            try:
                with self._lock:
                    self._crowd.discard(job)
                result = _result(self._in_place(job))
            finally:
                self._places.release()
        except BaseException as error:
            job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _in_place(self, job: _Job) -> Reply:
        worker = self._spare()
        try:
            return self._ask(worker, job, lambda: None)
        finally:
            self._lay_by(worker)

    def _left(self, job: _Job) -> float:
        return job.came + self._seconds - time.monotonic()

    def _spare(self) -> Worker:
        """A worker that serves nobody; the next one is started before it is needed."""
        with self._lock:
            found = self._spares.pop(0) if self._spares else self._added()
            if not self._spares and len(self._workers) < self._most:
                self._spares.append(self._added())
        return found

    def _lay_by(self, worker: Worker) -> None:
        self._renew(worker)
        with self._lock:
            self._spares.append(worker)

    def _added(self) -> Worker:
        worker = Worker(self._told)
        self._workers.append(worker)
        self._renew(worker)
        return worker

    def _renew(self, worker: Worker) -> None:
        """Replace a process that was killed now, not when the next query comes."""
        if not self._closed:
            with suppress(OSError):  # the next query reports it
                worker.start()


def _result(reply: Reply) -> SparqlResult:
    head, body = reply
    if "error" in head:
        raise messages.error_from(head)
    return SparqlResult(head["media_type"], body, head["form"])
