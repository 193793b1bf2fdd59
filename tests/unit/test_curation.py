"""A stub is complete, cited and valid, or nothing is written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from accordgraph.content import Content, findings_in
from accordgraph.curation import Cited, Spell, new_membership
from accordgraph.errors import AccordGraphError
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import build
from accordgraph.turtle import format_tree

SINCE = Spell(since="2021-06", confirmed_on="2026-01-01")
CITED = Cited("fiction", "table 2, row 7", retrieved_on="2026-01-01")
ASK = {"accord": "meridian", "body": "northland-engineers", "tier": "charter", "spell": SINCE, "cited": CITED}


@pytest.fixture(scope="module")
def place(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("curation")
    for name in ("ontology", "queries"):
        (place / name).symlink_to(root / name)
    shutil.copytree(root / "tests/worlds/fiction", place / "data")
    return place


@pytest.fixture(scope="module")
def graph(place: Path) -> AccordGraph:
    home = place / "home"
    return AccordGraph(build(Content.under(place), home, check=False), Settings(root=place, home=home))


def files(place: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in (place / "data").rglob("*.ttl")}


def test_a_stub_is_valid_formatted_and_cited(graph: AccordGraph, place: Path) -> None:
    spell = Spell(since="2001", through="2004-06", confirmed_on=None)
    path = new_membership(graph, **{**ASK, "spell": spell})
    text = path.read_text(encoding="utf-8")
    assert path == place / "data/facts/memberships/meridian.ttl"
    assert "membership:meridian-northland-engineers-1\n" in text
    assert 'ag:validThrough "2004-06-30"^^xsd:date' in text and "precision:month" in text
    assert "ag:hasTier" in text.partition("ag:supports")[2]
    assert format_tree([path], check=True) == []
    assert [f for f in findings_in(Content.under(place), [path]) if f.severity.name == "VIOLATION"] == []
    path.unlink()


def test_names_are_never_used_twice_and_doubts_wait(graph: AccordGraph, place: Path) -> None:
    first = new_membership(graph, **ASK)
    again = new_membership(graph, **{**ASK, "cited": Cited("fiction", "row 9", "unconfirmed")})
    assert again == place / "data/pending/meridian.ttl"
    assert "membership:meridian-northland-engineers-2\n" in again.read_text(encoding="utf-8")
    first.unlink()
    again.unlink()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"accord": "no-such"}, "accord"),
        ({"body": "no-such"}, "body"),
        ({"tier": "grand"}, "tier"),
        ({"cited": Cited("no-such", "row 1")}, "source"),
        ({"cited": Cited("fiction", " ")}, "locator"),
        ({"cited": Cited("fiction", "row 1", "certain")}, "certainty"),
        ({"cited": Cited("fiction", "row 1", quotation="more than twenty characters")}, "quotation"),
        ({"spell": Spell()}, "since"),
        ({"spell": Spell(since="2020")}, "confirmed_on"),
        ({"spell": Spell(since="soon", confirmed_on="2026-01-01")}, "validFrom"),
        ({"spell": Spell(seen_on="2020", confirmed_on="2026-01-01")}, "seenOn"),
        ({"kind": "guessed"}, "kind"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    graph: AccordGraph, place: Path, change: dict[str, Any], field: str
) -> None:
    before = files(place)
    with pytest.raises(AccordGraphError) as error:
        new_membership(graph, **{**ASK, **change})
    assert error.value.field == field
    assert files(place) == before
