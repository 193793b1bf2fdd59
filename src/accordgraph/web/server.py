"""Serve an application until it is told to stop; say where, once it listens."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from accordgraph.errors import BadValue
from accordgraph.service import AccordGraph
from accordgraph.snapshot import Say
from accordgraph.web.app import create_app

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(message)s"}},
    "handlers": {
        "err": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}
    },
    "loggers": {"uvicorn": {"handlers": ["err"], "level": "WARNING"}},
}


def run(graph: AccordGraph, *, host: str, port: int, say: Say) -> None:
    """Serve everything over one snapshot, as `run_app` does."""
    run_app(lambda: create_app(graph), host=host, port=port, say=say)


def run_app(make: Callable[[], FastAPI], *, host: str, port: int, say: Say) -> None:
    """Listen, make the application and serve it; returns when the process is asked to stop.

    No access log is kept: addresses may hold a person's profile.

    Raises
    ------
    BadValue : the address cannot be listened on.
    """
    listener = _listen(host, port)
    app = make()
    gc.freeze()
    gc.enable()
    config = uvicorn.Config(
        app, log_config=LOGGING, access_log=False, server_header=False, timeout_graceful_shutdown=10
    )
    where = f"[{host}]" if ":" in host else host
    say(f"serving on http://{where}:{listener.getsockname()[1]}/")
    uvicorn.Server(config).run(sockets=[listener])


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
