"""Many people from a file: results, faults by line, and nothing half written."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ASK = ("--targets", "XS,XQ", "--goal", "competence", "--as-of", "2026-01-01")
HEADER = "id,home,ethics,competence,post_grad_years,degree_jurisdiction,degree_awarded,degree_accredited\r\n"
GOOD = "a,XN,true,yes,8,XN,2014-06,true\r\n"


@pytest.fixture(scope="module")
def place(checkout_of: Callable[[str], Path]) -> Path:
    return checkout_of("fiction")


@pytest.fixture(scope="module")
def run(place: Path) -> Run:
    """``run("pathways", …)`` over a fictional world, as a process of its own."""

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        env = {"ACCORDGRAPH_ROOT": str(place), "ACCORDGRAPH_HOME": str(place / "home"), "PATH": ""}
        command = [sys.executable, "-m", "accordgraph.cli", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert call("build").returncode == 0
    return call


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Callable[..., Any]:
    """``ask(b"home…", "out.csv", …)``: the process and the file that it wrote."""

    def call(profiles: bytes, out: str = "out.csv", *more: str) -> Any:
        (tmp_path / "people.csv").write_bytes(profiles)
        where = tmp_path / out
        told = run("pathways", "--profiles", str(tmp_path / "people.csv"), "--out", str(where), *ASK, *more)
        assert not list(tmp_path.glob(f".{out}*")), "something half written is left"
        return told, where

    return call


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_by_each_target(ask: Any) -> None:
    told, out = ask((HEADER + GOOD + "b,XS,,,,,,\r\n").encode())
    assert told.returncode == 0, told.stderr
    found = rows(out)
    assert [(r["line"], r["id"], r["home"], r["target"]) for r in found] == [
        (line, own, f"jurisdiction/{home}", f"jurisdiction/{target}")
        for line, own, home in (("2", "a", "XN"), ("3", "b", "XS"))
        for target in ("XS", "XQ")
    ]
    assert found[0]["accord"] == "meridian" and found[0]["outcome"] != "blocked"
    assert found[2]["outcome"] == "blocked" and found[2]["reasons"] == "SAME_JURISDICTION"
    assert found[2]["gap_years"] == ""
    assert "4 pairs of 2 rows" in told.stderr


def test_rows_at_fault_are_named_by_line_and_the_rest_is_computed(ask: Any) -> None:
    people = HEADER.encode() + b"".join(
        [
            GOOD.encode(),
            b"b,XN,true,yes,=1+7,XN,2014-06,true\r\n",  # line 3: a formula is no number
            "c,北国,true,yes,8,XN,2014-06,true\r\n".encode("gb18030"),  # line 4: another encoding
            b"d,XN,true\r\n",  # line 5: too few cells
            b"e,=HYPERLINK(1),,,,,,\r\n",  # line 6: no place
            b'"two\r\nlines",XN,,,,,,\r\n',  # lines 7 and 8
            b"\r\n",
            b'f,X"N",,,,,"x"y,\r\n',  # line 10: quotes in the wrong place
            GOOD.encode(),  # line 11
        ]
    )
    told, out = ask(people)
    assert told.returncode == 1
    said = [line.split(": ")[1:3] for line in told.stderr.splitlines() if ": line " in line]
    assert said == [
        ["line 3", "bad-value"],
        ["line 4", "bad-value"],
        ["line 5", "bad-value"],
        ["line 6", "unknown-name"],
        ["line 10", "bad-value"],
    ]
    assert "byte 0xB1" in told.stderr and "UTF-8" in told.stderr
    found = rows(out)
    assert {r["line"] for r in found} == {"2", "7", "11"}
    assert [r["outcome"] for r in found if r["line"] == "2"] == [
        r["outcome"] for r in found if r["line"] == "11"
    ]


def test_a_byte_order_mark_and_chinese_names_are_read(ask: Any) -> None:
    told, out = ask("home,id\nXN,甲\n".encode("utf-8-sig"))
    assert told.returncode == 0, told.stderr
    assert rows(out)[0]["id"] == "甲"


def test_what_looks_like_a_formula_comes_out_inert(ask: Any) -> None:
    _, out = ask(b"id,home\n\"=cmd|' /C calc'!A0\",XN\n@x,XN\n-5,XN\n")
    assert [r["id"] for r in rows(out)[::2]] == ["'=cmd|' /C calc'!A0", "'@x", "-5"]


@pytest.mark.parametrize(
    ("people", "code"),
    [
        (b"", "bad-value"),
        (b"id,ethics\na,true\n", "missing-value"),
        (b"home,shoe_size\nXN,44\n", "unknown-field"),
        (b"home,home\nXN,XS\n", "bad-value"),
        ("home,id\nXN,a\n".encode("utf-16"), "bad-value"),
        (b"home\n" + b"X" * 1_100_000, "bad-value"),
    ],
)
def test_a_file_that_cannot_be_read_gives_nothing(ask: Any, people: bytes, code: str) -> None:
    told, out = ask(people)
    assert told.returncode == 2 and f"accordgraph: {code}: " in told.stderr, told.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        (("--home", "XN"), "home"),
        (("--ethics", "true"), "profile"),
        (("--relay", "1"), "relay"),
        (("--targets", "XS,XS"), "targets"),
        (("--targets", ""), "targets"),
    ],
)
def test_options_that_do_not_go_together(ask: Any, more: tuple[str, ...], field: str) -> None:
    told, out = ask(b"home\nXN\n", "out.csv", *more)
    assert told.returncode == 2 and field in told.stderr and not out.exists(), told.stderr


def test_results_of_no_known_form(ask: Any) -> None:
    told, out = ask(b"home\nXN\n", "out.xlsx")
    assert told.returncode == 2 and ".csv" in told.stderr and not out.exists()


def test_the_profiles_are_not_overwritten(run: Run, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("home\nXN\n", "utf-8")
    told = run("pathways", "--profiles", str(people), "--out", str(people), *ASK)
    assert told.returncode == 2 and people.read_text("utf-8") == "home\nXN\n"


def test_targets_from_a_file_and_two_processes(ask: Any, tmp_path: Path) -> None:
    listed = tmp_path / "targets.txt"
    listed.write_text("XS\nXQ\n", "utf-8")
    people = (HEADER + GOOD * 3).encode()
    _, alone = ask(people, "one.csv")
    told, out = ask(people, "two.csv", "--targets", str(listed), "--processes", "2")
    assert told.returncode == 0, told.stderr
    assert out.read_bytes() == alone.read_bytes()


def test_parquet_says_what_csv_says(ask: Any) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    people = (HEADER + GOOD + "b,XS,,,,,,\r\n").encode()
    told, out = ask(people, "out.parquet")
    assert told.returncode == 0, told.stderr
    _, plain = ask(people)
    found = parquet.read_table(out).to_pylist()
    assert [
        (r["id"], r["target"], r["outcome"], r["accord"] or "", " ".join(r["reasons"])) for r in found
    ] == [(r["id"], r["target"], r["outcome"], r["accord"], r["reasons"]) for r in rows(plain)]
    assert [r["gap_years"] for r in found] == [
        float(r["gap_years"]) if r["gap_years"] else None for r in rows(plain)
    ]
