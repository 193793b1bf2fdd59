"""Many people from a file: results, faults by line, and nothing half written."""

from __future__ import annotations

import csv
import json
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


HEARSAY = """
@prefix accord: <https://w3id.org/accordgraph/id/accord/> .
@prefix ag: <https://w3id.org/accordgraph/ns#> .
@prefix body: <https://w3id.org/accordgraph/id/body/> .
@prefix certainty: <https://w3id.org/accordgraph/vocab/certainty/> .
@prefix citation: <https://w3id.org/accordgraph/id/citation/> .
@prefix membership: <https://w3id.org/accordgraph/id/membership/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix source: <https://w3id.org/accordgraph/id/source/> .
@prefix tier: <https://w3id.org/accordgraph/id/tier/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

membership:meridian-westland-2 a ag:Membership ;
    ag:isHeldBy body:westland-engineers ;
    ag:isUnderAccord accord:meridian ;
    ag:hasTier tier:meridian-charter ;
    ag:validFrom "2012-01-01"^^xsd:date ;
    ag:validThrough "2017-12-31"^^xsd:date ;
    ag:pendingReason "Only hearsay."@en , "仅为传闻。"@zh ;
    prov:wasDerivedFrom citation:hearsay .

citation:hearsay a ag:Citation ;
    ag:citesSource source:fiction ;
    ag:locator "margin" ;
    ag:hasCertainty certainty:unconfirmed ;
    ag:supports ag:validFrom .
"""


@pytest.fixture(scope="module")
def place(checkout_of: Callable[[str], Path]) -> Path:
    folder = checkout_of("fiction")
    (folder / "data" / "pending").mkdir()
    (folder / "data" / "pending" / "hearsay.ttl").write_text(HEARSAY, "utf-8")
    return folder


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
        (("--include", "told"), "include"),
        (("--scenario", "nothing-of-that-name"), "scenario"),
        (("--scenario", "nothing.yaml"), "nothing.yaml"),
        (("--targets", "XS,XS"), "targets"),
        (("--targets", "XS,Southland"), "targets"),
        (("--targets", ""), "targets"),
    ],
)
def test_options_that_do_not_go_together(ask: Any, more: tuple[str, ...], field: str) -> None:
    told, out = ask(b"home\nXN\n", "out.csv", *more)
    assert told.returncode == 2 and field in told.stderr and not out.exists(), told.stderr


def test_results_of_no_known_form(ask: Any) -> None:
    told, out = ask(b"home\nXN\n", "out.xlsx")
    assert told.returncode == 2 and ".csv" in told.stderr and not out.exists()


@pytest.mark.parametrize("out", ["no-such-folder/out.parquet", "no-such-folder/out.csv", "."])
def test_results_that_have_no_place_are_refused_before_any_row_is_answered(ask: Any, out: str) -> None:
    told, _ = ask(b"home\nNowhere\n", out)
    assert (told.returncode, told.stderr.count("\n")) == (2, 1), told.stderr
    assert told.stderr.startswith("accordgraph: bad-value: ") and "[out: " in told.stderr


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


def test_a_target_that_is_a_body_stands_for_its_place_under_its_own_name(ask: Any) -> None:
    told, out = ask((HEADER + GOOD).encode(), "out.csv", "--targets", "body/southland-engineers,XS")
    assert told.returncode == 0, told.stderr
    body, place = rows(out)
    assert (body.pop("target"), place.pop("target")) == ("body/southland-engineers", "jurisdiction/XS")
    assert body == place


def test_supposed_facts_hold_for_all_rows_in_every_process(ask: Any, tmp_path: Path) -> None:
    people = (HEADER + GOOD * 3).encode()
    _, before = ask(people, "before.csv")
    day = ("--as-of", "2027-06-01")
    told, named = ask(people, "named.csv", "--scenario", "quietland-joins", *day)
    assert told.returncode == 0, told.stderr
    supposed = tmp_path / "supposed.json"
    join = {"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2025"}
    supposed.write_text(json.dumps({"memberships": [join]}), "utf-8")
    told, written = ask(people, "written.csv", "--scenario", str(supposed), *day, "--processes", "2")
    assert told.returncode == 0, told.stderr
    assert {(r["outcome"], r["hypothetical"]) for r in rows(before) if r["target"].endswith("XQ")} == {
        ("blocked", "false")
    }
    for found in (named, written):
        told_of = [(r["target"][-2:], r["hypothetical"], r["outcome"] != "blocked") for r in rows(found)]
        assert told_of == [("XS", "false", True), ("XQ", "true", True)] * 3


def test_pending_statements_count_only_if_included(ask: Any) -> None:
    asked = ("--targets", "XW", "--as-of", "2015-06-01")
    _, served = ask((HEADER + GOOD).encode(), "served.csv", *asked)
    told, pending = ask((HEADER + GOOD).encode(), "pending.csv", *asked, "--include", "pending")
    assert told.returncode == 0, told.stderr
    assert [rows(found)[0]["reasons"] for found in (served, pending)] == ["TARGET_NOT_MEMBER", ""]


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
    assert [str(r["hypothetical"]).lower() for r in found] == [r["hypothetical"] for r in rows(plain)]
