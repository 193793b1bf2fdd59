"""Stored queries as RDF for editors, beside the pages for people and the rows for programs."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from starlette.testclient import TestClient

from accordgraph.executables import QUERY
from accordgraph.service import AccordGraph

SH = "http://www.w3.org/ns/shacl#"
NAME = "accords/admission-rules"


def subjects(text: bytes) -> set[str]:
    kind = f"{SH}SPARQLExecutable"
    return {
        str(q.subject.value)  # type: ignore[union-attr]
        for q in ox.parse(text, format=ox.RdfFormat.TURTLE)
        if isinstance(q.object, ox.NamedNode) and q.object.value == kind
    }


def test_all_queries_and_one_by_their_addresses(client: TestClient, graph: AccordGraph) -> None:
    every = {QUERY + name for name in graph.stored_queries}
    turtle = {"Accept": "text/turtle"}
    assert subjects(client.get("/queries.ttl").content) == every
    assert subjects(client.get("/queries", headers=turtle).content) == every
    assert subjects(client.get(f"/queries/{NAME}", headers=turtle).content) == {QUERY + NAME}
    assert client.get("/queries.zip").json()["code"] == "not-found"


def test_the_endpoint_that_is_named_answers_the_query(client: TestClient) -> None:
    told = ox.Store()
    told.bulk_load(client.get(f"/queries/{NAME}", headers={"Accept": "text/turtle"}).content,
                   format=ox.RdfFormat.TURTLE)  # fmt: skip
    node = ox.NamedNode(QUERY + NAME)
    values = {
        name: next(q.object.value for q in told.quads_for_pattern(node, ox.NamedNode(iri), None))
        for name, iri in (("query", f"{SH}select"), ("at", "https://schema.org/target"))
    }
    answer = client.get(values["at"], params={"query": values["query"]})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/sparql-results+json")


def test_people_still_see_pages(get: Any) -> None:
    assert get("/queries").all("link", rel="alternate", type_="text/turtle")
    assert get(f"/queries/{NAME}").all("form")
