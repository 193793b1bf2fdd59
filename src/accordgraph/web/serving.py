"""Server processes on one port: signals, logs, and what surrounds the application in each process.

SIGTERM and SIGINT stop them once what was begun is answered; SIGHUP lets them serve the snapshot of the
moment, which is built first if need be.
"""

from __future__ import annotations

import asyncio
import ctypes
import math
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp
from uvicorn.supervisors.multiprocess import Multiprocess

from accordgraph.settings import Settings
from accordgraph.web.limiting import Limited
from accordgraph.web.metrics import MULTIPROCESS, Meter, forget
from accordgraph.web.observing import Observed
from accordgraph.web.reloading import Switch

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "accordgraph.web.observing.JsonLines"}},
    "handlers": {
        "err": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    },
    "loggers": {
        "uvicorn": {"handlers": ["err"], "level": "WARNING"},
        "accordgraph": {"handlers": ["err"], "level": "INFO", "propagate": False},
    },
}

METRICS_AFTER = 3.0
"""Seconds after the start at which the client library for metrics is loaded."""

_MMAP_THRESHOLD = -3
"""``M_MMAP_THRESHOLD`` of glibc."""
LARGE = 1 << 18
"""Bytes from which a block of memory goes back to the system as soon as it is free."""

LAST_ANSWERS = 10
"""Seconds at least that a stopping server gives to answers that it has begun."""


class Served:
    """What a process serves: the application, which SIGHUP renews, behind limit and metrics.

    Parameters
    ----------
    make : makes the application; found by its name in other processes.
    settings : of limits and logs.
    app : the first application, if it is made already.
    renews : whether SIGHUP makes another; else it ends the process, as it does any.
    """

    def __init__(
        self,
        make: Callable[[], FastAPI],
        settings: Settings,
        app: FastAPI | None = None,
        *,
        renews: bool = True,
    ) -> None:
        self.make, self.settings, self._first, self.renews = make, settings, app, renews
        self._tty = _has_terminal()
        self._early = False

    def __call__(self) -> ASGIApp:
        """The application as the server runs it."""
        self.hold()
        meter = Meter()

        def load() -> FastAPI:
            app, self._first = self._first or self.make(), None
            meter.serving(**getattr(app.state, "versions", {}))
            return app

        switch = Switch(load, self._listen_to_signals)
        later = threading.Timer(METRICS_AFTER, meter.load)
        later.daemon = True
        later.start()
        self._change = switch.change
        _end_with_parent()
        give_back_large_blocks()
        return Observed(
            Limited(switch, self.settings.requests_per_minute), meter, log=bool(self.settings.access_log)
        )

    def hold(self) -> None:
        """Keep a SIGHUP that comes before the server runs, which would end the process."""
        if self.renews:
            signal.signal(signal.SIGHUP, self._keep)

    def _keep(self, *_: object) -> None:
        self._early = True

    def _listen_to_signals(self) -> None:
        if self.renews:
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._hung_up)
        if self._early:
            self._hung_up()

    def _hung_up(self) -> None:
        if self._tty and not _has_terminal():  # the terminal was closed: nobody wants another snapshot
            signal.raise_signal(signal.SIGTERM)
            return
        # The loop itself keeps only a weak reference to a task.
        self._changing = asyncio.ensure_future(self._change())


def config(served: Served, workers: int = 1) -> uvicorn.Config:
    """How a process serves.

    No access log of the server's own: addresses may hold a person's profile.
    """
    grace = max(LAST_ANSWERS, math.ceil(served.settings.sparql_seconds) + 1)
    return uvicorn.Config(
        served,
        factory=True,
        lifespan="on",
        workers=workers,
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=grace,
    )


def one(served: Served, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve in this process; returns when it is asked to stop."""
    served.hold()
    ready()
    uvicorn.Server(config(served)).run(sockets=[listener])


def many(served: Served, listener: socket.socket, processes: int, ready: Callable[[], None]) -> None:
    """Serve in several processes and replace those that end; returns when it is asked to stop."""
    with tempfile.TemporaryDirectory(prefix="accordgraph-metrics-") as shared:
        os.environ[MULTIPROCESS] = shared
        try:
            _Processes(config(served, processes), listener, ready).run()
        finally:
            del os.environ[MULTIPROCESS]


class _Processes(Multiprocess):
    """Server processes; SIGHUP is passed on to them, where uvicorn would stop and start each."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, ready: Callable[[], None]) -> None:
        super().__init__(config, sockets=[listener])
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        self._ready()

    def handle_hup(self) -> None:
        threading.Thread(target=self._renew, daemon=True).start()

    def _renew(self) -> None:
        served: Served = self.config.app  # type: ignore[assignment]
        served.make()  # builds what is stale, once; each process then finds it fresh
        for process in self.processes:
            if process.pid is not None:
                os.kill(process.pid, signal.SIGHUP)

    def keep_subprocess_alive(self) -> None:
        before = {process.pid for process in self.processes}
        super().keep_subprocess_alive()
        for pid in before - {process.pid for process in self.processes}:
            forget(pid)


def give_back_large_blocks() -> bool:
    """Let the memory of large answers go back to the system; whether this system knows how.

    Left alone, glibc keeps what was freed for the next large block, and small ones that lie between make the
    process grow for as long as it serves.
    """
    with suppress(OSError, AttributeError, TypeError):
        return bool(ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, LARGE))
    return False


def _end_with_parent() -> None:
    """Stop when the process that started this one has ended, so that no port stays taken."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _has_terminal() -> bool:
    try:
        with Path("/dev/tty").open("rb"):
            return True
    except OSError:
        return False
