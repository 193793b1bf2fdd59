"""The small worlds in memory, for the modules between the facts and an answer."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.service import View
from accordgraph.snapshot import Content, fill, read_network

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _view(root: Path, name: str) -> View:
    content = Content(root / "ontology", (root / "tests" / "worlds" / name,), root / "queries")
    store = ox.Store()
    fill(store, content)
    return View(read_network(store, content))


@pytest.fixture(scope="session")
def fiction_view(root: Path) -> View:
    return _view(root, "fiction")


@pytest.fixture(scope="session")
def vectors_view(root: Path) -> View:
    return _view(root, "vectors")


@pytest.fixture(scope="session")
def checkout_of(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``checkout_of("fiction")``: the real ontology and queries, with a world as data."""

    def make(world: str) -> Path:
        folder = tmp_path_factory.mktemp(world)
        for name in ("ontology", "queries"):
            (folder / name).symlink_to(root / name)
        shutil.copytree(root / "tests" / "worlds" / world, folder / "data")
        return folder

    return make


@pytest.fixture(scope="session")
def command_line() -> Callable[[Path], Run]:
    """``command_line(folder)("pathways", "--home", …)``: the program over a checkout, built first.

    Each call is a process of its own.
    """

    def over(place: Path) -> Run:
        def call(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
            env = {"ACCORDGRAPH_ROOT": str(place), "ACCORDGRAPH_HOME": str(place / "home"), "PATH": ""}
            command = [sys.executable, "-m", "accordgraph.cli", *words]
            return subprocess.run(command, env=env, input=stdin, capture_output=True, text=True, check=False)

        built = call("build")
        assert built.returncode == 0, built.stderr
        return call

    return over


@pytest.fixture(scope="session")
def place(checkout_of: Callable[[str], Path]) -> Path:
    """A checkout of the world of fiction that no test changes; who changes one takes its own."""
    return checkout_of("fiction")


@pytest.fixture(scope="session")
def run(command_line: Callable[[Path], Run], place: Path) -> Run:
    """The program over `place`."""
    return command_line(place)


@pytest.fixture
def dropped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[str]]:
    """Call in one thread, drop in another what the call left: its error, and garbage in cycles.

    Returns what Python could not report by raising.
    """

    def run(call: Callable[[], object]) -> list[str]:
        faults: list[str] = []
        monkeypatch.setattr(sys, "unraisablehook", lambda report: faults.append(str(report.exc_value)))
        with ThreadPoolExecutor(1) as threads:
            gc.disable()
            try:
                error = threads.submit(call).exception()
            finally:
                gc.enable()
        del error
        gc.collect()
        return faults

    return run
