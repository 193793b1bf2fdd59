"""Each shape accepts the good and names the bad.

A case is a Turtle file in the folder of its node shape, read beside ``world.ttl``. ``valid-*.ttl`` gives no
finding at all; ``invalid-*.ttl`` gives findings of exactly the shapes that its first line expects. Only
subjects of the case itself are checked, so the world may be bare.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph
from rdflib.term import Node

from accordgraph.constraints import TARGETS, store_of, targets
from accordgraph.findings import compact
from accordgraph.turtle import read_tree
from accordgraph.validation import check_shapes

HERE = Path(__file__).resolve().parent
SHAPES = HERE.parent.parent / "ontology" / "shapes"
CASES = sorted(path for path in HERE.rglob("*.ttl") if path.parent != HERE)
INVALID = [path for path in CASES if path.name.startswith("invalid-")]
SAMPLE = INVALID[::20]


@cache
def shapes() -> Graph:
    return read_tree([SHAPES])[0]


@cache
def world() -> Graph:
    return read_tree([HERE / "world.ttl"])[0]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def expected(path: Path) -> set[str]:
    first = path.read_text("utf-8").partition("\n")[0]
    return set(first.removeprefix("# expect:").split()) if first.startswith("# expect:") else set()


def with_world(path: Path) -> tuple[Graph, set[Node]]:
    """The case beside the world, and the subjects of the case."""
    case, _ = read_tree([path])
    graph = Graph(bind_namespaces="none")
    for triple in [*world(), *case]:
        graph.add(triple)
    return graph, set(case.subjects())


def speaking(path: Path) -> set[str]:
    graph, subjects = with_world(path)
    return {finding.shape for finding in check_shapes(graph, shapes(), only=subjects)}


def of_kind(kind: Node) -> set[str]:
    return {compact(shape) for shape in shapes().subjects(RDF.type, kind)}


def targeted() -> set[str]:
    return {compact(shape) for kind in TARGETS for shape in shapes().subjects(kind)}


@pytest.mark.parametrize("path", CASES, ids=name)
def test_case(path: Path) -> None:
    assert path.name.startswith("invalid-") == bool(expected(path)), "an invalid case expects something"
    assert speaking(path) == expected(path)


def test_every_node_shape_has_cases() -> None:
    folders = {path.parent.name for path in CASES if path.name.startswith("valid-")}
    assert targeted() == {f"ags:{folder}" for folder in folders}
    assert {f"ags:{path.parent.name}" for path in INVALID} == targeted()


def test_every_property_shape_names_something_bad() -> None:
    covered = {shape for path in INVALID for shape in expected(path)}
    assert of_kind(SH.PropertyShape) - covered == set()
    assert covered <= of_kind(SH.PropertyShape) | of_kind(SH.NodeShape)


def test_a_valid_case_is_selected_by_its_shape() -> None:
    """Else a valid case proves nothing."""
    missed = []
    for path in CASES:
        if path.name.startswith("valid-"):
            graph, subjects = with_world(path)
            missed += [name(path)] if not _chosen(graph, path.parent.name) & subjects else []
    assert missed == []


def _chosen(graph: Graph, folder: str) -> frozenset[Node]:
    found = targets(graph, store_of(graph), shapes())
    return next(nodes for shape, nodes in found.items() if compact(shape) == f"ags:{folder}")


def test_every_shape_is_an_iri_with_a_message_in_both_languages() -> None:
    for kind in (SH.PropertyShape, SH.NodeShape):
        for shape in shapes().subjects(RDF.type, kind):
            assert compact(shape).startswith("ags:")
            if kind == SH.PropertyShape:
                texts = list(shapes().objects(shape, SH.message))
                languages = sorted(getattr(text, "language", None) or "" for text in texts)
                assert languages == ["en", "zh"], compact(shape)
                assert all(str(text).rstrip()[-1] in ".。" for text in texts), compact(shape)


def test_property_shapes_belong_to_a_node_shape() -> None:
    used = {compact(shape) for shape in shapes().objects(None, SH.property)}
    assert used == of_kind(SH.PropertyShape)


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_a_shacl_engine_alone_says_the_same(path: Path) -> None:
    """Our shapes are plain SHACL: evaluating constraints set by set changes no finding."""
    graph, subjects = with_world(path)
    stored = Graph(store="Oxigraph")  # on rdflib's own store this takes minutes
    for triple in graph:
        stored.add(triple)
    _, report, _ = pyshacl.validate(stored, shacl_graph=shapes(), advanced=True, inplace=True)
    assert isinstance(report, Graph)
    ours = check_shapes(graph, shapes(), only=subjects)
    assert _pairs(report, subjects) == {(finding.subject, finding.shape) for finding in ours}


def _pairs(report: Graph, subjects: Iterable[Node]) -> set[tuple[str, str]]:
    return {
        (compact(report.value(result, SH.focusNode)), compact(report.value(result, SH.sourceShape)))
        for result in report.objects(None, SH.result)
        if report.value(result, SH.focusNode) in subjects
    }
