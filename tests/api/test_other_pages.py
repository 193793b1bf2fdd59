"""The pages of the network, the search, the API, the method and SPARQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES, OUTCOMES
from accordgraph.service import AccordGraph
from accordgraph.web.pages.sparql import examples
from accordgraph.web.site import sparql_page

Get = Callable[..., Any]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_network_has_a_picture_and_its_table(client: TestClient, get: Get) -> None:
    page = get("/network?as_of=2020-01-01&lang=en")
    [picture] = [e for e in page.all("img") if e.attributes["alt"]]
    assert client.get(picture.attributes["src"]).headers["content-type"].startswith("image/svg+xml")
    [twin] = [a.attributes["href"] for a in page.all("a") if a.said == "To the table"]
    table = get(twin.partition("#")[0])
    rows = client.get("/api/v1/network?as_of=2020-01-01&lang=en").json()["data"]["table"]
    assert len(table.all("tr")) - 1 == len(rows) > 0
    assert all(row["accord_label"] in table.said for row in rows)
    assert table.by_id("table").said and table.all("input", name="view")[0].attributes["value"] == "table"
    [back] = [a.attributes["href"] for a in table.all("a") if a.said == "To the picture"]
    assert get(back).said == page.said
    fewer = get(f"/network?view=table&as_of=2020-01-01&accord={rows[0]['accord']}")
    assert 0 < len(fewer.all("tr")) < len(table.all("tr"))
    get("/network?as_of=never", 422)


@pytest.mark.parametrize("view", ["graph", "table"])
def test_a_network_of_nothing_says_so_in_each_view(get: Get, view: str) -> None:
    page = get(f"/network?as_of=1900-01-01&lang=en&view={view}")
    assert page.all("p", **{"class": "empty"}) and not page.all("tr") and not page.all("figure")


def test_the_network_names_what_it_leaves_out(client: TestClient, get: Get) -> None:
    left = client.get("/api/v1/network?as_of=1985-01-01").json()["data"]["left_out"]
    told = get("/network?as_of=1985-01-01&lang=en").by_id("left-out").said
    assert left and all(f"{each['label']['en']} ({each['text']['en']})" in told for each in left)
    assert not get("/network?as_of=1985-01-01&include=empty").all("p", id="left-out")


def test_the_network_is_filtered_without_scripts_and_takes_what_scripts_add(
    client: TestClient, get: Get
) -> None:
    everything = get("/network?include=agreements&view=table")
    told = client.get("/api/v1/network/history?lang=en").json()["data"]
    tier = told["tiers"][0]["id"]
    page = get(f"/network?include=agreements&tier={tier}&view=table&focus=accord/meridian&compare=2012-06-10"
                "&map=9,8,7&graph=9,8,7&pair=MY,SG")  # fmt: skip
    assert 1 < len(page.all("tr")) < len(everything.all("tr"))
    chosen = [e for e in page.all("option") if "selected" in e.attributes]
    assert [e.attributes["value"] for e in chosen] == [tier]
    saved = [a.attributes["href"] for a in page.all("a") if "format=gexf" in a.attributes.get("href", "")]
    assert len(saved) == 1 and f"tier={tier}" in saved[0]
    assert not any(name in saved[0] for name in ("view=", "focus=", "compare=", "map=", "graph=", "pair="))
    assert client.get(saved[0]).status_code == 200
    assert "compare" in get("/network?compare=never", 422).all("div", role="alert")[0].said
    get("/network?tier=nothing-such", 422)


def test_search_finds_in_both_languages(get: Get) -> None:
    for q in ("Malaysia", "马来西亚"):
        links = [a.attributes["href"] for a in get(f"/search?q={q}").all("a")]
        assert "/jurisdictions/MY" in links
    get("/search")


def test_docs_name_every_route_of_the_api_and_no_page(client: TestClient, get: Get) -> None:
    page = get("/docs")
    paths = client.get("/openapi.json").json()["paths"]
    assert all(path in page.said for path in paths)
    assert not {"/", "/pathways", "/network", "/about"} & set(paths)


def test_about_explains_every_outcome_and_reason(get: Get, graph: AccordGraph) -> None:
    for lang in LANGUAGES:
        said = get(f"/about?lang={lang}").said
        assert all(name in said for name in OUTCOMES)
        assert all(reason.notation in said for reason in graph.served.world.reasons.values())


def test_sparql_has_a_form_with_examples_that_run(get: Get, graph: AccordGraph) -> None:
    app = FastAPI()
    show = sparql_page(graph)

    @app.get("/sparql")
    def page_of_sparql(request: Request) -> Response:
        return show(request)

    with TestClient(app) as client:
        for number, each in enumerate(examples(), 1):
            page = get(f"/sparql?example={number}&lang=zh", by=client)
            assert flat(each["query"]) == page.by_id("query").said
            assert each["title"]["zh"] in page.said
            served = [ox.NamedNode(f"https://w3id.org/accordgraph/graph/{g}") for g in ("ontology", "facts")]
            assert graph.store.query(each["query"], default_graph=served)
        assert get("/sparql?example=99", by=client).all("textarea")
        assert get("/sparql?query=ASK%20%7B%7D", by=client).by_id("query").said == "ASK {}"
        get("/sparql?lang=fr", 422, by=client)
