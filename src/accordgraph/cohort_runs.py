"""A cohort in parts, here, in processes of its own, or on a Dask cluster: the same answers, the same order.

Workers get the compiled facts from whoever runs the job, so all answer by the same data.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any

from accordgraph.cohort_files import missing
from accordgraph.cohorts import Done, Evaluator, Job, Row
from accordgraph.compile.table import Rows
from accordgraph.pathways.world import NO_CHANGE, Change
from accordgraph.service import View

PAIRS = 100_000
"""About so many pairs are one part."""

AHEAD = 8
"""Parts that are under way or wait to be written at once."""

_lock = Lock()
_carried: dict[str, Any] = {}


def carry(name: str, packed: bytes) -> None:
    """Have a process hold the facts that parts under this name are answered by."""
    facts, change = pickle.loads(packed)  # noqa: S301 - made by `workers` of the same run
    view = View(facts)
    _carried[name] = view.reader, view.world.changed(change)


def drop(name: str) -> None:
    """Have a process forget them, and all that it remembers of people."""
    with _lock:
        for key in [key for key in _carried if key.startswith(name)]:
            del _carried[key]


def work(name: str, job: Job, rows: list[Row]) -> Done:
    """One part, answered where the facts are carried."""
    with _lock:  # an evaluator is for one thread at a time
        key = f"{name}/job"
        if key not in _carried or _carried[key][0] != job:
            reader, world = _carried[name]
            _carried[key] = job, Evaluator(world, reader, job)
        done: Done = _carried[key][1].answer(rows)
        return done


def parts(rows: Iterable[Row], targets: int) -> Iterator[list[Row]]:
    """Rows in parts of a bounded number of pairs."""
    size, rest = max(1, PAIRS // targets), iter(rows)
    while part := list(islice(rest, size)):
        yield part


def run(executor: Executor | None, name: str, job: Job, rows: Iterable[Row]) -> Iterator[Done]:
    """All parts, answered, in the order of the rows; few of them are in memory at a time."""
    if executor is None:
        for part in parts(rows, len(job.targets)):
            yield work(name, job, part)
        return
    waiting: deque[Future[Done]] = deque()
    for part in parts(rows, len(job.targets)):
        waiting.append(executor.submit(work, name, job, part))
        if len(waiting) >= AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def workers(
    name: str,
    facts: Rows,
    *,
    change: Change = NO_CHANGE,
    processes: int = 1,
    scheduler: str | None = None,
) -> Iterator[Any]:
    """Where the parts are answered; None for this process.

    Parameters
    ----------
    change : what is supposed of the facts, judged before.
    processes : how many, if there is no scheduler.
    scheduler : the address of a Dask scheduler.

    Raises
    ------
    MissingExtra : the package for Dask is not installed.
    """
    packed = pickle.dumps((facts, change))
    if scheduler is not None:
        try:
            from accordgraph.cohort_dask import cluster
        except ImportError:
            raise missing("A scheduler") from None
        with cluster(scheduler, name, packed, carry, drop) as executor:
            yield executor
    elif processes > 1:
        with ProcessPoolExecutor(processes, initializer=carry, initargs=(name, packed)) as executor:
            yield executor
    else:
        carry(name, packed)
        try:
            yield None
        finally:
            drop(name)
