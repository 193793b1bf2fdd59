"""The SPARQL 1.1 Protocol, case by case: every way to ask, what comes back, and what is refused.

The data are three graphs of one statement each, and a default graph that says which it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient

from accordgraph.settings import Settings
from accordgraph.sparql.files import DataFile, load
from accordgraph.web.data import create_endpoint

HARBOUR, MILL, TOWER = (f"http://graphs.example/{name}" for name in ("harbour", "mill", "tower"))
KIND = "http://graphs.example/kind"
ANY = "ASK {}"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BOTH = f"ASK {{ <{HARBOUR}> <{KIND}> ?k . <{MILL}> <{KIND}> ?m }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g {{ <{HARBOUR}> <{KIND}> ?k }} GRAPH ?h {{ <{MILL}> <{KIND}> ?m }} }}"
MIXED = BOTH_NAMED.replace("ASK {", f"ASK {{ <{TOWER}> <{KIND}> ?t")
DEFAULTS = [("default-graph-uri", HARBOUR), ("default-graph-uri", MILL)]
NAMED = [("named-graph-uri", HARBOUR), ("named-graph-uri", MILL)]

BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
TABLE = {*BOOLEAN, "text/csv", "text/tab-separated-values"}
GRAPH = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("protocol")
    files = []
    for iri in (HARBOUR, MILL, TOWER):
        path = folder / f"{iri.rpartition('/')[2]}.nt"
        path.write_text(f'<{iri}> <{KIND}> "place" .\n', encoding="utf-8")
        files.append(DataFile(path, iri))
    (folder / "own.ttl").write_text(f'<> <{KIND}> "default" .', encoding="utf-8")
    loaded = load([*files, DataFile(folder / "own.ttl")], folder / "store")
    app = create_endpoint(folder / "store", loaded, Settings(sparql_seconds=60.0))
    with TestClient(app, follow_redirects=False) as client:
        yield client


def form(*pairs: tuple[str, str]) -> str:
    return "&".join(f"{name}={quote_plus(value)}" for name, value in pairs)


def post(endpoint: TestClient, body: str | bytes, media_type: str | None, *pairs: tuple[str, str]) -> Any:
    headers = {"Content-Type": media_type} if media_type else {}
    return endpoint.post("/sparql", params=list(pairs), content=body, headers=headers)


def assert_true(answer: Any) -> None:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] in BOOLEAN
    assert answer.json()["boolean"] is True


def test_a_query_in_the_address(endpoint: TestClient) -> None:
    assert_true(endpoint.get("/sparql", params={"query": ANY}))


def test_a_query_in_a_form(endpoint: TestClient) -> None:
    assert_true(post(endpoint, form(("query", ANY)), FORM))


def test_a_query_in_a_form_with_a_graph_in_the_address(endpoint: TestClient) -> None:
    assert_true(
        post(endpoint, form(("query", ANY)), FORM, ("default-graph-uri", "http://graphs.example/none"))
    )


def test_a_query_as_the_body(endpoint: TestClient) -> None:
    assert_true(post(endpoint, ANY, QUERY))
    assert_true(post(endpoint, ANY, f'{QUERY}; charset="UTF-8"'))


def test_two_default_graphs_are_merged(endpoint: TestClient) -> None:
    assert_true(endpoint.get("/sparql", params=[("query", BOTH), *DEFAULTS]))
    assert_true(post(endpoint, BOTH, QUERY, *DEFAULTS))
    assert_true(post(endpoint, form(("query", BOTH), *DEFAULTS), FORM))
    one = endpoint.get("/sparql", params=[("query", BOTH), DEFAULTS[0]])
    assert one.json()["boolean"] is False


def test_named_graphs_are_those_named(endpoint: TestClient) -> None:
    assert_true(endpoint.get("/sparql", params=[("query", BOTH_NAMED), *NAMED]))
    assert_true(post(endpoint, BOTH_NAMED, QUERY, *NAMED))
    assert_true(post(endpoint, form(("query", BOTH_NAMED), *NAMED), FORM))
    one = endpoint.get("/sparql", params=[("query", BOTH_NAMED), NAMED[0]])
    assert one.json()["boolean"] is False


def test_a_whole_dataset(endpoint: TestClient) -> None:
    dataset = [("default-graph-uri", TOWER), *NAMED]
    assert_true(post(endpoint, MIXED, QUERY, *dataset))
    assert_true(endpoint.get("/sparql", params=[("query", MIXED), *dataset]))


def test_the_dataset_of_the_request_wins_over_that_of_the_query(endpoint: TestClient) -> None:
    query = f"ASK FROM <{TOWER}> {{ <{HARBOUR}> <{KIND}> ?k }}"
    assert endpoint.get("/sparql", params={"query": query}).json()["boolean"] is False
    assert_true(endpoint.get("/sparql", params=[("query", query), ("default-graph-uri", HARBOUR)]))
    query = f"ASK FROM <{HARBOUR}> {{ <{TOWER}> <{KIND}> ?k }}"
    answer = post(endpoint, query, QUERY, ("default-graph-uri", HARBOUR))
    assert answer.json()["boolean"] is False


def test_without_any_dataset_the_default_graph_is_the_servers(endpoint: TestClient) -> None:
    query = f"SELECT ?kind {{ ?s <{KIND}> ?kind }}"
    assert endpoint.get("/sparql", params={"query": query, "format": "csv"}).text == "kind\r\ndefault\r\n"


@pytest.mark.parametrize(
    ("query", "media_types"),
    [
        ("SELECT (1 AS ?one) {}", TABLE),
        (ANY, BOOLEAN),
        (f"DESCRIBE <{HARBOUR}>", GRAPH),
        ("CONSTRUCT { <http://a/> <http://b/> 1 } {}", GRAPH),
    ],
)
def test_each_form_has_an_answer_of_its_kind(endpoint: TestClient, query: str, media_types: set[str]) -> None:
    answer = endpoint.get("/sparql", params={"query": query}, headers={"Accept": ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] in media_types
    for wanted in media_types:
        headers = {"Accept": f"{wanted}, */*;q=0.1"}
        answer = endpoint.get("/sparql", params={"query": query}, headers=headers)
        assert answer.headers["content-type"].partition(";")[0] == wanted
        assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, text/*", "text/csv"),
        ("image/png", "application/sparql-results+json"),
        ("text/tab-separated-values;q=0.3, image/*;q=1", "text/tab-separated-values"),
    ],
)
def test_qualities_decide(endpoint: TestClient, accept: str, expected: str) -> None:
    answer = endpoint.get("/sparql", params={"query": "SELECT (1 AS ?a) {}"}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == expected


UPDATES = {
    "as a form": (form(("update", "CLEAR ALL")), FORM, []),
    "as the body": ("CLEAR ALL", UPDATE, []),
    "as the body of a query": ("CLEAR ALL", QUERY, []),
    "twice": (form(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")), FORM, []),
    "of a default graph": (f"INSERT DATA {{ <{MILL}> <{KIND}> 2 }}", UPDATE, [("using-graph-uri", MILL)]),
    "with two graphs": (
        "DELETE WHERE { ?s ?p ?o }",
        UPDATE,
        [("using-graph-uri", MILL), ("using-graph-uri", TOWER)],
    ),
    "with named graphs": ("DROP NAMED", UPDATE, [("using-named-graph-uri", MILL)]),
    "in two ways": (
        f"WITH <{MILL}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        UPDATE,
        [("using-graph-uri", TOWER)],
    ),
    "with a base": (f"INSERT DATA {{ <relative> <{KIND}> 1 }}", UPDATE, []),
    "that loads": ("LOAD <http://graphs.example/other>", UPDATE, []),
    "of no sense": (form(("update", "CLEAR XYZ")), FORM, []),
    "in another encoding": ("CLEAR ALL".encode("utf-16"), f"{UPDATE}; charset=UTF-16", []),
    "without a media type": (form(("update", "CLEAR ALL")), None, []),
    "as plain text": ("CLEAR NAMED", "text/plain", []),
}


@pytest.mark.parametrize("name", UPDATES)
def test_no_update_gets_through(endpoint: TestClient, name: str) -> None:
    body, media_type, pairs = UPDATES[name]
    answer = post(endpoint, body, media_type, *pairs)
    assert answer.is_client_error
    assert answer.json()["code"] in {"sparql-refused", "bad-value"}
    assert_true(endpoint.get("/sparql", params=[("query", BOTH), *DEFAULTS]))


def test_no_update_in_the_address(endpoint: TestClient) -> None:
    assert endpoint.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_no_other_method(endpoint: TestClient, method: str) -> None:
    answer = endpoint.request(method, "/sparql", params={"query": ANY})
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


BAD = {
    "two queries": ("", "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None),
    "two queries in a form": ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", "", FORM),
    "another media type": (ANY, "", "text/plain"),
    "a form without its media type": ("query=ASK%20%7B%7D", "", None),
    "a query without its media type": (ANY, "", None),
    "a form said to be a query": ("query=ASK%20%7B%7D", "", QUERY),
    "another encoding": (ANY.encode("utf-16"), "", f"{QUERY}; charset=UTF-16"),
    "another encoding, not said": (ANY.encode("utf-16"), "", QUERY),
    "no sense": ("", "query=ASK%20%7B", None),
    "nothing": ("", "", QUERY),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told(endpoint: TestClient, name: str) -> None:
    body, address, media_type = BAD[name]
    headers = {"Content-Type": media_type} if media_type else {}
    method = "GET" if address else "POST"
    answer = endpoint.request(method, f"/sparql?{address}", content=body or None, headers=headers)
    assert answer.is_client_error
    assert answer.headers["content-type"] == "application/problem+json"
    told = json.loads(answer.text)
    assert told["code"] and told["detail"]


def test_other_sites_may_read_answers(endpoint: TestClient) -> None:
    there = {"Origin": "https://elsewhere.example"}
    answer = endpoint.get("/sparql", params={"query": ANY}, headers=there)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-expose-headers"] == "*"
    wrong = endpoint.get("/sparql", params={"query": "no"}, headers=there)
    assert wrong.headers["access-control-allow-origin"] == "*"
    asked = {
        **there,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    allowed = endpoint.options("/sparql", headers={**there, **asked})
    assert allowed.status_code == 200
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"]


def test_large_answers_are_compressed(endpoint: TestClient) -> None:
    query = "SELECT ?a { VALUES ?a { " + " ".join(f'"{n:09}"' for n in range(300)) + " } }"
    answer = post(endpoint, query, QUERY)
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(answer.json()["results"]["bindings"]) == 300
    plain = endpoint.post(
        "/sparql", content=query, headers={"Content-Type": QUERY, "Accept-Encoding": "identity"}
    )
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content


def test_the_description_of_other_data(endpoint: TestClient) -> None:
    text = endpoint.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert all(f"sd:name <{iri}>" in text for iri in (HARBOUR, MILL, TOWER))
    assert "UnionDefaultGraph" not in text
    assert "sd:endpoint <http://testserver/sparql>" in text


@pytest.mark.parametrize(("lang", "word"), [("en", "Read-only."), ("zh", "只读。")])
def test_people_get_a_form(
    endpoint: TestClient, browser: dict[str, str], page_of: Any, lang: str, word: str
) -> None:
    assert endpoint.get("/", headers=browser).headers["location"] == "/sparql"
    answer = endpoint.get("/sparql", headers={**browser, "Accept-Language": lang})
    assert answer.headers["content-language"] == lang
    page = page_of(answer.text)
    assert word in page.said
    assert HARBOUR in page.said
    assert not page.all("script")
    [asked] = page.all("form", action="/sparql", method="get")
    assert asked
    query = page.by_id("query").said
    found = endpoint.get("/sparql", params={"query": query, "format": "csv"}, headers=browser)
    assert found.text.startswith("subject,predicate,object\r\n")
    [sheet] = page.all("link", rel="stylesheet")
    assert endpoint.get(sheet.attributes["href"]).status_code == 200
