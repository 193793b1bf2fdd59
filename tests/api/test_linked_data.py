"""Every IRI of the graph answers under the address of the service, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from accordgraph.descriptions import CONTEXT
from accordgraph.namespaces import AG, BASE, GRAPHS, ID, SERVED_GRAPHS, SHAPES, VOCAB
from accordgraph.service import AccordGraph
from accordgraph.web.app import create_app

Get = Callable[..., Any]
RDF = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}
BODY = f"{ID}body/northland-engineers"


def named(graph: AccordGraph) -> list[str]:
    """Every IRI of the project that the served graphs hold."""
    quads = (q for name in SERVED_GRAPHS for q in graph.store.quads_for_pattern(
        None, None, None, ox.NamedNode(GRAPHS[name])))  # fmt: skip
    nodes = (node for q in quads for node in (q.subject, q.predicate, q.object))
    found = {node.value for node in nodes if isinstance(node, ox.NamedNode)}
    return sorted(iri for iri in found if iri.startswith(BASE))


def path(iri: str) -> str:
    return "/" + iri.removeprefix(BASE).partition("#")[0]


def triples(text: bytes, form: ox.RdfFormat) -> set[ox.Triple]:
    found = ox.parse(text, format=form, rename_blank_nodes=False)
    return {ox.Triple(q.subject, q.predicate, q.object) for q in found}


def stated(graph: AccordGraph, iri: str) -> set[ox.Triple]:
    quads = (q for name in SERVED_GRAPHS for q in graph.store.quads_for_pattern(
        ox.NamedNode(iri), None, None, ox.NamedNode(GRAPHS[name])))  # fmt: skip
    return {ox.Triple(q.subject, q.predicate, q.object) for q in quads}


def bare(found: set[ox.Triple]) -> set[ox.Triple]:
    return {t for t in found if not isinstance(t.object, ox.BlankNode)}


def test_every_iri_answers_in_turtle_with_all_that_is_stated(client: TestClient, graph: AccordGraph) -> None:
    read: dict[str, set[ox.Triple]] = {}
    for iri in named(graph):
        if path(iri) not in read:
            answer = client.get(path(iri), headers={"Accept": "text/turtle"})
            assert answer.status_code == 200, iri
            read[path(iri)] = triples(answer.content, ox.RdfFormat.TURTLE)
        assert bare(stated(graph, iri)) <= read[path(iri)], iri


def test_every_iri_answers_in_html(
    client: TestClient, graph: AccordGraph, browser: dict[str, str], page_of: Any
) -> None:
    anchors: dict[str, set[str]] = {}
    for iri in named(graph):
        where, _, anchor = iri.removeprefix(BASE).partition("#")
        if where not in anchors:
            answer = client.get(f"/{where}", headers=browser)
            assert answer.status_code == 200, iri
            assert answer.headers["content-type"].startswith("text/html"), iri
            elements = page_of(answer.text).elements
            anchors[where] = {e.attributes["id"] for e in elements if "id" in e.attributes}
            assert anchor or iri in answer.text or where.startswith(("ontology", "shapes")), iri
        assert not anchor or anchor in anchors[where], iri


def test_the_formats_say_the_same(client: TestClient) -> None:
    read = []
    for suffix, (media_type, form) in RDF.items():
        asked = client.get(path(BODY), headers={"Accept": media_type})
        assert asked.headers["content-type"].partition(";")[0] == media_type
        assert asked.headers["content-location"] == f"{path(BODY)}.{suffix}"
        assert "Accept" in asked.headers["vary"]
        assert client.get(f"{path(BODY)}.{suffix}").content == asked.content
        read.append(triples(asked.content, form))
    assert read[0] == read[1] == read[2]


def test_json_ld_by_the_published_context_says_the_same(client: TestClient) -> None:
    told = client.get(path(BODY), headers={"Accept": "application/ld+json"}).json()
    assert told["@context"].endswith(f"/{CONTEXT}")
    published = client.get(f"/{CONTEXT}")
    assert published.headers["content-type"] == "application/ld+json"
    whole = json.dumps({**told, **published.json()})
    turtle = client.get(f"{path(BODY)}.nt").content
    assert triples(whole.encode(), ox.RdfFormat.JSON_LD) == triples(turtle, ox.RdfFormat.N_TRIPLES)
    assert "official_name" in whole


def test_a_description_has_links_both_ways_and_the_sources(client: TestClient, graph: AccordGraph) -> None:
    member = f"{ID}membership/lantern-northland-1"
    there = triples(client.get(f"{path(member)}.nt").content, ox.RdfFormat.N_TRIPLES)
    assert ox.Triple(ox.NamedNode(member), ox.NamedNode(f"{AG}isHeldBy"), ox.NamedNode(BODY)) in there
    back = triples(client.get(f"{path(BODY)}.nt").content, ox.RdfFormat.N_TRIPLES)
    assert ox.Triple(ox.NamedNode(member), ox.NamedNode(f"{AG}isHeldBy"), ox.NamedNode(BODY)) in back
    said = {t.subject.value for t in there if isinstance(t.subject, ox.NamedNode)}
    evidence = graph.records.record(member)["evidence"]
    assert evidence
    assert {f"{ID}{each['source']}" for each in evidence} <= said


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/turtle"),
        ("text/html;q=0.4, application/n-triples;q=0.6", "application/n-triples"),
        ("text/turtle;q=0, */*;q=0.1", "application/n-triples"),
        ("application/json", "application/ld+json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "text/html"),
    ],
)
def test_the_header_accept_decides(client: TestClient, accept: str, kind: str) -> None:
    answer = client.get("/vocab/certainty", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == kind


def test_a_format_that_nobody_has_is_refused(client: TestClient) -> None:
    answer = client.get("/vocab/certainty", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
    assert "text/turtle" in answer.json()["accepted"]


def test_people_are_led_to_the_list_that_holds_a_thing(client: TestClient, browser: dict[str, str]) -> None:
    answer = client.get(path(BODY), headers=browser, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/bodies/northland-engineers")
    assert client.get(f"{path(BODY)}.html", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("address", ["/id/body/nobody", "/id/x", "/vocab/a%20b", "/id/body/nobody.ttl"])
def test_what_is_not_there_is_a_problem_for_programs_and_a_page_for_people(
    client: TestClient, get: Get, address: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    if not address.endswith(".ttl"):
        get(address, 404)


@pytest.mark.parametrize("address", ["/ontology", "/ns", "/shapes"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_ontology_is_told_in_both_languages(get: Get, address: str, lang: str) -> None:
    page = get(f"{address}?lang={lang}")
    assert page.all("table")
    assert len(page.all("link", rel="alternate")) == len(RDF) + 1


def test_the_ontology_document_holds_every_term(client: TestClient, graph: AccordGraph) -> None:
    for address, start in (("/ns", AG), ("/ontology", AG), ("/shapes", SHAPES)):
        found = triples(client.get(f"{address}.ttl").content, ox.RdfFormat.TURTLE)
        subjects = {t.subject.value for t in found if isinstance(t.subject, ox.NamedNode)}
        assert {iri for iri in named(graph) if iri.startswith(start)} <= subjects


def test_a_cut_list_says_so(graph: AccordGraph, get: Get, monkeypatch: Any) -> None:
    monkeypatch.setattr("accordgraph.web.pages.records.SHOWN_LINKS", 2)
    iri = f"{VOCAB}certainty"
    total = len(graph.records.links_to(iri, limit=10**6))
    assert f"The first 2 of {total}" in get(path(iri)).said


def test_head_tells_the_same_without_the_body(client: TestClient) -> None:
    answer = client.head(path(BODY), headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/turtle")


COLLECTIONS = ("memberships", "rules", "standards", "requirements", "equivalences", "titles", "sources")


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_records_name_their_rdf(client: TestClient, get: Get, collection: str) -> None:
    found = client.get(f"/api/v1/{collection}").json()["data"]
    if found:
        page = get(f"/{collection}/{found[0]['id']}")
        [link] = page.all("link", rel="alternate", type_="text/turtle")
        assert client.get(link.attributes["href"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "code", "graph", "said"),
    [
        ("phantom", "pending", "pending", ("waits to be confirmed", "尚待证实")),
        ("mirage", "rejected", "rejected", ("found wrong", "已查明有误")),
    ],
)
def test_what_waits_or_was_found_wrong_is_no_fact_and_says_so(
    held_back: TestClient, name: str, code: str, graph: str, said: tuple[str, str]
) -> None:
    answer = held_back.get(f"/id/accord/{name}", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert GRAPHS[graph] in answer.json()["hint"]
    for lang, words in zip(("en", "zh"), said, strict=True):
        page = held_back.get(f"/id/accord/{name}", params={"lang": lang}, headers={"Accept": "text/html"})
        assert page.status_code == 404
        assert words in page.text


def test_what_nobody_states_is_not_found(held_back: TestClient) -> None:
    assert held_back.get("/id/accord/nothing").json()["code"] == "not-found"


@pytest.fixture(scope="module")
def held_back(open_world: Callable[..., AccordGraph]) -> Iterator[TestClient]:
    """A server over a world with a pending and a rejected accord."""
    with TestClient(create_app(open_world("questions"))) as client:
        yield client
