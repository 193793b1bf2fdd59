"""A fixed number of worker processes, a short queue before them, and no query that outlives its time.

>>> pool = WorkerPool("snapshot/store", workers=2, seconds=15, queue=8, rows=100_000, bytes=33_554_432)
>>> pool.close()

A query waits at most ``seconds * (1 + queue / workers)``: longer queues are refused at once.
"""

from __future__ import annotations

import asyncio
import math
import queue as queues
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from os import PathLike, fspath
from types import TracebackType
from typing import Self

from accordgraph.errors import Busy, QueryFailed
from accordgraph.sparql import messages
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.process import Worker

MEMORY = 1 << 30
"""Bytes a query may allocate in its worker; two workers then fit a machine of four gigabytes."""


class _Job:
    """One query on its way: which worker has it, and whether anybody still wants it."""

    def __init__(self, frame: bytes) -> None:
        self.frame = frame
        self.future: Future[SparqlResult] = Future()
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
    workers : number of processes.
    seconds : longest time one query may run.
    queue : queries that may wait for a worker.
    rows, bytes : caps of one result; a larger one is an error, never shortened.
    memory : bytes one query may allocate.
    """

    def __init__(
        self,
        store_path: str | PathLike[str],
        workers: int = 2,
        seconds: float = 15.0,
        queue: int = 8,
        rows: int = 100_000,
        bytes: int = 33_554_432,  # noqa: A002 (named like its setting)
        *,
        memory: int = MEMORY,
    ) -> None:
        settings = {"store": fspath(store_path), "rows": rows, "bytes": bytes, "memory": memory}
        self._workers = [Worker(settings) for _ in range(workers)]
        self._idle: queues.SimpleQueue[Worker] = queues.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sparql")
        self._seconds, self._room = seconds, workers + queue
        self._jobs: set[_Job] = set()
        self._lock = threading.Lock()
        self._started = self._closed = False

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
            for worker in self._workers:
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
            jobs = list(self._jobs)
        for job in jobs:
            job.withdraw()
        self._threads.shutdown(wait=True)
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
                    retry_after=max(1, math.ceil(self._seconds)),
                    hint="Send it again later.",
                )
            self._jobs.add(job)
            job.future.add_done_callback(lambda _: self._forget(job))
            self._threads.submit(self._work, job)
        return job

    def _forget(self, job: _Job) -> None:
        with self._lock:
            self._jobs.discard(job)

    def _work(self, job: _Job) -> None:
        """Carry one job through a worker, in a thread of the pool."""
        if not job.future.set_running_or_notify_cancel():
            return
        try:
            result = self._through_worker(job)
        except BaseException as error:
            job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _through_worker(self, job: _Job) -> SparqlResult:
        worker = self._idle.get()
        try:
            job.take(worker)
            head, body = worker.ask(job.frame, self._seconds, job.is_wanted)
        finally:
            job.release()
            if not self._closed:
                with suppress(OSError):  # the next query reports it
                    worker.start()  # a killed one is replaced now, not when the next query comes
            self._idle.put(worker)
        if "error" in head:
            raise messages.error_from(head)
        return SparqlResult(head["media_type"], body, head["form"])
