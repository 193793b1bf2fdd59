"""A SPARQL server in place of the embedded store: a small one in this process, and all that may go wrong."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from accordgraph.errors import BadValue, StoreDown, StoreFailed
from accordgraph.publishing import publish
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Snapshot
from accordgraph.sparql import versions
from accordgraph.web.app import create_app

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
USER, PASSWORD = "writer", "secret-word"


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


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """A server that holds nothing."""
    with Elsewhere() as found:
        yield found
        found.shutdown()


@pytest.fixture(scope="module")
def published(graph: AccordGraph) -> Iterator[Elsewhere]:
    """A server that holds the snapshot; who makes it go wrong makes it go right again."""
    with Elsewhere() as found:
        assert publish(graph.snapshot, found.address, asking(found, graph))
        yield found
        found.shutdown()


@pytest.fixture
def settings(elsewhere: Elsewhere, graph: AccordGraph) -> Settings:
    return asking(elsewhere, graph)


def asking(server: Elsewhere, graph: AccordGraph) -> Settings:
    writer = {"publish_user": USER, "publish_password": PASSWORD}
    return replace(graph.settings, store=server.address, sparql_workers=1, sparql_seconds=20.0, **writer)


@contextmanager
def service(graph: AccordGraph, settings: Settings) -> Iterator[TestClient]:
    app = create_app(AccordGraph(graph.snapshot, settings))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def there(published: Elsewhere, graph: AccordGraph) -> Iterator[TestClient]:
    """A service that asks the server with the snapshot."""
    with service(graph, asking(published, graph)) as client:
        yield client


@pytest.fixture(scope="module")
def hurried(published: Elsewhere, graph: AccordGraph) -> Iterator[TestClient]:
    """Such a service that waits for two seconds only, and for 2,000 bytes."""
    with service(graph, replace(asking(published, graph), sparql_seconds=2.0, sparql_bytes=2_000)) as client:
        yield client


@pytest.fixture(autouse=True)
def right_again(published: Elsewhere) -> Iterator[None]:
    yield
    published.wrong = None


def ask(client: TestClient, query: str = COUNT, **more: Any) -> Any:
    return client.get("/sparql", params={"query": query, **more})


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_answers_are_those_of_the_embedded_store(there: TestClient, client: TestClient) -> None:
    for query in (
        COUNT,
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
    published: Elsewhere, there: TestClient, client: TestClient
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
def test_what_is_refused_is_not_sent(published: Elsewhere, there: TestClient, query: str) -> None:
    published.heard.clear()
    answer = ask(there, query)
    assert answer.status_code == 400 and answer.json()["code"].startswith("sparql-")
    assert not published.heard


def test_a_result_above_the_caps_is_refused_whole(hurried: TestClient) -> None:
    assert code(ask(hurried, "SELECT * { ?s ?p ?o }")) == (413, "sparql-result-too-large")


def _never(_: Handler, __: str) -> None:
    time.sleep(4)


def _drips(handler: Handler, _: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _each in range(40):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def _telling(status: int, kind: str, body: bytes, **headers: str) -> Callable[[Handler, str], None]:
    return lambda handler, _: handler.tell(status, kind, body, headers)


JSON = "application/sparql-results+json"
ONE = (
    b'{"head":{"vars":["release"]},"results":{"bindings":[{"release":{"type":"uri","value":"http://e/r"}}]}}'
)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (_never, (504, "store-slow")),
        (_drips, (504, "store-slow")),
        (_telling(503, "text/plain", b"later"), (503, "store-down")),
        (_telling(401, "text/plain", b"who?"), (502, "store-failed")),
        (_telling(500, "text/plain", b"Error 7 in table X.\nSELECT all"), (502, "store-failed")),
        (_telling(302, "text/plain", b"", Location="http://127.0.0.1:9/"), (502, "store-failed")),
        (_telling(206, JSON, ONE), (502, "store-failed")),
        (_telling(200, "text/html", b"<h1>Hello</h1>"), (502, "store-failed")),
        (_telling(200, JSON, b"{}"), (502, "store-failed")),
        (_telling(200, JSON, ONE[:-20]), (502, "store-failed")),
        (_telling(200, JSON, b'{"head":{},"boolean":true}'), (502, "store-failed")),
        (_telling(200, JSON, ONE, **{"X-SQL-State": "S1TAT"}), (502, "store-failed")),
        (_telling(200, JSON, ONE, **{"X-SPARQL-MaxRows": "1"}), (413, "sparql-result-too-large")),
        (lambda handler, _: handler.connection.shutdown(socket.SHUT_RDWR), (503, "store-down")),
    ],
)  # fmt: skip
def test_a_store_that_fails_is_told_of_and_is_back_when_it_is_well(
    published: Elsewhere, there: TestClient, hurried: TestClient, wrong: Any, expected: tuple[int, str]
) -> None:
    client = hurried if expected[0] == 504 else there
    published.wrong = wrong
    answer = ask(client)
    assert code(answer) == expected
    assert "127.0.0.1" not in answer.text and "SELECT all" not in answer.text
    if expected[0] == 503:
        assert int(answer.headers["retry-after"]) > 0
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    if wrong is not _drips:
        assert ready.json()["code"] == expected[1]
    assert client.get("/health/live").status_code == 200
    published.wrong = None
    assert ask(client).status_code == 200
    assert client.get("/health/ready").status_code == 200


def test_an_answer_that_breaks_off_is_none(published: Elsewhere, there: TestClient) -> None:
    def breaks_off(handler: Handler, query: str) -> None:
        if versions.VERSIONS in query:
            handler.good(query, {})
            return
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(len(ONE) + 10))
        handler.end_headers()
        handler.wfile.write(ONE)
        handler.close_connection = True

    published.wrong = breaks_off
    assert code(ask(there)) == (503, "store-down")


def test_a_graph_without_an_end_or_cut_without_a_word_is_none(
    published: Elsewhere, graph: AccordGraph
) -> None:
    triple = b"<http://e/a> <http://e/b> <http://e/c> .\n"
    more: dict[str, str] = {}
    length = True

    def graphs(handler: Handler, query: str) -> None:
        if "CONSTRUCT" in query:
            handler.send_response(200)
            handler.send_header("Content-Type", "application/n-triples")
            handler.send_header("X-SPARQL-Default-Graph", "http://e/g")
            if length:
                handler.send_header("Content-Length", str(len(triple)))
            handler.end_headers()
            handler.wfile.write(triple)
            handler.close_connection = True
        elif versions.VERSIONS in query:
            handler.good(query, {})
        else:
            handler.tell(200, JSON, ONE, more)

    published.wrong = graphs
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    more["X-SPARQL-MaxRows"] = "10000"
    with service(graph, asking(published, graph)) as client:
        answer = ask(client, construct)
        assert code(answer) == (502, "store-failed") and "10000" in answer.text
        del more["X-SPARQL-MaxRows"]
        assert ask(client, construct).status_code == 200
        length = False
        assert code(ask(client, construct)) == (502, "store-failed")


def test_a_store_that_is_not_there_is_told_of(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    elsewhere.server_close()
    with service(graph, settings) as client:
        assert code(ask(client)) == (503, "store-down")
        assert code(client.get("/health/ready")) == (503, "store-down")
        stored = client.get("/api/v1/queries/members/on-date?accord=meridian&day=2020-01-01")
        assert code(stored) == (503, "store-down")
        assert client.get("/api/v1/pathways?home=XN&target=XW&goal=academic").status_code == 200


def test_a_server_that_was_killed_is_told_of_and_is_asked_again_once_it_is_back(
    graph: AccordGraph, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        at = f"127.0.0.1:{found.getsockname()[1]}"
    program = str(Path(sys.executable).with_name("oxigraph"))

    def start() -> subprocess.Popen[bytes]:
        command = [program, "serve", "--location", str(tmp_path), "--bind", at]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(at.rpartition(":")[2]))) == 0:
                    return process
            time.sleep(0.1)
        raise AssertionError("it does not listen")

    settings = replace(graph.settings, store=f"http://{at}/query", sparql_workers=1)
    process = start()
    try:
        assert publish(graph.snapshot, f"http://{at}/update", settings)
        with service(graph, settings) as client:
            whole = ask(client).content
            process.kill()
            process.wait()
            assert code(ask(client)) == (503, "store-down")
            assert code(client.get("/health/ready")) == (503, "store-down")
            process = start()
            assert ask(client).content == whole
            assert client.get("/health/ready").status_code == 200
    finally:
        process.kill()
        process.wait()


def test_a_store_without_this_version_is_told_of_until_it_has_it(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    with service(graph, settings) as client:
        assert code(ask(client)) == (503, "store-other-version")
        assert code(client.get("/health/ready")) == (503, "store-other-version")
        assert publish(graph.snapshot, elsewhere.address, settings)
        assert ask(client).status_code == 200
        assert client.get("/health/ready").json()["store"] == "ready"


def test_no_secret_is_told(settings: Settings) -> None:
    assert PASSWORD not in repr(settings) and PASSWORD not in repr(replace(settings, store_password=PASSWORD))


@pytest.mark.parametrize(
    "address", ["nothing", "ftp://host/sparql", "http://", "http://host:x/", "http://a:b@host/sparql"]
)
def test_an_address_that_is_none_is_refused(graph: AccordGraph, settings: Settings, address: str) -> None:
    with pytest.raises(BadValue) as told:
        create_app(AccordGraph(graph.snapshot, replace(settings, store=address)))
    assert told.value.field == "store" and "a:b" not in str(told.value) + str(told.value.given)
    with pytest.raises(BadValue):
        publish(graph.snapshot, address, settings)


def renamed(snapshot: Snapshot, digest: str) -> Snapshot:
    """The same data as another version."""
    return replace(snapshot, manifest=replace(snapshot.manifest, digest=digest))


def held(server: Elsewhere) -> set[str]:
    """Beginnings of the digests whose graphs lie on a server."""
    graphs = {graph.value for graph in server.store.named_graphs() if isinstance(graph, ox.NamedNode)}
    return {graph.removeprefix(versions.ROOT)[:4] for graph in graphs} - {"vers"}


def test_publishing_twice_is_done_once(published: Elsewhere, graph: AccordGraph) -> None:
    before = len(published.store)
    assert not publish(graph.snapshot, published.address, asking(published, graph))
    assert len(published.store) == before


def test_two_versions_are_kept_and_what_was_broken_off_is_removed(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    a, b, c = (renamed(graph.snapshot, digest * 16) for digest in ("aaaa", "bbbb", "cccc"))
    assert publish(a, elsewhere.address, settings)
    assert publish(b, elsewhere.address, settings)
    assert held(elsewhere) == {"aaaa", "bbbb"}

    def broken(_: str) -> None:
        raise OSError

    def at_facts(text: str) -> None:
        if "/facts>" in text and "INSERT" in text:
            elsewhere.before_update = broken  # and so the cleaning fails too

    elsewhere.before_update = at_facts
    with pytest.raises(StoreDown):
        publish(c, elsewhere.address, settings)
    assert held(elsewhere) == {"aaaa", "bbbb", "cccc"}, "begun, and of no account"
    elsewhere.before_update = lambda text: None
    assert publish(c, elsewhere.address, settings)
    assert held(elsewhere) == {"bbbb", "cccc"}
    begun = list(elsewhere.store.query(versions.EVERY))
    assert len(begun) == 2 and all(row["digest"] for row in begun)  # type: ignore[union-attr]


def test_readers_are_never_answered_from_a_release_that_is_not_whole(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    """Answers while versions come and go: whole, or refused."""
    assert publish(graph.snapshot, elsewhere.address, settings)
    seen, stop = list[object](), threading.Event()

    def read() -> None:
        while not stop.is_set():
            answer = ask(client)
            seen.append(answer.json()["results"] if answer.status_code == 200 else answer.json()["code"])

    with service(graph, settings) as client:
        whole = ask(client).json()["results"]
        reader = threading.Thread(target=read)
        reader.start()
        try:
            for digest in ("aaaa", "bbbb"):
                publish(renamed(graph.snapshot, digest * 16), elsewhere.address, settings)
            publish(graph.snapshot, elsewhere.address, settings)
        finally:
            stop.set()
            reader.join()
        assert ask(client).json()["results"] == whole
    assert all(each in (whole, "store-other-version") for each in seen), seen
    assert whole in seen and "store-other-version" in seen


def test_a_store_that_loses_statements_serves_none_of_them(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    def lost(handler: Handler, query: str) -> None:
        handler.good(query.replace("COUNT(*)", "COUNT(DISTINCT ?p)"), {})

    elsewhere.wrong = lost
    with pytest.raises(StoreFailed, match="statements of the graph"):
        publish(graph.snapshot, elsewhere.address, settings)
    assert not held(elsewhere)


def test_another_run_that_takes_this_one_for_broken_off_ends_it(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    def other(text: str) -> None:
        if "WHERE" in text and versions.HOLDS in text and "INSERT" in text:
            elsewhere.store.update(f"DELETE WHERE {{ GRAPH <{versions.VERSIONS}> {{ ?release ?p ?o }} }}")

    elsewhere.before_update = other
    with pytest.raises(StoreFailed, match="Another publish"):
        publish(graph.snapshot, elsewhere.address, settings)
    assert not held(elsewhere)


def test_a_writer_who_is_not_let_in_changes_nothing(
    elsewhere: Elsewhere, settings: Settings, graph: AccordGraph
) -> None:
    with pytest.raises(StoreFailed, match="401"):
        publish(graph.snapshot, elsewhere.address, replace(settings, publish_password="another"))  # noqa: S106
    assert not held(elsewhere)
