"""The command line as a user meets it: output, one message for an error, exit codes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accordgraph import receipts

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ASK = ("pathways", "--home", "XN", "--target", "XS", "--goal", "competence", "--as-of", "2026-01-01")


def test_build_says_each_long_step(run: Run) -> None:
    told = run("build")
    assert told.returncode == 0
    assert "Snapshot" in told.stdout
    assert sum(line.endswith("…") for line in told.stderr.splitlines()) == 6


def test_an_answer_for_people_in_both_languages(run: Run) -> None:
    english, chinese = run(*ASK), run(*ASK, "--lang", "zh")
    assert english.returncode == chinese.returncode == 0
    assert "Meridian Agreement" in english.stdout and "not legal advice" in english.stdout
    assert "子午线协议" in chinese.stdout and "不构成法律意见" in chinese.stdout


def test_profile_fields_are_options(run: Run) -> None:
    person = ("--ethics", "true", "--competence=yes", "--design-office-years", "4", "--site-years", "2",
              "--referees", "true", "--degree-jurisdiction", "XN", "--degree-awarded", "2014-06",
              "--degree-accredited", "true", "--post-grad-years", "8")  # fmt: skip
    told = run(*ASK, *person, "--json")
    found = json.loads(told.stdout)
    assert found["data"]["paths"][0]["outcome"] == "open"
    assert found["meta"]["as_of"] == "2026-01-01"


def test_a_scenario_from_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "what-if.yaml"
    path.write_text("memberships: [{accord: meridian, jurisdiction: XQ, tier: charter}]\n", encoding="utf-8")
    told = run(
        "pathways",
        "--home",
        "XN",
        "--target",
        "XQ",
        "--goal",
        "competence",
        "--scenario",
        str(path),
        "--json",
    )
    assert json.loads(told.stdout)["data"]["paths"][0]["hypothetical"] is True


WRONG = {
    "unknown place": (("--home", "Atlantis"), "unknown-name", "home"),
    "unknown goal": (("--goal", "visa"), "bad-value", "goal"),
    "unknown field": (("--shoe-size", "42"), "unknown-field", "shoe_size"),
    "absurd years": (("--site-years", "400"), "bad-value", "site_years"),
    "impossible date": (("--as-of", "2026-02-30"), "bad-value", "as_of"),
    "option without value": (("--ethics",), "bad-value", "profile"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_one_message_and_exit_2(run: Run, name: str) -> None:
    words, code, field = WRONG[name]
    told = run(*ASK, *words)
    assert (told.returncode, told.stdout) == (2, "")
    lines = told.stderr.strip().splitlines()
    assert len(lines) == 1 and code in lines[0] and field in lines[0], told.stderr


def test_a_curator_learns_what_a_kind_needs_and_what_was_missing(run: Run, place: Path) -> None:
    assert "needs skos:prefLabel rdf:langString" in run("new", "needs", "body").stdout.splitlines()
    before = (place / "data" / "places.ttl").read_bytes()
    told = run(
        "new", "thing", "body", "southland-board", "--into", "data/places.ttl", "--set", "isOfJurisdiction=XS"
    )
    assert told.returncode == 2 and "missing-value" in told.stderr and "skos:prefLabel" in told.stderr
    assert (place / "data" / "places.ttl").read_bytes() == before


def test_a_missing_option_is_exit_2(run: Run) -> None:
    assert run("pathways", "--home", "XN").returncode == 2
    assert run("nonsense").returncode == 2


def test_query(run: Run) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?m a <https://w3id.org/accordgraph/ns#Membership> }"
    assert run("query", count, "--format", "csv").stdout.split() == ["n", "5"]
    assert run("query", "-", stdin=count).returncode == 0
    stored = json.loads(run("query", "network/kinds", "--format", "json").stdout)
    assert len(stored["results"]["bindings"]) == 4
    broken = run("query", "SELECT {")
    assert (broken.returncode, "sparql-syntax" in broken.stderr) == (2, True)
    assert "sparql-refused" in run("query", "DELETE WHERE { ?s ?p ?o }").stderr


def test_network(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "network.svg"
    assert run("network", "--as-of", "2026-01-01", "--out", str(out)).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert json.loads(run("network", "--format", "json").stdout)["data"]["nodes"]
    assert "bad-value" in run("network", "--format", "gif").stderr


@pytest.mark.parametrize("there", ["no-such-folder/file", "."])
@pytest.mark.parametrize(("words", "option"), [(("network",), "out"), (ASK, "receipt")])
def test_a_file_that_has_no_place_is_wrong_use(
    run: Run, tmp_path: Path, words: tuple[str, ...], option: str, there: str
) -> None:
    told = run(*words, f"--{option}", str(tmp_path / there))
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (2, "", 1), told.stderr
    assert told.stderr.startswith("accordgraph: bad-value: ") and f"[{option}: " in told.stderr


def test_validate_and_fmt(run: Run, tmp_path: Path) -> None:
    assert run("validate").returncode == 0
    faulty = tmp_path / "faulty.ttl"
    faulty.write_text(
        "@prefix ag: <https://w3id.org/accordgraph/ns#> .\n"
        "<https://w3id.org/accordgraph/id/membership/m> a ag:Membership .\n",
        encoding="utf-8",
    )
    told = run("validate", str(faulty))
    assert told.returncode == 1
    assert "faulty.ttl" in told.stdout and "membership:m" in told.stdout and "ags:Membership" in told.stdout
    found: list[dict[str, Any]] = json.loads(run("validate", str(faulty), "--json").stdout)
    assert any(f["subject"] == "membership:m" for f in found)
    assert run("fmt", "--check", str(faulty)).returncode == 1
    assert run("fmt", str(faulty)).returncode == 0
    assert run("fmt", "--check", str(faulty)).returncode == 0


def test_fields_and_version(run: Run) -> None:
    assert "--site-years" in run("fields").stdout
    assert run("--version").stdout.strip().count(".") == 2


@pytest.mark.parametrize(
    "content", [b"memberships: [a: b: c\n", b"\xff\xfe\x00", b"!!python/object:os.system {}\n"]
)
def test_a_scenario_that_does_not_parse_is_one_message(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(content)
    told = run(*ASK, "--scenario", str(path))
    assert told.returncode == 2
    assert told.stderr.startswith("accordgraph: bad-value:") and "scenario.yaml" in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [("validate", "/no/such/folder"), ("fields", "--lang", "fr")])
def test_a_path_or_language_that_does_not_exist_is_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert (told.returncode, told.stdout) == (2, "")


def test_an_answer_is_kept_and_asked_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    assert run(*ASK, "--ethics", "true", "--receipt", str(file)).returncode == 0
    told = run("replay", str(file))
    assert (told.returncode, told.stdout) == (0, "Same: the question has the answer it had.\n")
    assert json.loads(run("replay", str(file), "--json").stdout)["data"]["same"] is True

    kept = json.loads(file.read_text("utf-8"))
    assert kept["question"]["profile"] == {"ethics": "true"}
    kept["statements"][0]["values"]["note"] = "before"
    file.write_text(json.dumps(receipts.sealed(kept)), "utf-8")
    told = run("replay", str(file), "--lang", "zh")
    assert told.returncode == 1
    assert "已变化" in told.stdout and kept["statements"][0]["id"] in told.stdout

    kept["statements"] = []
    file.write_text(json.dumps(kept), "utf-8")
    told = run("replay", str(file))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("accordgraph: receipt-edited: ")


def test_what_is_no_receipt_is_one_message(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}", "utf-8")
    told = run("replay", str(file))
    assert (told.returncode, told.stderr.split(": ")[1]) == (2, "not-a-receipt")
    assert run("replay", str(tmp_path / "none.json")).returncode == 2


def test_relays_are_an_option(run: Run) -> None:
    assert run(*ASK, "--relay", "1").returncode == 0
    refused = run(*ASK, "--relay", "9")
    assert (refused.returncode, refused.stderr.split(": ")[1]) == (2, "bad-value")
