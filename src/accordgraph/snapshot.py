"""The snapshot that is served: written beside the old one, swapped in at once, never changed.

A snapshot is a folder: the on-disk store, the compiled rows of the network, the dumps, and a manifest
with digests.  ``current`` names the one to serve.  A build that is killed leaves ``current``
as it was, and its half-written folder is removed by the next build.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain, count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Store as Store

from accordgraph import __version__, dumps, sizes
from accordgraph import compile as network
from accordgraph.compile import table
from accordgraph.content import FORMAT, Read
from accordgraph.content import Content as Content
from accordgraph.errors import BuildRunning, InvalidData, NoSnapshot
from accordgraph.findings import Finding, Severity
from accordgraph.layouts import kept as layouts
from accordgraph.names import Names, fold
from accordgraph.namespaces import GRAPHS, ONTOLOGY, PREFIXES, slug
from accordgraph.pathways.world import World
from accordgraph.stored_queries import load_queries, rows

KEPT = 2
SEEN = "seen"
"""The file that holds the stamp of the content that a snapshot was last compared with."""
HINT = "Run `accordgraph build`."
Say = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is made of and how it was checked; `served` counts as `dumps.write` does."""

    format: int
    software_version: str
    ontology_version: str
    data_version: str
    data_date: str
    digest: str
    triples: Mapping[str, int]
    served: Mapping[str, int]
    network_sha256: str


@dataclass(frozen=True)
class Snapshot:
    """A finished snapshot on disk."""

    path: Path
    manifest: Manifest

    @property
    def store(self) -> Path:
        """The folder of the store; open it with `Store.read_only`."""
        return self.path / "store"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let no build drop it while it is served."""
        with (self.path / "manifest.json").open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_SH)
            yield

    def open_store(self) -> Store:
        """The store, read-only."""
        return Store.read_only(str(self.store))

    def rows(self, *, pending: bool = False) -> table.Rows:
        """The compiled rows of the network queries, with pending statements on request."""
        name = "network-pending.json" if pending else "network.json"
        return table.read((self.path / name).read_bytes())

    def scenarios(self) -> dict[str, dict[str, Any]]:
        """The stored scenarios by name."""
        found: dict[str, dict[str, Any]] = json.loads((self.path / "scenarios.json").read_bytes())
        return found


def fill(store: Store, content: Content) -> None:
    """Load content into the graphs of a store.

    Raises
    ------
    BadTurtle : naming the file that does not parse.
    """
    from accordgraph.turtle import read_files  # not for a start: it loads rdflib

    for part, paths in content.files().items():
        graph = ox.NamedNode(GRAPHS["ontology" if part == "shapes" else part])
        found = read_files(paths, base=content.ontology.parent)
        store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found.without(())
        )


def read_network(store: Store, content: Content, *, pending: bool = False) -> table.Rows:
    """The rows an answer needs: the network queries, and how records show properties."""
    queries = load_queries(content.queries)
    found = dict(network.read_rows(store, queries, pending=pending))
    found["properties"] = rows(store, queries["records/properties"])
    supports: dict[str, list[str]] = {}
    for row in found.pop("citation-supports"):
        supports.setdefault(row["citation"], []).append(slug(row["property"]))
    found["citations"] = [
        {**row, "supports": supports.get(row["citation"], [])} for row in found["citations"]
    ]
    found["names"] = [{**row, "folded": fold(row["name"])} for row in found["names"]]
    return found


def build(content: Content, home: Path, *, say: Say = lambda line: None, check: bool = True) -> Snapshot:
    """Make a snapshot from content and let it be served.

    Parameters
    ----------
    content, home : what to read, and the folder that holds snapshots.
    say : told one line before each long step.
    check : consistency and shapes; only tests of other things leave them out.

    Raises
    ------
    BadTurtle, InvalidData, BadStoredQuery : the content is faulty; what was served stays served.
    BuildRunning : another process builds here.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _only_builder(home):
        stamp, digest = content.stamp(), content.digest()
        snapshots = home / "snapshots"
        snapshots.mkdir(exist_ok=True)
        for leftover in snapshots.glob(".building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=snapshots))
        try:
            manifest = _write(content, work, digest, say, check)
            (work / SEEN).write_text(stamp, encoding="utf-8")
            final = _unused(snapshots / digest[:16])  # one that may be served now is never touched
            work.rename(final)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        _point_at(home, final.name)
        _drop_old(home, final.name)
        return Snapshot(final, manifest)


def build_apart(content: Content, home: Path, *, say: Say) -> Snapshot:
    """As `build`, in a process of its own, so that a server does not keep the memory of a build.

    Parameters
    ----------
    say : a function of a module, which the other process can find by its name.

    Raises
    ------
    ChildProcessError : that process was killed, also by the system for want of memory.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        try:
            return apart.submit(build, content, home, say=say).result()
        except BrokenExecutor:
            told = "the process that built was ended by the system; build again"
            raise ChildProcessError(errno.ECHILD, told, str(home)) from None


def _write(content: Content, work: Path, digest: str, say: Say, check: bool) -> Manifest:
    store = Store()  # in memory, where queries take a fraction of the time
    inferred = _checked_inferences(content, say, check)
    fill(store, content)
    store.bulk_load(inferred, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(GRAPHS["inferred"]))
    say("compiling the recognition network")
    digests = hashlib.sha256()
    with ThreadPoolExecutor(1) as beside:  # the store works without the interpreter
        pending = beside.submit(read_network, store, content, pending=True)
        network_rows = read_network(store, content)
        layouts.write(World(network.facts(network_rows)), work)
        texts = {"network.json": table.packed(network_rows)}
    texts["scenarios.json"] = _scenarios(content, store, network_rows, check)  # laid over the store meanwhile
    texts["network-pending.json"] = table.packed(pending.result())
    say("writing the store")
    quads = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    with ThreadPoolExecutor(1) as beside:
        served = beside.submit(dumps.write, quads, work / dumps.FOLDER)
        kept = Store(str(work / "store"))
        kept.bulk_load(quads, ox.RdfFormat.N_QUADS)
        kept.flush()
        kept.optimize()
        del kept
    for name, told in texts.items():
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        (work / name).write_text(text, encoding="utf-8")
        digests.update(text.encode())
    manifest = Manifest(
        format=FORMAT,
        software_version=__version__,
        **_versions(store),
        digest=digest,
        triples={name: sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
                 for name, iri in GRAPHS.items()},
        served=served.result(),
        network_sha256=digests.hexdigest(),
    )  # fmt: skip
    (work / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    sizes.note(work)
    return manifest


def _scenarios(content: Content, store: Store, found: table.Rows, check: bool) -> dict[str, Any]:
    """The stored scenarios by name; none is served that contradicts the facts or breaks a shape."""
    from accordgraph.scenarios import stored

    if not check:
        return {path.stem: stored.document(path) for path in content.scenarios()}
    judged = dict(
        stored.checked(content.scenarios(), store, World(network.facts(found)), Names(found["names"]))
    )
    _refuse([finding for finding in judged.values() if isinstance(finding, Finding)])
    return {path.stem: told for path, told in judged.items()}


def scenario_findings(content: Content, paths: Iterable[Path] | None = None) -> tuple[Finding, ...]:
    """What is wrong with stored scenarios, beside the facts as they are in the files.

    Parameters
    ----------
    paths : scenario files; all stored ones if none are given.
    """
    from accordgraph.scenarios import stored

    asked = content.scenarios() if paths is None else list(paths)
    if not asked:
        return ()
    store = Store()
    fill(store, content)
    found = read_network(store, content)
    judged = stored.checked(asked, store, World(network.facts(found)), Names(found["names"]))
    return tuple(finding for _, finding in judged if isinstance(finding, Finding))


def _checked_inferences(content: Content, say: Say, check: bool) -> bytes:
    from accordgraph import reasoning

    say("reading ontology and data")
    read = Read.of(content)
    served = read.served()
    if not check:
        say("inferring")
        return reasoning.inferred(served)
    with ThreadPoolExecutor(2) as beside:  # each waits for a process of its own
        say("checking consistency")
        consistency = beside.submit(reasoning.check_consistency, served)
        inferences = beside.submit(reasoning.inferred_apart, served)
        say("validating shapes")
        faults = [f for f in read.findings() if f.severity is Severity.VIOLATION]
        if not consistency.result().consistent:
            raise InvalidData(
                "The data contradict the ontology.",
                given=consistency.result().explanation,
                hint="Nothing was replaced.",
            )
        _refuse(faults)
        say("inferring")
        return inferences.result()


def _refuse(faults: list[Finding]) -> None:
    if faults:
        lines = "\n".join(f.text("en") for f in faults[:20])
        raise InvalidData(
            f"{len(faults)} statements break a shape:\n{lines}",
            hint="Run `accordgraph validate` for the whole list; nothing was replaced.",
        )


def _versions(store: Store) -> dict[str, str]:
    owl, dct = PREFIXES["owl"], PREFIXES["dcterms"]

    def literal(graph: str, subject: ox.NamedNode | None, predicate: str) -> str:
        quads = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, ox.NamedNode(GRAPHS[graph]))
        return min((q.object.value for q in quads if isinstance(q.object, ox.Literal)), default="unknown")

    return {
        "ontology_version": literal("ontology", ox.NamedNode(ONTOLOGY), f"{owl}versionInfo"),
        "data_version": literal("facts", None, f"{owl}versionInfo"),
        "data_date": literal("facts", None, f"{dct}modified"),
    }


@contextmanager
def _only_builder(home: Path) -> Iterator[None]:
    with (home / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BuildRunning(
                "Another build is running in this folder.", given=str(home), hint="Wait until it has ended."
            ) from None
        yield


def _unused(path: Path) -> Path:
    """The path itself, or with a number the next one that is free."""
    others = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(each for each in chain([path], others) if not each.exists())


def _point_at(home: Path, name: str) -> None:
    pointer = home / f"current.{os.getpid()}"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(home / "current")


def _drop_old(home: Path, keep: str) -> None:
    others = [p for p in (home / "snapshots").iterdir() if p.name != keep and not p.name.startswith(".")]
    for old in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        if not _is_held(old):
            shutil.rmtree(old, ignore_errors=True)


def _is_held(path: Path) -> bool:
    try:
        with (path / "manifest.json").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def current(home: Path) -> Snapshot:
    """The snapshot to serve.

    Raises
    ------
    NoSnapshot : there is none that this version can read.
    """
    try:
        return opened(home / "snapshots" / (home / "current").read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        raise NoSnapshot("There is no snapshot to serve.", given=str(home), hint=HINT) from None


def opened(path: Path) -> Snapshot:
    """The snapshot in a folder.

    Raises
    ------
    NoSnapshot : there is none that this version can read.
    """
    try:
        told: dict[str, Any] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        if told.get("format") != FORMAT:
            raise NoSnapshot("The snapshot is of another format.", given=told.get("format"), hint=HINT)
        damaged = sizes.faults(path)
        if damaged:
            raise NoSnapshot(f"The snapshot is damaged: {', '.join(damaged)}.", given=str(path), hint=HINT)
        return Snapshot(path, Manifest(**told))
    except (OSError, ValueError, TypeError):
        raise NoSnapshot("There is no snapshot to serve.", given=str(path), hint=HINT) from None


def is_fresh(snapshot: Snapshot, content: Content) -> bool:
    """Whether a snapshot was made from this very content by this version.

    Content whose files look untouched since they were last read in full is not read again.
    """
    seen = snapshot.path / SEEN
    stamp = content.stamp()
    try:
        if seen.read_text(encoding="utf-8") == stamp:
            return True
    except OSError:
        pass
    fresh = snapshot.manifest.digest == content.digest()
    if fresh:
        with contextlib.suppress(OSError):  # a snapshot that cannot be written to is read in full each time
            seen.write_text(stamp, encoding="utf-8")
    return fresh
