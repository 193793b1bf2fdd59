"""Everything in one folder: dumps in Turtle, N-Quads and JSON-LD, flat tables, and a description of both.

The same snapshot gives the same bytes: triples are sorted, and no clock is read.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from accordgraph.namespaces import BASE, GRAPHS, ONTOLOGY, PREFIXES, SERVED_GRAPHS
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.snapshot import Say
from accordgraph.sparql.serialise import GRAPH_WRITERS, drop_unused_prefixes
from accordgraph.stored_queries import rows
from accordgraph.tables import columns, flat, packaged, schema, write_csv

DATASET = ox.NamedNode(f"{BASE}dataset")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
DUMPS = {
    "accordgraph.ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "accordgraph.nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "accordgraph.jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}
"""Dumps by file name: Turtle and JSON-LD hold what is served, N-Quads every graph by its name."""
TERMS = {
    **{name: PREFIXES[name] for name in ("dcterms", "owl", "rdf", "xsd")},
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}

KINDS = {".csv": "text/csv", ".json": "application/json"}

Triple = tuple[Any, ox.NamedNode, Any]


@dataclass(frozen=True)
class File:
    """A file that was written: its name below the folder, media type, size in bytes, SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path, folder: Path) -> File:
        """What is to be told of a file."""
        name, body = path.relative_to(folder).as_posix(), path.read_bytes()
        kind = KINDS.get(path.suffix) or DUMPS[name][0]
        return cls(name, kind, len(body), hashlib.sha256(body).hexdigest())


def export(graph: AccordGraph, folder: Path, *, say: Say = lambda line: None) -> list[Path]:
    """Write dumps, tables and description into a folder; returns the files, in order.

    Files of an earlier export are replaced; others are left alone.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    say("writing dumps")
    written = [_write(folder / name, dump(graph, name)) for name in DUMPS]
    say("writing tables")
    package = folder / "datapackage.json"
    tables = list(_tables(graph, folder))
    about = graph.meta("en")
    told = packaged(
        ((name, title, fields) for name, title, fields, _ in tables),
        name="accordgraph",
        title="accordgraph: mutual recognition of engineering qualifications",
        version=graph.manifest.data_version,
        licenses=[{"name": "CC-BY-4.0", "path": LICENCE}],
        description=about["notice"],
    )
    _write(package, (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode())
    say("describing")
    written += [*(path for *_, path in tables), package]
    files = [File.of(path, folder) for path in written]
    return [*written, _write(folder / "void.ttl", described(graph, files, "ttl"))]


def dumps(graph: AccordGraph, folder: Path) -> list[File]:
    """The dumps alone, in a folder; those that are there already are taken as they are."""
    for name in DUMPS:
        path = folder / name
        if not path.exists():
            # Whoever else writes the same dump writes the same bytes; a reader sees a whole file or none.
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
                part.write(dump(graph, name))
            Path(part.name).replace(path)
    return [File.of(folder / name, folder) for name in DUMPS]


def described(graph: AccordGraph, files: Iterable[File], form: str, *, at: str | None = None) -> bytes:
    """DCAT and VoID: versions, licence, counts, and each file with its size and digest.

    Parameters
    ----------
    form : short name of an RDF format.
    at : the address of the service that has the files under ``dumps/``; none for files in a folder.
    """
    told = (*_whole(graph), *_parts(graph), *_files(files, at), *(_service(at) if at else ()))
    triples = (ox.Triple(*each) for each in told)
    body = ox.serialize(triples, format=GRAPH_WRITERS[form], prefixes=TERMS) or b""
    return drop_unused_prefixes(body) if form == "ttl" else body


def dump(graph: AccordGraph, name: str) -> bytes:
    """One dump of the whole, by its file name."""
    form = DUMPS[name][1]
    whole = form == ox.RdfFormat.N_QUADS
    wanted = [GRAPHS[each] for each in (GRAPHS if whole else SERVED_GRAPHS)]
    quads = [
        quad for iri in wanted for quad in graph.store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
    ]
    if not whole:
        quads = [ox.Quad(q.subject, q.predicate, q.object) for q in quads]
    lines = sorted({str(quad): quad for quad in quads}.items())
    body = ox.serialize((quad for _, quad in lines), format=form, prefixes=None if whole else PREFIXES)
    return body or b""


def _write(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def _tables(graph: AccordGraph, folder: Path) -> Iterator[tuple[str, str, dict[str, Any], Path]]:
    definitions = rows(graph.store, graph.stored_queries["records/definitions"])
    meanings = {row["key"]: {"en": row["definition_en"], "zh": row["definition_zh"]} for row in definitions}
    for name in COLLECTIONS:
        lines = [flat(graph.records.record(iri)) for iri in graph.records.members(name)]
        if lines:
            names = columns(lines)
            path = _write(folder / "tables" / f"{name}.csv", write_csv(lines, names).encode())
            yield name, name.replace("-", " "), schema(lines, names, meanings), path


def _whole(graph: AccordGraph) -> Iterator[Triple]:
    served = [ox.NamedNode(GRAPHS[name]) for name in SERVED_GRAPHS]
    quads = {(q.subject, q.predicate, q.object) for g in served for q in _quads(graph, None, None, g)}
    yield DATASET, _term("rdf", "type"), _term("dcat", "Dataset")
    yield DATASET, _term("rdf", "type"), _term("void", "Dataset")
    for quad in _quads(graph, DATASET, None, ox.NamedNode(GRAPHS["facts"])):
        yield quad.subject, quad.predicate, quad.object
    yield DATASET, _term("dcat", "version"), ox.Literal(graph.manifest.data_version)
    yield DATASET, _term("dcterms", "conformsTo"), ox.NamedNode(ONTOLOGY)
    for lang in ("en", "zh"):
        yield DATASET, _term("dcterms", "rights"), ox.Literal(graph.meta(lang)["notice"], language=lang)
    counts = {
        "triples": len(quads),
        "distinctSubjects": len({s for s, _, _ in quads}),
        "properties": len({p for _, p, _ in quads}),
        "classes": len({o for _, p, o in quads if p == _term("rdf", "type")}),
    }
    for name, count in counts.items():
        yield DATASET, _term("void", name), ox.Literal(count)
    yield DATASET, _term("void", "uriSpace"), ox.Literal(f"{BASE}id/")


def _parts(graph: AccordGraph) -> Iterator[Triple]:
    """How many things of each class of the ontology the facts hold."""
    facts, kind = ox.NamedNode(GRAPHS["facts"]), _term("rdf", "type")
    held = Counter(
        quad.object.value
        for quad in _quads(graph, None, kind, facts)
        if isinstance(quad.object, ox.NamedNode)
    )
    for iri, count in sorted(held.items()):
        if iri.startswith(PREFIXES["ag"]):
            part = ox.BlankNode("class-" + iri[len(PREFIXES["ag"]) :])
            yield DATASET, _term("void", "classPartition"), part
            yield part, _term("void", "class"), ox.NamedNode(iri)
            yield part, _term("void", "entities"), ox.Literal(count)


def _files(files: Iterable[File], at: str | None) -> Iterator[Triple]:
    for number, each in enumerate(files):
        file = ox.NamedNode(f"{at}dumps/{each.name}") if at else ox.BlankNode(f"file-{number}")
        digest = ox.BlankNode(f"digest-{number}")
        yield DATASET, _term("dcat", "distribution"), file
        if at:
            yield DATASET, _term("void", "dataDump"), file
            yield file, _term("dcat", "downloadURL"), file
        yield file, _term("rdf", "type"), _term("dcat", "Distribution")
        yield file, _term("dcterms", "title"), ox.Literal(each.name)
        yield file, _term("dcat", "mediaType"), ox.Literal(each.media_type)
        yield file, _term("dcat", "byteSize"), ox.Literal(each.size)
        yield file, _term("spdx", "checksum"), digest
        yield digest, _term("rdf", "type"), _term("spdx", "Checksum")
        yield digest, _term("spdx", "algorithm"), _term("spdx", "checksumAlgorithm_sha256")
        yield (
            digest,
            _term("spdx", "checksumValue"),
            ox.Literal(each.sha256, datatype=_term("xsd", "hexBinary")),
        )


def _service(at: str) -> Iterator[Triple]:
    """Where the data can be asked for."""
    endpoint = ox.NamedNode(f"{at}sparql")
    yield DATASET, _term("void", "sparqlEndpoint"), endpoint
    yield DATASET, _term("void", "vocabulary"), ox.NamedNode(PREFIXES["ag"])
    yield DATASET, _term("dcat", "landingPage"), ox.NamedNode(at)
    yield endpoint, _term("rdf", "type"), _term("dcat", "DataService")
    yield endpoint, _term("dcat", "endpointURL"), endpoint
    yield endpoint, _term("dcat", "servesDataset"), DATASET
    yield endpoint, _term("dcterms", "conformsTo"), _term("sd", "SPARQL11Query")


def _quads(
    graph: AccordGraph, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, where: ox.NamedNode
) -> Iterator[ox.Quad]:
    return graph.store.quads_for_pattern(subject, predicate, None, where)


def _term(prefix: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(TERMS[prefix] + name)
