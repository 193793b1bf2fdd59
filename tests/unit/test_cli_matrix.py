"""The command `matrix`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ASK = ("matrix", "--goal", "competence", "--as-of", "2026-01-01")


def test_the_matrix_for_people_for_programs_and_as_a_table(run: Run) -> None:
    told = run(*ASK, "--lang", "zh")
    assert told.returncode == 0 and "标准情形" in told.stdout and "XN：可行" in told.stdout
    data = json.loads(run(*ASK, "--json").stdout)["data"]
    rows = list(csv.DictReader(io.StringIO(run(*ASK, "--csv").stdout)))
    assert len(rows) == sum(n for outcome, n in data["counts"].items() if outcome != "blocked") > 0


def test_growth(run: Run) -> None:
    told = run(*ASK, "--growth")
    assert told.returncode == 0 and "2026: open" in told.stdout
    seen = next(line for line in told.stdout.splitlines() if "first known to hold" in line)
    assert "Meridian Agreement (" in seen
    assert json.loads(run(*ASK, "--growth", "--json").stdout)["data"]["years"][0]["year"] == 1951


@pytest.mark.parametrize("more", [("--csv", "--json"), ("--csv", "--growth"), ("--group", "none")])
def test_wrong_use(run: Run, more: tuple[str, ...]) -> None:
    told = run(*ASK, *more)
    assert told.returncode == 2 and told.stderr.startswith("accordgraph: bad-value")


def test_accessions(run: Run) -> None:
    told = run("accessions", "XQ", "--goal", "competence", "--as-of", "2026-01-01", "--pairs")
    assert told.returncode == 0 and "1. Meridian" in told.stdout and "not known" in told.stdout
    assert any(" + " in line and line.count("(") == 2 for line in told.stdout.splitlines())  # pairs by name
    data = json.loads(run("accessions", "XQ", "--as-of", "2026-01-01", "--json").stdout)["data"]
    assert data["goals"] and data["goals"][0]["ranked"][0]["rank"] == 1
    assert run("accessions", "Nowhere").returncode == 2
