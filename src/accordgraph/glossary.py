"""The ontology as its page tells it: each term under its own anchor, to which its IRI leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import RDFS, SH, SKOS, Graph, URIRef

from accordgraph.findings import compact
from accordgraph.namespaces import AG, GRAPHS, SHAPES, VOCAB, slug
from accordgraph.terms import Ontology

_LANGS = ("en", "zh")
_KEY = URIRef(f"{AG}jsonKey")
_SAID = (SH.message, RDFS.label, RDFS.comment)
_TEXTS = {
    "label": SKOS.prefLabel,
    "definition": SKOS.definition,
    "note": SKOS.scopeNote,
    "example": SKOS.example,
}


def read(store: ox.Store) -> Ontology:
    """Terms, concepts and shapes of a snapshot."""
    graph = Graph(bind_namespaces="none")
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"]))
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    return Ontology(graph, graph)


def terms(ontology: Ontology) -> list[dict[str, Any]]:
    """Topics with their classes and properties; texts by language."""
    return [
        {
            "id": slug(topic.iri),
            **_texts(ontology, topic.iri),
            "classes": [_class(ontology, each) for each in topic.classes],
            "properties": [_property(ontology, each) for each in topic.properties],
        }
        for topic in ontology.topics
    ]


def schemes(ontology: Ontology) -> list[dict[str, Any]]:
    """Concept schemes, each with how many concepts it has."""
    return [
        {**_texts(ontology, scheme), **link(scheme), "concepts": len(concepts)}
        for scheme, concepts in ontology.schemes()
    ]


def shapes(ontology: Ontology) -> list[dict[str, Any]]:
    """Node shapes with what they select, and their property shapes."""
    return [
        {
            **_constraint(ontology, shape),
            "targets": links(targets),
            "parts": [_constraint(ontology, part) for part in parts],
        }
        for shape, targets, parts in ontology.node_shapes()
    ]


def shared(ontology: Ontology, told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What has a name among the shapes and is none of those told: notes and helpers of several."""
    ids = {
        each["id"] for shape in told for one in (shape, *shape["parts"]) for each in (one, *one["queries"])
    }
    subjects = {each for each in ontology.shapes.subjects() if str(each).startswith(SHAPES)}
    return [_constraint(ontology, each) for each in sorted(named(subjects)) if slug(each) not in ids]


def _constraint(ontology: Ontology, shape: URIRef) -> dict[str, Any]:
    queries = named(ontology.shapes.objects(shape, SH.sparql))
    return {
        "id": slug(shape),
        "name": compact(shape),
        "path": links(ontology.shapes.objects(shape, SH.path)),
        "message": {
            lang: next(filter(None, (ontology.text(shape, each, lang, "en", None) for each in _SAID)), "")
            for lang in _LANGS
        },
        "queries": [
            {"id": slug(each), "text": ontology.text(each, SH.select, "", None).strip()} for each in queries
        ],
    }


def _texts(ontology: Ontology, term: URIRef) -> dict[str, Any]:
    return {
        name: {lang: ontology.text(term, predicate, lang, "en", None) for lang in _LANGS}
        for name, predicate in _TEXTS.items()
    }


def _class(ontology: Ontology, term: URIRef) -> dict[str, Any]:
    return {
        "id": slug(term),
        "name": compact(term),
        **_texts(ontology, term),
        "above": links(ontology.above(term)),
    }


def _property(ontology: Ontology, term: URIRef) -> dict[str, Any]:
    return {
        "id": slug(term),
        "name": compact(term),
        **_texts(ontology, term),
        "owners": links(ontology.owners(term)),
        "ranges": links(ontology.ranges(term)),
        "key": ontology.text(term, _KEY, "", None),
    }


def links(nodes: Iterable[Any]) -> list[dict[str, str]]:
    """Named nodes with the address that tells of each."""
    return [link(node) for node in named(nodes)]


def named(nodes: Iterable[Any]) -> list[URIRef]:
    """Those of several nodes that have a name."""
    return [node for node in nodes if isinstance(node, URIRef)]


def link(node: URIRef) -> dict[str, str]:
    """A node by its prefixed name, and the address that tells of it.

    >>> link(URIRef("https://w3id.org/accordgraph/ns#Accord"))
    {'name': 'ag:Accord', 'href': '/ns#Accord'}
    >>> link(URIRef("http://www.w3.org/2004/02/skos/core#Concept"))["href"]
    'http://www.w3.org/2004/02/skos/core#Concept'
    """
    for start, address in ((AG, "/ns#"), (SHAPES, "/shapes#"), (VOCAB, "/vocab/")):
        if node.startswith(start):
            return {"name": compact(node), "href": address + node.removeprefix(start)}
    return {"name": compact(node), "href": str(node)}
