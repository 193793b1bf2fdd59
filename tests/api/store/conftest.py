"""A SPARQL server in place of the embedded store: a small one in this process, and a service that asks it."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from accordgraph.publishing import publish
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.web.app import create_app

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
USER, PASSWORD = "writer", "secret-word"
Service = Callable[[Settings], AbstractContextManager[TestClient]]


class Elsewhere(ThreadingHTTPServer):
    """A SPARQL server over a store in memory.

    ``wrong`` replaces its answers to queries: a handler in place of the good one.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = ox.Store()
        self.wrong: Callable[[Handler, str], None] | None = None
        self.before_update: Callable[[str], None] = lambda text: None
        self.heard: list[str] = []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Elsewhere

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers["Content-Type"] == "application/sparql-update":
            self._update(body)
            return
        form = parse_qs(body)
        query = form["query"][0]
        self.server.heard.append(query)
        if self.server.wrong:
            self.server.wrong(self, query)
        else:
            self.good(query, form)

    def _update(self, text: str) -> None:
        given = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {given}":
            self.tell(401, "text/plain", b"who?", {"WWW-Authenticate": 'Basic realm="x"'})
            return
        self.server.before_update(text)
        with self.server.lock:
            self.server.store.update(text)
        self.tell(200, "text/plain", b"done")

    def good(self, query: str, form: dict[str, list[str]]) -> None:
        dataset: dict[str, Any] = {}
        if "default-graph-uri" in form:
            dataset["default_graph"] = [ox.NamedNode(each) for each in form["default-graph-uri"]]
            dataset["named_graphs"] = [ox.NamedNode(each) for each in form["named-graph-uri"]]
        out = BytesIO()
        with self.server.lock:
            found = self.server.store.query(query, **dataset)
            if isinstance(found, ox.QueryTriples):
                kind = "application/n-triples"
                found.serialize(out, ox.RdfFormat.N_TRIPLES)
            else:
                kind = "application/sparql-results+json"
                found.serialize(out, ox.QueryResultsFormat.JSON)
            del found
        self.tell(200, kind, out.getvalue())

    def tell(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def asking(graph: AccordGraph) -> Callable[[Elsewhere], Settings]:
    """``asking(server)``: the settings of a service that asks that server."""

    def to_ask(server: Elsewhere) -> Settings:
        writer = {"publish_user": USER, "publish_password": PASSWORD}
        return replace(graph.settings, store=server.address, sparql_workers=1, sparql_seconds=20.0, **writer)

    return to_ask


@pytest.fixture(scope="session")
def service(graph: AccordGraph) -> Service:
    """``with service(settings) as client``: a service over the snapshot with these settings."""

    @contextmanager
    def over(settings: Settings) -> Iterator[TestClient]:
        app = create_app(AccordGraph(graph.snapshot, settings))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client

    return over


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """A server that holds nothing."""
    with Elsewhere() as found:
        yield found
        found.shutdown()


@pytest.fixture
def settings(elsewhere: Elsewhere, asking: Callable[[Elsewhere], Settings]) -> Settings:
    """Those of a service that asks `elsewhere`."""
    return asking(elsewhere)


@pytest.fixture(scope="package")
def _with_everything(graph: AccordGraph, asking: Callable[[Elsewhere], Settings]) -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        assert publish(graph.snapshot, found.address, asking(found))
        yield found
        found.shutdown()


@pytest.fixture
def published(_with_everything: Elsewhere) -> Iterator[Elsewhere]:
    """A server that holds the snapshot; a test may make it go wrong."""
    yield _with_everything
    _with_everything.wrong = None


@pytest.fixture(scope="package")
def there(
    _with_everything: Elsewhere, asking: Callable[[Elsewhere], Settings], service: Service
) -> Iterator[TestClient]:
    """A service that asks the server with the snapshot."""
    with service(asking(_with_everything)) as client:
        yield client


@pytest.fixture(scope="package")
def hurried(
    _with_everything: Elsewhere, asking: Callable[[Elsewhere], Settings], service: Service
) -> Iterator[TestClient]:
    """Such a service that waits for two seconds only, and for 2,000 bytes."""
    with service(replace(asking(_with_everything), sparql_seconds=2.0, sparql_bytes=2_000)) as client:
        yield client


@pytest.fixture(scope="session")
def ask() -> Callable[..., Any]:
    """``ask(client, query, format="json")``: the answer to a query, which counts if none is given."""
    return lambda client, query=COUNT, **more: client.get("/sparql", params={"query": query, **more})


@pytest.fixture(scope="session")
def code() -> Callable[[Any], tuple[int, str]]:
    """``code(answer)``: status and code of a refusal."""
    return lambda answer: (answer.status_code, answer.json()["code"])
