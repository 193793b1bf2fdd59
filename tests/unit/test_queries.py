"""Every stored query, asked of a small invented world whose expected rows are written down beside it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import NamedNode, RdfFormat, Store

from accordgraph.content import Content, findings
from accordgraph.findings import Severity
from accordgraph.namespaces import GRAPHS, PREFIXES
from accordgraph.networks import held
from accordgraph.pathways.dates import Covers
from accordgraph.service import View
from accordgraph.snapshot import Snapshot, build, current
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.pool import WorkerPool
from accordgraph.stored_queries import Row, StoredQuery, load_queries, rows

ROOT = Path(__file__).resolve().parents[2]
WORLD = ROOT / "tests" / "worlds" / "questions"
FOR_THE_PROGRAM = ("network", "records")
"""Topics whose queries feed the program; they are tested with what reads them."""

ALL = load_queries(ROOT / "queries")
QUERIES = {name: query for name, query in ALL.items() if query.topic not in FOR_THE_PROGRAM}
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((WORLD / "expected.yaml").read_text("utf-8"))
CASES = [(name, case) for name, cases in EXPECTED.items() for case in cases]

QUESTIONS = {*range(1, 27), 42, *range(51, 68), 69, 70, 72, *range(74, 78), 79, 80} - {68}
"""Numbers of the questions that the project set out to answer by a query; others are for pathways."""

BOUND = re.compile(r"BIND\(COALESCE\(\s+IF\(.*?\) AS \?(?:begun_by|ends_after)\)", re.DOTALL)
BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root whose data are the world, with a snapshot of it."""
    folder = tmp_path_factory.mktemp("questions")
    for name in ("ontology", "queries"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(WORLD, folder / "data")
    build(Content.under(folder), folder / "home", check=False)
    return folder


@pytest.fixture(scope="module")
def snapshot(place: Path) -> Snapshot:
    return current(place / "home")


@pytest.fixture(scope="module")
def run(place: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``run("members/on-date", "--param", …)``: the command `query` as a process of its own."""

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        env = {"ACCORDGRAPH_ROOT": str(place), "ACCORDGRAPH_HOME": str(place / "home"), "PATH": ""}
        command = [sys.executable, "-m", "accordgraph.cli", "query", *words]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    return call


def short(value: Any) -> Any:
    """An IRI with its prefix; anything else as it is."""
    for prefix, base in BY_LENGTH:
        if isinstance(value, str) and value.startswith(base):
            return f"{prefix}:{value[len(base) :]}"
    return value


def answer(snapshot: Snapshot, name: str, params: Mapping[str, str], **more: Any) -> list[Row]:
    found = rows(snapshot.open_store(), QUERIES[name], params, **more)
    return [{key: short(value) for key, value in row.items() if value is not None} for row in found]


def unproved(queries: Mapping[str, StoredQuery], expected: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Queries without expected rows, without one that finds something, or whose parameters change nothing."""
    faults = [f"{name}: no such query" for name in sorted(set(expected) - set(queries))]
    for name, query in queries.items():
        answers = [case["rows"] for case in expected.get(name, [])]
        if not any(answers):
            faults.append(f"{name}: no expected row")
        elif query.params and all(each == answers[0] for each in answers[1:]):
            faults.append(f"{name}: no two cases that differ")
    return faults


def order(query: StoredQuery) -> list[str]:
    """The variables by which a query sorts its rows."""
    return re.findall(r"\?(\w+)", query.text.rpartition("ORDER BY")[2])


def ambiguous(query: StoredQuery, found: Iterable[Row]) -> list[tuple[Any, ...]]:
    """What several rows have in all the variables by which they are sorted."""
    keys = [tuple(row.get(variable) for variable in order(query)) for row in found]
    return sorted({key for key in keys if keys.count(key) > 1}, key=str)


def test_of_every_citation_that_answers_name_it_is_read_what_it_supports() -> None:
    named, supporting = (ALL[f"network/{name}"] for name in ("citations", "citation-supports"))
    classes = re.findall(r"\bag:[A-Z]\w+", named.text.partition("VALUES")[2])
    statements = "".join(
        f"<x:{n}> a {each} ; prov:wasDerivedFrom <x:{n}/cited> ."
        f"<x:{n}/cited> ag:supports ag:label ; ag:citesSource <x:source> ; ag:hasCertainty <x:sure> ."
        for n, each in enumerate(classes)
    )
    prefixes = "".join(f"PREFIX {name}: <{base}> " for name, base in PREFIXES.items())
    store = Store()
    store.load(
        f"{prefixes} {statements}".encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(GRAPHS["facts"])
    )
    cited = {row["citation"] for row in rows(store, named)}
    assert len(cited) == len(classes) > 1
    assert {row["citation"] for row in rows(store, supporting)} == cited


def test_every_query_has_expected_rows() -> None:
    assert unproved(QUERIES, EXPECTED) == []


def test_a_query_without_proof_is_found() -> None:
    query = QUERIES["members/on-date"]
    cases = {
        "a/none": [],
        "a/empty": [{"params": {}, "rows": []}],
        "a/same": [{"params": {}, "rows": [{}]}, {"params": {"day": "1"}, "rows": [{}]}],
        "a/good": [{"params": {}, "rows": [{}]}, {"params": {"day": "1"}, "rows": []}],
    }
    found = unproved(dict.fromkeys([*cases, "a/missing"], query), {**cases, "a/unknown": []})
    assert [fault.partition(":")[0] for fault in found] == [
        "a/unknown", "a/none", "a/empty", "a/same", "a/missing",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_rows_are_those_expected(snapshot: Snapshot, name: str, case: dict[str, Any]) -> None:
    assert answer(snapshot, name, case["params"]) == case["rows"]


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_the_order_of_rows_is_unique(name: str, case: dict[str, Any]) -> None:
    query = QUERIES[name]
    assert set(order(query)) <= set(query.columns), "sorted by what the rows do not show"
    assert ambiguous(query, case["rows"]) == []


def test_an_order_that_is_not_unique_is_found() -> None:
    row = {"place": "jurisdiction:XM", "membership": "membership:compass-moor-1"}
    query = QUERIES["members/on-date"]
    assert ambiguous(query, [row, {**row, "certain": True}]) == [(row["place"], row["membership"])]
    assert ambiguous(query, [row, {**row, "membership": "membership:compass-palm-1"}]) == []


def test_pending_statements_answer_only_on_request(snapshot: Snapshot) -> None:
    given = {"text": "product class"}
    served = {row["provision"] for row in answer(snapshot, "provisions/containing", given)}
    more = {row["provision"] for row in answer(snapshot, "provisions/containing", given, pending=True)}
    assert more - served == {"provision:phantom-clause"}


def test_every_question_has_a_query() -> None:
    tagged = {int(t[2:]) for query in QUERIES.values() for t in query.tags if re.fullmatch("cq[0-9]+", t)}
    assert tagged == QUESTIONS


def test_no_query_names_an_accord_a_body_or_a_place() -> None:
    things = re.compile(r"accordgraph/id/|\b(?:accord|agreement|body|jurisdiction|membership|tier|title):\w")
    assert {name for name, query in QUERIES.items() if things.search(query.text)} == set()


def test_the_bounds_of_a_spell_are_reckoned_alike_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for name, query in QUERIES.items():
        plain = re.sub(r"(?<=\w)_(?:first|second|accord)\b", "", query.text)
        for bound in BOUND.findall(plain):
            found.setdefault(" ".join(bound.split()), set()).add(name)
    assert len(found) == 2, found
    assert all(len(names) > 5 for names in found.values())


def test_an_undated_member_reaches_back_alike_everywhere() -> None:
    earliest = re.compile(r"BIND\(COALESCE\(\?valid_from, IF\(\?seen_on .*\) AS \?earliest\)\n +FILTER\(.*\)")
    written = {
        " ".join(found.split())
        for query in QUERIES.values()
        for found in earliest.findall(re.sub(r"(?<=\w)_(?:first|second)\b", "", query.text))
    }
    assert len(written) == 1, written


def taken(query: StoredQuery) -> set[str]:
    return {parameter.name for parameter in query.params}


UNDATED = [
    name
    for name, query in QUERIES.items()
    if "day" in taken(query) and (query.topic == "members" or name == "accords/reach")
]


@pytest.fixture(scope="module")
def undated() -> Store:
    """Two accords of 2000 and a body whose memberships in both are only known to be seen in 2010."""
    prefixes = "".join(f"PREFIX {name}: <{base}> " for name, base in PREFIXES.items())
    facts = "".join(
        f"""accord:{each} a ag:Accord ; ag:hasAccordKind <x:kind> ; ag:validFrom "2000-01-01"^^xsd:date .
        membership:{each} a ag:Membership ; ag:isUnderAccord accord:{each} ; ag:hasTier tier:{each} ;
        ag:isHeldBy body:isle ; ag:seenOn "2010-01-01"^^xsd:date . tier:{each} a ag:Tier ."""
        for each in ("dawn", "dusk")
    )
    body = "body:isle a ag:Body ; ag:isOfJurisdiction jurisdiction:XI . jurisdiction:XI a ag:Jurisdiction ."
    store = Store()
    store.load(
        f"{prefixes} {facts} {body}".encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(GRAPHS["facts"])
    )
    return store


@pytest.mark.parametrize("name", UNDATED)
def test_a_member_without_a_known_start_is_marked_and_not_older_than_its_accord(
    undated: Store, name: str
) -> None:
    query = QUERIES[name]
    given = {
        "accord": "accord/dawn", "first": "accord/dawn", "second": "accord/dusk", "body": "body/isle",
        "entered": "1999-12-31",
    }  # fmt: skip

    def found(day: str) -> list[Row]:
        params = {key: value for key, value in {**given, "day": day}.items() if key in taken(query)}
        return rows(undated, query, params)

    def counted(row: Row) -> bool:
        told = row.get("on_day", row.get("own_places", "yes"))
        return told not in ("no", 0)

    def sure(row: Row) -> bool:
        return row["on_day"] == "yes" if "on_day" in row else row.get("certain", row.get("uncertain") == 0)

    assert not any(counted(row) for row in found("1999-12-31"))
    for day, known in (("2005-01-01", False), ("2010-01-01", True)):
        assert found(day) and all(counted(row) and sure(row) is known for row in found(day)), day


DAYS = ["1990-01-01", "1996-01-01", "2000-06-14", "2000-06-15", "2011-03-15", "2013-06-15", "2013-07-15",
        "2015-04-30", "2015-05-01", "2016-06-01", "2016-06-02", "2018-12-31", "2019-01-01", "2020-12-31",
        "2026-01-01"]  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_who_is_a_member_is_what_the_network_of_the_day_shows(snapshot: Snapshot, day: str) -> None:
    world, on = View(snapshot.rows()).world, date.fromisoformat(day)
    for accord in ("accord:compass", "accord:harbour", "accord:lighthouse", "agreement:tarn-pact"):
        spells = {
            short(m.id): held(m, world.accords[m.accord])
            for m in world.memberships.values()
            if short(m.accord) == accord
        }
        covers = {membership: spell.covers(on, on) for membership, spell in spells.items()}
        expected = {each: found is Covers.YES for each, found in covers.items() if found is not Covers.NO}
        found = answer(snapshot, "members/on-date", {"accord": accord, "day": day})
        assert {row["membership"]: row["certain"] for row in found} == expected, accord


def test_the_world_breaks_no_shape() -> None:
    found = findings(Content(ROOT / "ontology", (WORLD,), ROOT / "queries"))
    faults = [each.text("en") for each in found if each.severity is not Severity.INFO]
    assert faults == []


def test_the_guarded_endpoint_answers_each_with_as_many_rows(snapshot: Snapshot) -> None:
    limits = {"workers": 1, "seconds": 30, "queue": 0, "rows": 10_000, "bytes": 10_000_000}
    with WorkerPool(snapshot.store, **limits) as pool:
        for name, case in CASES:
            text = QUERIES[name].bind(case["params"])
            told = json.loads(pool.run_sync(SparqlRequest(text)).body)
            assert len(told["results"]["bindings"]) == len(case["rows"]), (name, case["params"])
            assert told["head"]["vars"] == list(QUERIES[name].columns)


def test_a_query_runs_by_name_with_things_named_in_any_way(run: Any) -> None:
    answers = {
        run(
            "members/on-date", "--param", f"accord={accord}", "--param", "day=2021-01-01", "--format", "csv"
        ).stdout
        for accord in ("compass", "COMPASS", "罗盘协定", "accord/compass", "accord:compass")
    }
    (told,) = answers
    lines = told.splitlines()
    assert lines[0] == ",".join(QUERIES["members/on-date"].columns)
    assert len(lines) == 1 + 3


WRONG = {
    "near": (("members/on-dat",), ("unknown-name", "members/on-date")),
    "topic": (("members/nobody",), ("unknown-name", "members/growth")),
    "word": (("overlap",), ("unknown-name", "members/overlap")),
    "nothing like it": (("zzz",), ("unknown-name", "queries/README.md")),
    "with a parameter": (("on-date", "--param", "accord=compass"), ("unknown-name", "members/on-date")),
    "missing": (("members/on-date", "--param", "accord=compass"), ("missing-value", "day")),
    "unknown parameter": (("accords/tiers", "--param", "colour=red"), ("unknown-field", "colour")),
    "unknown thing": (("accords/tiers", "--param", "accord=compas"), ("unknown-name", "accord/compass")),
    "unknown IRI": (("accords/tiers", "--param", "accord=accord:compas"), ("unknown-name", "accord/compass")),
    "unknown anything": (("claims/about", "--param", "thing=urn:x"), ("unknown-name", "accord:eur-ing")),
    "no day": (("accords/reach", "--param", "day=yesterday"), ("bad-value", "yesterday")),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_is_one_message_with_what_would_do(run: Any, case: str) -> None:
    words, told = WRONG[case]
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.strip().splitlines()
    assert all(each in line for each in told), line
    assert "sparql" not in line
