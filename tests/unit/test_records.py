"""Records read each thing of a store once where many ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.records import DERIVED, Records
from accordgraph.service import View
from accordgraph.snapshot import Content, fill


class Counted:
    """A store that notes what it is asked about."""

    def __init__(self, store: ox.Store) -> None:
        self.store, self.asked = store, list[Any]()

    def quads_for_pattern(self, *pattern: Any) -> Any:
        self.asked.append(pattern)
        return self.store.quads_for_pattern(*pattern)


@pytest.fixture(scope="module")
def store(root: Path) -> ox.Store:
    found = ox.Store()
    fill(found, Content(root / "ontology", (root / "tests" / "worlds" / "fiction",), root / "queries"))
    return found


@pytest.fixture
def counted(store: ox.Store) -> Counted:
    return Counted(store)


@pytest.fixture
def records(counted: Counted, fiction_view: View) -> Records:
    return Records(counted, fiction_view.rows["properties"], fiction_view.evidence)  # type: ignore[arg-type]


def test_a_citation_is_read_once_whoever_asks(records: Records, counted: Counted) -> None:
    statements = records.members("memberships")
    first = [records.evidence_of(each, lang) for each in statements for lang in ("en", "zh")]
    assert all(first)
    counted.asked.clear()
    again = [records.evidence_of(each, lang) for each in statements for lang in ("en", "zh")]
    assert again == first
    assert {predicate.value if predicate else None for _, predicate, *_ in counted.asked} == {DERIVED}


def test_evidence_is_that_of_answers(records: Records, fiction_view: View) -> None:
    for each in records.members("memberships"):
        assert records.evidence_of(each) == fiction_view.evidence.of([each])


def test_a_list_without_filters_looks_into_no_record(records: Records, counted: Counted) -> None:
    found = records.members("memberships")
    counted.asked.clear()
    assert all(records.matches(each, {}) for each in found) and not counted.asked
