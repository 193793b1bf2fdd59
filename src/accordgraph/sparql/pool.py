"""Worker processes in lanes, a queue before them, and no query that hurts the others or outlives its time.

>>> pool = WorkerPool("snapshot/store", workers=4, slow=8, seconds=15, queue=128)
>>> pool.close()

A query begins in a lane.  Once it has run for `QUICK_SECONDS` it leaves the lane to newcomers and
goes on in one of a few places for long queries, at a low priority as soon as there is another query.
Where these places are taken it is stopped, waits, and begins again; its time runs on.  So a newcomer
waits for little more than ``QUICK_SECONDS * queue / workers``.
"""

from __future__ import annotations

import asyncio
import math
import queue as queues
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import PathLike, fspath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from accordgraph.errors import Busy, QueryFailed, QueryTimeout, StoreSlow
from accordgraph.settings import Settings
from accordgraph.sparql import messages
from accordgraph.sparql.crew import Crew
from accordgraph.sparql.dataset import PROJECT, Dataset
from accordgraph.sparql.job import Job
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.process import QUICK_SECONDS, Worker

if TYPE_CHECKING:
    from accordgraph.sparql.remote import Remote

Reply = tuple[dict[str, Any], bytes]


class _Crowded(Busy):
    """No place is free for a query that has just lost its lane."""


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
    remote : a server that the workers ask instead of the store.
    """

    def __init__(
        self,
        store_path: str | PathLike[str],
        workers: int = 4,
        seconds: float = 15.0,
        queue: int = 128,
        rows: int = 100_000,
        bytes: int = 33_554_432,  # noqa: A002 (named like its setting)
        *,
        slow: int = 8,
        memory: int = 1 << 28,
        dataset: Dataset = PROJECT,
        services: tuple[str, ...] = (),
        remote: Remote | None = None,
    ) -> None:
        told = {
            "store": fspath(store_path),
            "rows": rows,
            "bytes": bytes,
            "memory": memory,
            "dataset": dataset.told(),
            "services": services,
            "remote": remote.told() if remote else None,
        }
        self._is_remote = remote is not None
        self._crew = Crew(told, workers, workers + slow + 1)
        self._lanes: queues.LifoQueue[Worker] = queues.LifoQueue()  # first who has read most of the store
        for worker in self._crew.workers:
            self._lanes.put(worker)
        self._places = threading.Semaphore(slow)
        # A thread that left its lane with a query stays with it; another serves the lane.
        self._threads = ThreadPoolExecutor(workers + slow, thread_name_prefix="sparql")
        self._slow_threads = ThreadPoolExecutor(slow, thread_name_prefix="sparql-slow")
        self._seconds, self._queue = seconds, queue
        self._lane_count, self._room = workers, workers + slow + queue
        self._jobs: set[Job] = set()
        self._crowd: set[Job] = set()
        self._alone: Worker | None = None
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def of(
        cls,
        store_path: str | PathLike[str],
        settings: Settings,
        dataset: Dataset = PROJECT,
        remote: Remote | None = None,
    ) -> Self:
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
            remote=remote,
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
        return self._crew.pids

    def start(self) -> None:
        """Start the workers of the lanes in the background; the first query does it if nobody else did."""
        self._crew.start()

    async def run(self, request: SparqlRequest) -> SparqlResult:
        """Answer a query; if the awaiting task is cancelled, the query is killed.

        Raises
        ------
        Busy : every worker has work and the queue is full.
        QueryTimeout, QueryMemory, QueryResultTooLarge, QueryRefused, QuerySyntax, QueryFailed, BadValue
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
        self._crew.close()
        with self._lock:
            self._closed = True
            jobs = [*self._jobs, *self._crowd]
        for job in jobs:
            job.withdraw()
        self._threads.shutdown(wait=True)
        self._slow_threads.shutdown(wait=True)
        self._crew.stop()

    def _submit(self, request: SparqlRequest) -> Job:
        self.start()
        job = Job(messages.pack_request(request))
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
            if self._alone:
                self._alone.lower()
                self._alone = None
            job.future.add_done_callback(lambda _: self._forget(job))
            self._threads.submit(self._work, job)
        return job

    def _crowded(self) -> Busy:
        after = max(1, math.ceil(self._seconds))
        return Busy("Too many long queries are running.", retry_after=after, hint="Send it again later.")

    def _forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.discard(job)
            self._crowd.discard(job)

    def _work(self, job: Job) -> None:
        """Carry one job through a lane, in a thread of the pool."""
        if not job.future.set_running_or_notify_cancel():
            return
        worker, left = self._lanes.get(), False

        def leave() -> bool:
            nonlocal left
            if self._crowd or not self._places.acquire(blocking=False):
                raise _Crowded("All places for long queries are taken.")
            left = True
            self._lanes.put(self._crew.spare())
            return self._is_alone(worker)

        try:
            self._answer(job, worker, leave)
        finally:
            if left:
                self._crew.lay_by(worker)
                self._places.release()
            elif worker.is_ready:
                self._lanes.put(worker)
            else:  # it was killed: newcomers need not wait for its successor's start
                self._lanes.put(self._crew.spare())
                self._crew.lay_by(worker)

    def _is_alone(self, worker: Worker) -> bool:
        """Whether a long query keeps its priority, since nobody else asks; the next who comes lowers it."""
        with self._lock:
            alone = len(self._jobs) + len(self._crowd) == 1
            if alone:
                self._alone = worker
        return alone

    def _answer(self, job: Job, worker: Worker, leave: Callable[[], bool] = lambda: False) -> None:
        """Tell a job what a worker replies, before anything is done about a worker that was killed."""
        try:
            result = messages.result_from(*self._ask(worker, job, leave))
        except _Crowded:
            self._put_off(job)
        except BaseException as error:
            job.future.set_exception(error)
        else:
            job.future.set_result(result)

    def _ask(self, worker: Worker, job: Job, leave: Callable[[], bool]) -> Reply:
        """What a worker replies to a job; the time for which it waited counts."""
        if self._left(job) <= 0:
            raise self._crowded()
        job.take(worker)
        try:
            spent = self._seconds - self._left(job)
            return worker.ask(job.frame, self._seconds, job.is_wanted, leave, spent)
        except QueryTimeout as error:
            raise (StoreSlow.within(self._seconds) if self._is_remote else error) from None
        finally:
            job.release()
            with self._lock:  # from here on the worker is another's
                if self._alone is worker:
                    self._alone = None

    def _put_off(self, job: Job) -> None:
        """Let a query that lost its lane wait for a place, in the order in which they lost it."""
        with self._lock:
            full = self._closed or len(self._crowd) >= self._queue
            if not full:
                self._jobs.discard(job)
                self._crowd.add(job)
                self._slow_threads.submit(self._work_slow, job)
        if full:
            job.future.set_exception(self._crowded())

    def _work_slow(self, job: Job) -> None:
        """Carry a job that was put off through a place; who waits there in vain is told so."""
        if not self._places.acquire(timeout=max(0.0, self._left(job))):
            job.future.set_exception(self._crowded())
            return
        try:
            with self._lock:
                self._crowd.discard(job)
            worker = self._crew.spare()
            self._answer(job, worker)
            self._crew.lay_by(worker)
        finally:
            self._places.release()

    def _left(self, job: Job) -> float:
        return job.came + self._seconds - time.monotonic()
