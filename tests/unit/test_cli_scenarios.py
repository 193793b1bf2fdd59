"""The command `scenario`, and stored scenarios in other commands."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def place(checkout_of: Callable[[str], Path]) -> Path:
    """Scenarios are written into this one."""
    return checkout_of("fiction")


@pytest.fixture(scope="module")
def run(command_line: Callable[[Path], Run], place: Path) -> Run:
    return command_line(place)


def test_the_stored_ones_are_listed(run: Run) -> None:
    assert "quietland-joins: 静境加入" in run("scenario", "--lang", "zh").stdout
    assert len(json.loads(run("scenario", "--json").stdout)["data"]) == 2


def test_a_comparison_for_people_and_for_programs(run: Run, place: Path) -> None:
    told = run("scenario", "quietland-joins", "--goal", "competence")
    assert told.returncode == 0
    change = "+ Northland → Quietland, competence recognition: closed → open (Meridian Agreement)"
    assert change in told.stdout and "2025-06-01, 2027-01-01; --as-of chooses" in told.stdout
    path = place / "data" / "scenarios" / "quietland-joins.yaml"
    by_name = json.loads(run("scenario", "quietland-joins", "--json").stdout)
    by_file = json.loads(run("scenario", str(path), "--json").stdout)
    assert (
        by_name["data"]["changes"] == by_file["data"]["changes"] and by_file["data"]["scenario"]["id"] is None
    )


def test_a_short_list_says_so(run: Run) -> None:
    told = run("scenario", "quietland-joins", "--limit", "1", "--lang", "zh")
    assert "显示1项" in told.stdout and "不构成法律意见" in told.stdout


def test_nothing_changes(run: Run) -> None:
    assert "no pair" in run("scenario", "quietland-joins", "--as-of", "2025-06-01").stdout


def test_a_stored_scenario_in_a_question(run: Run) -> None:
    ask = ("pathways", "--home", "XN", "--target", "XQ", "--goal", "competence", "--as-of", "2027-01-01")
    told = run(*ask, "--scenario", "quietland-joins", "--json")
    assert json.loads(told.stdout)["data"]["paths"][0]["hypothetical"]


@pytest.mark.parametrize("which", ["none", "none.yaml"])
def test_what_is_not_there(run: Run, which: str) -> None:
    told = run("scenario", which)
    assert told.returncode == 2 and told.stderr.startswith("accordgraph: ") and which in told.stderr


def test_validate_and_build_judge_stored_scenarios(run: Run, place: Path) -> None:
    folder = place / "data" / "scenarios"
    good, bad = folder / "quietland-joins.yaml", folder / "broken.yaml"
    assert run("validate", str(good)).returncode == 0
    text = good.read_text("utf-8").replace("tier: charter", "tier: golden")
    bad.write_text(text, "utf-8")
    try:
        told = run("validate", str(bad))
        assert told.returncode == 1 and "scenarios/broken.yaml" in told.stdout and "charter" in told.stdout
        built = run("build")
        assert built.returncode == 2 and "broken.yaml" in built.stderr
    finally:
        bad.unlink()
