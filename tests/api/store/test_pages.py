"""Pages of an answer that comes from a SPARQL server in place of the embedded store."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.sparql import versions

TYPES = "SELECT ?s ?o { ?s a ?o FILTER(ISIRI(?s)) } ORDER BY ?s ?o LIMIT 120"
JSON = "application/sparql-results+json"


def walk(client: TestClient, query: str, size: int) -> tuple[list[Any], list[str]]:
    """All rows of a query, page by page, and what each page says of itself."""
    answer = client.get("/sparql", params={"query": query, "page-size": str(size)})
    rows, told = list[Any](), list[str]()
    while True:
        assert answer.status_code == 200, answer.text
        rows += answer.json()["results"]["bindings"]
        told.append(answer.headers["X-Page-Rows"])
        if "next" not in answer.links:
            return rows, told
        answer = client.get(answer.links["next"]["url"])


@pytest.mark.parametrize(
    "query",
    [
        TYPES,
        "SELECT ?g ?p { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ?p ORDER BY ?g ?p LIMIT 30",
        "SELECT ?s ?p { ?s ?p ?o FILTER(ISBLANK(?s)) } LIMIT 60",
    ],
    ids=["names", "graphs", "without names"],
)
def test_pages_together_are_the_whole_answer(there: TestClient, query: str, ask: Callable) -> None:
    whole = ask(there, query).json()["results"]["bindings"]
    rows, told = walk(there, query, 25)
    assert len(whole) > 25
    assert rows == whole
    assert told[0] == "1-25/*"
    assert told[-1].endswith(f"-{len(whole)}/{len(whole)}")


def test_they_are_those_of_the_embedded_store(there: TestClient, client: TestClient) -> None:
    assert walk(there, TYPES, 50) == walk(client, TYPES, 50)


def telling(query: str, values: list[str], more: int = 0) -> Callable[[Any, str], None]:
    """A server that answers a query with rows of its own, and with fewer bytes than it has announced."""
    rows = ",".join(json.dumps({"s": {"type": "literal", "value": each}}) for each in values)
    body = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{rows}]}}}}'.encode()

    def answer(handler: Any, asked: str) -> None:
        if versions.VERSIONS in asked:
            handler.good(asked, {})
            return
        assert query in asked
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(len(body) + more))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


VALUES = [f"{number:06}" for number in range(6_000)]
NUMBERS = "SELECT ?s { ?s ?p ?o }"


def test_a_full_page_does_not_wait_for_the_rest(published: Any, there: TestClient) -> None:
    published.wrong = telling("SELECT", VALUES, more=10)
    answer = there.get("/sparql", params={"query": NUMBERS, "page-size": "10"})
    assert (answer.status_code, answer.headers["X-Page-Rows"]) == (200, "1-10/*")
    assert [row["s"]["value"] for row in answer.json()["results"]["bindings"]] == VALUES[:10]
    published.wrong = None
    assert there.get("/health/ready").status_code == 200


def test_a_last_page_does(published: Any, there: TestClient, code: Callable) -> None:
    published.wrong = telling("SELECT", VALUES[:10], more=10)
    for size in ("10", "20"):
        answer = there.get("/sparql", params={"query": NUMBERS, "page-size": size})
        assert code(answer) == (503, "store-down")


def test_rows_in_another_order_end_the_walk(published: Any, there: TestClient, code: Callable) -> None:
    published.wrong = telling("SELECT", VALUES[:30])
    first = there.get("/sparql", params={"query": NUMBERS, "page-size": "10"})
    published.wrong = telling("SELECT", VALUES[29::-1])
    assert code(there.get(first.links["next"]["url"])) == (410, "page-gone")


def test_a_graph_has_no_pages(there: TestClient, code: Callable) -> None:
    query = {"query": "CONSTRUCT WHERE { ?s a ?o } LIMIT 5", "page-size": "2"}
    assert code(there.get("/sparql", params=query)) == (422, "bad-value")


def test_a_row_above_the_caps_is_refused_whole(hurried: TestClient, code: Callable) -> None:
    query = {"query": "SELECT * { ?s ?p ?o }", "page-size": "1000"}
    assert code(hurried.get("/sparql", params=query)) == (413, "sparql-result-too-large")
