"""What goes wrong on the address of a page is told to people by a page, and to programs as a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES
from accordgraph.errors import Busy
from accordgraph.service import AccordGraph
from accordgraph.web.app import create_app
from accordgraph.web.limiting import Limited
from accordgraph.web.pages.texts import texts

MOST = 2


@pytest.fixture
def limited(graph: AccordGraph) -> Iterator[TestClient]:
    """An application that has answered as many requests as it may for now."""
    app = Limited(create_app(graph), MOST, clock=lambda: 0.0)
    with TestClient(app) as found:
        for _ in range(MOST):
            assert found.get("/about").status_code == 200
        yield found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_asks_too_often_reads_when_to_come_back(
    limited: TestClient, browser: dict[str, str], page_of: Callable[[str], Any], lang: str
) -> None:
    answer = limited.get("/compare?accord=meridian", headers={**browser, "Accept-Language": lang})
    page = page_of(answer.text)
    wait = answer.headers["Retry-After"]
    assert answer.status_code == 429 and answer.headers["Content-Language"] == lang
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert texts(lang)["fault.too-many-requests"].format(wait=wait) in page.said
    assert "/compare?accord=meridian" in {a.attributes["href"] for a in page.all("a")}


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/compare", "*/*"), ("/compare", "application/json"), ("/api/v1/compare", "text/html")],
)
def test_a_program_that_asks_too_often_gets_a_problem(limited: TestClient, path: str, accept: str) -> None:
    answer = limited.get(path, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "too-many-requests" and int(answer.headers["Retry-After"]) > 0


FAULTS = [
    ("POST", "/compare", {}, 405, "method-not-allowed"),
    ("GET", "/queries.nothing", {}, 404, "not-found"),
    ("POST", "/pathways?home=XN&target=XS&goal=title", {"content": b"[" * 6000}, 413, "too-large"),
    ("POST", "/pathways?home=XN&target=XS&goal=title", {"content": b"{"}, 422, "bad-value"),
]


@pytest.mark.parametrize(("method", "path", "sent", "status", "code"), FAULTS)
def test_a_browser_gets_a_page(
    client: TestClient, browser: dict[str, str], page_of: Callable[[str], Any],
    method: str, path: str, sent: dict[str, bytes], status: int, code: str,
) -> None:  # fmt: skip
    answer = client.request(method, path, headers={**browser, "Accept-Language": "zh"}, **sent)
    page = page_of(answer.text)
    assert (answer.status_code, answer.headers["Content-Language"]) == (status, "zh")
    known = texts("zh")
    told = known["error.missing_text"] if status == 404 else known[f"fault.{code}"]
    assert told.partition("{")[0] in page.said and len(page.all("h1")) == 1
    if status == 405:
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_program_gets_the_same_as_a_problem(client: TestClient) -> None:
    answer = client.post("/compare")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert client.get("/queries.nothing").json()["code"] == "not-found"


def test_a_busy_service_says_when_to_open_the_page_again(
    graph: AccordGraph,
    browser: dict[str, str],
    page_of: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy("All workers are occupied.", retry_after=7)

    monkeypatch.setattr(graph.listings, "collection", busy)
    with TestClient(create_app(graph)) as client:
        answer = client.get("/accords", headers=browser)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    page = page_of(answer.text)
    assert texts("en")["fault.busy"] in page.said and texts("en")["error.again"] in page.said


REFUSED = [
    ("SELECT * {", "csv", 400, "sparql-syntax"),
    ("CLEAR ALL", "csv", 400, "sparql-refused"),
    ("ASK {}", "yaml", 422, "bad-value"),
]


@pytest.mark.parametrize(("query", "form", "status", "code"), REFUSED)
def test_the_plain_form_shows_a_query_that_fails_with_what_is_wrong(
    client: TestClient, browser: dict[str, str], page_of: Any, query: str, form: str, status: int, code: str
) -> None:
    asked = {"query": query, "format": form}
    answer = client.get("/sparql", params=asked, headers={**browser, "Accept-Language": "zh"})
    page = page_of(answer.text)
    [alert] = page.all("div", role="alert")
    assert answer.status_code == status and page.by_id("query").said == query
    assert texts("zh")[f"fault.{code}"].partition("{")[0] in alert.said
    assert answer.headers["X-Limit-Seconds"]
    told = client.get("/sparql", params=asked)
    assert told.headers["Content-Type"] == "application/problem+json" and told.json()["code"] == code
