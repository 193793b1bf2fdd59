"""SHACL-SPARQL constraints and targets, evaluated for all focus nodes of a shape in one query.

A SHACL engine runs the SELECT of a ``sh:sparql`` constraint once per focus node, with ``$this`` bound
before. Here the same SELECT runs once with ``$this`` free, on Oxigraph, and its rows are kept where
``$this`` is a focus node of the shape. Both give the same rows where the query binds ``$this`` in a
triple pattern of its outermost group; one that leaves it unbound is refused. The gain grows with the data.
Where only some nodes are asked about, their names stand before that group as VALUES.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from accordgraph.errors import InvalidData
from accordgraph.findings import compact

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
Triple = tuple[Node, Node, Node]
_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)


class Said(NamedTuple):
    """Some graphs of a store read as one, or all of them: to whoever reads it a triple is in no graph."""

    store: ox.Store
    graphs: tuple[Any, ...] | None = None

    def quads(self, subject: Any = None, predicate: Any = None, value: Any = None) -> Iterator[ox.Quad]:
        """The quads of a pattern."""
        for graph in self.graphs or (None,):
            yield from self.store.quads_for_pattern(subject, predicate, value, graph)

    def select(self, query: str) -> Any:
        """What a query finds."""
        if self.graphs is None:
            return self.store.query(query, use_default_graph_as_union=True)
        return self.store.query(query, default_graph=list(self.graphs))


class Result(NamedTuple):
    """One row of a SPARQL constraint: the shape that speaks, its path, the focus node and a value."""

    shape: Node
    path: Node | None
    focus: Node
    value: Node | None


def store_of(triples: Iterable[Triple]) -> Said:
    """The triples in a fresh Oxigraph store in memory."""
    store = ox.Store()
    extend(store, triples)
    return Said(store)


def extend(store: ox.Store, triples: Iterable[Triple]) -> None:
    """Add triples to the default graph of a store."""
    known: dict[Node, Any] = {}
    store.bulk_extend(
        ox.Quad(to_ox(s, known), to_ox(p, known), to_ox(o, known), ox.DefaultGraph()) for s, p, o in triples
    )


def targets(data: Graph, said: Said, shapes: Graph) -> dict[Node, frozenset[Node]]:
    """The nodes that each node shape with a target selects.

    Parameters
    ----------
    data : all data with the ontology.
    said : the same triples (see `store_of`).
    shapes : SHACL shapes; of SHACL-AF targets, those written as SPARQL SELECT.
    """
    found: dict[Node, frozenset[Node]] = {}
    for shape in set(shapes.subjects(RDF.type, SH.NodeShape)):
        if any((shape, kind, None) in shapes for kind in TARGETS):
            found[shape] = frozenset(_selected(shape, data, said, shapes))
    return found


def sparql_results(
    said: Said, shapes: Graph, chosen: Mapping[Node, frozenset[Node]], *, few: bool = False
) -> Iterator[Result]:
    """All rows of all SPARQL constraints of the shapes.

    Parameters
    ----------
    said : data with the ontology.
    shapes : node shapes with targets, and the property shapes they name directly.
    chosen : focus nodes of each node shape, as `targets` gives them.
    few : whether these are few of those that the shapes select: the same rows, sooner.

    Raises
    ------
    InvalidData : a constraint leaves ``$this`` unbound, has no SELECT, or fails to parse.
    """
    for shape, constraint in sorted(shapes.subject_objects(SH.sparql)):
        focus: set[Node] = set(chosen.get(shape, ()))
        for owner in shapes.subjects(SH.property, shape):
            focus |= chosen.get(owner, frozenset())
        if focus:
            yield from _rows(shape, constraint, focus, said, shapes, few)


def _rows(
    shape: Node, constraint: Node, focus: set[Node], said: Said, shapes: Graph, few: bool
) -> Iterator[Result]:
    path = shapes.value(shape, SH.path)
    text = str(shapes.value(constraint, SH.select) or "")
    query = text.replace("$PATH", path.n3() if isinstance(path, URIRef) else "")
    if few and not any(isinstance(node, BNode) for node in focus):
        values = f" VALUES $this {{ {' '.join(sorted(node.n3() for node in focus))} }}"
        query = _WHERE.sub(lambda start: start[0] + values, query, count=1)
    for row in _select(_prefixes(constraint, shapes) + query, shape, said):
        if row["this"] is None:
            raise _unusable(shape, "its SELECT leaves $this unbound")
        this = from_ox(row["this"])
        if this in focus:
            yield Result(shape, path, this, None if row["value"] is None else from_ox(row["value"]))


def _select(query: str, shape: Node, said: Said) -> Iterable[ox.QuerySolution]:
    try:
        solutions = said.select(query)
    except SyntaxError as error:
        raise _unusable(shape, str(error.msg)) from None
    if not isinstance(solutions, ox.QuerySolutions):
        raise _unusable(shape, "its query is no SELECT")
    return solutions


def _unusable(shape: Node, why: str) -> InvalidData:
    return InvalidData(
        f"The shape {compact(shape)} cannot be run: {why}.",
        field=compact(shape),
        accepted="a SPARQL 1.1 SELECT of $this and ?value",
        hint="Correct it in ontology/shapes, then run: accordgraph validate",
    )


def _prefixes(owner: Node, shapes: Graph) -> str:
    declared = [
        (str(shapes.value(each, SH.prefix)), str(shapes.value(each, SH.namespace)))
        for holder in shapes.objects(owner, SH.prefixes)
        for each in shapes.objects(holder, SH.declare)
    ]
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(declared))


def _selected(shape: Node, data: Graph, said: Said, shapes: Graph) -> Iterator[Node]:
    for cls in shapes.objects(shape, SH.targetClass):
        for each in data.transitive_subjects(RDFS.subClassOf, cls):
            yield from data.subjects(RDF.type, each)
    yield from shapes.objects(shape, SH.targetNode)
    for prop in shapes.objects(shape, SH.targetSubjectsOf):
        yield from data.subjects(prop)
    for prop in shapes.objects(shape, SH.targetObjectsOf):
        yield from data.objects(None, prop)
    for target in shapes.objects(shape, SH.target):
        query = _prefixes(target, shapes) + str(shapes.value(target, SH.select))
        yield from (from_ox(row["this"]) for row in _select(query, target, said))


def to_ox(term: Node, known: dict[Node, Any] | None = None) -> Any:
    """A term of rdflib as one of Oxigraph; `known` remembers terms that were turned already."""
    known = {} if known is None else known
    found = known.get(term)
    if found is None:
        if isinstance(term, URIRef):
            found = ox.NamedNode(str(term))
        elif isinstance(term, Literal):
            kind = ox.NamedNode(str(term.datatype)) if term.datatype and not term.language else None
            found = ox.Literal(str(term), language=term.language, datatype=kind)
        else:
            found = ox.BlankNode(str(term))
        known[term] = found
    return found


def from_ox(term: Any, known: dict[Any, Node] | None = None) -> Node:
    """A term of Oxigraph as one of rdflib; `known` remembers terms that were turned already."""
    known = {} if known is None else known
    found = known.get(term)
    if found is None:
        if isinstance(term, ox.NamedNode):
            found = URIRef(term.value)
        elif isinstance(term, ox.BlankNode):
            found = BNode(term.value)
        elif term.language:
            found = Literal(term.value, lang=term.language)
        else:
            kind = term.datatype.value
            found = Literal(term.value, datatype=None if kind.endswith("#string") else URIRef(kind))
        known[term] = found
    return found
