"""What the graph says of one IRI, as triples, for programs that follow links.

A description holds what is stated of a thing and what points at it, its citations with their sources,
and the labels of all it names.  Terms of the ontology and shapes share one address each: they are
described together.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from accordgraph.namespaces import (
    AG,
    BASE,
    GRAPHS,
    ONTOLOGY,
    PREFIXES,
    SERVED_GRAPHS,
    SHAPES,
    STANDARD,
    VOCAB,
)
from accordgraph.records import DERIVED, Records
from accordgraph.sparql.serialise import GRAPH_WRITERS, drop_unused_prefixes

CONTEXT = "context.jsonld"
"""Name of the JSON-LD context, under the address of the service and under the base of all IRIs."""

DOCUMENTS = {AG[:-1]: (AG, ONTOLOGY), ONTOLOGY: (AG, ONTOLOGY), SHAPES[:-1]: (SHAPES, SHAPES[:-1])}
"""Documents that describe many terms: what the IRIs of these begin with, and what describes the whole."""

_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_IN_SCHEME = ox.NamedNode(PREFIXES["skos"] + "inScheme")
_TYPE = PREFIXES["rdf"] + "type"
_RANGE = ox.NamedNode(PREFIXES["rdfs"] + "range")
_SERVED = [ox.NamedNode(GRAPHS[name]) for name in SERVED_GRAPHS]
_PREFIXES = {"ag": AG, **STANDARD}
"""For formats in which the keys of records, or nothing, may stand for things."""
_PLAIN = {f"{PREFIXES['xsd']}{name}" for name in ("string", "boolean", "integer")}
"""Data types whose values JSON has itself."""


def describe(store: ox.Store, iri: str) -> list[ox.Triple]:
    """The description of an IRI, in one order; empty if the served graphs do not hold it."""
    found = _document(store, *DOCUMENTS[iri]) if iri in DOCUMENTS else _thing(store, ox.NamedNode(iri))
    return sorted(found, key=str)


def holds(store: ox.Store, iri: str, graph: str) -> bool:
    """Whether a graph, by its short name, states anything of an IRI."""
    return any(_quads(store, ox.NamedNode(iri), None, None, [ox.NamedNode(GRAPHS[graph])]))


def _thing(store: ox.Store, node: ox.NamedNode) -> set[ox.Triple]:
    own = _closed(store, [node])
    inward = {_triple(q) for q in _quads(store, None, None, node)}
    cited = [t.object for t in own if t.predicate.value == DERIVED]
    found = own | inward | _closed(store, cited)
    sources = [t.object for t in _closed(store, cited) if t.predicate.value == f"{AG}citesSource"]
    found |= _closed(store, sources)
    if node.value.startswith(VOCAB):
        found |= _closed(store, (q.subject for q in _quads(store, None, _IN_SCHEME, node)))
    named = {t for each in found for t in (each.subject, each.object) if isinstance(t, ox.NamedNode)}
    for each in named:
        if each.value.startswith(BASE):
            found |= {_triple(q) for q in _quads(store, each, _LABEL, None)}
    return found


def _document(store: ox.Store, start: str, head: str) -> set[ox.Triple]:
    """All terms whose IRIs begin so, with the axioms and constraints that have no name."""
    subjects = {q.subject for q in _quads(store, None, None, None, _SERVED[:1])}
    named = {each for each in subjects if isinstance(each, ox.NamedNode)}
    roots: set[Any] = {each for each in named if each.value.startswith(start)} | {ox.NamedNode(head)}
    if start == AG:
        pointed = {q.object for q in _quads(store, None, None, None, _SERVED[:1])}
        roots |= {each for each in subjects - named if each not in pointed}
    return _closed(store, roots)


def _closed(store: ox.Store, nodes: Iterable[Any]) -> set[ox.Triple]:
    """What is stated of nodes, and of the nameless nodes that this names."""
    found: set[ox.Triple] = set()
    left, seen = list(nodes), set()
    while left:
        node = left.pop()
        if node in seen or isinstance(node, ox.Literal):
            continue
        seen.add(node)
        for quad in _quads(store, node, None, None):
            found.add(_triple(quad))
            if isinstance(quad.object, ox.BlankNode):
                left.append(quad.object)
    return found


def _quads(
    store: ox.Store, subject: Any, predicate: Any, value: Any, graphs: Iterable[ox.NamedNode] = _SERVED
) -> Iterator[ox.Quad]:
    for graph in graphs:
        yield from store.quads_for_pattern(subject, predicate, value, graph)


def _triple(quad: ox.Quad) -> ox.Triple:
    return ox.Triple(quad.subject, quad.predicate, quad.object)


def written(triples: Iterable[ox.Triple], name: str, context: dict[str, Any], address: str) -> bytes:
    """Triples in a format by its short name.

    Parameters
    ----------
    context, address : the JSON-LD context, and where it is published; for JSON-LD only.
    """
    if name != "jsonld":
        prefixes = PREFIXES if name == "ttl" else _PREFIXES
        body = ox.serialize(triples, format=GRAPH_WRITERS[name], prefixes=prefixes) or b""
        return drop_unused_prefixes(body) if name == "ttl" else body
    from rdflib import Graph  # only JSON-LD by a context needs it, not the start of a server

    graph = Graph(bind_namespaces="none")
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    told = json.loads(graph.serialize(format="json-ld", context=context["@context"], auto_compact=False))
    told["@context"] = address
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def context(records: Records) -> dict[str, Any]:
    """The JSON-LD context: the keys of records where one property alone has them, and prefixes of terms."""
    held = Counter(each.key for each in records.properties.values())
    terms: dict[str, Any] = {"id": "@id", "type": "@type"}
    for prop in sorted(records.properties.values(), key=lambda each: each.iri):
        if held[prop.key] == 1 and prop.key not in (*terms, *_PREFIXES):
            terms[prop.key] = _term(records.store, prop.iri)
    return {"@context": {**_PREFIXES, **terms}}


def _term(store: ox.Store, iri: str) -> dict[str, Any]:
    ranges = {q.object.value for q in _quads(store, ox.NamedNode(iri), _RANGE, None)
              if isinstance(q.object, ox.NamedNode)}  # fmt: skip
    types = {q.object.value for q in _quads(store, ox.NamedNode(iri), ox.NamedNode(_TYPE), None)
             if isinstance(q.object, ox.NamedNode)}  # fmt: skip
    if f"{PREFIXES['owl']}ObjectProperty" in types:
        return {"@id": iri, "@type": "@id"}
    typed = sorted(each for each in ranges if each.startswith(PREFIXES["xsd"]) and each not in _PLAIN)
    return {"@id": iri, "@type": typed[0]} if len(ranges) == 1 and typed else {"@id": iri}
