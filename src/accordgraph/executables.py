"""The stored queries as SHACL-SPARQL executables, which editors of SPARQL read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from accordgraph.namespaces import BASE, STANDARD
from accordgraph.sparql.serialise import GRAPH_WRITERS, drop_unused_prefixes
from accordgraph.stored_queries import Parameter, StoredQuery

QUERY = f"{BASE}queries/"
"""What the IRI of a stored query begins with; its name follows."""

TERMS = {**STANDARD, "schema": "https://schema.org/"}

Triple = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]


def executables(queries: Mapping[str, StoredQuery], form: str, *, endpoint: str | None = None) -> bytes:
    """Stored queries by their whole names, in an RDF format.

    Parameters
    ----------
    form : short name of the format.
    endpoint : where they may be asked, if that is known.
    """
    triples = [ox.Triple(*each) for name in sorted(queries) for each in _told(name, queries[name], endpoint)]
    body = ox.serialize(triples, format=GRAPH_WRITERS[form], prefixes=TERMS) or b""
    return drop_unused_prefixes(body) if form == "ttl" else body


def _told(name: str, query: StoredQuery, endpoint: str | None) -> Iterator[Triple]:
    node = ox.NamedNode(QUERY + name)
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield node, _term("rdf", "type"), _term("sh", kind)
    for lang, title in query.title.items():
        yield node, _term("dcterms", "title"), ox.Literal(title, language=lang)
        yield node, _term("rdfs", "label"), ox.Literal(title, language=lang)
    for lang, text in query.description.items():
        yield node, _term("rdfs", "comment"), ox.Literal(text, language=lang)
    for tag in query.tags:
        yield node, _term("schema", "keywords"), ox.Literal(tag)
    if endpoint:
        yield node, _term("schema", "target"), ox.NamedNode(endpoint)
    yield node, _term("sh", "select"), ox.Literal(query.text)
    for parameter in query.params:
        yield from _parameter(node, parameter)


def _parameter(node: ox.NamedNode, parameter: Parameter) -> Iterator[Triple]:
    """A parameter; the last part of its path is the name of its variable."""
    own = ox.NamedNode(f"{node.value}#{parameter.name}-parameter")
    yield node, _term("sh", "parameter"), own
    yield own, _term("rdf", "type"), _term("sh", "Parameter")
    yield own, _term("sh", "path"), ox.NamedNode(f"{node.value}#{parameter.name}")
    yield own, _term("sh", "name"), ox.Literal(parameter.name)
    if parameter.type == "iri":
        yield own, _term("sh", "nodeKind"), _term("sh", "IRI")
    else:
        yield own, _term("sh", "datatype"), _term("xsd", parameter.type)
    if not parameter.required:
        yield own, _term("sh", "optional"), ox.Literal(True)
    if parameter.example:
        yield own, _term("rdfs", "comment"), ox.Literal(parameter.example)


def _term(prefix: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(TERMS[prefix] + name)
