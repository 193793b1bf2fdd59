"""RDF files of others as a store to query: read as they are, without validation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, Store

from accordgraph import __version__
from accordgraph.errors import BadValue
from accordgraph.sparql.dataset import Dataset

_SUFFIXES = ("ttl", "nt", "nq", "trig", "rdf", "xml", "owl", "jsonld", "json")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class DataFile:
    """A file and the graph it goes to; None is the default graph, or those that the file itself names."""

    path: Path
    graph: str | None = None

    @classmethod
    def read(cls, text: str) -> DataFile:
        """A file from ``[IRI=]FILE``.

        Raises
        ------
        BadValue : there is no such file, or what precedes it is no IRI.
        """
        whole = Path(text)
        if whole.is_file():
            return cls(whole)
        iri, equals, name = text.rpartition("=")
        if not Path(name).is_file():
            raise _bad("There is no such file.", text, "[IRI=]FILE, a file that exists")
        if equals and not _is_iri(iri):
            raise _bad("What stands before the file is not an IRI.", text, "[IRI=]FILE")
        return cls(Path(name), iri)


@dataclass(frozen=True)
class Loaded:
    """What was loaded: the graphs, a digest of the files, and the time of the newest."""

    dataset: Dataset
    digest: str
    modified: datetime


def load(files: Sequence[DataFile], store_path: Path) -> Loaded:
    """Fill a new store.

    Raises
    ------
    BadValue : a file that does not parse, or of a format that is not known.
    """
    store, digest = Store(str(store_path)), hashlib.sha256(__version__.encode())
    for file in files:
        _add(store, file)
        summary = hashlib.sha256(file.path.read_bytes()).hexdigest()
        digest.update(f"{file.graph} {summary}".encode())
    graphs = Dataset.of(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    store.flush()
    store.optimize()
    newest = max(file.path.stat().st_mtime for file in files)
    return Loaded(graphs, digest.hexdigest(), datetime.fromtimestamp(newest, UTC))


def _add(store: Store, file: DataFile) -> None:
    suffix = file.path.suffix.removeprefix(".").lower()
    kind = RdfFormat.from_extension("rdf" if suffix == "owl" else suffix)
    if kind is None or suffix not in _SUFFIXES:
        raise _bad("The format of the file is not known.", str(file.path), [f".{each}" for each in _SUFFIXES])
    if file.graph and suffix in ("nq", "trig"):
        raise _bad("The file names its graphs itself; it takes no IRI.", f"{file.graph}={file.path}", "FILE")
    base = file.graph or f"file:///{quote(file.path.name)}"  # where it lies is nobody's business
    graph = NamedNode(file.graph) if file.graph else None
    try:
        store.bulk_load(path=str(file.path), format=kind, base_iri=base, to_graph=graph)
    except (SyntaxError, ValueError, OSError) as error:
        raise _bad(f"The file cannot be read: {error}", str(file.path), None) from None


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return bool(_SCHEME.match(text))


def _bad(message: str, given: str, accepted: str | list[str] | None) -> BadValue:
    return BadValue(message, field="data", given=given, accepted=accepted)
