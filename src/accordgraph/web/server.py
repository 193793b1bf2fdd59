"""Serve an application until it is told to stop; say where, once it listens."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from functools import partial

from fastapi import FastAPI

from accordgraph.errors import BadValue
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Say
from accordgraph.web import serving
from accordgraph.web.app import create_app
from accordgraph.web.scripts import Scripts


def run(
    graph: AccordGraph,
    again: Callable[[], AccordGraph],
    *,
    host: str,
    port: int,
    say: Say,
    processes: int = 1,
) -> None:
    """Serve everything over one snapshot, as `run_app` does.

    Parameters
    ----------
    again : opens the snapshot of the moment; found by its name where there are several processes.
    """
    if reason := Scripts().missing:
        say(f"pages are served without their front end: {reason}")
    run_app(
        partial(_app, again),
        first=lambda: create_app(graph),
        renews=True,
        host=host,
        port=port,
        say=say,
        settings=graph.settings,
        processes=processes,
    )


def _app(opened: Callable[[], AccordGraph]) -> FastAPI:
    return create_app(opened())


def run_app(
    make: Callable[[], FastAPI],
    *,
    host: str,
    port: int,
    say: Say,
    settings: Settings | None = None,
    first: Callable[[], FastAPI] | None = None,
    renews: bool = False,
    processes: int = 1,
) -> None:
    """Listen, make the application and serve it; returns when the process is asked to stop.

    Parameters
    ----------
    make : makes the application.
    first : makes it the first time, where that is another way.
    renews : whether it is made again on SIGHUP.
    processes : how many server processes share the port.

    Raises
    ------
    BadValue : the address cannot be listened on.
    """
    listener = _listen(host, port)
    where = f"[{host}]" if ":" in host else host
    settings = settings or Settings()

    def ready() -> None:
        say(f"serving on http://{where}:{listener.getsockname()[1]}/")

    if processes > 1:
        gc.enable()
        serving.many(serving.Served(make, settings), listener, processes, ready)
        return
    app = (first or make)()
    gc.freeze()
    gc.enable()
    serving.one(serving.Served(make, settings, app, renews=renews), listener, ready)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # With the protocol named, asyncio sets TCP_NODELAY on what it accepts; without, answers wait 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        raise BadValue(
            f"Cannot listen on {host}:{port}: {error.strerror}.",
            field="port",
            given=port,
            accepted="a free port",
            hint="Choose another with --port, or PORT=… make serve.",
        ) from None
    return listener
