"""The worker process: reads a query from its input, writes the answer to its output, until the input ends.

It is made to be killed at any moment.  The main thread reads the input, so that the worker ends
at once when the server is gone, also in the middle of a query (the engine runs without the
interpreter's lock).  Queries run in a thread of their own: on Linux a thread has a priority of its
own, which can be lowered and never raised.  So a long query's thread is left for the next query.

Memory is capped by ``RLIMIT_DATA`` above what the process holds once the store is open: an
allocation beyond it ends the process at once, by SIGABRT.  ``RLIMIT_AS`` does not serve, since
RocksDB maps its files into the address space; watching the resident size from the server would
see a fast query only after the next look.
"""

from __future__ import annotations

import os
import queue
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from accordgraph.errors import AccordGraphError, QueryFailed
from accordgraph.sparql import messages
from accordgraph.sparql.dataset import Dataset
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.serialise import Caps

IDLE_BEFORE_IMPORT = 0.25
"""Seconds without work after which the guard's parser is imported ahead of its first use (0.5 s)."""

LOWEST = 19
"""Priority of a query that took too long, as `nice` counts."""

STACK = 8 << 20
"""Bytes of stack of a query's thread; the engine's parser goes deeper with each nested group."""


def main(settings: dict[str, Any]) -> None:
    """Serve until the input ends; ``settings`` is what a `pool.WorkerPool` tells its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    output = os.dup(1)
    os.dup2(2, 1)  # a stray print must not break a frame
    try:
        evaluator = Evaluator(
            Store.read_only(settings["store"]),
            Caps(settings["rows"], settings["bytes"]),
            Dataset.read(settings["dataset"]),
            frozenset(settings["services"]),
        )
    except Exception as error:
        _send(output, messages.pack_error(QueryFailed(f"The store cannot be opened: {error}")))
        return
    _limit(settings["memory"])
    threading.stack_size(STACK)
    _send(output, messages.pack({"ready": True}))
    _read_input(evaluator, output)


class _Runner:
    """A thread that answers one query after the other."""

    def __init__(self, evaluator: Evaluator, output: int) -> None:
        self._evaluator, self._output = evaluator, output
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.lowered = False

    def give(self, head: dict[str, Any] | None) -> None:
        """A query to answer; None ends the thread."""
        self._inbox.put(head)

    def lower(self) -> None:
        """Let all other work go first, where a thread can be told so."""
        if sys.platform == "linux" and self._thread.native_id:
            os.setpriority(os.PRIO_PROCESS, self._thread.native_id, LOWEST)
            self.lowered = True

    def _run(self) -> None:
        try:
            head = self._inbox.get(timeout=IDLE_BEFORE_IMPORT)
        except queue.Empty:
            import rdflib.plugins.sparql.parser  # noqa: F401

            head = self._inbox.get()
        while head is not None:
            _send(self._output, messages.pack({"taken": True}))
            _send(self._output, _reply(self._evaluator, head))
            head = self._inbox.get()


def _reply(evaluator: Evaluator, head: dict[str, Any]) -> bytes:
    try:
        result = evaluator.answer(messages.request_from(head))
    except AccordGraphError as error:
        return messages.pack_error(error)
    except Exception as error:
        return messages.pack_error(QueryFailed(f"The query could not be run: {type(error).__name__}."))
    return messages.pack({"media_type": result.media_type, "form": result.form}, result.body)


def _read_input(evaluator: Evaluator, output: int) -> None:
    """Pass on requests; end the process when the server closes the input."""
    runner = _Runner(evaluator, output)
    with os.fdopen(0, "rb", closefd=False) as source:

        def exactly(length: int) -> bytes:
            found = source.read(length)
            if len(found) < length:
                os._exit(0)
            return found

        while True:
            head = messages.unpack(exactly)[0]
            if head == messages.SLOW:
                runner.lower()
                continue
            if runner.lowered:
                runner.give(None)
                runner = _Runner(evaluator, output)
            runner.give(head)


def _send(output: int, frame: bytes) -> None:
    view = memoryview(frame)
    try:
        while view:
            view = view[os.write(output, view) :]
    except BrokenPipeError:
        os._exit(0)


def _limit(memory: int) -> None:
    """Cap memory, write no core files, and silence the engine's last words: the server reports them."""
    with suppress(ValueError, OSError):  # where the system does not know or allow a limit
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        most = _data_bytes() + memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.dup2(silent, 1)
    os.close(silent)


def _data_bytes() -> int:
    """What the limit already counts in this process; a generous guess where it cannot be read."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 256 * 1024 * 1024
