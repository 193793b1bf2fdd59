"""``/queries``: every stored query has a page with a form from its header, its rows, and its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES
from accordgraph.namespaces import expand
from accordgraph.service import AccordGraph
from accordgraph.web.pages.texts import texts

QUERY = "/queries/members/on-date"
FILLED = f"{QUERY}?accord=meridian&day=2020-01-01"
Get = Callable[..., Any]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_query_is_listed_by_topic(get: Get, graph: AccordGraph, lang: str) -> None:
    page = get(f"/queries?lang={lang}")
    links = {a.attributes["href"].partition("?")[0] for a in page.all("a")}
    for name, query in graph.stored_queries.items():
        assert f"/queries/{name}" in links
        assert query.title[lang] in page.said
        assert f"topic.{query.topic}" in texts(lang), f"give the topic {query.topic} a word in both languages"


def test_every_query_has_a_form_made_from_its_header(get: Get, graph: AccordGraph) -> None:
    for name, query in graph.stored_queries.items():
        if query.topic in ("network", "records"):
            continue
        page = get(f"/queries/{name}")
        names = {e.attributes.get("name") for e in page.elements}
        assert {p.name for p in query.params} <= names, name
        required = {e.attributes["name"] for e in page.elements if "required" in e.attributes}
        assert required <= {p.name for p in query.params if p.required}
        assert bool(page.all("table") or page.all("p", class_="empty")) == (
            not any(p.required for p in query.params)
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_are_told_with_labels_and_links(client: TestClient, get: Get, lang: str) -> None:
    rows = client.get(f"/api/v1{FILLED}").json()["data"]["rows"]
    page = get(f"{FILLED}&lang={lang}")
    assert len(page.all("tr")) - 1 == len(rows) > 0
    links = {a.attributes["href"].partition("?")[0] for a in page.all("a")}
    for row in rows:
        assert row[f"body_{lang}"] in page.said
        assert "/bodies/" + row["body"].rpartition("/")[2] in links
        assert "/memberships/" + row["membership"].rpartition("/")[2] in links
    assert "None" not in page.all("table")[0].said.split()


def test_the_same_rows_as_data(client: TestClient, get: Get) -> None:
    data = {
        a.said: a.attributes["href"]
        for a in get(FILLED).all("a")
        if a.attributes["href"].startswith("/api/v1/queries/") and a.said in ("CSV", "JSON")
    }
    assert client.get(data["CSV"]).headers["content-type"].startswith("text/csv")
    assert client.get(data["JSON"]).json() == client.get(f"/api/v1{FILLED}").json()


def test_the_query_leads_to_the_sparql_page_with_its_values(get: Get) -> None:
    [link] = [a for a in get(FILLED).all("a") if "stored=" in a.attributes["href"]]
    text = get(link.attributes["href"]).by_id("query").said
    assert "<https://w3id.org/accordgraph/id/accord/meridian>" in text
    assert '"2020-01-01"' in text
    plain = get(f"/sparql?{urlencode({'stored': 'members/on-date'})}").by_id("query").said
    assert "?accord" in plain


def test_the_sparql_page_offers_each_query_with_what_it_must_be_told(get: Get, client: Any) -> None:
    links = [a for a in get("/sparql").all("a") if "stored=" in a.attributes["href"]]
    assert len(links) > 20
    assert not any("stored=network" in a.attributes["href"] for a in links)
    [link] = [a for a in links if "stored=members%2Fon-date" in a.attributes["href"]]
    assert "accord=" in link.attributes["href"]
    for each in links[:5]:
        text = get(each.attributes["href"]).by_id("query").said
        assert client.get("/sparql", params={"query": text, "format": "csv"}).status_code == 200


def test_concepts_are_chosen_and_things_suggested(get: Get) -> None:
    assert "level/technician" in {
        o.attributes["value"] for o in get("/queries/accords/by-level").all("option")
    }
    page = get(QUERY)
    assert page.by_id("f-accord").attributes["list"] == "list-accord"
    offered = {o.attributes["value"] for o in page.all("option")}
    assert any(value.startswith("tier/") for value in offered)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"accord": "nowhere", "day": "2020-01-01"}, "accord"),
        ({"accord": "meridian", "day": "2020"}, "day"),
        ({"accord": "meridian"}, "day"),
    ],
)
def test_a_fault_stands_beside_its_field(get: Get, given: dict[str, str], name: str) -> None:
    page = get(f"{QUERY}?{urlencode(given)}", 422)
    assert page.by_id(f"fault-{name}").said
    assert not page.all("table")
    assert page.by_id("f-accord").attributes["value"]


def test_an_empty_form_is_not_a_wrong_one(get: Get) -> None:
    page = get(QUERY)
    assert not page.all("div", role="alert")
    assert not page.all("table")


def test_a_query_that_does_not_exist_is_not_found(get: Get) -> None:
    get("/queries/members/nobody", 404)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_to_try_are_told_by_their_labels(get: Get, graph: AccordGraph, lang: str) -> None:
    labelled = 0
    for name, query in graph.stored_queries.items():
        needed = [p for p in query.params if p.required and p.example and p.type == "iri"]
        known = [iri for p in needed if graph.records.exists(iri := expand(p.example))]
        page = get(f"/queries/{name}?lang={lang}") if known else None
        labels = [getattr(graph.records.label(iri), lang) for iri in known]
        tries = [a.said for a in page.all("a") if "?" in a.attributes["href"]] if page else []
        assert all(any(label in each for each in tries) for label in labels), (name, labels)
        labelled += len(labels)
    assert labelled
