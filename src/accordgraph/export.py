"""Everything in one folder: dumps in Turtle, N-Quads and JSON-LD, flat tables, and a description of both.

The same snapshot gives the same bytes: triples are sorted, and no clock is read.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from accordgraph.dumps import DUMPS, FOLDER, File, listed
from accordgraph.namespaces import BASE, GRAPHS, ONTOLOGY, PREFIXES
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.snapshot import Say
from accordgraph.sparql.serialise import GRAPH_WRITERS, drop_unused_prefixes
from accordgraph.stored_queries import rows
from accordgraph.tables import columns, flat, packaged, schema, write_csv

DATASET = ox.NamedNode(f"{BASE}dataset")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TERMS = {
    **{name: PREFIXES[name] for name in ("dcterms", "owl", "rdf", "xsd")},
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}

KINDS = {".csv": "text/csv", ".json": "application/json"}

Triple = tuple[Any, ox.NamedNode, Any]


def export(graph: AccordGraph, folder: Path, *, say: Say = lambda line: None) -> list[Path]:
    """Write dumps, tables and description into a folder; returns the files, in order.

    Files of an earlier export are replaced; others are left alone.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    dumped = graph.snapshot.path / FOLDER
    written = [Path(shutil.copyfile(dumped / name, folder / name)) for name in DUMPS]
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
    made = [*(path for *_, path in tables), package]
    written += made
    files = [*listed(dumped), *(_told(path, folder) for path in made)]
    return [*written, _write(folder / "void.ttl", described(graph, files, "ttl"))]


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


def _write(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def _told(path: Path, folder: Path) -> File:
    name, body = path.relative_to(folder).as_posix(), path.read_bytes()
    return File(name, KINDS[path.suffix], len(body), hashlib.sha256(body).hexdigest())


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
    yield DATASET, _term("rdf", "type"), _term("dcat", "Dataset")
    yield DATASET, _term("rdf", "type"), _term("void", "Dataset")
    for quad in _quads(graph, DATASET, None, ox.NamedNode(GRAPHS["facts"])):
        yield quad.subject, quad.predicate, quad.object
    yield DATASET, _term("dcat", "version"), ox.Literal(graph.manifest.data_version)
    yield DATASET, _term("dcterms", "conformsTo"), ox.NamedNode(ONTOLOGY)
    for lang in ("en", "zh"):
        yield DATASET, _term("dcterms", "rights"), ox.Literal(graph.meta(lang)["notice"], language=lang)
    for name, count in graph.manifest.served.items():
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
