"""What may go wrong with a SPARQL server in place of the embedded store."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.publishing import publish
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.sparql import versions


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited in vain"


def _never(_: Any, __: str) -> None:
    time.sleep(4)


def _drips(handler: Any, _: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _each in range(40):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def _telling(status: int, kind: str, body: bytes, **headers: str) -> Callable[[Any, str], None]:
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
    published: Any,
    there: TestClient,
    hurried: TestClient,
    wrong: Any,
    expected: tuple[int, str],
    ask: Callable,
    code: Callable,
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
    wait_until(lambda: ask(client).status_code == 200)  # who is hurried may be late beside other work
    wait_until(lambda: client.get("/health/ready").status_code == 200)


def test_an_answer_that_breaks_off_is_none(
    published: Any, there: TestClient, ask: Callable, code: Callable
) -> None:
    def breaks_off(handler: Any, query: str) -> None:
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
    published: Any, asking: Callable, service: Callable, ask: Callable, code: Callable
) -> None:
    triple = b"<http://e/a> <http://e/b> <http://e/c> .\n"
    more: dict[str, str] = {}
    length = True

    def graphs(handler: Any, query: str) -> None:
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
    with service(asking(published)) as client:
        answer = ask(client, construct)
        assert code(answer) == (502, "store-failed") and "10000" in answer.text
        del more["X-SPARQL-MaxRows"]
        assert ask(client, construct).status_code == 200
        length = False
        assert code(ask(client, construct)) == (502, "store-failed")


def test_a_store_that_is_not_there_is_told_of(
    elsewhere: Any, settings: Settings, service: Callable, ask: Callable, code: Callable
) -> None:
    elsewhere.server_close()
    with service(settings) as client:
        assert code(ask(client)) == (503, "store-down")
        assert code(client.get("/health/ready")) == (503, "store-down")
        stored = client.get("/api/v1/queries/members/on-date?accord=meridian&day=2020-01-01")
        assert code(stored) == (503, "store-down")
        assert client.get("/api/v1/pathways?home=XN&target=XW&goal=academic").status_code == 200


def test_a_server_that_was_killed_is_told_of_and_is_asked_again_once_it_is_back(
    graph: AccordGraph, tmp_path: Path, service: Callable, ask: Callable, code: Callable
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
        with service(settings) as client:
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
    elsewhere: Any, settings: Settings, graph: AccordGraph, service: Callable, ask: Callable, code: Callable
) -> None:
    with service(settings) as client:
        assert code(ask(client)) == (503, "store-other-version")
        assert code(client.get("/health/ready")) == (503, "store-other-version")
        assert publish(graph.snapshot, elsewhere.address, settings)
        assert ask(client).status_code == 200
        assert client.get("/health/ready").json()["store"] == "ready"
