"""Servers as they are run: signals, several processes on one port, metrics, logs, and changes under load."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

SCRIPT = """
import asyncio, os, sys
from pathlib import Path
from fastapi import FastAPI
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import opened
from accordgraph.web.app import create_app
from accordgraph.web.server import run_app

SETTINGS = Settings(access_log=1, requests_per_minute=int(os.environ.get("A_MINUTE", "0")))

def make():
    version = Path(sys.argv[1]).read_text().strip()
    if version.startswith("/"):
        return create_app(AccordGraph(opened(Path(version)), SETTINGS))
    if version == "broken":
        raise RuntimeError("a secret")
    app = FastAPI()
    app.state.versions = {"data": version, "ontology": "1", "software": "1"}

    @app.get("/version")
    async def told():
        return {"version": version, "pid": os.getpid()}

    @app.get("/slow")
    async def slow():
        say("slow has begun")
        await asyncio.sleep(1.5)
        return {"version": version}

    @app.get("/wrong")
    async def wrong(q: str):
        raise ValueError(q)

    return app

def say(line):
    print(line, file=sys.stderr, flush=True)

if __name__ == "__main__":
    run_app(
        make, host="127.0.0.1", port=0, say=say, settings=SETTINGS, renews=True, processes=int(sys.argv[2])
    )
"""


@dataclass
class Server:
    """A running server, what it reads its version from, and the lines of its error stream."""

    process: subprocess.Popen[str]
    version: Path
    port: int = 0
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, connection: http.client.HTTPConnection | None = None) -> tuple[int, str]:
        by = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        by.request("GET", path)
        answer = by.getresponse()
        text = answer.read().decode()
        if connection is None:
            by.close()
        return answer.status, text

    def told(self) -> Any:
        return json.loads(self.get("/version")[1])

    def counted(self, route: str) -> float:
        """Requests of a route, as the metrics tell."""
        lines = self.get("/metrics")[1].splitlines()
        found = [line for line in lines if line.startswith("http_requests_total") and f'"{route}"' in line]
        return sum(float(line.split()[-1]) for line in found)

    def change(self, version: str) -> None:
        self.version.write_text(version)
        self.process.send_signal(signal.SIGHUP)

    def read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.strip())

    def events(self, name: str) -> list[dict[str, Any]]:
        told = [json.loads(line) for line in list(self.lines) if line.startswith("{")]
        return [each for each in told if each["event"].startswith(name)]


def wait_for(true: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come true in time")


@contextmanager
def serving(folder: Path, version: str, processes: int = 1, **env: str) -> Iterator[Server]:
    script, state = folder / "served.py", folder / "version"
    script.write_text(SCRIPT)
    state.write_text(version)
    process = subprocess.Popen(
        [sys.executable, str(script), str(state), str(processes)],
        stderr=subprocess.PIPE, text=True, env={**os.environ, **env}, start_new_session=True,
    )  # fmt: skip
    server = Server(process, state)
    reading = threading.Thread(target=server.read, daemon=True)
    reading.start()
    try:
        line = wait_for(lambda: next((each for each in server.lines if "serving on" in each), None))
        server.port = int(line.rstrip("/").rpartition(":")[2])
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            if process.poll() is None:
                process.kill()
            reading.join(10)
            assert process.stderr is not None
            process.stderr.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, "one") as server:
        yield server


class Load:
    """Clients that ask again and again over open connections, and what they were told."""

    def __init__(self, server: Server, paths: list[str], clients: int = 4) -> None:
        self.answers: list[tuple[int, str]] = []
        self.failures: list[Exception] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(server, paths[n % len(paths)])) for n in range(clients)
        ]

    def _ask(self, server: Server, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while not self._stop.is_set():
            try:
                self.answers.append(server.get(path, connection))
            except Exception as error:
                self.failures.append(error)
                break
        connection.close()

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def test_another_version_is_served_under_load_and_no_request_fails(alone: Server) -> None:
    with Load(alone, ["/version", "/slow"]) as load:
        wait_for(lambda: len(load.answers) > 8)
        for version in ("two", "three", "four"):
            alone.change(version)
            wait_for(lambda: alone.told()["version"] == version)  # noqa: B023 (called at once)
    assert load.failures == []
    assert {status for status, _ in load.answers} == {200}
    assert {json.loads(text)["version"] for _, text in load.answers} >= {"one", "four"}


def test_another_snapshot_is_served_under_load_and_no_request_fails(
    tmp_path: Path, open_world: Callable[..., Any]
) -> None:
    old, new = (str(open_world(name).snapshot.path) for name in ("fiction", "vectors"))
    query = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    with serving(tmp_path, old) as server:
        first = server.get("/api/v1/accords")[1]
        with Load(server, ["/api/v1/accords", query, "/health/ready"]) as load:
            server.change(new)
            wait_for(lambda: server.get("/api/v1/accords")[1] != first)
        children = psutil.Process(server.process.pid).children()
    assert load.failures == []
    assert {status for status, _ in load.answers} == {200}
    assert len(children) < 8, "the workers of the old snapshot are gone"


def test_a_version_that_cannot_be_loaded_leaves_the_old_one(alone: Server) -> None:
    alone.change("broken")
    [told] = wait_for(lambda: alone.events("the old snapshot stays"))
    assert told["exception"] == "RuntimeError"
    assert told["at"]
    assert alone.told()["version"] == "one"
    assert not any("secret" in line for line in alone.lines)
    alone.change("two")
    wait_for(lambda: alone.told()["version"] == "two")


def test_what_was_begun_is_answered_before_it_stops(alone: Server) -> None:
    answers: list[tuple[int, str]] = []
    asking = threading.Thread(target=lambda: answers.append(alone.get("/slow")))
    asking.start()
    wait_for(lambda: "slow has begun" in alone.lines)
    alone.process.terminate()
    asking.join()
    assert answers == [(200, '{"version":"one"}')]
    alone.process.wait(60)
    with pytest.raises(OSError, match="refused"):
        alone.get("/version")


def test_lines_of_the_log_hold_no_query_and_no_words_of_an_exception(alone: Server) -> None:
    assert alone.get("/wrong?q=a-secret")[0] == 500
    alone.get("/version?home=a-secret")
    wait_for(lambda: len(alone.events("request")) == 2)
    first, second = alone.events("request")
    assert (first["path"], first["status"]) == ("/wrong", 500)
    assert (second["method"], second["path"], second["status"]) == ("GET", "/version", 200)
    assert second["bytes"] > 0
    assert second["ms"] >= 0
    [wrong] = [json.loads(line) for line in alone.lines if '"exception"' in line]
    assert wrong["exception"] == "ValueError"
    assert not any("secret" in line for line in alone.lines)


def test_metrics_count_by_route_and_name_no_address(alone: Server) -> None:
    for path in ("/version?a=1", "/version", "/no/such/place", "/other"):
        alone.get(path)
    status, text = alone.get("/metrics")
    assert status == 200
    assert 'http_requests_total{method="GET",route="/version",status="200"} 2.0' in text
    assert 'http_requests_total{method="GET",route="none",status="404"} 2.0' in text
    assert 'accordgraph_serving{data="one",ontology="1",software="1"} 1.0' in text
    assert "such" not in text
    assert 'http_request_seconds_bucket{le="+Inf",route="/version"} 2.0' in text


def test_an_address_that_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    with serving(tmp_path, "one", A_MINUTE="5") as server:
        found = [server.get("/version") for _ in range(7)]
        assert [status for status, _ in found][:5] == [200] * 5
        told = json.loads(found[-1][1])
        assert (found[-1][0], told["code"]) == (429, "too-many-requests")
        assert server.get("/metrics")[0] == 200


def test_processes_share_a_port_and_are_replaced(tmp_path: Path) -> None:
    with serving(tmp_path, "one", processes=2) as server:
        answered = [server.told()["pid"]]
        wait_for(lambda: answered.append(server.told()["pid"]) or len(set(answered)) == 2)
        wait_for(lambda: server.counted("/version") == len(answered))  # counted once the answer is sent
        found = set(answered)
        os.kill(min(found), signal.SIGKILL)
        wait_for(lambda: found.add(server.told()["pid"]) or len(found) == 3)
        with Load(server, ["/version", "/slow"]) as load:
            server.change("two")
            wait_for(lambda: [server.told()["version"] for _ in range(12)] == ["two"] * 12)
        assert load.failures == []
        assert {status for status, _ in load.answers} == {200}
    assert not [pid for pid in found if psutil.pid_exists(pid)]
