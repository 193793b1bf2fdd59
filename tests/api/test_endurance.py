"""Servers under load for long, and killed at random moments: nothing is left behind, no fact is lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest

MEGABYTE = 1 << 20
NUMBERS, PHASES, CLIENTS = 300, 5, 6
WORKERS, SLOW = 2, 2
LIMITS = {"busy", "sparql-timeout"}
"""What any query may be told beside queries that never end; a quick one hardly ever."""


@dataclass
class Server:
    """A running server and what it said."""

    process: subprocess.Popen[str]
    port: int = 0
    lines: list[str] = field(default_factory=list)

    def read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if "serving on" in line:
                self.port = int(line.strip().rstrip("/").rpartition(":")[2])

    def ask(self, query: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request(
                "GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"}
            )
            answer = connection.getresponse()
            return answer.status, answer.read()

    def told(self, query: str) -> str:
        """The answer, or the code of the error."""
        status, body = self.ask(query)
        return body.decode() if status == 200 else str(json.loads(body)["code"])

    def leave(self, query: str) -> None:
        """Ask and hang up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as caller:
            caller.sendall(f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            time.sleep(0.1)


@contextmanager
def serving(*arguments: str, **env: object) -> Iterator[Server]:
    command = [sys.executable, "-m", "accordgraph.cli", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {f"ACCORDGRAPH_{name.upper()}": str(value) for name, value in env.items()},
    )  # fmt: skip
    server = Server(process)
    reading = threading.Thread(target=server.read)
    reading.start()
    try:
        wait_until(lambda: server.port or process.poll() is not None, 120)
        assert server.port, server.lines
        yield server
    finally:
        process.terminate()
        process.wait(60)
        reading.join(60)
        assert process.stderr is not None
        process.stderr.close()


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


QUICK = "SELECT ?n { <http://e/s7> <http://e/number> ?n }"
PAIRS = "?a <http://e/number> ?b . ?c <http://e/number> ?d"
ENDLESS = f"{PAIRS} . ?e <http://e/number> ?f . ?g <http://e/number> ?h"
DOUBLING = " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 8)}) AS ?x{n + 1})" for n in range(30))
CASES: dict[str, tuple[int, str, Callable[[str], bool]]] = {
    "quick": (40, QUICK, lambda told: told == "n\r\n7\r\n"),
    "parsed by the guard": (4, f"{QUICK} # from", lambda told: told == "n\r\n7\r\n"),
    "many rows": (2, f"SELECT * {{ {PAIRS} }} LIMIT 20000", lambda told: told.count("\r\n") == 20_001),
    "heavy": (
        2,
        f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} FILTER(?b < ?d) }}",
        lambda told: told == f"n\r\n{NUMBERS * (NUMBERS - 1) // 2}\r\n",
    ),
    "endless": (2, f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS} }}", lambda told: told == "sparql-timeout"),
    "without end and memory": (
        1,
        f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('12345678' AS ?x0) {DOUBLING} }}",
        lambda told: told in {"sparql-memory", "sparql-timeout"},
    ),
    "too many rows": (1, f"SELECT * {{ {ENDLESS} }}", lambda told: told == "sparql-result-too-large"),
    "malformed": (2, "SELECT * {", lambda told: told == "sparql-syntax"),
    "refused": (2, "ASK { SERVICE <http://127.0.0.1:1/> {} }", lambda told: told == "sparql-refused"),
    "left": (2, f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS} }}", lambda told: not told),
}


class Load:
    """Clients that ask all kinds of queries, and what was wrong about their answers."""

    def __init__(self, server: Server, seconds: float, seed: int) -> None:
        self.wrong: list[tuple[str, str]] = []
        self.quick: list[bool] = []
        end = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._ask, args=(server, end, random.Random(seed * CLIENTS + n)))  # noqa: S311
            for n in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _ask(self, server: Server, end: float, chance: random.Random) -> None:
        weights = [weight for weight, _, _ in CASES.values()]
        while time.monotonic() < end:
            [name] = chance.choices([*CASES], weights)
            _, query, right = CASES[name]
            try:
                told = (server.leave if name == "left" else server.told)(query) or ""
            except OSError as error:
                told = repr(error)
            if name == "quick":
                self.quick.append(right(told))
            if told not in LIMITS and not right(told):
                self.wrong.append((name, told[:200]))


@dataclass(frozen=True)
class Rest:
    """What a server holds while nobody asks: bytes of its own, of the largest worker, and open files."""

    server: int
    worker: int
    files: int

    @classmethod
    def of(cls, server: Server) -> Rest:
        process = psutil.Process(server.process.pid)
        [template] = [each for each in process.children() if each.children()]
        workers = [each for each in template.children() if each.status() != psutil.STATUS_ZOMBIE]
        assert len(workers) <= WORKERS + SLOW + 1
        return cls(
            process.memory_full_info().uss,
            max(each.memory_full_info().uss for each in workers),
            process.num_fds() - 2 * len(workers),  # each has two pipes, and a crew grows with its first load
        )


def at_rest(server: Server) -> Rest:
    """What a server holds once it has ended what was begun."""
    found: list[Rest] = []

    def settled() -> bool:
        time.sleep(0.5)
        with suppress(psutil.NoSuchProcess, ValueError):
            found.append(Rest.of(server))
        return len(found) > 2 and len({each.files for each in found[-3:]}) == 1

    wait_until(settled)
    return found[-1]


@pytest.mark.soak
def test_mixed_load_leaves_nothing_behind(tmp_path: Path, effort: Callable[[float, float], float]) -> None:
    data = tmp_path / "numbers.ttl"
    data.write_text("\n".join(f"<http://e/s{n}> <http://e/number> {n} ." for n in range(NUMBERS)))
    limits = {"workers": WORKERS, "slow": SLOW, "seconds": 5, "memory": 64 * MEGABYTE}
    with serving("--data", str(data), **{f"sparql_{name}": each for name, each in limits.items()}) as server:
        assert server.told(QUICK) == "n\r\n7\r\n"
        time.sleep(4)  # metrics are loaded by then
        start, seen = at_rest(server), []
        for phase in range(PHASES):
            load = Load(server, effort(10.0, 600.0) / PHASES, phase)
            assert load.wrong == []
            assert load.quick.count(False) <= len(load.quick) / 20
            seen.append(at_rest(server))
        assert server.told(QUICK) == "n\r\n7\r\n"
    assert [each.files for each in seen] == [start.files] * PHASES
    assert seen[-1].server < seen[1].server + 8 * MEGABYTE, seen
    assert seen[-1].worker < seen[1].worker + 8 * MEGABYTE, seen


ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


class Watch:
    """A client that asks for all facts again and again; each answer must be whole."""

    def __init__(self, server: Server, expected: str) -> None:
        self.wrong: list[str] = []
        self.asked = 0
        self._server, self._expected = server, expected
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        while not self._over.is_set():
            try:
                told = self._server.told(ALL)
            except (OSError, http.client.HTTPException) as error:  # the latter: an answer that was cut
                told = repr(error)
            self.asked += 1
            if told != self._expected and not self._over.is_set():
                self.wrong.append(told)

    def end(self) -> list[str]:
        """What was wrong until now; what is asked later does not count."""
        self._over.set()
        return self.wrong

    def join(self) -> None:
        self._thread.join()


def builders(server: Server) -> list[psutil.Process]:
    """The processes in which a server builds."""
    with suppress(psutil.NoSuchProcess):
        found = psutil.Process(server.process.pid).children(recursive=True)
        return [each for each in found if "multiprocessing.spawn" in " ".join(each.cmdline())]
    return []


@pytest.mark.soak
def test_a_reload_killed_at_any_moment_loses_no_fact(
    root: Path, tmp_path: Path, effort: Callable[[int, int], int]
) -> None:
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(root / name)
    shutil.copytree(root / "tests/worlds/fiction", tmp_path / "data")
    moments, reloads = random.Random(11), effort(2, 100)  # noqa: S311 (nothing secret)
    places = {"root": tmp_path, "home": tmp_path / "home"}
    with serving(**places) as server:
        expected = server.told(ALL)
        assert int(expected.split()[1]) > 1_000
    number, whole = 0, 10.0
    while number < reloads:
        with serving(**places) as server:
            assert server.told(ALL) == expected
            for _ in range(3):
                number += 1
                (tmp_path / "data" / "added.ttl").write_text(f"# {number}\n", encoding="utf-8")
                watch = Watch(server, expected)
                begun = time.monotonic()
                server.process.send_signal(signal.SIGHUP)
                all_of_it = number % 3 == 0  # the server itself, with whatever it does
                time.sleep(moments.uniform(0, whole))
                if all_of_it:
                    wrong = watch.end()
                    os.killpg(server.process.pid, signal.SIGKILL)
                else:
                    for each in builders(server):
                        with suppress(psutil.NoSuchProcess):
                            each.kill()
                    wait_until(lambda: not builders(server))
                    assert server.told(ALL) == expected
                    wrong = watch.end()
                watch.join()
                assert wrong == []
                assert watch.asked or time.monotonic() - begun < 1
            server.process.wait(30)
    with serving(**places) as server:
        assert server.told(ALL) == expected
    assert len([*(tmp_path / "home" / "snapshots").glob("[!.]*")]) <= 2
