"""The worker process: reads a query from its input, writes the answer to its output, until the input ends.

It is made to be killed at any moment.  A thread of its own reads the input, so that the worker
ends at once when the server is gone, also in the middle of a query (the engine runs without
the interpreter's lock).  Queries run in the main thread, whose priority the server lowers when one
takes long; since nobody can raise it again, such a worker is then replaced.

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
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import Store

from accordgraph.errors import AccordGraphError, QueryFailed
from accordgraph.sparql import guard, messages
from accordgraph.sparql.dataset import Dataset
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.serialise import Caps

IDLE_BEFORE_IMPORT = 0.25
"""Seconds without work after which the guard's parser is loaded ahead of its first use (0.6 s)."""


class Answers(Protocol):
    """What answers queries: the embedded store, or a server that is asked instead."""

    def answer(self, request: messages.SparqlRequest) -> messages.SparqlResult:
        """The whole answer to a query."""


Inbox = queue.SimpleQueue[dict[str, Any]]


def main(settings: dict[str, Any]) -> None:
    """Serve until the input ends; ``settings`` is what a `pool.WorkerPool` tells its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    output = os.dup(1)
    os.dup2(2, 1)  # a stray print must not break a frame
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_read_input, args=(inbox,), daemon=True).start()
    try:
        evaluator = _evaluator(settings)
    except Exception as error:
        _send(output, messages.pack_error(QueryFailed(f"The store cannot be opened: {error}")))
        return
    _limit(settings["memory"])
    _send(output, messages.pack({"ready": True}))
    _serve(evaluator, inbox, output)


def prepare(settings: dict[str, Any]) -> None:
    """Import what such a worker needs and not every one."""
    if settings["remote"]:
        import accordgraph.sparql.exchange
        import accordgraph.sparql.remote  # noqa: F401


def _evaluator(settings: dict[str, Any]) -> Answers:
    caps, dataset = Caps(settings["rows"], settings["bytes"]), Dataset.read(settings["dataset"])
    services = frozenset(settings["services"])
    if settings["remote"]:
        from accordgraph.sparql import remote

        return remote.RemoteEvaluator(remote.Remote(**settings["remote"]), caps, dataset, services)
    return Evaluator(Store.read_only(settings["store"]), caps, dataset, services)


def _serve(evaluator: Answers, inbox: Inbox, output: int) -> None:
    try:
        head = inbox.get(timeout=IDLE_BEFORE_IMPORT)
    except queue.Empty:
        guard.get_ready()
        head = inbox.get()
    while True:
        _send(output, messages.pack({"taken": True}))
        _send(output, _reply(evaluator, head))
        head = inbox.get()


def _reply(evaluator: Answers, head: dict[str, Any]) -> bytes:
    try:
        result = evaluator.answer(messages.request_from(head))
    except AccordGraphError as error:
        return messages.pack_error(error)
    except Exception as error:
        return messages.pack_error(QueryFailed(f"The query could not be run: {type(error).__name__}."))
    return messages.pack_result(result)


def _read_input(inbox: Inbox) -> None:
    """Pass on requests; end the process when the server closes the input."""
    with os.fdopen(0, "rb", closefd=False) as source:

        def exactly(length: int) -> bytes:
            found = source.read(length)
            if len(found) < length:
                os._exit(0)
            return found

        while True:
            inbox.put(messages.unpack(exactly)[0])


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
