"""How long a build, a start and an answer take, and how much memory a server needs; one run, printed.

Run with `make bench`.  Times on a shared machine say little by themselves, so each stands beside
a no-op of the same run: the route /health/live of the same server, an empty call in the same process.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx2

from accordgraph.pathways.rank import ask
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings

QUESTIONS = [
    {"home": "MY", "target": "SG", "goal": "competence"},
    {
        "home": "CN",
        "target": "AU",
        "goal": "academic",
        "degree_jurisdiction": "CN",
        "degree_accredited": "true",
        "degree_awarded": "2017-07-01",
    },
    {"home": "CN", "target": "AU", "goal": "competence"},
    {"home": "US-TX", "target": "MX", "goal": "licence"},
    {"home": "DE", "target": "ES", "goal": "title", "university_years": "5", "experience_years": "3"},
]
ROUNDS, STARTS = 100, 5


def line(name: str, value: str, goal: str) -> None:
    """One line of the report."""
    print(f"{name:44} {value:>32}   goal: {goal}", flush=True)


def timed(call: Callable[[], object]) -> float:
    """Seconds one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def resident(pid: int) -> int:
    """Kilobytes of one process in memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmRSS"))


def children(pid: int) -> list[int]:
    """The processes a process started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in found.split()]


def processor(pid: int) -> float:
    """Seconds a process has used of a processor; other work on the machine hardly changes them."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(env: dict[str, str]) -> Iterator[tuple[int, httpx2.Client]]:
    """A server that listens, by its process, and a client of it."""
    command = [sys.executable, "-m", "accordgraph.cli", "serve", "--port", "0"]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        address = next(row.split()[-1] for row in process.stderr if "serving on" in row)
        with httpx2.Client(base_url=address.rstrip("/")) as client:
            yield process.pid, client
    finally:
        process.terminate()
        process.wait(20)


def starting(env: dict[str, str]) -> None:
    """From the start of a server to its first answer, beside an import, by turns."""
    first, used, bare, bare_used = [], [], [], []
    for _ in range(STARTS):
        start = time.perf_counter()
        with server(env) as (pid, client):
            client.get("/api/v1/pathways", params=QUESTIONS[0]).raise_for_status()
            first.append(time.perf_counter() - start)
            used.append(processor(pid))
        before = os.times()
        bare.append(timed(lambda: subprocess.run([sys.executable, "-c", "import fastapi"], check=True)))
        after = os.times()
        bare_used.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    for name, here, there in (("", first, bare), (", processor", used, bare_used)):
        one, none = statistics.median(here), statistics.median(there)
        line(
            f"first answer from a ready snapshot{name}",
            f"{one:.2f} s = {one / none:.1f} × import fastapi",
            "1.5 s",
        )


def serving(env: dict[str, str]) -> None:
    """Median answer and memory."""
    with server(env) as (pid, client):
        answers, nothing = [], []
        for number in range(ROUNDS * len(QUESTIONS)):
            question = QUESTIONS[number % len(QUESTIONS)]
            answers.append(timed(lambda q=question: client.get("/api/v1/pathways", params=q)))  # type: ignore[misc]
            nothing.append(timed(lambda: client.get("/health/live")))
        one, none = statistics.median(answers) * 1e3, statistics.median(nothing) * 1e3
        line("one pathway over HTTP, median", f"{one:.2f} ms = {one / none:.1f} × no-op route", "10 ms")
        client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).raise_for_status()
        line("server process", f"{resident(pid) / 1024:.0f} MB", "250 MB")
        for child in children(pid):
            line("  a SPARQL worker", f"{resident(child) / 1024:.0f} MB", "—")


def engine(settings: Settings) -> None:
    """The engine alone."""
    graph = AccordGraph.open(settings)
    view = graph.served
    asked = [view.reader.read(q, today=date(2026, 1, 1)).question for q in QUESTIONS]
    for question in asked:
        ask(view.world, question)
    times = [timed(lambda q=q: ask(view.world, q)) for _ in range(ROUNDS) for q in asked]  # type: ignore[misc]
    none = [timed(lambda: None) for _ in times]
    one = statistics.median(times) * 1e3
    line(
        "one pathway in the engine, median",
        f"{one:.3f} ms = {one / (statistics.median(none) * 1e3):.0f} × no-op",
        "1 ms",
    )


def main() -> None:
    """Everything, in one run, with a snapshot of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"ACCORDGRAPH_HOME": home}
        bare = timed(
            lambda: subprocess.run([sys.executable, "-c", "import rdflib, pyshacl, owlready2"], check=True)
        )
        whole = timed(
            lambda: subprocess.run([sys.executable, "-m", "accordgraph.cli", "build"], env=env, check=True)
        )
        line(
            "full build with shapes and consistency",
            f"{whole:.1f} s = {whole / bare:.1f} × its imports",
            "30 s",
        )
        starting(env)
        serving(env)
        engine(Settings.from_env(env))


if __name__ == "__main__":
    main()
