"""The guide to the terms: as committed it is what the ontology gives today, and nothing is missing in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, SKOS, URIRef

from accordgraph.documentation import HINT
from accordgraph.errors import InvalidData
from accordgraph.findings import compact
from accordgraph.namespaces import expand, slug
from accordgraph.snapshot import Content
from accordgraph.terms import Ontology
from accordgraph.terms_guide import PATHS, guide, guides
from accordgraph.turtle import read_tree

PICTURE = re.compile(r"^```mermaid\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| `([^`]+)` \|.*\|.*\|.*\|$", re.MULTILINE)
"""A row that tells of something; those of axioms have fewer cells."""
ARROW = re.compile(r"^    (\w+) (?:<\|--|--> \"[^\"]+\") (\w+)(?: : .+)?$", re.MULTILINE)
BOX = re.compile(r"^    class (\w+)", re.MULTILINE)
LINE = re.compile(rf"{BOX.pattern}|{ARROW.pattern}|^    }}$|^ {{8}}\S")
VALUES = re.compile(r"^        \w+ \[[^\]]+\] (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def ontology(root: Path) -> Ontology:
    files = Content.under(root).files()
    return Ontology(read_tree(files["ontology"])[0], read_tree(files["shapes"])[0])


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    return {path: (root / path).read_text("utf-8") for path in PATHS.values()}


def missing(text: str, ontology: Ontology) -> list[str]:
    """Terms, concepts and shapes without a row of their own."""
    told, graph, shapes = set(ROW.findall(text)), ontology.graph, ontology.shapes
    wanted: Iterable[object] = (
        *(*ontology.classes, *ontology.properties, *ontology.borrowed),
        *(*graph.subjects(RDF.type, SKOS.Concept), *shapes.subjects(RDF.type, SH.PropertyShape)),
        *(shape for shape in shapes.subjects(RDF.type, SH.NodeShape) if (shape, SH.message, None) in shapes),
    )
    headed = set(re.findall(r"^### `(.*)`$", text, re.MULTILINE))
    shaped = map(compact, shapes.subjects(RDF.type, SH.NodeShape))
    return sorted({compact(each) for each in wanted} - told) + sorted(set(shaped) - headed)


def strange(text: str, ontology: Ontology) -> list[str]:
    """In the pictures: boxes that are no class, arrows to or from no box, lines of no known form."""
    known, found = {slug(cls) for cls in ontology.classes}, []
    for picture in PICTURE.findall(text):
        boxes, ends = set(BOX.findall(picture)), {end for pair in ARROW.findall(picture) for end in pair}
        found += [*(boxes - known), *(ends - boxes)]
        found += [line for line in picture.splitlines()[2:] if not LINE.match(line)]
    return sorted(found)


def test_it_is_what_the_ontology_gives(root: Path, texts: dict[str, str]) -> None:
    made = guides(Content.under(root))
    assert [path for path, text in texts.items() if made[path] != text] == [], HINT


@pytest.mark.parametrize("path", PATHS.values())
def test_nothing_is_missing(texts: dict[str, str], ontology: Ontology, path: str) -> None:
    assert not missing(texts[path], ontology)


@pytest.mark.parametrize("path", PATHS.values())
def test_nothing_is_told_twice(texts: dict[str, str], path: str) -> None:
    rows = ROW.findall(texts[path])
    assert [name for name, times in Counter(rows).items() if times > 1] == []


@pytest.mark.parametrize("path", PATHS.values())
def test_pictures_name_classes_of_the_ontology(texts: dict[str, str], ontology: Ontology, path: str) -> None:
    assert len(PICTURE.findall(texts[path])) == len(ontology.topics)
    assert not strange(texts[path], ontology)


def test_values_in_the_pictures_are_classes_or_types(texts: dict[str, str], ontology: Ontology) -> None:
    ranges = {slug(each) for prop in ontology.properties for each in ontology.ranges(prop)}
    ranges |= {slug(cls) for cls in ontology.classes}
    named = {
        name
        for box in PICTURE.findall(texts[PATHS["en"]])
        for line in VALUES.findall(box)
        for name in line.split()
    }
    assert named and named <= ranges


def test_every_text_of_the_guide_is_in_both_languages(ontology: Ontology) -> None:
    """But examples, which the ontology gives in English."""
    concepts = ontology.graph.subjects(RDF.type, SKOS.Concept)
    schemes = ontology.graph.subjects(RDF.type, SKOS.ConceptScheme)
    terms = [*ontology.classes, *ontology.properties, *concepts, *schemes]
    lost = [
        f"{compact(term)} {lang}"
        for term in terms
        for lang in PATHS
        for prop in (SKOS.prefLabel, SKOS.definition)
        if not ontology.text(term, prop, lang)
    ]
    assert not lost


@pytest.mark.parametrize(
    "name", ["ag:AdmissionEvent", "ag:hasTier", "certainty:documented", "ags:Tier-grants"]
)
def test_a_missing_row_is_found(texts: dict[str, str], ontology: Ontology, name: str) -> None:
    text = texts[PATHS["en"]]
    assert missing(re.sub(rf"^\| `{name}` \|.*\n", "", text, count=1, flags=re.MULTILINE), ontology) == [name]


def test_a_missing_shape_is_found(texts: dict[str, str], ontology: Ontology) -> None:
    text = texts[PATHS["en"]].replace("### `ags:TierShape`", "")
    assert missing(text, ontology) == ["ags:TierShape"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("    class Whale {", ["Whale"]),
        ('    Accord --> "1" Tier : x', ["Tier"]),
        ("    Accord ==> Tier", ["    Accord ==> Tier"]),
    ],
)
def test_a_strange_name_in_a_picture_is_found(ontology: Ontology, line: str, found: list[str]) -> None:
    text = f"```mermaid\nclassDiagram\n    direction LR\n    class Accord\n{line}\n```\n"
    assert strange(text, ontology) == found


def test_a_new_term_without_a_topic_is_found(root: Path) -> None:
    files = Content.under(root).files()
    graph, _ = read_tree(files["ontology"])
    graph.add((URIRef(expand("ag:Whale")), RDF.type, OWL.Class))
    with pytest.raises(InvalidData) as caught:
        guide(Ontology(graph, read_tree(files["shapes"])[0]), "en")
    assert caught.value.given == ["ag:Whale"]
