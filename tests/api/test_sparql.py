"""The endpoint through a real server and plain sockets: a test client cannot hang up as a browser does."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from accordgraph.namespaces import GRAPHS
from accordgraph.settings import Settings
from accordgraph.sparql.formats import GRAPHS as GRAPH_FORMATS
from accordgraph.sparql.formats import TABLES
from accordgraph.sparql.pool import WorkerPool
from accordgraph.web import problems
from accordgraph.web.routers import sparql

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
NAMES = "SELECT ?name { ?thing <http://example.org/in> ?name } ORDER BY ?name"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SETTINGS = replace(Settings(), sparql_seconds=20.0, sparql_rows=400, body_bytes=5_000)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers["content-type"].partition(";")[0]

    @property
    def names(self) -> list[str]:
        return [row["name"]["value"] for row in json.loads(self.body)["results"]["bindings"]]

    @property
    def code(self) -> str:
        assert self.media_type == "application/problem+json"
        return str(json.loads(self.body)["code"])


@dataclass(frozen=True)
class Client:
    port: int
    pool: WorkerPool

    def ask(
        self,
        method: str,
        parameters: object = (),
        body: str | bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        query = urlencode(parameters, doseq=True)  # type: ignore[arg-type]
        data = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, f"/sparql?{query}" if query else "/sparql", data, headers or {})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, parameters: object = (), **headers: str) -> Answer:
        return self.ask("GET", parameters, headers=headers)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("endpoint") / "store"
    build_store(path)
    return path


def build_store(path: Path) -> None:
    """Every graph holds its own name; ``facts`` also 300 triples to join."""
    store = ox.Store(str(path))
    things = [("thing", "in", name, iri) for name, iri in GRAPHS.items()]
    things += [(f"s{number}", "number", str(number), GRAPHS["facts"]) for number in range(300)]
    for subject, predicate, text, graph in things:
        nodes = [ox.NamedNode(f"http://example.org/{name}") for name in (subject, predicate)]
        store.add(ox.Quad(*nodes, ox.Literal(text), ox.NamedNode(graph)))
    store.flush()


def page(_: Request) -> Response:
    return Response("<title>SPARQL</title>", media_type="text/html")


@contextmanager
def served(
    store_path: Path,
    settings: Settings,
    workers: int = 2,
    queue: int = 8,
    slow: int = 4,
    digest: str = "digest",
) -> Iterator[Client]:
    limits = {"sparql_workers": workers, "sparql_queue": queue, "sparql_slow": slow}
    pool = WorkerPool.of(store_path, replace(settings, **limits))
    edition = sparql.Edition.dated(digest, "2026-11-01")
    app = FastAPI()
    problems.install(app)
    app.include_router(sparql.router(pool, settings, page, edition=edition))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Client(listening.getsockname()[1], pool)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        pool.close()


@pytest.fixture(scope="module")
def client(store_path: Path) -> Iterator[Client]:
    with served(store_path, SETTINGS) as client:
        yield client


def test_get(client: Client) -> None:
    answer = client.get({"query": NAMES})
    assert answer.status == 200
    assert answer.media_type == "application/sparql-results+json"
    assert answer.names == ["facts", "inferred", "ontology"]
    assert answer.headers["vary"] == "Accept"


def test_post_as_a_form(client: Client) -> None:
    answer = client.ask("POST", body=urlencode({"query": NAMES, "format": "csv"}), headers=FORM)
    assert answer.body == b"name\r\nfacts\r\ninferred\r\nontology\r\n"


def test_post_of_the_query_itself(client: Client) -> None:
    query = NAMES + " # 中文"
    answer = client.ask(
        "POST", {"format": "tsv"}, query, {"Content-Type": "application/sparql-query; charset=UTF-8"}
    )
    assert answer.body == b'?name\n"facts"\n"inferred"\n"ontology"\n'


def test_a_form_is_decoded_once(client: Client) -> None:
    query = "SELECT ('100%25 + 中文' AS ?name) {}"
    assert client.ask("POST", body=urlencode({"query": query}), headers=FORM).names == ["100%25 + 中文"]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_format_by_name_and_by_accept(client: Client, name: str) -> None:
    by_name = client.get({"query": NAMES, "format": name})
    by_accept = client.get({"query": NAMES}, Accept=TABLES[name].media_type)
    assert by_name.body == by_accept.body
    assert by_name.headers["content-type"] == by_accept.headers["content-type"] == TABLES[name].content_type


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_every_graph_format_by_name_and_by_accept(client: Client, name: str) -> None:
    query = "CONSTRUCT WHERE { ?s <http://example.org/in> ?o }"
    by_name = client.get({"query": query, "format": name})
    by_accept = client.get({"query": query}, Accept=GRAPH_FORMATS[name].media_type)
    kind = ox.RdfFormat.from_media_type(by_name.media_type)
    assert len(list(ox.parse(by_name.body, kind))) == len(list(ox.parse(by_accept.body, kind))) == 3


def test_the_dataset_in_the_address(client: Client) -> None:
    facts, pending = GRAPHS["facts"], GRAPHS["pending"]
    assert client.get({"query": NAMES, "default-graph-uri": [facts, pending]}).names == ["facts", "pending"]
    named = "SELECT ?name { GRAPH ?g { ?thing <http://example.org/in> ?name } }"
    assert client.get({"query": named, "named-graph-uri": pending}).names == ["pending"]
    body = urlencode({"query": NAMES})
    assert client.ask("POST", {"default-graph-uri": pending}, body, FORM).names == ["pending"]
    assert client.ask("POST", {"default-graph-uri": pending}, NAMES, DIRECT).names == ["pending"]


def test_a_graph_that_is_not_there_is_empty_and_named(client: Client) -> None:
    answer = client.get({"query": NAMES, "default-graph-uri": "http://example.org/none\u00e9"})
    assert answer.names == []
    assert answer.headers["x-unknown-graph"] == "http://example.org/none%C3%A9"
    assert "x-unknown-graph" not in client.get({"query": NAMES}).headers


def test_head_has_the_headers_of_get(client: Client) -> None:
    for parameters in ({"query": NAMES}, {}):
        got, head = client.get(parameters), client.ask("HEAD", parameters)
        assert (head.status, head.body) == (200, b"")
        assert {k: v for k, v in head.headers.items() if k != "date"} == {
            k: v for k, v in got.headers.items() if k != "date"
        }


def test_options(client: Client) -> None:
    answer = client.ask("OPTIONS")
    assert answer.status == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_the_service_description(client: Client) -> None:
    answer = client.get()
    assert answer.media_type == "text/turtle"
    store = ox.Store()
    store.load(answer.body, ox.RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    endpoint = f"http://127.0.0.1:{client.port}/sparql"
    assert store.query(
        f"{sd} ASK {{ ?s a sd:Service ; sd:endpoint <{endpoint}> ; sd:supportedLanguage sd:SPARQL11Query }}"
    )
    count = store.query(f"{sd} SELECT ?f {{ ?s sd:resultFormat ?f }}")
    assert len(list(count)) == len(TABLES) + len(GRAPH_FORMATS)  # type: ignore[arg-type]
    assert store.query(f"{sd} ASK {{ ?d sd:namedGraph/sd:name <{GRAPHS['pending']}> }}")
    assert b"400" in answer.body
    assert b"20 seconds" in answer.body


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_the_description_in_every_graph_format(client: Client, name: str) -> None:
    answer = client.get({"format": name})
    assert len(list(ox.parse(answer.body, ox.RdfFormat.from_media_type(answer.media_type)))) > 20


def test_a_browser_gets_the_page(client: Client) -> None:
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert client.get(Accept=browser).body == b"<title>SPARQL</title>"
    assert client.get({"query": NAMES}, Accept=browser).body == b"<title>SPARQL</title>"
    assert client.get({"query": NAMES, "format": "csv"}, Accept=browser).media_type == "text/csv"
    assert client.get({"query": NAMES}, Accept="*/*").media_type == "application/sparql-results+json"
    assert client.get({"format": "ttl"}, Accept=browser).media_type == "text/turtle"


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({"query": "SELECT * {"}, 400, "sparql-syntax"),
        ({"query": "CLEAR ALL"}, 400, "sparql-refused"),
        ({"query": "SELECT * { SERVICE <http://example.org/> {} }"}, 400, "sparql-refused"),
        ({"query": "SELECT * FROM <http://example.org/> {}"}, 400, "sparql-refused"),
        ({"update": "CLEAR ALL"}, 400, "sparql-refused"),
        ({"query": NAMES, "update": "CLEAR ALL"}, 400, "sparql-refused"),
        ({"query": "SELECT * { ?s ?p ?o . ?t ?q ?r }"}, 413, "sparql-result-too-large"),
        ({"query": ["ASK {}", "ASK {}"]}, 422, "bad-value"),
        ({"query": NAMES, "format": "yaml"}, 422, "bad-value"),
        ({"query": NAMES, "format": "ttl"}, 422, "bad-value"),
        ({"query": NAMES, "format": ["csv", "csv"]}, 422, "bad-value"),
        ({"query": NAMES, "default-graph-uri": "no iri"}, 422, "bad-value"),
        ({"query": b"\xff"}, 422, "bad-value"),
        ([("query", "ASK {}"), *[("x", "y")] * 200], 422, "bad-value"),
        ({"query": " "}, 422, "missing-value"),
        ({"format": "csv"}, 422, "bad-value"),
    ],
)
def test_what_a_get_cannot_have(client: Client, parameters: object, status: int, code: str) -> None:
    answer = client.get(parameters)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (urlencode({"update": "CLEAR ALL"}), FORM, 400, "sparql-refused"),
        ("CLEAR ALL", {"Content-Type": "application/sparql-update"}, 400, "sparql-refused"),
        ("CLEAR ALL", DIRECT, 400, "sparql-refused"),
        ("", FORM, 422, "missing-value"),
        ("", DIRECT, 422, "missing-value"),
        ("ASK {}", {}, 422, "bad-value"),
        ("ASK {}", {"Content-Type": "text/plain"}, 422, "bad-value"),
        ("query=ASK%20%7B%7D", {"Content-Type": "application/json"}, 422, "bad-value"),
        (
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            422,
            "bad-value",
        ),
        (b"ASK { # \xff\n}", DIRECT, 422, "bad-value"),
        (b"query=%ff", FORM, 422, "bad-value"),
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 422, "bad-value"),
        ("ASK {} #" + "x" * 5_000, DIRECT, 413, "too-large"),
    ],
)
def test_what_a_post_cannot_have(
    client: Client, body: str | bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = client.ask("POST", body=body, headers=headers)
    assert (answer.status, answer.code) == (status, code)


def test_a_query_in_address_and_body_is_two_queries(client: Client) -> None:
    assert client.ask("POST", {"query": "ASK {}"}, "ASK {}", DIRECT).code == "bad-value"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    assert client.ask(method, {"query": "ASK {}"}).status == 405


def test_a_hundred_nested_groups(client: Client) -> None:
    query = "ASK { " + "{" * 100 + "?s ?p ?o" + "}" * 100 + " }"
    assert client.ask("POST", body=query, headers=DIRECT).body == b'{"head":{},"boolean":true}'
    guarded = query.replace("ASK {", f"ASK FROM <{GRAPHS['facts']}> {{")
    assert client.ask("POST", body=guarded, headers=DIRECT).code == "sparql-refused"


def test_a_runaway_query_ends_with_its_time(store_path: Path) -> None:
    with served(store_path, replace(SETTINGS, sparql_seconds=1.0), workers=1) as client:
        answer = client.get({"query": RUNAWAY})
        assert (answer.status, answer.code) == (504, "sparql-timeout")
        assert client.get({"query": NAMES}).status == 200


def test_who_hangs_up_frees_the_worker_and_who_comes_too_many_is_told(store_path: Path) -> None:
    patient = replace(SETTINGS, sparql_seconds=60.0)
    with served(store_path, patient, workers=1, queue=0, slow=1) as client:
        assert client.get({"query": NAMES}).status == 200
        (pid,) = client.pool.pids
        caller = socket.create_connection(("127.0.0.1", client.port))
        address = f"/sparql?{urlencode({'query': RUNAWAY})}"
        caller.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        _until(lambda: not client.pool._places._value)
        busy = client.get({"query": RUNAWAY})
        assert (busy.status, busy.code) == (503, "busy")
        assert int(busy.headers["retry-after"]) > 0
        assert client.get({"query": NAMES}).status == 200
        caller.close()
        started = time.monotonic()
        _until(lambda: client.pool._places._value == 1)
        assert time.monotonic() - started < 30  # long before its own time is up
        assert client.get({"query": NAMES}).status == 200
        assert pid not in client.pool.pids


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


LIMITS = {"seconds": "20", "memory": "268435456", "rows": "400", "bytes": "33554432", "request-bytes": "5000"}


@pytest.mark.parametrize("parameters", [{}, {"query": NAMES}, {"query": "nonsense"}, {"update": "CLEAR ALL"}])
def test_every_answer_tells_the_limits(client: Client, parameters: dict[str, str]) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        headers = client.ask(method, parameters).headers
        assert {name: headers[f"x-limit-{name}"] for name in LIMITS} == LIMITS


def test_who_has_the_answer_is_told_so_without_a_query(client: Client) -> None:
    first = client.get({"query": NAMES})
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["last-modified"] == "Sun, 01 Nov 2026 00:00:00 GMT"
    assert first.headers["cache-control"] == "no-cache"
    for named in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = client.get({"query": NAMES}, **{"If-None-Match": named})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert client.ask("HEAD", {"query": NAMES}, headers={"If-None-Match": tag}).status == 304
    for other in ({"query": NAMES, "format": "csv"}, {"query": NAMES + " LIMIT 1"}):
        assert client.get(other, **{"If-None-Match": tag}).status == 200
    assert client.get({"query": NAMES}, **{"If-None-Match": tag, "Accept": "text/csv"}).status == 200


def test_the_description_has_an_etag_of_its_own_for_each_format(client: Client) -> None:
    tags = {client.get({"format": name}).headers["etag"] for name in GRAPH_FORMATS}
    assert len(tags) == len(GRAPH_FORMATS)
    tag = client.get().headers["etag"]
    assert client.get(**{"If-None-Match": tag}).status == 304


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "STRUUID()", "uuid ()"])
def test_what_differs_each_time_has_no_etag(client: Client, call: str) -> None:
    answer = client.get({"query": f"SELECT ({call} AS ?x) {{}}"})
    assert answer.status == 200
    assert "etag" not in answer.headers
    assert client.ask("POST", body=NAMES, headers=DIRECT).headers.get("etag") is None


def test_other_data_have_other_etags(store_path: Path, client: Client) -> None:
    with served(store_path, SETTINGS, digest="another") as other:
        tags = {each.get({"query": NAMES}).headers["etag"] for each in (client, other)}
    assert len(tags) == 2
