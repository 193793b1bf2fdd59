"""The SPARQL endpoint beside its peers, on the same data in the same run; printed as ratios.

Peers are `rdflib-endpoint` and `oxigraph`, programs of the packages of these names.  They belong to no
lock: name the folder that holds them as the first argument, or have them on the PATH.  One that is
missing is left out.

Every request is another text, so that no answer comes from a cache.  All servers read one file of N-Triples:
the default graph of the current snapshot.
"""

from __future__ import annotations

import asyncio
import itertools
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from accordgraph.namespaces import GRAPHS, SERVED_GRAPHS
from accordgraph.settings import Settings
from accordgraph.snapshot import current

SECONDS = 8.0
CLIENTS, RUNAWAYS, TIME_OUT = 64, 8, 10.0
PREFIXES = """PREFIX ag: <https://w3id.org/accordgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
CHEAP = "SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }} LIMIT 20"
HEAVY = {
    "count by class": "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n)",
    "count by property": "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "distinct subjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "members by accord": "SELECT ?a (COUNT(DISTINCT ?b) AS ?n) WHERE "
    "{ ?m a ag:Membership ; ag:isHeldBy ?b ; ag:isUnderAccord ?a } GROUP BY ?a",
    "labels joined": "SELECT (COUNT(*) AS ?n) WHERE "
    "{ ?s a ?c ; skos:prefLabel ?l . ?c rdfs:label ?k FILTER(LANG(?l) = 'en' && LANG(?k) = 'en') }",
    "sources of statements": "SELECT ?source (COUNT(?s) AS ?n) WHERE "
    "{ ?s prov:wasDerivedFrom ?c . ?c ag:citesSource ?source } GROUP BY ?source ORDER BY DESC(?n) LIMIT 20",
    "two steps": "SELECT (COUNT(*) AS ?n) WHERE { ?a a ag:Membership . ?a ?p ?b . ?b a ag:Body ; ?q ?c }",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

Heavy = dict[str, tuple[float, bytes]]
"""Median latency and answer of each heavy query."""

_numbers = itertools.count()


@dataclass
class Load:
    """What a number of clients saw: latencies by status, and how long runaways were kept."""

    latencies: dict[int, list[float]] = field(default_factory=dict)
    runaways: list[float] = field(default_factory=list)

    def note(self, status: int, seconds: float) -> None:
        """One answer."""
        self.latencies.setdefault(status, []).append(seconds)

    @property
    def good(self) -> list[float]:
        """Latencies of whole answers."""
        return self.latencies.get(200, [])

    @property
    def refused(self) -> float:
        """The part of the requests that got no answer."""
        total = sum(map(len, self.latencies.values()))
        return 1 - len(self.good) / total if total else 1.0

    @property
    def p99(self) -> float:
        """Ninety-nine of a hundred answers came sooner."""
        return sorted(self.good)[int(len(self.good) * 0.99)] if self.good else math.inf


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int, path: str) -> None:
        self._port, self._path = port, path
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, query: str) -> tuple[int, bytes, float]:
        """Status, body and seconds of a query, which is made another text than all before."""
        text = f"{PREFIXES}{query} # {next(_numbers)}"
        address = f"{self._path}?{urlencode({'query': text})}"
        started = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\r\n"
        writer.write(head.encode())
        status, body = await self._answer(reader)
        return status, body, time.perf_counter() - started

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, bytes]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        status = int(lines[0].split()[1])
        if "content-length" in headers:
            return status, await reader.readexactly(int(headers["content-length"]))
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        return status, body

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()


async def cheap_load(port: int, path: str, things: list[str], clients: int) -> Load:
    """What clients see that ask cheap queries, each its next as soon as it has an answer."""
    return await mixed(port, path, things, clients, 0, SECONDS)


async def mixed(port: int, path: str, things: list[str], cheap: int, runaways: int, seconds: float) -> Load:
    """The same beside clients that send runaway queries, one after the other."""
    load, end = Load(), time.perf_counter() + seconds

    async def quick(number: int) -> None:
        client = Client(port, path)
        for thing in itertools.islice(itertools.cycle(things), number * 37, None):
            if time.perf_counter() > end:
                break
            status, _, took = await client.ask(CHEAP.format(thing=thing))
            assert status in (200, 503, 504), status
            load.note(status, took)
        client.close()

    async def runaway() -> None:
        client = Client(port, path)
        while time.perf_counter() < end:
            status, _, took = await client.ask(RUNAWAY)
            assert status in (503, 504), status
            load.runaways.append(took)
        client.close()

    await asyncio.gather(*(quick(n) for n in range(cheap)), *(runaway() for _ in range(runaways)))
    return load


async def heavy(port: int, path: str, rounds: int) -> Heavy:
    """Median latency and answer of each heavy query."""
    client, found = Client(port, path), {}
    for name, query in HEAVY.items():
        times = []
        for _ in range(rounds):
            status, body, took = await client.ask(query)
            assert status == 200, body
            times.append(took)
        found[name] = statistics.median(times), body
    client.close()
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, **env: str) -> Iterator[None]:
    """A server while it is needed."""
    process = subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, command
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def line(name: str, value: str, goal: str) -> None:
    """One line of the report."""
    print(f"{name:52} {value:>40}   goal: {goal}", flush=True)


def beside_rdflib(ours: Heavy, cheap: Load, program: str, data: Path, things: list[str]) -> None:
    """Throughput and heavy queries, as ratios to rdflib-endpoint."""
    port = free_port()
    with serving([program, "serve", str(data), "--port", str(port)], port):
        other = asyncio.run(cheap_load(port, "/", things, 4))
        theirs = asyncio.run(heavy(port, "/", 3))
    ratio = len(cheap.good) / len(other.good)
    line("cheap queries, throughput beside rdflib-endpoint", f"{ratio:.1f} ×", "2 ×")
    ratios = {name: theirs[name][0] / ours[name][0] for name in HEAVY}
    mean = statistics.geometric_mean(ratios.values())
    value = f"{mean:.1f} × (least {min(ratios.values()):.1f} ×)"
    line("heavy queries, latency of rdflib-endpoint beside", value, "8 × (least 4 ×)")
    for name, each in ratios.items():
        line(f"  {name}", f"{ours[name][0] * 1e3:.1f} ms, {each:.1f} ×", "—")


def beside_oxigraph(ours: Heavy, cheap: Load, program: str, data: Path, things: list[str]) -> None:
    """Heavy queries, as ratios to Oxigraph's own server."""
    port, store = free_port(), data.parent / "oxigraph"
    subprocess.run([program, "load", "-l", str(store), "-f", str(data)], check=True, capture_output=True)
    with serving([program, "serve-read-only", "-l", str(store), "-b", f"127.0.0.1:{port}"], port):
        other = asyncio.run(cheap_load(port, "/query", things, 4))
        theirs = asyncio.run(heavy(port, "/query", 7))
    line(
        "cheap queries, throughput beside Oxigraph's server",
        f"{len(cheap.good) / len(other.good):.2f} ×",
        "—",
    )
    slowest = max(theirs, key=lambda name: theirs[name][0])
    ratio = ours[slowest][0] / theirs[slowest][0]
    line(
        "the heaviest query, latency beside Oxigraph's server", f"{ratio:.2f} × ({slowest})", "1.3 × at most"
    )


def strangers(port: int, things: list[str]) -> None:
    """Many clients at once, and then some of them with runaway queries."""
    alone = asyncio.run(mixed(port, "/sparql", things, CLIENTS - RUNAWAYS, 0, SECONDS))
    beside = asyncio.run(mixed(port, "/sparql", things, CLIENTS - RUNAWAYS, RUNAWAYS, 3 * TIME_OUT))
    value = f"{beside.p99 * 1e3:.0f} ms = {beside.p99 / alone.p99:.1f} × without"
    line(f"99th percentile of {CLIENTS - RUNAWAYS} clients beside {RUNAWAYS} runaways", value, "5 × at most")
    line("  cheap queries refused", f"{beside.refused:.2%} of {len(beside.good)}", "under 1 %")
    line("  longest runaway", f"{max(beside.runaways):.1f} s", f"{TIME_OUT + 1:.0f} s at most")


def main() -> None:
    """Everything, over the current snapshot."""
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    store = current(Settings.from_env().home).open_store()
    graphs = [ox.NamedNode(GRAPHS[name]) for name in SERVED_GRAPHS]
    triples = {quad.triple for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}
    things = sorted({each.subject.value for each in triples if isinstance(each.subject, ox.NamedNode)})
    print(f"{len(triples)} triples, {os.cpu_count()} cores; one server process each")
    with tempfile.TemporaryDirectory() as temporary:
        data, port = Path(temporary) / "data.nt", free_port()
        ox.serialize(triples, str(data), ox.RdfFormat.N_TRIPLES)
        command = [sys.executable, "-m", "accordgraph.cli", "serve", "--port", str(port), "--data", str(data)]
        with serving(command, port, ACCORDGRAPH_SPARQL_SECONDS=str(TIME_OUT)):
            asyncio.run(heavy(port, "/sparql", 1))
            cheap = asyncio.run(cheap_load(port, "/sparql", things, 4))
            ours = asyncio.run(heavy(port, "/sparql", 7))
            strangers(port, things)
        for name, compare in (("rdflib-endpoint", beside_rdflib), ("oxigraph", beside_oxigraph)):
            program = shutil.which(name, path=folder) or shutil.which(name)
            if program:
                compare(ours, cheap, program, data, things)
            else:
                print(f"left out: {name} is not installed (pip install {name})")


if __name__ == "__main__":
    main()
