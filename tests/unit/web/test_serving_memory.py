"""Memory of large answers goes back to the system, also when small blocks lie between them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from accordgraph.web.serving import give_back_large_blocks

PROGRAM = """
import psutil
from accordgraph.web.serving import give_back_large_blocks

def held():
    return psutil.Process().memory_info().rss

assert give_back_large_blocks()
large = b"x" * (20 << 20)
del large  # left alone, glibc expects blocks of this size from here on, and keeps them
before, small = held(), []
large = []
for _ in range(60):
    large.append(b"x" * (1 << 20))
    small.append(b"y" * 30_000)  # more than fits into what was free before
large.clear()
print(held() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the C library is glibc on Linux only")
def test_a_server_keeps_nothing_of_large_blocks_that_are_free() -> None:
    kept = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert int(kept) < 8 << 20


def test_the_library_is_told_from_which_size_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not told, what is kept depends on what lies free already: no measure of it is certain."""
    told: list[tuple[int, int]] = []

    class Library:
        def mallopt(self, what: int, value: int) -> int:
            told.append((what, value))
            return 1

    monkeypatch.setattr("accordgraph.web.serving.ctypes.CDLL", lambda _: Library())
    assert give_back_large_blocks()
    assert told == [(-3, 1 << 18)]  # M_MMAP_THRESHOLD of malloc.h


def test_another_system_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordgraph.web.serving.ctypes.CDLL", lambda _: object())
    assert not give_back_large_blocks()
