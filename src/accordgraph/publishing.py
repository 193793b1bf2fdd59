"""Load a snapshot into a SPARQL server, beside the versions it holds, and let readers change over at once.

Each run writes a release of its own (see `accordgraph.sparql.versions`); one triple, inserted last, makes it
count.  What a run leaves behind that was broken off, and releases older than the last but one, the next run
removes: first the triple, then the graphs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from accordgraph.errors import AccordGraphError, StoreFailed
from accordgraph.namespaces import GRAPHS
from accordgraph.settings import Settings
from accordgraph.snapshot import KEPT, Say, Snapshot
from accordgraph.sparql import versions
from accordgraph.sparql.exchange import Exchange
from accordgraph.sparql.remote import checked_address
from accordgraph.sparql.server import Server
from accordgraph.sparql.versions import BEGUN, DATA, HOLDS, NUMBER, VERSIONS

CHUNK = 1_000
"""Statements of one update: servers compile each, and what they compile has a limit."""

SECONDS = 300.0
"""Longest time that a server may take over one request."""

HINT = "Nothing has changed for readers; publish again."


@dataclass(frozen=True)
class Release:
    """What a server tells of a release: its place in the order of publishing, and what it holds if whole."""

    iri: str
    number: int
    digest: str


def publish(snapshot: Snapshot, address: str, settings: Settings, *, say: Say = lambda line: None) -> bool:
    """Make a server hold a snapshot.

    Parameters
    ----------
    snapshot : what to load.
    address : where the server takes updates; it is asked at the address of the settings, or at the same.
    settings : name and password, and where to ask.
    say : told one line before each long step.

    Returns
    -------
    Whether there was something to do.

    Raises
    ------
    BadValue : an address that is none.
    StoreDown, StoreSlow, StoreFailed : readers are served what they were served before.
    """
    publisher = _Publisher(snapshot, address, settings, say)
    try:
        return publisher.run()
    finally:
        publisher.close()


class _Publisher:
    def __init__(self, snapshot: Snapshot, address: str, settings: Settings, say: Say) -> None:
        self._snapshot, self._say = snapshot, say
        self._digest = snapshot.manifest.digest
        writer = settings.publish_user, settings.publish_password
        self._writing = Exchange(checked_address(address, "url"), *writer, SECONDS)
        self._reading = self._writing
        if settings.store:
            reader = settings.store_user, settings.store_password
            self._reading = Exchange(checked_address(settings.store, "store"), *reader, SECONDS)
        self._server = Server(self._reading, self._digest)

    def close(self) -> None:
        self._writing.close()
        self._reading.close()

    def run(self) -> bool:
        before = self._releases()
        if any(each.digest == self._digest for each in before):
            return False
        number = max((each.number for each in before), default=0) + 1
        release = versions.release_iri(self._digest, f"{number}-{secrets.token_hex(4)}")
        try:
            self._load(release, number)
        except BaseException:
            with suppress(AccordGraphError):  # then the next run does it
                self._remove(release)
            raise
        for each in self._outdated(number):
            self._say(f"removing {each.iri.rpartition('/')[2]}")
            self._remove(each.iri)
        return True

    def _releases(self) -> list[Release]:
        return [
            Release(iri, int(number), digest) for iri, number, digest in self._server.values(versions.EVERY)
        ]

    def _load(self, release: str, number: int) -> None:
        told = {NUMBER: str(number), BEGUN: f'"{self._digest}"',
                DATA: str(ox.Literal(self._snapshot.manifest.data_version))}  # fmt: skip
        facts = " ; ".join(f"<{name}> {value}" for name, value in told.items())
        self._writing.update(f"INSERT DATA {{ GRAPH <{VERSIONS}> {{ <{release}> {facts} }} }}")
        graphs = versions.names(release)
        store = self._snapshot.open_store()
        for name, iri in GRAPHS.items():
            self._say(f"loading the graph {name}")
            count = 0
            for update, size in _updates(store, iri, graphs[iri]):
                self._writing.update(update)
                count += size
            self._check(graphs[iri], name, count)
        # Nothing is inserted if another run took this one for broken off and removed it.
        begun = f"GRAPH <{VERSIONS}> {{ <{release}> <{BEGUN}> ?digest }}"
        self._writing.update(
            f"INSERT {{ GRAPH <{VERSIONS}> {{ <{release}> <{HOLDS}> ?digest }} }} WHERE {{ {begun} }}"
        )
        if not self._server.holds(release):
            raise StoreFailed("Another publish removed this one.", hint=HINT)

    def _check(self, graph: str, name: str, count: int) -> None:
        """What a server lost or joined together is found before anybody reads it."""
        ((held,),) = self._server.values(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        if int(held) != count:
            raise StoreFailed(
                f"The store holds {held} statements of the graph {name} after {count} were sent.", hint=HINT
            )

    def _outdated(self, number: int) -> Iterator[Release]:
        """All but the newest whole ones; one that was begun later may still be under way."""
        whole = sorted(each.number for each in self._releases() if each.digest)[-KEPT:]
        for each in self._releases():
            if each.number not in whole and (each.digest or each.number <= number):
                yield each

    def _remove(self, release: str) -> None:
        """Take away what makes it count, then its graphs, then that it ever was."""
        self._writing.update(f"DELETE WHERE {{ GRAPH <{VERSIONS}> {{ <{release}> <{HOLDS}> ?digest }} }}")
        for graph in versions.names(release).values():
            self._writing.update(f"DROP SILENT GRAPH <{graph}>")
        self._writing.update(f"DELETE WHERE {{ GRAPH <{VERSIONS}> {{ <{release}> ?name ?value }} }}")


def _updates(store: ox.Store, graph: str, into: str) -> Iterator[tuple[str, int]]:
    """Updates that insert a graph, each with the number of its statements.

    Those with blank nodes go together, so that equal names mean the same; as Virtuoso takes none in INSERT
    DATA, they are inserted once for an empty pattern.
    """
    plain, blank = list[str](), list[str]()
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        has_blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
        (blank if has_blank else plain).append(f"{quad.triple} .")
    if blank:
        yield f"INSERT {{ GRAPH <{into}> {{ {' '.join(blank)} }} }} WHERE {{}}", len(blank)
    for start in range(0, len(plain), CHUNK):
        part = plain[start : start + CHUNK]
        yield f"INSERT DATA {{ GRAPH <{into}> {{ {' '.join(part)} }} }}", len(part)
