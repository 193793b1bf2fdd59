"""A server over a small world: a snapshot built once, asked in-process; and its pages as elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, build
from accordgraph.web.app import create_app

TODAY = date(2026, 1, 1)
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle"}


@pytest.fixture(scope="session")
def open_world(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., AccordGraph]:
    """``open_world("vectors", "fiction")``: a service over these worlds."""

    def make(*names: str) -> AccordGraph:
        worlds = tuple(root / "tests" / "worlds" / name for name in names)
        home = tmp_path_factory.mktemp("snapshots")
        content = Content(root / "ontology", worlds, root / "queries")
        return AccordGraph(
            build(content, home, check=False), Settings(root=root, home=home, body_bytes=5_000)
        )

    return make


@pytest.fixture(scope="session")
def graph(open_world: Any) -> AccordGraph:
    found: AccordGraph = open_world("vectors", "fiction")
    return found


@pytest.fixture(scope="session")
def client(graph: AccordGraph) -> Iterator[TestClient]:
    with TestClient(create_app(graph, today=lambda: TODAY), raise_server_exceptions=False) as found:
        yield found


@dataclass
class Element:
    """An element with its attributes and all the text in it."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.text).split())


class Page(HTMLParser):
    """A page as its elements, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            e
            for e in self.elements
            if e.tag == tag and all(e.attributes.get(k.rstrip("_")) == v for k, v in attributes.items())
        ]

    def by_id(self, name: str) -> Element:
        [found] = [e for e in self.elements if e.attributes.get("id") == name]
        return found

    @property
    def said(self) -> str:
        return self.all("body")[0].said


@pytest.fixture(scope="session")
def browser() -> dict[str, str]:
    """The headers of a browser."""
    return BROWSER


@pytest.fixture(scope="session")
def page_of() -> type[Page]:
    """``page_of(text)``: a page as its elements."""
    return Page


@pytest.fixture
def get(client: TestClient) -> Callable[..., Page]:
    """``get("/about", 200)``: the page at an address, as a browser asks for it, of that status."""

    def found(address: str, status: int = 200, by: TestClient = client, **headers: str) -> Page:
        answer = by.get(address, headers={**BROWSER, **headers})
        assert answer.status_code == status, (address, answer.text[:500])
        assert answer.headers["content-type"].startswith("text/html"), address
        return Page(answer.text)

    return found


@pytest.fixture
def refused(client: TestClient) -> Callable[..., str]:
    """``refused("/api/v1/gaps", kind="holes")``: the code of the error that a bad request gets."""

    def code(address: str, **params: str) -> str:
        answer = client.get(address, params=params)
        assert answer.is_client_error, answer.text[:500]
        found: str = answer.json()["code"]
        return found

    return code
