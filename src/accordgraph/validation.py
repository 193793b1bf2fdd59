"""Validation: SHACL shapes with fixed options, and the checks across files, as one list of findings.

pySHACL checks the core constraints in memory; SPARQL constraints run set by set on Oxigraph (see
`accordgraph.constraints`). Served statements are checked by themselves; pending and rejected ones are
then checked beside them, without the shapes of the group ``ags:AdoptedOnly``, for such statements may
well contradict served ones.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyoxigraph as ox
import pyshacl
from rdflib import RDFS, SH, Graph, Literal, URIRef
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from accordgraph.constraints import (
    TARGETS,
    Result,
    Said,
    Triple,
    extend,
    from_ox,
    sparql_results,
    store_of,
    targets,
    to_ox,
)
from accordgraph.errors import InvalidData
from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import SHAPES
from accordgraph.references import SERVED, check_references, check_references_of, folder_of
from accordgraph.turtle import SourceMap

_MARK, _MARKED = "urn:accordgraph:focus:", Literal(True)
_ADOPTED_ONLY = URIRef(f"{SHAPES}AdoptedOnly")
_SEVERITIES: Mapping[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


def validate(
    data: Iterable[Triple],
    shapes: Graph,
    ontology: Iterable[Triple] | None = None,
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
    stated = list(data)
    defined = None if ontology is None else list(ontology)
    subjects = {triple[0] for triple in stated}
    aside = {subject for subject in subjects if folder_of(subject, sources) != SERVED}
    checked = _Checked(sources)
    checked.add(triple for triple in stated if triple[0] not in aside)
    checked.add(defined or ())
    found = set(checked.findings(shapes, None))
    if aside:
        loose = _without(shapes, set(shapes.subjects(SH.group, _ADOPTED_ONLY)))
        checked.add(triple for triple in stated if triple[0] in aside)
        found.update(checked.findings(loose, aside))
    found.update(check_references(stated, defined, sources))
    return tuple(sorted(found))


def validate_files(
    data: Iterable[Triple], store: ox.Store, shapes: Graph, sources: SourceMap, *, aside: bool
) -> Iterator[Finding]:
    """Check the statements of some files; all others are there to be referred to.

    Parameters
    ----------
    data : the statements of these files, all served or all aside (pending or rejected).
    store : everything they may refer to, themselves included, each triple in one graph, whichever.
    shapes : SHACL shapes.
    sources : which file holds which subject of the store.
    aside : whether they are pending or rejected.

    Raises
    ------
    InvalidData : the shapes themselves cannot be used.
    """
    own = Graph(store="SimpleMemory", bind_namespaces="none")
    for triple in data:
        own.add(triple)
    subjects = set(own.subjects())
    loose = _without(shapes, set(shapes.subjects(SH.group, _ADOPTED_ONLY))) if aside else shapes
    around = _around(subjects, Said(store))
    yield from check_references_of(own, around, sources)
    yield from _Checked(sources, around, Said(store)).findings(loose, subjects)


def validate_nodes(nodes: Collection[Node], said: Said, shapes: Graph) -> Iterator[Finding]:
    """Check some nodes against shapes, and nothing else.

    Parameters
    ----------
    nodes : nodes to check; all others are there to be referred to.
    said : everything; it is only read.
    shapes : SHACL shapes.

    Raises
    ------
    InvalidData : the shapes themselves cannot be used.
    """
    yield from _Checked(SourceMap(), _around(nodes, said), said).findings(shapes, nodes)


def _around(subjects: Collection[Node], said: Said) -> Graph:
    """What is said of some nodes, of those they name, by whom they are named, and which class is below which.

    No core constraint of a shape looks further; SPARQL constraints have the store.
    """
    graph, known = _flat(), dict[Any, Node]()
    below = said.quads(None, ox.NamedNode(str(RDFS.subClassOf)))
    first = [quad for node in subjects for quad in _touching(said, node)]
    further = {quad.object for quad in first if isinstance(quad.object, ox.NamedNode)}
    second = (quad for node in further for quad in said.quads(node))
    for quad in (*below, *first, *second):
        triple = (quad.subject, quad.predicate, quad.object)
        graph.add(tuple(from_ox(term, known) for term in triple))  # type: ignore[arg-type]
    return graph


def _touching(said: Said, node: Node) -> Iterator[ox.Quad]:
    term = to_ox(node)
    yield from said.quads(term)
    yield from said.quads(None, None, term)


def check_shapes(
    data: Graph, shapes: Graph, *, only: Collection[Node] | None = None, sources: SourceMap | None = None
) -> tuple[Finding, ...]:
    """Check the targets of the shapes, all of them or only some, and nothing else.

    Parameters
    ----------
    data : data together with the ontology.
    shapes : SHACL shapes.
    only : nodes to check; the others are there to be referred to.
    sources : which file holds which subject.

    Returns
    -------
    Findings of the shapes, sorted.

    Raises
    ------
    InvalidData : the shapes themselves cannot be used.
    """
    checked = _Checked(sources or SourceMap())
    checked.add(data)
    return tuple(sorted(set(checked.findings(shapes, only))))


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
    chosen = targets(data, store_of(data), shapes)
    return tuple(sorted(compact(shape) for shape, nodes in chosen.items() if not nodes))


class _Flat(SimpleMemory):
    """One graph for pySHACL, which wants a store that knows of contexts, and then asks for none."""

    context_aware = graph_aware = True

    def __len__(self, context: Any = None) -> int:
        """One if there is anything: pySHACL asks at each result, and a count takes as long as all else."""
        return sum(1 for _ in islice(self.triples((None, None, None)), 1))


def _flat() -> Graph:
    return Graph(store=_Flat(), bind_namespaces="none")


class _Checked:
    """Data on their way through the shapes, held twice: for pySHACL and for the SPARQL constraints."""

    def __init__(self, sources: SourceMap, graph: Graph | None = None, said: Said | None = None) -> None:
        self._graph = _flat() if graph is None else graph
        self._said = store_of(()) if said is None else said
        self._sources = sources
        self._marks = 0

    def add(self, triples: Iterable[Triple]) -> None:
        """Further data; what was there before stays."""
        held = list(triples)
        for triple in held:
            self._graph.add(triple)
        extend(self._said.store, held)

    def findings(self, shapes: Graph, only: Collection[Node] | None) -> Iterator[Finding]:
        """What the shapes say of their targets, or of those that are among some nodes."""
        chosen = targets(self._graph, self._said, shapes)
        if only is not None:
            wanted = frozenset(only)
            chosen = {shape: nodes & wanted for shape, nodes in chosen.items()}
        for result in sparql_results(self._said, shapes, chosen, few=only is not None):
            yield _finding(result, shapes.value(result.shape, SH.severity), "", shapes, self._sources)
        yield from _core_findings(self._graph, self._aimed(shapes, chosen), self._sources)

    def _aimed(self, shapes: Graph, chosen: Mapping[Node, frozenset[Node]]) -> Graph:
        """The shapes without SPARQL constraints, each aimed at exactly the nodes it has to check.

        Property shapes are aimed directly, not through their node shape: pySHACL then takes all focus
        nodes of a shape at once, and is about ten times faster. A mark says who is a focus node.
        """
        used = {shape: nodes for shape, nodes in chosen.items() if nodes}
        aimed = Graph(bind_namespaces="none")
        for subject in _reachable(used, shapes):
            for predicate, value in shapes.predicate_objects(subject):
                through = predicate == SH.property and subject in used
                if predicate not in TARGETS and predicate != SH.sparql and not through:
                    aimed.add((subject, predicate, value))
        for shape, nodes in used.items():
            mark = URIRef(f"{_MARK}{self._marks}")
            self._marks += 1
            for node in nodes:
                self._graph.add((node, mark, _MARKED))
            for each in (shape, *shapes.objects(shape, SH.property)):
                aimed.add((each, SH.targetSubjectsOf, mark))
        return aimed


def _reachable(starts: Iterable[Node], shapes: Graph) -> set[Node]:
    found, todo = set(starts), list(starts)
    while todo:
        for value in shapes.objects(todo.pop()):
            if value not in found and not isinstance(value, Literal) and (value, None, None) in shapes:
                found.add(value)
                todo.append(value)
    return found


def _without(shapes: Graph, dropped: set[Node]) -> Graph:
    kept = Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[0] not in dropped and triple[2] not in dropped:
            kept.add(triple)
    return kept


def _core_findings(graph: Graph, shapes: Graph, sources: SourceMap) -> Iterator[Finding]:
    logger = logging.getLogger("accordgraph.validation.pyshacl")
    logger.setLevel(logging.ERROR)
    _, report, text = pyshacl.validate(
        graph,
        shacl_graph=shapes,
        advanced=True,
        inference="none",
        inplace=True,
        do_owl_imports=False,
        meta_shacl=False,
        logger=logger,
    )
    if not isinstance(report, Graph):
        raise InvalidData(
            f"The shapes cannot be run: {text}",
            field="ontology/shapes",
            accepted="SHACL that pySHACL accepts",
            hint="Correct the shape named, then run: accordgraph validate",
        )
    for node in report.objects(None, SH.result):
        shape, focus = report.value(node, SH.sourceShape), report.value(node, SH.focusNode)
        if shape is None or focus is None:
            continue
        path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
        said = str(report.value(node, SH.resultMessage) or "")
        result = Result(shape, path, focus, None if value == focus else value)
        yield _finding(result, report.value(node, SH.resultSeverity), said, shapes, sources)


def _finding(result: Result, severity: Node | None, said: str, shapes: Graph, sources: SourceMap) -> Finding:
    texts = {
        text.language: str(text)
        for text in shapes.objects(result.shape, SH.message)
        if isinstance(text, Literal)
    }
    english = texts.get("en") or said
    return Finding(
        _SEVERITIES.get(severity, Severity.VIOLATION),
        sources.file_of(str(result.focus)) or "",
        compact(result.focus),
        compact(result.shape),
        "" if result.path is None else compact(result.path),
        "" if result.value is None else _written(result.value),
        english,
        texts.get("zh", english),
    )


def _written(value: Node) -> str:
    return value.n3() if isinstance(value, Literal) else compact(value)
