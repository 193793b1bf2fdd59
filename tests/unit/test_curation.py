"""A stub is complete, cited and valid, or nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accordgraph.content import Content, findings_in
from accordgraph.curation.membership import Spell, new_membership
from accordgraph.curation.things import KINDS, new_thing, slots
from accordgraph.curation.writing import Cited
from accordgraph.errors import AccordGraphError
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import build
from accordgraph.turtle import format_tree

SINCE = Spell(since="2021-06", confirmed_on="2026-01-01")
CITED = Cited("fiction", "table 2, row 7", retrieved_on="2026-01-01")
ASK = {"accord": "meridian", "body": "northland-engineers", "tier": "charter", "spell": SINCE, "cited": CITED}


@pytest.fixture(scope="module")
def place(checkout_of: Callable[[str], Path]) -> Path:
    return checkout_of("fiction")


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


BODY = ["prefLabel@en=Southland Board", "prefLabel@zh=南境委员会", "isOfJurisdiction=XS", "foundedOn=1990"]
THINGS = [
    ("body", "southland-board", BODY),
    (
        "title",
        "chartered",
        ["prefLabel@en=Chartered", "prefLabel@zh=特许", "notation=Ch", "definition@en=A title.",
         "definition@zh=称号。"],
    ),
    (
        "source",
        "southland-page",
        ["dcterms:title@en=Board", "dcterms:title@zh=委员会", "publisher=Southland Board", "language=en",
         "address=https://southland.example/board"],
    ),
    (
        "rival",
        "southland-start",
        ["rivals=membership:meridian-northland-1", "onProperty=ag:validFrom", "otherValue=2001-01-01",
         "reasonNotAdopted@en=A later table says otherwise.", "reasonNotAdopted@zh=较晚的表格另有说法。"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "said"), THINGS)
def test_a_thing_of_any_kind_is_valid_formatted_and_cited(
    graph: AccordGraph, place: Path, kind: str, name: str, said: list[str]
) -> None:
    cited = None if kind == "source" else CITED
    path = new_thing(graph, kind, name, Path("data/new.ttl"), said, cited)
    text = path.read_text(encoding="utf-8")
    assert path == place / "data/new.ttl" and f"{kind}:{name}\n" in text
    assert (kind == "source") != ("ag:supports" in text)
    assert format_tree([path], check=True) == []
    assert [f for f in findings_in(Content.under(place), [path]) if f.severity.name == "VIOLATION"] == []
    path.unlink()


def test_a_year_is_a_day_with_its_precision(graph: AccordGraph) -> None:
    path = new_thing(graph, "body", "southland-board", Path("data/new.ttl"), BODY, CITED)
    text = path.read_text(encoding="utf-8")
    assert 'ag:foundedOn "1990-01-01"^^xsd:date' in text and "ag:foundedOnPrecision precision:year" in text
    path.unlink()


def test_what_a_kind_needs_is_read_from_its_shapes(graph: AccordGraph) -> None:
    for kind in KINDS:
        assert slots(graph, kind), kind
    body = slots(graph, "body")
    assert body["skos:prefLabel"].needed and not body["ag:foundedOn"].needed
    assert next(iter(body.values())).needed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "person"}, "kind"),
        ({"name": "Two words"}, "name"),
        ({"name": "northland-engineers"}, "name"),
        ({"into": Path("elsewhere.ttl")}, "into"),
        ({"into": Path("data/notes.txt")}, "into"),
        ({"said": BODY[1:]}, "skos:prefLabel"),
        ({"said": [*BODY, "colour=red"]}, "set"),
        ({"said": [*BODY, "notation"]}, "set"),
        ({"said": ["prefLabel=Southland Board"]}, "prefLabel"),
        ({"said": [*BODY, "isOfJurisdiction=Nowhere"]}, "ag:isOfJurisdiction"),
        ({"said": [*BODY, "dissolvedOn=soon"]}, "ag:dissolvedOn"),
        ({"cited": Cited("no-such", "row 1")}, "source"),
    ],
)
def test_a_thing_that_cannot_be_used_is_told_and_nothing_is_written(
    graph: AccordGraph, place: Path, change: dict[str, Any], field: str
) -> None:
    before = files(place)
    asked: dict[str, Any] = {"kind": "body", "name": "southland-board", "into": Path("data/places.ttl"),
                             "said": BODY, "cited": CITED}  # fmt: skip
    with pytest.raises(AccordGraphError) as error:
        new_thing(graph, **{**asked, **change})
    assert error.value.field == field
    assert files(place) == before
