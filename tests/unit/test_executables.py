"""Stored queries as SHACL-SPARQL executables: whole, typed, and they run."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from accordgraph.executables import QUERY, executables
from accordgraph.stored_queries import load_queries


@pytest.fixture(scope="module")
def described(root: Path) -> Graph:
    return Graph().parse(data=executables(load_queries(root / "queries"), "ttl"), format="turtle")


def test_every_query_is_an_executable_that_parses(described: Graph, root: Path) -> None:
    queries = load_queries(root / "queries")
    found = set(described.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert found == {URIRef(QUERY + name) for name in queries}
    for name, query in queries.items():
        node = URIRef(QUERY + name)
        assert described.value(node, SH.select) == Literal(query.text)
        titles = {
            t.language: str(t) for t in described.objects(node, URIRef("http://purl.org/dc/terms/title"))
        }
        assert titles == dict(query.title)


def test_parameters_have_path_type_and_whether_they_may_be_absent(described: Graph, root: Path) -> None:
    for name, query in load_queries(root / "queries").items():
        told = {
            str(described.value(node, SH.path)).removeprefix(f"{QUERY}{name}#"): (
                (node, SH.optional, Literal(True)) in described,
                described.value(node, SH.datatype) is not None
                or described.value(node, SH.nodeKind) == SH.IRI,
            )
            for node in described.objects(URIRef(QUERY + name), SH.parameter)
        }
        assert told == {p.name: (not p.required, True) for p in query.params}, name
