"""The server's handle on one worker process: start, ask, kill.

The worker is a copy of the template process (see `copies`): it starts in a hundredth of a second and
shares nothing with the server but two pipes.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from typing import Any

from accordgraph.errors import AccordGraphError, Busy, QueryFailed, QueryMemory, QueryTimeout
from accordgraph.sparql import messages
from accordgraph.sparql.copies import Copy, Template

START_SECONDS = 30.0
"""Longest time a worker may take to open the store, also on a machine under load."""

QUICK_SECONDS = 0.25
"""How long a query may keep its lane."""

CHUNK = 1 << 20
"""Bytes read at once."""

_OUT_OF_MEMORY = signal.SIGABRT
_TOO_DEEP = (signal.SIGSEGV, signal.SIGBUS)
"""The signals by which the engine ends."""


class Worker:
    """One worker process, replaced by `start` whenever it has ended.

    Only the thread that asks may call `start`, `ask` and `stop`; any thread may call `kill` and
    `lower`.

    Parameters
    ----------
    settings : what `accordgraph.sparql.worker.main` reads: store, rows, bytes, memory, dataset, services.
    template : what it is a copy of.
    """

    def __init__(self, settings: dict[str, Any], template: Template) -> None:
        self._settings, self._template = settings, template
        self._process: Copy | None = None
        self._ready = False

    @property
    def pid(self) -> int | None:
        """Process number, None while there is no process."""
        process = self._process
        return process.pid if process else None

    @property
    def is_ready(self) -> bool:
        """Whether a process has opened the store and was not stopped since."""
        return self._ready

    def start(self) -> None:
        """Make sure a process runs; does not wait until it has opened the store."""
        if self._process and self._process.is_running():
            return
        self.stop()
        self._process = self._template.begin(self._settings)

    def ask(
        self,
        frame: bytes,
        seconds: float,
        wanted: Callable[[], bool] = lambda: True,
        slow: Callable[[], bool] = lambda: False,
        spent: float = 0.0,
    ) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its reply; a worker that does not deliver is killed.

        It is not waited for: its end may take long beside other work.  `stop` or `start` does that.

        Parameters
        ----------
        frame : the request.
        seconds : longest time a query may run.
        wanted : whether the answer still is; asked after each start, so that a `kill` that met a
            process about to be replaced is not lost.
        slow : called once there is no reply within `QUICK_SECONDS`; tells whether the query keeps its
            priority, until somebody calls `lower`.  What it raises is passed on, and the worker is killed.
        spent : seconds that the query ran elsewhere.

        Raises
        ------
        QueryTimeout : no whole reply within ``seconds - spent`` of the request.
        QueryMemory : it needed more memory than the settings allow.
        QueryFailed : the process ended, or nobody wants the answer.
        """
        try:
            deadline = self._send(frame, seconds - spent, wanted)
            if not self._replies_within(min(QUICK_SECONDS, seconds - spent)) and not slow():
                self.lower()
            return self._receive(deadline)
        except Busy:
            self._drop()
            raise
        except TimeoutError:
            self._drop()
            raise QueryTimeout(
                f"The query was ended after {seconds:g} seconds.",
                field="query",
                hint="Ask for less: bind more terms, join on shared variables, add LIMIT.",
            ) from None
        except (EOFError, BrokenPipeError):
            raise self._ended() from None
        except OSError as error:
            raise QueryFailed(f"The query's worker could not be started: {error.strerror}.") from None

    @property
    def is_worn(self) -> bool:
        """Whether its priority was lowered, so that it serves nobody else."""
        return bool(self._process and self._process.lowered)

    def lower(self) -> None:
        """Let newcomers go first; whoever asks it is told later."""
        process = self._process
        if process:
            process.lower()

    def kill(self) -> None:
        """End the process at once; whoever asks it sees it end."""
        process = self._process
        if process:
            process.kill()

    def _drop(self) -> None:
        self._ready = False
        self.kill()

    def stop(self) -> None:
        """Kill the process and leave nothing of it behind."""
        process, self._process, self._ready = self._process, None, False
        if process:
            process.kill()
            process.wait()
            process.close()

    def _send(self, frame: bytes, seconds: float, wanted: Callable[[], bool]) -> float:
        """Hand over the request, once more if the process died while idle; returns the deadline.

        The worker confirms that it has the request before it starts on it: what ended earlier was not
        ended by the query.  A killed process keeps its pipes open until its last thread is gone, so
        that the writing alone proves nothing.
        """
        try:
            return self._hand_over(frame, seconds, wanted)
        except (EOFError, BrokenPipeError):
            self.stop()
            return self._hand_over(frame, seconds, wanted)

    def _hand_over(self, frame: bytes, seconds: float, wanted: Callable[[], bool]) -> float:
        self.start()
        if not wanted():
            raise QueryFailed("The query was withdrawn.", hint="Send it again.")
        self._wait_ready()
        self._write(frame)
        deadline = time.monotonic() + seconds
        self._receive(deadline)
        return deadline

    def _write(self, frame: bytes) -> None:
        view = memoryview(frame)
        descriptor = self._running().stdin
        while view:
            view = view[os.write(descriptor, view) :]

    def _wait_ready(self) -> None:
        if self._ready:
            return
        head, _ = self._receive(time.monotonic() + START_SECONDS)
        if "error" in head:
            self.stop()
            raise messages.error_from(head)
        self._ready = True

    def _receive(self, deadline: float) -> tuple[dict[str, Any], bytes]:
        descriptor = self._running().stdout
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)

        def exactly(length: int) -> bytes:
            found = bytearray()
            while len(found) < length:
                left = deadline - time.monotonic()
                if left <= 0 or not poll.poll(left * 1000):
                    raise TimeoutError
                chunk = os.read(descriptor, min(length - len(found), CHUNK))
                if not chunk:
                    raise EOFError
                found += chunk
            return bytes(found)

        return messages.unpack(exactly)

    def _replies_within(self, seconds: float) -> bool:
        """Whether the reply begins in time; a worker writes it only once it is whole."""
        poll = select.poll()
        poll.register(self._running().stdout, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _running(self) -> Copy:
        if self._process is None:
            raise EOFError
        return self._process

    def _ended(self) -> AccordGraphError:
        code = self._process.wait() if self._process else 0
        self.stop()
        if -code == _OUT_OF_MEMORY:
            return QueryMemory.above(self._settings["memory"])
        if -code in _TOO_DEEP:
            return QueryFailed(
                "The query ended its worker: most likely it is nested too deeply.",
                field="query",
                hint="Ask for less at once.",
            )
        return QueryFailed("The query's worker ended early.", hint="Send it again.")
