"""The SPARQL endpoint beside its peers, on the same data in the same run; printed as ratios.

Peers are `rdflib-endpoint` and `oxigraph`, programs of the packages of these names.  They get an
environment of their own beside the one that runs this, made at the first run; a folder that holds them may be
named as the first argument instead.  One that cannot be had is left out.

All servers read one file of N-Triples, the default graph of the current snapshot, and run at once.  They are
asked in turn, so that other work on the machine meets all of them.  Every request is another text, so that no
answer comes from a cache.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
from names import EIGHT, HEAVIEST, LEAST, LONGEST, P99, REFUSED, THROUGHPUT, WRONG

from accordgraph.namespaces import GRAPHS, SERVED_GRAPHS
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings

PEERS = ("rdflib-endpoint[cli]==0.6.3", "oxigraph==0.5.13")
SECONDS = 8.0
ROUNDS = 4
"""How often a server has its turn of cheap queries, `SECONDS / ROUNDS` each."""

CLIENTS, RUNAWAYS, TIME_OUT = 64, 8, 10.0
PREFIXES = """PREFIX ag: <https://w3id.org/accordgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
MOST = 20
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
    "three steps": "SELECT ?k (COUNT(*) AS ?n) WHERE "
    "{ ?a ?p ?b . ?b ?q ?c . ?c a ?k } GROUP BY ?k ORDER BY DESC(?n)",
    "two steps": "SELECT (COUNT(*) AS ?n) WHERE { ?a a ag:Membership . ?a ?p ?b . ?b a ag:Body ; ?q ?c }",
}
_PART = "{{ SELECT * {{ ?s{0} ?p{0} ?o{0} }} LIMIT 3000 }}"
RUNAWAYS_BY = {
    "time": f"SELECT (COUNT(*) AS ?n) WHERE {{ {' '.join(_PART.format(n) for n in range(5))} }}",
    "memory": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
}

Heavy = dict[str, list[float]]
"""Latencies of each heavy query, round by round."""

_numbers = itertools.count()


@dataclass
class Load:
    """What a number of clients saw: latencies by status, wrong answers, and how long runaways were kept."""

    latencies: dict[int, list[float]] = field(default_factory=dict)
    runaways: dict[int, list[float]] = field(default_factory=dict)
    wrong: int = 0

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


@dataclass
class Server:
    """One that is asked: where it listens, and the right answers."""

    port: int
    path: str
    expected: dict[str, bytes] = field(default_factory=dict)

    async def learn(self, things: Iterable[str]) -> None:
        """Take note of the answers about things."""
        client = Client(self.port, self.path)
        for thing in things:
            status, body, _ = await client.ask(CHEAP.format(thing=thing))
            assert status == 200, body
            self.expected[thing] = body
        client.close()

    def check(self, facts: dict[str, list[tuple[str, str]]]) -> None:
        """Compare what was learned with the data."""
        for thing, body in self.expected.items():
            rows = [(row["p"]["value"], row["o"]["value"]) for row in json.loads(body)["results"]["bindings"]]
            assert set(rows) <= set(facts[thing]), thing
            assert len(rows) == min(len(facts[thing]), MOST), thing

    async def load(self, cheap: int, seconds: float, runaways: int = 0) -> Load:
        """What clients see that ask cheap queries, each its next as soon as it has an answer."""
        load, end = Load(), time.perf_counter() + seconds

        async def quick(number: int) -> None:
            client = Client(self.port, self.path)
            for thing in itertools.islice(itertools.cycle(self.expected), number * 37, None):
                if time.perf_counter() > end:
                    break
                status, body, took = await client.ask(CHEAP.format(thing=thing))
                load.note(status, took)
                if status == 200:
                    load.wrong += body != self.expected[thing]
                else:
                    assert status in (503, 504), body
            client.close()

        async def runaway(number: int) -> None:
            client = Client(self.port, self.path)
            queries = [*RUNAWAYS_BY.values()]
            for query in itertools.islice(itertools.cycle(queries), number, None):
                if time.perf_counter() > end:
                    break
                status, body, took = await client.ask(query)
                assert status in (503, 504, 507), body
                load.runaways.setdefault(status, []).append(took)
            client.close()

        await asyncio.gather(*(quick(n) for n in range(cheap)), *(runaway(n) for n in range(runaways)))
        return load

    async def time(self, query: str) -> float:
        """Latency of one query."""
        client = Client(self.port, self.path)
        status, body, took = await client.ask(query)
        client.close()
        assert status == 200, body
        return took


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, **env: str) -> Iterator[subprocess.Popen[bytes]]:
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
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()


def program(name: str) -> str | None:
    """Where a peer's program is; the environment of the peers is made if it is not there."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(sys.prefix) / "peers" / "bin"
    if len(sys.argv) == 1 and not folder.is_dir():
        print(f"making an environment for {', '.join(PEERS)} …", flush=True)
        venv.create(folder.parent, with_pip=True)
        subprocess.run([folder / "python", "-m", "pip", "install", "--quiet", *PEERS], check=False)
    return shutil.which(name, path=folder)


def peers(stack: ExitStack, data: Path) -> dict[str, Server]:
    """The other servers that could be started."""
    found = {}
    if rdflib := program("rdflib-endpoint"):
        port = free_port()
        stack.enter_context(serving([rdflib, "serve", str(data), "--port", str(port)], port))
        found["rdflib-endpoint"] = Server(port, "/")
    if oxigraph := program("oxigraph"):
        port, store = free_port(), data.parent / "oxigraph"
        subprocess.run([oxigraph, "load", "-l", store, "-f", data], check=True, capture_output=True)
        command = [oxigraph, "serve-read-only", "-l", str(store), "-b", f"127.0.0.1:{port}"]
        stack.enter_context(serving(command, port))
        found["oxigraph"] = Server(port, "/query")
    return found


def cheap(servers: dict[str, Server]) -> dict[str, int]:
    """How many cheap queries of four clients each server answers, all in turn."""
    counts = dict.fromkeys(servers, 0)
    for _ in range(ROUNDS):
        for name, server in servers.items():
            counts[name] += len(asyncio.run(server.load(4, SECONDS / ROUNDS)).good)
    return counts


def heavy(servers: dict[str, Server], rounds: int) -> dict[str, Heavy]:
    """Latencies of each heavy query at each server, asked in turn."""
    found: dict[str, Heavy] = {name: {title: [] for title in HEAVY} for name in servers}
    for title, query in HEAVY.items():
        for _ in range(rounds):
            for name, server in servers.items():
                found[name][title].append(asyncio.run(server.time(query)))
    return found


def ratios(upper: Heavy, lower: Heavy) -> dict[str, float]:
    """How many times longer each query takes: the median over rounds, in each of which both were asked."""
    return {
        title: statistics.median(a / b for a, b in zip(upper[title], lower[title], strict=True))
        for title in upper
    }


Row = tuple[str, str, str]
"""What was measured, what was seen, and the goal."""


def beside_rdflib(servers: dict[str, Server]) -> list[Row]:
    """Throughput and heavy queries, as ratios to rdflib-endpoint."""
    counts, times = cheap(servers), heavy(servers, 3)
    longer = ratios(times["rdflib-endpoint"], times["ours"])
    print("heavy queries beside rdflib-endpoint:")
    for name, each in longer.items():
        print(f"  {name}: {each:.1f}, ours {statistics.median(times['ours'][name]) * 1e3:.1f} ms", flush=True)
    least = min(longer, key=longer.__getitem__)
    return [
        (THROUGHPUT, f"{counts['ours'] / counts['rdflib-endpoint']:.1f}", "2 at least"),
        (EIGHT, f"{statistics.geometric_mean(longer.values()):.1f}", "8 at least"),
        (LEAST, f"{longer[least]:.1f} ({least})", "4 at least"),
    ]


def beside_oxigraph(servers: dict[str, Server]) -> list[Row]:
    """Throughput and heavy queries, as ratios to Oxigraph's own server."""
    counts, times = cheap(servers), heavy(servers, 9)
    longer = ratios(times["ours"], times["oxigraph"])
    print(f"cheap queries, throughput beside Oxigraph's server: {counts['ours'] / counts['oxigraph']:.2f}")
    print("heavy queries beside Oxigraph's server:")
    for name, each in longer.items():
        print(f"  {name}: {each:.2f}", flush=True)
    slowest = max(longer, key=lambda name: min(times["oxigraph"][name]))
    return [(HEAVIEST, f"{longer[slowest]:.2f} ({slowest})", "1.3 at most")]


def strangers(server: Server) -> list[Row]:
    """Many clients at once, and then some of them with runaway queries."""
    alone = asyncio.run(server.load(CLIENTS - RUNAWAYS, SECONDS))
    beside = asyncio.run(server.load(CLIENTS - RUNAWAYS, 3 * TIME_OUT, RUNAWAYS))
    told = ", ".join(f"{len(times)} × {status}" for status, times in sorted(beside.runaways.items()))
    print(f"99th percentile beside runaways: {beside.p99 * 1e3:.0f} ms; runaways: {told}", flush=True)
    asked = sum(map(len, beside.latencies.values()))
    longest = max(max(times) for times in beside.runaways.values())
    return [
        (P99, f"{beside.p99 / alone.p99:.1f}", "5 at most"),
        (REFUSED, f"{beside.refused:.2%} of {asked:,}", "under 1 %"),
        (WRONG, str(alone.wrong + beside.wrong), "0"),
        (LONGEST, f"{longest:.1f} s", f"{TIME_OUT + 1:.0f} s at most"),
    ]


def end_orderly() -> None:
    """Let whoever ends this program end the servers that it has started."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def main() -> None:
    """Everything, over the current snapshot."""
    end_orderly()
    store = AccordGraph.open(Settings.from_env(), say=print).store
    graphs = [ox.NamedNode(GRAPHS[name]) for name in SERVED_GRAPHS]
    triples = {quad.triple for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}
    facts: dict[str, list[tuple[str, str]]] = {}
    unnamed = {each.subject for each in triples if isinstance(each.object, ox.BlankNode | ox.Triple)}
    for each in triples:
        if isinstance(each.subject, ox.NamedNode) and each.subject not in unnamed:
            facts.setdefault(each.subject.value, []).append((each.predicate.value, each.object.value))
    things = sorted(facts)[::5]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    rows: list[Row] = []
    print(f"{len(triples):,} triples, {os.cpu_count()} cores, {memory:.0f} GiB; one server process each")
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        data, port = Path(temporary) / "data.nt", free_port()
        ox.serialize(triples, str(data), ox.RdfFormat.N_TRIPLES)
        command = [sys.executable, "-m", "accordgraph.cli", "serve", "--port", str(port), "--data", str(data)]
        stack.enter_context(serving(command, port, ACCORDGRAPH_SPARQL_SECONDS=str(TIME_OUT)))
        ours = Server(port, "/sparql")
        with ExitStack() as beside:
            others = peers(beside, data)
            for server in (ours, *others.values()):
                asyncio.run(server.learn(things))
            ours.check(facts)
            for name, compare in (("rdflib-endpoint", beside_rdflib), ("oxigraph", beside_oxigraph)):
                if name in others:
                    rows += compare({"ours": ours, name: others[name]})
                else:
                    print(
                        f"left out: {name} cannot be had; the first argument may name a folder that holds it"
                    )
        rows += strangers(ours)
    print("\n| what | ratio | goal |\n|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
