"""Validation: SHACL shapes with fixed options, and the checks across files, as one list of findings.

Shapes run on an Oxigraph store, because their SPARQL constraints are several times faster there.
Served statements are checked by themselves; pending and rejected ones are then checked beside them,
without the shapes of the group ``ags:AdoptedOnly``, for such statements may well contradict served ones.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox
import pyshacl
from oxrdflib.store import OxigraphStore
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from accordgraph.errors import InvalidData
from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import SHAPES
from accordgraph.references import SERVED, check_references, folder_of
from accordgraph.turtle import SourceMap

_ADOPTED_ONLY = URIRef(f"{SHAPES}AdoptedOnly")
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)


def validate(
    data: Graph,
    shapes: Graph,
    ontology: Graph | None = None,
    sources: SourceMap | None = None,
) -> tuple[Finding, ...]:
    """Check data against shapes, and references across files.

    Parameters
    ----------
    data : served, pending and rejected statements together; `sources` tells them apart.
    shapes : SHACL shapes; each has a ``sh:message`` in English and Chinese.
    ontology : classes, properties and concepts, checked and used beside the data.
    sources : which file holds which subject; without it all data count as served.

    Returns
    -------
    All findings, sorted; data may be served if none is a violation.

    Raises
    ------
    InvalidData : the shapes themselves cannot be used.
    """
    sources = sources or SourceMap()
    subjects = set(data.subjects())
    aside = {subject for subject in subjects if folder_of(subject, sources) != SERVED}
    served = store_graph(t for t in _union(data, ontology) if t[0] not in aside)
    found = set(_shape_findings(served, shapes, sources))
    if aside:
        everything = store_graph(_union(data, ontology))
        found |= set(_shape_findings(everything, _aimed_at(aside, everything, shapes), sources))
    found.update(check_references(data, ontology, sources))
    return tuple(sorted(found))


def sleeping_shapes(data: Graph, shapes: Graph) -> tuple[str, ...]:
    """Node shapes with a target that select no node of the data: a slip in their target, or unused.

    Parameters
    ----------
    data : all data with the ontology.
    shapes : SHACL shapes.

    Returns
    -------
    Prefixed names of the shapes, sorted.
    """
    chosen = targets(store_graph(data), shapes)
    return tuple(sorted(compact(shape) for shape, nodes in chosen.items() if not nodes))


def targets(data: Graph, shapes: Graph) -> Mapping[Node, frozenset[Node]]:
    """The nodes that each node shape with a target selects.

    Parameters
    ----------
    data : all data with the ontology, in a store that answers SPARQL (see `store_graph`).
    shapes : SHACL shapes; of SHACL-AF targets, those written as SPARQL SELECT.
    """
    found: dict[Node, frozenset[Node]] = {}
    for shape in set(shapes.subjects(RDF.type, SH.NodeShape)):
        if any((shape, kind, None) in shapes for kind in _TARGETS):
            found[shape] = frozenset(_selected(shape, data, shapes))
    return found


def store_graph(triples: Iterable[tuple[Node, Node, Node]]) -> Graph:
    """A graph of the triples on a fresh Oxigraph store in memory.

    Literals come back in the store's own spelling: ``7.0`` as a decimal is ``7``.
    """
    store = ox.Store()
    graph = Graph(store=_OneGraphStore(store=store), bind_namespaces="none")
    name = ox.NamedNode(str(graph.identifier)) if isinstance(graph.identifier, URIRef) else None
    place = name or ox.BlankNode(str(graph.identifier))
    known: dict[Node, Any] = {}
    store.bulk_extend(
        ox.Quad(_ox(s, known), _ox(p, known), _ox(o, known), place) for s, p, o in triples
    )
    return graph


class _OneGraphStore(OxigraphStore):
    """An Oxigraph store of one graph, which knows its size without counting: pySHACL asks at each finding."""

    def __len__(self, context: Graph | None = None) -> int:
        return len(self._inner)


def _union(data: Graph, ontology: Graph | None) -> Iterable[tuple[Node, Node, Node]]:
    yield from data
    if ontology is not None:
        yield from ontology


def _ox(term: Node, known: dict[Node, Any]) -> Any:
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


def _shape_findings(data: Graph, shapes: Graph, sources: SourceMap) -> Iterable[Finding]:
    logger = logging.getLogger("accordgraph.validation.pyshacl")
    logger.setLevel(logging.ERROR)
    try:
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            advanced=True,
            inference="none",
            inplace=True,
            do_owl_imports=False,
            meta_shacl=False,
            logger=logger,
        )
    except Exception as error:  # pySHACL raises many kinds, none of which the caller can tell apart
        raise _unusable(error) from error
    if not isinstance(report, Graph):
        raise _unusable(report)
    for result in report.objects(None, SH.result):
        yield _finding(result, report, shapes, sources)


def _unusable(why: object) -> InvalidData:
    return InvalidData(
        f"The shapes cannot be run: {why}",
        field="ontology/shapes",
        accepted="SHACL with SPARQL constraints that pySHACL accepts",
        hint="Correct the shape named, then run: accordgraph validate",
    )


def _finding(result: Node, report: Graph, shapes: Graph, sources: SourceMap) -> Finding:
    subject = report.value(result, SH.focusNode)
    shape = report.value(result, SH.sourceShape)
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    texts = {
        text.language: str(text) for text in shapes.objects(shape, SH.message) if isinstance(text, Literal)
    }
    english = texts.get("en") or str(report.value(result, SH.resultMessage) or "The shape is not met.")
    return Finding(
        _SEVERITIES.get(report.value(result, SH.resultSeverity), Severity.VIOLATION),  # type: ignore[arg-type]
        sources.file_of(str(subject)) or "",
        compact(subject),
        compact(shape),
        "" if path is None else compact(path),
        "" if value is None or value == subject else _written(value),
        english,
        texts.get("zh", english),
    )


def _written(value: Node) -> str:
    return value.n3() if isinstance(value, Literal) else compact(value)


def _aimed_at(nodes: set[Node], data: Graph, shapes: Graph) -> Graph:
    """The shapes, aimed at these nodes alone, without those that compare adopted statements."""
    aimed = Graph(bind_namespaces="none")
    dropped = set(shapes.subjects(SH.group, _ADOPTED_ONLY))
    for triple in shapes:
        if triple[1] not in _TARGETS and triple[2] not in dropped:
            aimed.add(triple)
    for shape, chosen in targets(data, shapes).items():
        for node in chosen & nodes:
            aimed.add((shape, SH.targetNode, node))
    return aimed


def _selected(shape: Node, data: Graph, shapes: Graph) -> Iterable[Node]:
    for cls in shapes.objects(shape, SH.targetClass):
        for each in data.transitive_subjects(RDFS.subClassOf, cls):
            yield from data.subjects(RDF.type, each)
    yield from shapes.objects(shape, SH.targetNode)
    for prop in shapes.objects(shape, SH.targetSubjectsOf):
        yield from data.subjects(prop)
    for prop in shapes.objects(shape, SH.targetObjectsOf):
        yield from data.objects(None, prop)
    for target in shapes.objects(shape, SH.target):
        yield from (row[0] for row in data.query(_select(target, shapes)))  # type: ignore[index,misc]


def _select(target: Node, shapes: Graph) -> str:
    declared = [
        (shapes.value(each, SH.prefix), shapes.value(each, SH.namespace))
        for owner in shapes.objects(target, SH.prefixes)
        for each in shapes.objects(owner, SH.declare)
    ]
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(declared))
    return head + str(shapes.value(target, SH.select))
