"""Memory of large answers goes back to the system, also when small blocks lie between them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from accordgraph.web.serving import give_back_large_blocks

PROGRAM = """
import sys
import psutil
from accordgraph.web.serving import give_back_large_blocks

def held():
    return psutil.Process().memory_info().rss

if sys.argv[1] == "settled":
    give_back_large_blocks()
large = b"x" * (20 << 20)
del large  # from here on glibc expects blocks of this size, and keeps them
before, small = held(), []
large = []
for _ in range(60):
    large.append(b"x" * (1 << 20))
    small.append(b"y" * 30_000)  # more than fits into what was free before
large.clear()
print(held() - before)
"""


def kept(how: str) -> int:
    """Bytes that a process keeps of 60 megabytes that it has freed."""
    command = [sys.executable, "-c", PROGRAM, how]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the C library is glibc on Linux only")
def test_a_server_keeps_nothing_of_large_blocks_that_are_free() -> None:
    settled, otherwise = kept("settled"), kept("as it is")
    assert settled < 8 << 20
    assert settled + (8 << 20) < otherwise


def test_another_system_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordgraph.web.serving.ctypes.CDLL", lambda _: object())
    assert not give_back_large_blocks()
