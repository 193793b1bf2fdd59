"""Answers that come from a SPARQL server in place of the embedded store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.errors import BadValue
from accordgraph.publishing import publish
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.web.app import create_app


def test_answers_are_those_of_the_embedded_store(
    there: TestClient, client: TestClient, ask: Callable
) -> None:
    for query in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH <graph/pending> { ?s ?p ?o } BIND(<graph/x> AS ?g) } GROUP BY ?g",
        "SELECT (COUNT(*) AS ?n) FROM <graph/facts> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED <graph/facts> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH <http://example.org/none> { ?s ?p ?o } }",
        "ASK { ?s ?p ?o }",
        "ASK { ?s ?p <http://example.org/none> }",
        "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o FILTER(ISIRI(?s)) } ORDER BY ?s ?o LIMIT 20",
    ):
        for name in ("json", "xml"):
            mine, theirs = ask(client, query, format=name), ask(there, query, format=name)
            assert (mine.status_code, mine.headers["content-type"]) == (200, theirs.headers["content-type"])
            assert mine.content == theirs.content, query
    answer = there.get("/health/ready")
    assert (answer.status_code, answer.json()["store"]) == (200, "ready")


def test_stored_queries_are_asked_elsewhere_too(
    published: Any, there: TestClient, client: TestClient
) -> None:
    path = "/api/v1/queries/members/on-date?accord=meridian&day=2020-01-01"
    published.heard.clear()
    assert there.get(path).json() == client.get(path).json()
    assert any("Membership" in query for query in published.heard)
    assert there.get(path.replace("meridian", "nothing-such")).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/other> { ?s ?p ?o }",
        "INSERT DATA { <http://e/a> <http://e/b> 1 }",
        "SELECT (<http://example.org/f>(1) AS ?x) {}",
        "SELECT * { ?s ?p",
    ],
)
def test_what_is_refused_is_not_sent(published: Any, there: TestClient, query: str, ask: Callable) -> None:
    published.heard.clear()
    answer = ask(there, query)
    assert answer.status_code == 400 and answer.json()["code"].startswith("sparql-")
    assert not published.heard


def test_a_result_above_the_caps_is_refused_whole(hurried: TestClient, ask: Callable, code: Callable) -> None:
    assert code(ask(hurried, "SELECT * { ?s ?p ?o }")) == (413, "sparql-result-too-large")


def test_no_secret_is_told(settings: Settings) -> None:
    told = replace(settings, store_password="another-word")  # noqa: S106
    assert settings.publish_password and settings.publish_password not in repr(told)
    assert "another-word" not in repr(told)


@pytest.mark.parametrize(
    "address", ["nothing", "ftp://host/sparql", "http://", "http://host:x/", "http://a:b@host/sparql"]
)
def test_an_address_that_is_none_is_refused(graph: AccordGraph, settings: Settings, address: str) -> None:
    with pytest.raises(BadValue) as told:
        create_app(AccordGraph(graph.snapshot, replace(settings, store=address)))
    assert told.value.field == "store" and "a:b" not in str(told.value) + str(told.value.given)
    with pytest.raises(BadValue):
        publish(graph.snapshot, address, settings)
