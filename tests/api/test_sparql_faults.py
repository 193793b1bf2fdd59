"""What strangers and the system do to an endpoint: the answer is clear, and nobody else notices.

The server is the real one, started by its command over a small file.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

DIRECT = {"Content-Type": "application/sparql-query"}
QUICK = "SELECT ?n { <http://e/s7> <http://e/number> ?n }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MEGABYTE = 1 << 20


@dataclass
class Server:
    """A running server and the folder for its temporary files."""

    process: subprocess.Popen[str]
    port: int
    folder: Path

    def ask(self, query: str | bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            body = query.encode() if isinstance(query, str) else query
            connection.request("POST", "/sparql", body, DIRECT | headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def code(self, query: str | bytes) -> str:
        status, headers, body = self.ask(query)
        assert headers["content-type"] == "application/problem+json", body[:200]
        told = json.loads(body)
        assert told["status"] == status
        assert told["detail"]
        return str(told["code"])

    def answers(self) -> bool:
        """Whether a newcomer gets its answer, and the whole of it."""
        status, _, body = self.ask(QUICK, Accept="text/csv")
        return (status, body) == (200, b"n\r\n7\r\n")

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def workers(self) -> list[psutil.Process]:
        """Its worker processes and the one that they are copies of, without those that have ended."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [each for each in found if lives(each)]


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[Server]:
    data, temporary = folder / "numbers.nt", folder / "temporary"
    temporary.mkdir()
    numbers = (f"<http://e/s{n}> <http://e/number> {n} ." for n in range(300))
    data.with_suffix(".ttl").write_text("\n".join(numbers))
    env = os.environ | {f"ACCORDGRAPH_SPARQL_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "accordgraph.cli", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(data.with_suffix(".ttl"))],
        env=env | {"TMPDIR": str(temporary)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        line = next(each for each in process.stderr if "serving on" in each)
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield Server(process, int(line.strip().rstrip("/").rpartition(":")[2]), temporary)
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("faults")
    with serving(folder, workers=2, slow=2, seconds=4, queue=64) as found:
        yield found
        assert found.answers()
    assert found.process.returncode == 0
    assert not list(found.folder.iterdir()), "a stopped server left files behind"


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


MALFORMED = {
    "half a query": "SELECT * {",
    "no query": "hello",
    "only a comment": "# SELECT * {}",
    "two queries": "ASK {} ASK {}",
    "a null": "ASK { \x00 }",
    "an unknown prefix": "ASK { ?s none:such ?o }",
    "a broken escape": r"ASK { ?s ?p '\uD800' }",
    "an open text": "ASK { ?s ?p '''open }",
    "a keyword too many": "SELECT SELECT * {}",
    "an aggregate out of place": "SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }",
    "a variable bound twice": "SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_query_is_told_where(server: Server, name: str) -> None:
    assert server.code(MALFORMED[name]) in {"sparql-syntax", "missing-value"}


@pytest.mark.parametrize("query", [b"ASK { ?s ?p '\xff' }", b"\xff\xfeA\0S\0K\0", "ASK {}".encode("utf-32")])
def test_a_query_that_is_not_utf_8(server: Server, query: bytes) -> None:
    assert server.code(query) in {"bad-value", "sparql-syntax"}


def test_ten_megabytes_in_the_body_are_refused_before_they_are_read(server: Server) -> None:
    with server.connect() as caller:
        head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        caller.sendall(f"{head}Content-Length: {10 * MEGABYTE}\r\n\r\n".encode())
        with suppress(ConnectionError):
            for _ in range(10):
                caller.sendall(b"#" * MEGABYTE)
        assert received(caller).startswith(b"HTTP/1.1 413 ")
    assert server.answers()


def test_ten_megabytes_in_pieces_of_unknown_length_are_refused(server: Server) -> None:
    with server.connect() as caller:
        head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        caller.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(ConnectionError):
            for _ in range(10):
                caller.sendall(b"100000\r\n" + b"#" * MEGABYTE + b"\r\n")
        assert received(caller).startswith(b"HTTP/1.1 413 ")
    assert server.answers()


def test_ten_megabytes_in_the_address_are_refused(server: Server) -> None:
    with server.connect() as caller:
        with suppress(ConnectionError):
            caller.sendall(b"GET /sparql?query=" + b"a" * 10 * MEGABYTE)
        assert received(caller)[:13] in {b"HTTP/1.1 400 ", b"HTTP/1.1 414 ", b""}
    assert server.answers()


def received(caller: socket.socket, end: bytes = b"}") -> bytes:
    """What comes until the answer ends so, or the other side ends or resets."""
    found = b""
    with suppress(ConnectionError):
        while not found.endswith(end) and (chunk := caller.recv(65_536)):
            found += chunk
    return found


GRAPH = "FROM <file:///none> "
DEEP = {
    "groups": lambda n: "ASK " + "{" * n + "}" * n,
    "groups with FROM": lambda n: f"ASK {GRAPH}" + "{" * n + "}" * n,
    "brackets": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "1) }",
    "collections": lambda n: "ASK { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "blank nodes": lambda n: "ASK { ?s ?p " + "[ ?q " * n + "1" + "]" * n + " }",
    "path groups": lambda n: "ASK { ?s " + "(" * n + "<http://e/p>" + ")" * n + " ?o }",
    "sub-queries": lambda n: "SELECT * " + "{ SELECT * " * n + "{ ?s ?p ?o }" + "}" * n,
    "options": lambda n: "ASK { " + "OPTIONAL { ?s ?p ?o " * n + "}" * n + " }",
    "existence": lambda n: "ASK { " + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + " }",
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("depth", [3_000, 20_000])
def test_thousands_of_nested_parts_end_at_most_their_worker(server: Server, name: str, depth: int) -> None:
    status, _, body = server.ask(DEEP[name](depth)[:262_000])
    assert status in {200, 400, 500, 503, 504, 507}, body[:300]
    assert server.answers()


BOMBS = {
    "a product": RUNAWAY,
    "a path": "SELECT (COUNT(*) AS ?n) { ?a (<http://e/number>|!<http://e/x>)* ?b . ?c (!<http://e/x>)* ?d . "
    "?e (!<http://e/x>)* ?f }",
    "an expression": f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    f"FILTER REGEX(CONCAT(STR(?a), STR(?d), STR(?g)), '{'(a|b|ab)*' * 12}c$') }}",
    "texts that double": "SELECT (STRLEN(?x30) AS ?n) { BIND('12345678' AS ?x0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 8)}) AS ?x{n + 1})" for n in range(30))
    + " }",
    "a large order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "many groups": "SELECT ?a ?d ?g (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_with_an_error_and_others_notice_nothing(server: Server, name: str) -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(server.code(BOMBS[name])))
    thread.start()
    asked = 0
    while thread.is_alive():
        assert server.answers()
        asked += 1
    assert asked
    assert found[0] in {"sparql-timeout", "sparql-memory", "sparql-result-too-large"}


def test_a_regular_expression_of_enormous_size_is_no_danger(server: Server) -> None:
    status, _, body = server.ask(f"SELECT (REGEX('a', '{'(a{100}){100}' * 3}{{1000}}') AS ?x) {{}}")
    assert status in {200, 500}, body[:300]
    assert server.answers()


def test_slow_clients_hold_nobody_up(server: Server) -> None:
    with ExitStack() as callers:
        for number in range(40):
            caller = callers.enter_context(server.connect())
            caller.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\n"[: 5 + number])
            assert number % 10 or server.answers()
        slow = callers.enter_context(server.connect())
        head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {DIRECT['Content-Type']}\r\n"
        slow.sendall(f"{head}Content-Length: {len(QUICK)}\r\n\r\n".encode())
        for byte in QUICK.encode():
            slow.sendall(bytes([byte]))
        assert b'"7"' in received(slow, b"}}]}}")
    assert server.answers()


def test_who_reads_slowly_holds_nobody_up(server: Server) -> None:
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
    with server.connect() as caller:
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        caller.sendall(request(large))
        caller.recv(1_000)
        assert server.answers()
    assert server.answers()


def request(query: str) -> bytes:
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: a\r\n\r\n".encode()


def test_who_says_no_more_may_still_listen(server: Server) -> None:
    with server.connect() as caller:
        caller.sendall(request(QUICK).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        caller.shutdown(socket.SHUT_WR)
        found = received(caller)
    assert found == b"" or b'"7"' in found  # a server may take it for a farewell
    assert server.answers()


def test_who_leaves_takes_the_query_along(server: Server) -> None:
    assert server.answers()
    for _ in range(3):
        with ExitStack() as callers:
            for _ in range(4):
                caller = callers.enter_context(server.connect())
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset
                caller.sendall(request(RUNAWAY))
            time.sleep(0.5)
        assert server.answers()
    wait_until(lambda: not any(is_working(worker) for worker in server.workers()))


def is_working(worker: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return worker.cpu_percent(0.2) > 20
    return False


def test_a_worker_that_the_system_kills_is_replaced(server: Server) -> None:
    for _ in range(5):
        assert server.answers()
        for worker in server.workers():
            with suppress(psutil.NoSuchProcess):
                os.kill(worker.pid, signal.SIGKILL)
        assert server.answers()
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(server.code(RUNAWAY)))
    thread.start()
    time.sleep(0.6)
    for worker in server.workers():
        with suppress(psutil.NoSuchProcess):
            os.kill(worker.pid, signal.SIGKILL)
    thread.join()
    assert found[0] in {"sparql-failed", "sparql-timeout"}
    assert server.answers()


def test_too_many_long_queries_are_told_when_to_come_again(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1, slow=1, seconds=8, queue=0) as server:
        assert server.answers()
        told: list[tuple[int, dict[str, str], bytes]] = []
        threads = [threading.Thread(target=lambda: told.append(server.ask(RUNAWAY))) for _ in range(2)]
        for thread in threads:
            thread.start()
            time.sleep(1)
        for thread in threads:
            thread.join()
        assert server.answers()
    by_status = {status: headers for status, headers, _ in told}
    assert set(by_status) == {503, 504}
    assert int(by_status[503]["retry-after"]) > 0


def test_files_that_cannot_be_served_are_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.nt"
    broken.write_text("<http://e/s> <http://e/p>")
    for given in (["--data", str(broken)], ["--data", str(tmp_path / "none.nt")], [str(broken)]):
        command = [sys.executable, "-m", "accordgraph.cli", "serve", "--port", "0", *given]
        found = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert found.returncode == 2
        assert "bad-value" in found.stderr
        assert given[-1] in found.stderr
        assert "Traceback" not in found.stderr
