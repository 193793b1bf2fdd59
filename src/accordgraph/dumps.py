"""The whole graph as files: Turtle and JSON-LD of what is served, N-Quads of every graph by its name.

A build writes them beside the store, where they cost a second; from a store on disk they cost ten. The
same graphs give the same bytes: lines are sorted before they are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from accordgraph.namespaces import GRAPHS, PREFIXES, SERVED_GRAPHS

FOLDER = "dumps"
SUMS = "SHA256SUMS"
"""The file of digests, as ``sha256sum --check`` reads it."""
DUMPS = {
    "accordgraph.ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "accordgraph.nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "accordgraph.jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}
"""Dumps by file name, each with its media type and format."""
_END = b" .\n"
_TYPE = f"<{PREFIXES['rdf']}type>".encode()


@dataclass(frozen=True)
class File:
    """A file that was written: its name below the folder, media type, size in bytes, SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str


def write(quads: bytes, folder: Path) -> Mapping[str, int]:
    """Write all dumps and their digests into a new folder.

    Parameters
    ----------
    quads : every graph, as N-Quads in any order.

    Returns
    -------
    What the served graphs hold together, under the names of VoID.
    """
    lines = sorted(set(quads.splitlines(keepends=True)))
    triples = _triples(lines)
    served = b"".join(triples)
    folder.mkdir()
    sums = []
    for name, (_, form) in DUMPS.items():
        body = b"".join(lines) if form == ox.RdfFormat.N_QUADS else _serialised(served, form)
        (folder / name).write_bytes(body)
        sums.append(f"{hashlib.sha256(body).hexdigest()}  {name}\n")
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    return _counts(triples)


def listed(folder: Path) -> list[File]:
    """The dumps of a folder, with the digests that were written beside them."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    return [File(name, kind, (folder / name).stat().st_size, sums[name]) for name, (kind, _) in DUMPS.items()]


def _serialised(triples: bytes, form: ox.RdfFormat) -> bytes:
    parsed = ox.parse(input=triples, format=ox.RdfFormat.N_TRIPLES)
    return ox.serialize(parsed, format=form, prefixes=PREFIXES) or b""


def _triples(quads: list[bytes]) -> list[bytes]:
    """The lines of the served graphs without their graphs, each once, sorted."""
    wanted = tuple(f" <{GRAPHS[name]}>".encode() + _END for name in SERVED_GRAPHS)
    return sorted({line.rsplit(b" ", 2)[0] + _END for line in quads if line.endswith(wanted)})


def _counts(triples: list[bytes]) -> Mapping[str, int]:
    said = [line.split(b" ", 2) for line in triples]
    return {
        "triples": len(said),
        "distinctSubjects": len({subject for subject, _, _ in said}),
        "properties": len({predicate for _, predicate, _ in said}),
        "classes": len({value for _, predicate, value in said if predicate == _TYPE}),
    }
