"""The worker processes of a pool: those that serve the lanes, and those that stand by."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from accordgraph.sparql.copies import Template
from accordgraph.sparql.process import Worker


class Crew:
    """Workers, each replaced as soon as it was killed, so that nobody waits for a start.

    Parameters
    ----------
    settings : what each worker is told.
    first : how many there are from the start.
    most : how many there may be for long.
    """

    def __init__(self, settings: dict[str, Any], first: int, most: int) -> None:
        self._settings, self._most = settings, most
        self._template = Template()
        self.workers = [self._worker() for _ in range(first)]
        self.spares: list[Worker] = []
        self._lock = threading.Lock()
        self._started = self._closed = False

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes that were started and not yet replaced."""
        with self._lock:
            workers = [*self.workers]
        return [pid for worker in workers if (pid := worker.pid) is not None]

    def start(self) -> None:
        """Start the first workers, once."""
        with self._lock:
            if self._started or self._closed:
                return
            self._started = True
            for worker in self.workers:
                worker.start()

    def spare(self) -> Worker:
        """A worker that serves nobody; the next one is started before it is needed."""
        with self._lock:
            found = self.spares.pop() if self.spares else self._added()
            if not self.spares and len(self.workers) < self._most:
                self.spares.insert(0, self._added())
        return found

    def lay_by(self, worker: Worker) -> None:
        """Take back a worker that serves nobody any more; a worn one is replaced.

        One that goes on is the next to be taken, since it has read much of the store, and one that begins
        the last.  Where others had to be added while it ended, there may be enough without it.
        """
        if worker.is_worn:
            worker.stop()
        warm = worker.is_ready
        with self._lock:
            enough = len(self.workers) > self._most
            if enough:
                self.workers.remove(worker)
        if enough:
            worker.stop()
            return
        self._renew(worker)
        with self._lock:
            self.spares.insert(len(self.spares) if warm else 0, worker)

    def close(self) -> None:
        """Start nobody from here on."""
        with self._lock:
            self._closed = True

    def stop(self) -> None:
        """End all processes; nobody may be asking one."""
        for worker in self.workers:
            worker.stop()
        self._template.stop()

    def _added(self) -> Worker:
        worker = self._worker()
        self.workers.append(worker)
        self._renew(worker)
        return worker

    def _worker(self) -> Worker:
        return Worker(self._settings, self._template)

    def _renew(self, worker: Worker) -> None:
        """Replace a process that was killed now, not when the next query comes."""
        if not self._closed:
            with suppress(OSError):  # the next query reports it
                worker.start()
