"""Fixtures and rules for all tests.

What a test reads, from small to large; take the first that does:

1. Values made in the test itself.
2. A world under ``tests/worlds/``: the real ontology, fictional or frozen facts; its README says what holds.
3. The real ``ontology/``, ``data/`` and ``queries/``: only tests under ``tests/curated/``,
   ``tests/promises/`` and ``tests/wheel/``, and none of them asserts a number that curation changes.

A fixture lies in the ``conftest.py`` of the lowest folder whose tests share it.
Snapshots that tests build go to ``tmp_path``, never beside the checkout.

Two variables steer a run. ``ACCORDGRAPH_REQUIRE_ALL=1``: a test that is left out fails.
``ACCORDGRAPH_SOAK=1``: tests with a long form run it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import hypothesis
import pytest

if TYPE_CHECKING:
    from accordgraph.snapshot import Snapshot

SOAK = bool(os.environ.get("ACCORDGRAPH_SOAK"))
REQUIRE_ALL = bool(os.environ.get("ACCORDGRAPH_REQUIRE_ALL"))
SLOW = ("tests/browser/", "tests/curated/", "tests/promises/", "tests/wheel/")
T = TypeVar("T")

# The same cases in every run, so that a red test is red for everybody; the long form looks for new ones.
hypothesis.settings.register_profile("short", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile(
    "soak",
    deadline=None,
    max_examples=5_000,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("soak" if SOAK else "short")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_snapshot(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The real content as it is served, to be read only: built once in a run, by the first who asks.

    Shapes and consistency are checked in ``curated/test_content.py``.
    """
    from accordgraph.errors import NoSnapshot
    from accordgraph.snapshot import Content, build, current

    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "real"
    home.mkdir(exist_ok=True)
    with (home / "asked.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return current(home)
        except NoSnapshot:
            return build(Content.under(root), home, check=False)


@pytest.fixture
def effort() -> Callable[[T, T], T]:
    """``effort(short, long)``: how much to do now; a test that uses it is marked ``soak``."""
    return lambda short, long: long if SOAK else short


@pytest.fixture(scope="session")
def need() -> Callable[[str, str], str]:
    """``need("chromium", "apt-get install chromium")``: the program's path, or the test is left out."""

    def find(program: str, command: str) -> str:
        path = shutil.which(program)
        if path is None:
            pytest.skip(f"{program} is not installed: {command}")
        return path

    return find


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: at the end only short modules are left, and no process waits long."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


def _failed_if_left_out(report: Any) -> None:
    if REQUIRE_ALL and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"left out, and ACCORDGRAPH_REQUIRE_ALL is set: {why}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _failed_if_left_out(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _failed_if_left_out(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    }
    for reason in sorted(reasons):
        terminalreporter.write_line(f"left out: {reason}")
