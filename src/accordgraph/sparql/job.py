"""One query on its way through the pool."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future

from accordgraph.sparql.messages import SparqlResult
from accordgraph.sparql.process import Worker


class Job:
    """Which worker has a query, and whether anybody still wants it.

    Parameters
    ----------
    frame : the request, as a worker reads it.
    """

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
