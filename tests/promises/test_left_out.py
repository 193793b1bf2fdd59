"""A test that is left out says so, with the command that mends it, and fails where all are required."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = """
import pytest

def test_needs_a_program(need):
    need("no-such-program", "apt-get install no-such-package")

@pytest.mark.skip(reason="never")
def test_marked():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_known_fault():
    assert False

def test_amount(effort):
    assert effort("short", "long") == "{amount}"
"""
MODULE = """
import pytest

pytest.importorskip("no_such_module", reason="apt-get install python3-no-such")
"""


def run(folder: Path, name: str, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A run of one test file under the project's conftest, and only the given ones of its variables."""
    shutil.copy(Path(__file__).parent.parent / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (folder / name).write_text(text, "utf-8")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORDGRAPH", "PYTEST"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", name]
    return subprocess.run(
        command, cwd=folder, env=inherited | variables, capture_output=True, text=True, check=False
    )


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "test_some.py", TESTS.format(amount="short"))
    assert "1 passed, 2 skipped, 1 xfailed" in done.stdout
    assert "left out: no-such-program is not installed: apt-get install no-such-package\n" in done.stdout
    done = run(tmp_path, "test_module.py", MODULE)
    assert "left out: apt-get install python3-no-such\n" in done.stdout


def test_what_is_left_out_fails_where_all_is_required(tmp_path: Path) -> None:
    done = run(tmp_path, "test_some.py", TESTS.format(amount="short"), ACCORDGRAPH_REQUIRE_ALL="1")
    assert done.returncode == 1
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in done.stdout
    done = run(tmp_path, "test_module.py", MODULE, ACCORDGRAPH_REQUIRE_ALL="1")
    assert done.returncode not in (0, 5)
    assert "apt-get install python3-no-such" in done.stdout


def test_the_long_form(tmp_path: Path) -> None:
    long = TESTS.format(amount="long")
    assert run(tmp_path, "test_some.py", long, ACCORDGRAPH_SOAK="1").returncode == 0
    assert run(tmp_path, "test_some.py", long).returncode == 1
