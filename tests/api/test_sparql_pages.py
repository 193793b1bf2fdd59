"""Pages of a result over HTTP: marked in the headers, followed by their links, refused once data differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from accordgraph.settings import Settings
from accordgraph.sparql.files import DataFile, load
from accordgraph.web.data import create_endpoint

QUERY = "SELECT ?n { ?s <http://e/number> ?n }"
CSV = {"Accept": "text/csv"}
MOST = 50


@contextmanager
def over(folder: Path, numbers: range) -> Iterator[TestClient]:
    folder.mkdir()
    data = folder / "numbers.nt"
    data.write_text("".join(f'<http://e/s{n}> <http://e/number> "{n}" .\n' for n in numbers))
    loaded = load([DataFile.read(str(data))], folder / "store")
    settings = Settings(sparql_workers=1, sparql_slow=1, sparql_rows=MOST, sparql_seconds=60)
    with TestClient(create_endpoint(folder / "store", loaded, settings)) as client:
        yield client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with over(tmp_path_factory.mktemp("pages") / "first", range(120)) as found:
        yield found


def numbers(text: str) -> list[str]:
    return text.split("\r\n")[1:-1]


def test_without_pages_a_result_above_the_cap_is_an_error(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": QUERY})
    assert (answer.status_code, answer.json()["code"]) == (413, "sparql-result-too-large")
    assert "page-size" in answer.json()["hint"]
    assert "X-Page-Rows" not in answer.headers


def test_links_lead_through_the_whole_answer(client: TestClient) -> None:
    query = {"query": QUERY + " ORDER BY ?n", "page-size": "50", "format": "csv"}
    answer, told, found = client.get("/sparql", params=query), [], []
    while True:
        assert answer.status_code == 200, answer.text
        told.append(answer.headers["X-Page-Rows"])
        found += numbers(answer.text)
        if "next" not in answer.links:
            break
        answer = client.get(answer.links["next"]["url"])
    assert told == ["1-50/*", "51-100/*", "101-120/120"]
    assert found == sorted(str(n) for n in range(120))
    assert "X-Page-Next" not in answer.headers


def by_form(client: TestClient, **more: str) -> tuple[str, str | None]:
    answer = client.post("/sparql", data={"query": QUERY, "page-size": "50", **more}, headers=CSV)
    assert answer.status_code == 200
    assert "Link" not in answer.headers
    return answer.text, answer.headers.get("X-Page-Next")


def by_body(client: TestClient, **more: str) -> tuple[str, str | None]:
    headers = CSV | {"Content-Type": "application/sparql-query"}
    params = {"page-size": "50", **more}
    answer = client.post("/sparql", params=params, content=QUERY, headers=headers)
    assert answer.status_code == 200
    return answer.text, answer.headers.get("X-Page-Next")


@pytest.mark.parametrize("ask", [by_form, by_body])
def test_a_posted_query_is_continued_by_the_token(
    client: TestClient, ask: Callable[..., tuple[str, str | None]]
) -> None:
    text, token = ask(client)
    found = numbers(text)
    while token:
        text, token = ask(client, page=token)
        found += numbers(text)
    assert sorted(found) == sorted(str(n) for n in range(120))


def test_once_the_data_differ_a_page_is_refused(client: TestClient, tmp_path: Path) -> None:
    params = {"query": QUERY, "page-size": "50"}
    token = client.get("/sparql", params=params).headers["X-Page-Next"]
    with over(tmp_path / "other", range(121)) as other:
        answer = other.get("/sparql", params=params | {"page": token})
    assert (answer.status_code, answer.json()["code"]) == (410, "page-gone")
    assert "Start again" in answer.json()["hint"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"page-size": "0"}, "page-size"),
        ({"page-size": "51"}, "page-size"),
        ({"page-size": "many"}, "page-size"),
        ({"page-size": "٣"}, "page-size"),
        ({"page-size": "9" * 5_000}, "page-size"),
        ({"page": "1.a.b.c"}, "page-size"),
        ({"page": "1.a.b.c", "page-size": "5"}, "page"),
        ({"page-size": "5", "query": "SELECT (RAND() AS ?x) {}"}, "page-size"),
        ({"page-size": "5", "query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "page-size"),
    ],
)
def test_what_is_no_page_is_told(client: TestClient, more: dict[str, str], field: str) -> None:
    answer = client.get("/sparql", params={"query": QUERY} | more)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "bad-value", field)


@pytest.mark.parametrize("name", ["page-size", "page"])
def test_a_page_needs_a_query(client: TestClient, name: str) -> None:
    answer = client.get("/sparql", params={name: "5"})
    assert (answer.status_code, answer.json()["code"]) == (422, "missing-value")


def test_a_page_has_an_etag_of_its_own(client: TestClient) -> None:
    params = {"query": QUERY, "page-size": "50"}
    first = client.get("/sparql", params=params)
    other = client.get("/sparql", params=params | {"page-size": "49"})
    assert first.headers["ETag"] != other.headers["ETag"]
    again = client.get("/sparql", params=params, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
