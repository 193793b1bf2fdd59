"""The account: every row that the data were entered from is in the graph, or left out for a reason."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.namespaces import GRAPHS, PREFIXES, expand, slug
from accordgraph.service import AccordGraph

COLUMNS = ["row", "claim", "source", "subject", "property", "value", "left_out"]
MOST_LEFT_OUT = 1 / 20
THIN = {
    "rdf:type",
    "ag:hasEventKind",
    "ag:hasRequirementKind",
    "ag:involves",
    "ag:isOfJurisdiction",
    "ag:isPartOfProcedure",
    "ag:rivals",
}
"""Properties that put a thing in its place and carry no claim of a row."""


@dataclass(frozen=True)
class Entry:
    """One line of the account."""

    row: str
    claim: str
    source: str
    subject: str
    property: str
    value: str
    left_out: str


class Facts:
    """What is served or pending, read by prefixed names."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.graphs = [ox.NamedNode(GRAPHS[name]) for name in GRAPHS]

    def _step(self, nodes: Iterable[ox.NamedNode], step: str) -> Iterator[object]:
        predicate = ox.NamedNode(expand(step.removeprefix("^")))
        for node in nodes:
            for graph in self.graphs:
                if step.startswith("^"):
                    yield from (q.subject for q in self.store.quads_for_pattern(None, predicate, node, graph))
                else:
                    yield from (q.object for q in self.store.quads_for_pattern(node, predicate, None, graph))

    def values(self, subject: str, path: str) -> set[str]:
        """Texts and prefixed names that a path leads to."""
        found: set[object] = {ox.NamedNode(expand(subject))}
        for step in path.split("/"):
            found = set(self._step([n for n in found if isinstance(n, ox.NamedNode)], step))
        return {_text(node) for node in found}

    def sources(self, subject: str, supporting: str | None = None) -> set[str]:
        """Names of the sources that a thing rests on, or of those that support one of its properties."""
        found: set[str] = set()
        for citation in self.values(subject, "prov:wasDerivedFrom"):
            if supporting is None or supporting in self.values(citation, "ag:supports"):
                found |= {name.partition(":")[2] for name in self.values(citation, "ag:citesSource")}
        return found


def _text(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return _short(node.value)
    assert isinstance(node, ox.Literal)
    return _plain(node.value) if node.datatype.value.endswith("#decimal") else node.value


def _plain(number: str) -> str:
    """A number as it is written, however many zeros follow the point."""
    return f"{Decimal(number):f}".rstrip("0").rstrip(".") if "." in number else number


def _short(iri: str) -> str:
    name = slug(iri)
    prefix = next((p for p, base in PREFIXES.items() if base + name == iri), None)
    return f"{prefix}:{name}" if prefix else iri


@pytest.fixture(scope="module")
def account(root: Path) -> list[Entry]:
    found = []
    for path in sorted((root / "data" / "coverage").glob("*.csv")):
        if path.name == "tables.csv":
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            assert reader.fieldnames == COLUMNS, path.name
            entries = [Entry(**row) for row in reader]
        assert {e.row.partition("-")[0] for e in entries} == {path.stem}
        found += entries
    return found


@pytest.fixture(scope="module")
def facts(real: AccordGraph) -> Facts:
    return Facts(real.store)


def faults(entry: Entry, facts: Facts) -> Iterator[str]:
    """What is wrong with an entry, in words."""
    if not entry.claim:
        yield f"{entry.row}: no claim"
    if entry.left_out:
        if entry.subject or entry.property or entry.value:
            yield f"{entry.row}: left out, and yet it names a place in the graph"
        return
    told = facts.values(entry.subject, entry.property)
    numeric = re.fullmatch(r"-?\d+\.\d+", entry.value)
    if (_plain(entry.value) if numeric else entry.value) not in told:
        yield f"{entry.row}: {entry.subject} {entry.property} is {sorted(told)[:5]}, not {entry.value!r}"
    if not facts.values(f"source:{entry.source}", "dcterms:title"):
        yield f"{entry.row}: there is no source {entry.source!r}"


def test_every_entry_is_in_the_graph(account: list[Entry], facts: Facts) -> None:
    assert account
    assert [fault for entry in account for fault in faults(entry, facts)] == []


def test_a_wrong_entry_would_be_found(account: list[Entry], facts: Facts) -> None:
    some = next(entry for entry in account if not entry.left_out)
    wrong = Entry(**{**vars(some), "value": "what nobody says", "source": "no-such-source"})
    assert len(list(faults(wrong, facts))) == 2


def test_every_row_is_accounted_for(account: list[Entry], root: Path) -> None:
    with (root / "data" / "coverage" / "tables.csv").open(encoding="utf-8", newline="") as lines:
        expected = {row["table"]: int(row["rows"]) for row in csv.DictReader(lines)}
    held: dict[str, set[str]] = defaultdict(set)
    for entry in account:
        held[entry.row.rpartition("-")[0]].add(entry.row)
    assert {table: len(rows) for table, rows in held.items()} == expected


def test_an_entry_rests_on_what_carries_its_claim(account: list[Entry]) -> None:
    assert [entry.row for entry in account if entry.property in THIN] == []


def undated(account: list[Entry]) -> list[str]:
    """Rows of which a claim names a year that no value carries."""
    values: dict[str, str] = defaultdict(str)
    for entry in account:
        values[entry.row] += f" {entry.value}"
    return [
        f"{entry.row}: {entry.claim!r} names {year}"
        for entry in account
        for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", entry.claim)
        if not entry.left_out and year not in values[entry.row]
    ]


def test_a_year_that_a_claim_names_is_in_a_value(account: list[Entry]) -> None:
    assert undated(account) == []
    some = next(entry for entry in account if not entry.left_out)
    assert undated([Entry(**{**vars(some), "claim": "so in 1901", "value": "2001-01-01"})])


def test_hardly_any_row_is_left_out(account: list[Entry]) -> None:
    kept = {entry.row for entry in account if not entry.left_out}
    lost = {entry.row for entry in account} - kept
    assert len(lost) <= MOST_LEFT_OUT * (len(kept) + len(lost)), sorted(lost)
    assert all(entry.left_out for entry in account if entry.row in lost)


def strangers(account: list[Entry], facts: Facts) -> list[str]:
    """Entries whose source does not support the property.

    Things without citations of their own (sources, titles' parts) are followed to what cites them.
    """
    known: dict[tuple[str, str | None], set[str]] = {}

    def cited(subject: str, step: str | None = None) -> set[str]:
        if (subject, step) not in known:
            known[subject, step] = facts.sources(subject, step)
        return known[subject, step]

    return [
        f"{entry.row}: {entry.subject} {entry.property} does not rest on {entry.source}"
        for entry in account
        if not entry.left_out and entry.subject != f"source:{entry.source}" and cited(entry.subject)
        if entry.source not in cited(entry.subject, _supported(entry))
    ]


def _supported(entry: Entry) -> str | None:
    step = entry.property.partition("/")[0]
    return None if step == "prov:wasDerivedFrom" else step


def test_an_entry_names_a_source_that_supports_its_property(account: list[Entry], facts: Facts) -> None:
    assert strangers(account, facts) == []
    some = next(e for e in account if not e.left_out and facts.sources(e.subject, _supported(e)))
    assert strangers([Entry(**{**vars(some), "property": "ag:website"})], facts)
