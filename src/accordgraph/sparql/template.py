"""The process that worker processes are copies of.

It has imported what a worker needs, and does nothing else: a copy starts in a hundredth of a second and
shares its memory, so that a killed worker is replaced before anybody waits for it.  It has one thread,
for only such a process can be copied safely, and ends with its server.

Requests and answers are lines of JSON on a socket, its standard input; a request to begin brings the
two pipes of the new worker along.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
from typing import Any

from accordgraph.sparql import guard, worker


def main() -> None:
    """Begin and end workers until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    with socket.socket(fileno=os.dup(0)) as control:
        _import_while_idle(control)
        while _serve(control):
            pass


def _serve(control: socket.socket) -> bool:
    """Do what is asked for next; false once the server is gone."""
    request, pipes = _receive(control)
    if request is None:
        return False
    told = _end(request["end"]) if "end" in request else _begin(request, pipes, control)
    control.sendall(json.dumps(told).encode() + b"\n")
    return True


def _import_while_idle(control: socket.socket) -> None:
    """Load the guard's parser, which takes longest, but not while the first workers are waited for."""
    while select.select([control], [], [], worker.IDLE_BEFORE_IMPORT)[0]:
        if not _serve(control):
            os._exit(0)
    guard.get_ready()
    gc.freeze()


def _receive(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    line, pipes = b"", list[int]()
    while not line.endswith(b"\n"):
        chunk, more, _, _ = socket.recv_fds(control, 65_536, 2)
        if not chunk:
            return None, pipes
        line, pipes = line + chunk, pipes + more
    return json.loads(line), pipes


def _begin(settings: dict[str, Any], pipes: list[int], control: socket.socket) -> dict[str, Any]:
    worker.prepare(settings)
    pid = os.fork()
    if pid:
        for pipe in pipes:
            os.close(pipe)
        return {"pid": pid}
    try:
        control.close()
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        worker.main(settings)
    finally:
        os._exit(1)


def _end(pid: int) -> dict[str, Any]:
    """The exit code of a worker, None while it still ends; negative is the signal that ended it.

    Nobody waits here: a process that ends beside other work may take long, and others want to begin.
    """
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return {"code": 0}
    return {"code": os.waitstatus_to_exitcode(status) if found else None}


if __name__ == "__main__":
    main()
