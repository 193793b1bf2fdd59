"""A benchmark that is ended ends the servers that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
PROGRAM = """
import asyncio, sys
from endpoint import end_orderly, free_port, serving
end_orderly()
port = free_port()
with serving([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], port) as server:
    print(server.pid, flush=True)
    asyncio.run(asyncio.sleep(600))
"""


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_no_server_is_left(number: signal.Signals) -> None:
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as benchmark:
        assert benchmark.stdout is not None
        pid = int(benchmark.stdout.readline())
        assert is_running(pid)
        benchmark.send_signal(number)
        assert benchmark.wait(60) != 0
    end = time.monotonic() + 60
    while is_running(pid):
        assert time.monotonic() < end, "the server still runs"
        time.sleep(0.05)
