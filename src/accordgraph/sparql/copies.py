"""The server's side of the template process: a pool has one, started with its first worker."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

LOW = 10
"""Priority of a query that takes long, as `nice` counts: a tenth of a newcomer's share, so that
newcomers hardly notice it and it ends where they never pause."""

_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = 1031
"""``F_SETPIPE_SZ`` of Linux; elsewhere pipes keep their size."""

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from accordgraph.sparql.template import main; main()"
)

LAST_MOMENT = 1.0
"""Seconds after which a worker that should have ended is killed."""


class Template:
    """The process that workers are copies of; started when it is needed, and again if it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def begin(self, settings: dict[str, Any]) -> Copy:
        """A new worker.

        Raises
        ------
        OSError : neither this nor another template could make one.
        """
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        try:
            for each in (ours_in, ours_out):
                _enlarge(each)
            pid = self._ask(settings, (theirs_in, theirs_out))["pid"]
        except BaseException:
            os.close(ours_in)
            os.close(ours_out)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        return Copy(self, pid, ours_in, ours_out)

    def end(self, pid: int) -> int:
        """The exit code of a worker that has ended or ends now; 0 if nobody knows any more."""
        last, pause = time.monotonic() + LAST_MOMENT, 0.001
        try:
            while (code := self._ask({"end": pid})["code"]) is None:
                if time.monotonic() > last:
                    os.kill(pid, signal.SIGKILL)
                time.sleep(pause)
                pause = min(2 * pause, 0.05)
        except OSError:
            return 0
        return int(code)

    def stop(self) -> None:
        """End the process; workers that still run end with their pipes."""
        with self._lock:
            self._stop()

    def _ask(self, request: dict[str, Any], pipes: tuple[int, ...] = ()) -> dict[str, Any]:
        with self._lock:
            try:
                return self._told(request, pipes)
            except OSError:
                self._stop()  # it was killed; its successor knows no worker of its
                return self._told(request, pipes)

    def _told(self, request: dict[str, Any], pipes: tuple[int, ...]) -> dict[str, Any]:
        control = self._connected()
        socket.send_fds(control, [json.dumps(request).encode() + b"\n"], pipes)
        answer = b""
        while not answer.endswith(b"\n"):
            chunk = control.recv(4_096)
            if not chunk:
                raise ConnectionResetError("the template process has ended")
            answer += chunk
        found: dict[str, Any] = json.loads(answer)
        return found

    def _connected(self) -> socket.socket:
        if self._control is None:
            self._control, theirs = socket.socketpair()
            with theirs:
                command = [sys.executable, "-I", "-c", _BOOT, json.dumps(sys.path)]
                self._process = subprocess.Popen(command, stdin=theirs.fileno())  # noqa: S603 (our own program)
        return self._control

    def _stop(self) -> None:
        process, control, self._process, self._control = self._process, self._control, None, None
        if control:
            control.close()
        if process:
            process.kill()
            process.wait()


class Copy:
    """A worker process and the server's ends of its pipes."""

    def __init__(self, template: Template, pid: int, stdin: int, stdout: int) -> None:
        self._template, self.pid, self.stdin, self.stdout = template, pid, stdin, stdout
        self.lowered = self._killed = False
        self._code: int | None = None
        self._lock = threading.Lock()

    def is_running(self) -> bool:
        """Whether it was not killed and has not closed its output, which only its end does."""
        poll = select.poll()
        poll.register(self.stdout, 0)
        return not self._killed and not poll.poll(0)

    def lower(self) -> None:
        """Let newcomers go first: lowers its main thread, or all of it where threads have no own priority.

        Never waits: one that is about to end needs no priority.
        """
        self.lowered = True
        if not self._lock.acquire(blocking=False):
            return
        try:
            if self._code is None:
                with suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, self.pid, LOW)
        finally:
            self._lock.release()

    def kill(self) -> None:
        """End it at once; once it was waited for, its number may be another's and is left alone."""
        with self._lock:
            self._killed = True
            if self._code is None:
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code; it has ended or ends now."""
        with self._lock:
            if self._code is None:
                self._code = self._template.end(self.pid)
            return self._code

    def close(self) -> None:
        """Give back the pipes."""
        os.close(self.stdin)
        os.close(self.stdout)


def _enlarge(pipe: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, _SET_PIPE_SIZE, _PIPE_BYTES)
