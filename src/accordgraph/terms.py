"""The ontology as a guide tells it: topics with their terms, how often each may stand, axioms, shapes.

Which topic a term belongs to:

- the one whose concept names it with ``ag:treats``; else
- a class: that of a class above it, or that of most properties that point to it;
- a property: that of most classes on which the shapes let it stand, or that of what its inverse points to.

Where two topics are even, the first by ``ag:position`` wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import Namespace
from rdflib.term import Node

from accordgraph.constraints import TARGETS
from accordgraph.errors import InvalidData
from accordgraph.findings import compact
from accordgraph.namespaces import AG, slug

_AG = Namespace(AG)
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_SAYS_NOTHING_OF_USE = {RDF.type, SH.path, SH.message, SH.severity, SH.group, SH.sparql, SH.flags}
_RANGES = (SH["class"], SH.datatype)
_NO_AXIOMS = {
    *(OWL.hasValue, OWL.members, OWL.onProperty, OWL.someValuesFrom, OWL.unionOf, OWL.versionIRI),
    *(OWL.deprecated, OWL.versionInfo, RDFS.isDefinedBy, RDFS.seeAlso),
}
_NO_AXIOM_TYPES = {OWL.Class, OWL.Ontology, OWL.Restriction, *_PROPERTIES}


class Count(NamedTuple):
    """How often a property stands: between two numbers, in all or in each language."""

    least: int = 0
    most: int | None = None
    by_language: bool = False

    def __str__(self) -> str:
        """As diagrams write it.

        >>> [str(Count(*each)) for each in ((1, 1), (0, 1), (1,), ())]
        ['1', '0..1', '1..*', '*']
        """
        if self.least == self.most:
            return str(self.least)
        most = "*" if self.most is None else str(self.most)
        return most if not self.least and self.most is None else f"{self.least}..{most}"


class Use(NamedTuple):
    """A node shape lets a property stand on classes, so many times, with values of some classes or types.

    There are no classes where the shape selects whatever has some property.
    """

    shape: URIRef
    classes: list[URIRef]
    times: Count
    ranges: list[URIRef]


class Topic(NamedTuple):
    """A chapter: its concept, its classes in order of reading, its properties."""

    iri: URIRef
    classes: list[URIRef]
    properties: list[URIRef]


class Axiom(NamedTuple):
    """An axiom of some kind: what is given, and what follows or is excluded."""

    kind: str
    given: tuple[Node, ...]
    then: tuple[Node, ...]


class Ontology:
    """Terms, concepts and shapes.

    Parameters
    ----------
    graph : classes, properties and concept schemes.
    shapes : SHACL shapes.
    """

    def __init__(self, graph: Graph, shapes: Graph) -> None:
        self.graph, self.shapes = graph, shapes
        self.classes = _named(filter(_is_own, graph.subjects(RDF.type, OWL.Class)))
        found = _named(each for kind in _PROPERTIES for each in graph.subjects(RDF.type, kind))
        self.properties = [each for each in found if _is_own(each)]
        self.borrowed = [each for each in found if not _is_own(each)]
        self.chapters = self._by_place(graph.subjects(RDF.type, _AG.Topic))
        self.uses = _uses(shapes)

    def text(self, node: Node, predicate: URIRef, lang: str, *others: str | None) -> str:
        """A text in a language or, if it is missing, in the first of others (None: a text without one)."""
        texts = {each.language: str(each) for each in self._literals(node, predicate)}
        return next((texts[key] for key in (lang, *others) if key in texts), "")

    def _literals(self, node: Node, predicate: URIRef) -> Iterator[Literal]:
        for graph in (self.graph, self.shapes):
            yield from (text for text in graph.objects(node, predicate) if isinstance(text, Literal))

    def _by_place(self, nodes: Iterable[Node]) -> list[URIRef]:
        return sorted(_named(nodes), key=lambda node: int(self.text(node, _AG.position, "", None) or 0))

    def above(self, cls: Node) -> list[URIRef]:
        """The named classes directly above a class."""
        return _named(self.graph.objects(cls, RDFS.subClassOf))

    def is_concept(self, cls: Node) -> bool:
        """Whether the members of a class are concepts of a scheme."""
        return SKOS.Concept in self.above(cls)

    def schemes(self) -> list[tuple[URIRef, list[URIRef]]]:
        """Every concept scheme with its concepts, by ``ag:position`` and name."""
        return [
            (scheme, self._by_place(self.graph.subjects(SKOS.inScheme, scheme)))
            for scheme in _named(self.graph.subjects(RDF.type, SKOS.ConceptScheme))
        ]

    def ranges(self, prop: Node, cls: Node | None = None) -> list[URIRef]:
        """Classes or data types of a property's values, on one class or anywhere."""
        uses = self.uses.get(prop, []) if cls is None else self._uses_on(prop, cls)
        asked = _named(each for use in uses for each in use.ranges)
        stated = _named(self._members(self.graph.objects(prop, RDFS.range)))
        return asked or stated if cls is not None else stated or asked

    def _members(self, ranges: Iterable[Node]) -> Iterator[Node]:
        for each in ranges:
            union = self.graph.value(each, OWL.unionOf)
            yield from [each] if union is None else Collection(self.graph, union)

    def times(self, prop: Node, cls: Node) -> Count | None:
        """How often a property may stand on a class by all shapes together; None if none lets it."""
        uses = self._uses_on(prop, cls)
        return _all_of(use.times for use in uses) if uses else None

    def _uses_on(self, prop: Node, cls: Node) -> list[Use]:
        """What shapes say of a property on a class, and then also those on the classes above it."""
        uses = self.uses.get(prop, [])
        if not any(cls in use.classes for use in uses):
            return []
        line = {cls, *self.above(cls)}
        return [use for use in uses if line & {*use.classes}]

    def owners(self, prop: Node) -> list[URIRef]:
        """The classes on which the shapes let a property stand."""
        return _named(cls for use in self.uses.get(prop, ()) for cls in use.classes)

    @cached_property
    def topics(self) -> list[Topic]:
        """All topics in their order.

        Raises
        ------
        InvalidData : a term belongs to no topic, or two topics treat it.
        """
        homes = self._homes()
        lost = [compact(term) for term in [*self.classes, *self.properties] if term not in homes]
        if lost:
            raise InvalidData(
                "Terms belong to no topic of the guide.",
                field="ag:treats",
                given=lost,
                hint="Name them at a concept of ontology/vocab/topic.ttl, or give them a shape.",
            )
        return [
            Topic(
                topic,
                [*self._in_order([cls for cls in self.classes if homes[cls] == topic])],
                [prop for prop in self.properties if homes[prop] == topic],
            )
            for topic in self.chapters
        ]

    def _homes(self) -> dict[URIRef, URIRef]:
        homes: dict[URIRef, URIRef] = {}
        for topic in self.chapters:
            for term in _named(self.graph.objects(topic, _AG.treats)):
                if homes.setdefault(term, topic) != topic:
                    raise InvalidData(
                        "Two topics treat one term.",
                        field="ag:treats",
                        given=compact(term),
                        accepted=[compact(topic), compact(homes[term])],
                        hint="Keep it in one of them.",
                    )
        steps: tuple[tuple[list[URIRef], Callable[[Node], list[URIRef]]], ...] = (
            (self.classes, self.above),
            (self.classes, self.pointing),
            (self.properties, self._holders),
        )
        for terms, near in steps:
            while new := {
                term: self._most(places)
                for term in terms
                if term not in homes and (places := [homes[each] for each in near(term) if each in homes])
            }:
                homes |= new
        return homes

    def pointing(self, cls: Node) -> list[URIRef]:
        """The classes that point to a class, once for each of their properties that do."""
        return [owner for prop in self.uses if cls in self.ranges(prop) for owner in self.owners(prop)]

    def _holders(self, prop: Node) -> list[URIRef]:
        inverses = self.graph.objects(prop, OWL.inverseOf)
        return self.owners(prop) or [each for other in inverses for each in self.ranges(other)]

    def _most(self, places: list[URIRef]) -> URIRef:
        return max(self.chapters, key=places.count)

    def _in_order(self, classes: list[URIRef]) -> Iterator[URIRef]:
        """Each class followed by those below it; lists of concepts last."""

        def below(cls: URIRef) -> Iterator[URIRef]:
            yield cls
            for each in classes:
                if cls in self.above(each):
                    yield from below(each)

        tops = [cls for cls in classes if not set(self.above(cls)) & set(classes)]
        for top in sorted(tops, key=lambda cls: (self.is_concept(cls), cls)):
            yield from below(top)

    @cached_property
    def axioms(self) -> list[Axiom]:
        """What the ontology lets follow and what it excludes, by kind; alike ones together.

        Raises
        ------
        InvalidData : the ontology holds an axiom of a kind that the guide cannot tell.
        """
        joined: dict[tuple[str, tuple[Node, ...]], set[tuple[Node, ...]]] = {}
        for axiom in self._axioms():
            joined.setdefault((axiom.kind, axiom.then), set()).add(axiom.given)
        return sorted(
            Axiom(kind, given, then)
            for (kind, then), group in joined.items()
            for given in ([sum(sorted(group), ())] if all(len(each) == 1 for each in group) else group)
        )

    def _axioms(self) -> Iterator[Axiom]:
        graph = self.graph
        for subject, predicate, value in graph:
            kind = KINDS.get(predicate) or KINDS.get(value if predicate == RDF.type else None)
            if kind is None or (kind == "subclass" and isinstance(value, BNode)):
                self._refuse_unknown(subject, predicate, value)
            elif kind == "value":
                yield from self._restricted(subject, value)
            elif predicate == RDF.type:
                members = graph.value(subject, OWL.members)
                yield Axiom(kind, (), _list(graph, members) if members else (subject,))
            elif (value, RDF.first, None) in graph:
                yield Axiom(kind, _list(graph, value), (subject,))
            elif kind == "apart":
                yield Axiom(kind, (value,), (subject,))
            elif _is_own(value) and _is_own(subject):
                yield Axiom(kind, (subject,), (value,))

    def _restricted(self, cls: Node, restriction: Node) -> Iterator[Axiom]:
        prop = self.graph.value(restriction, OWL.onProperty)
        for predicate, kind in ((OWL.hasValue, "value"), (OWL.someValuesFrom, "some")):
            value = self.graph.value(restriction, predicate)
            if prop is not None and value is not None:
                yield Axiom(kind, (prop, value), (cls,))
                return
        self._refuse_unknown(cls, OWL.equivalentClass, restriction)

    def _refuse_unknown(self, subject: Node, predicate: Node, value: Node) -> None:
        unknown = value if predicate == RDF.type else predicate
        told = _NO_AXIOM_TYPES if predicate == RDF.type else _NO_AXIOMS
        if str(unknown).startswith((str(OWL), str(RDFS))) and unknown not in told:
            raise InvalidData(
                "The guide cannot tell an axiom of this kind.",
                field=compact(subject),
                given=compact(unknown),
                accepted=sorted(compact(each) for each in KINDS),
                hint="Add the kind to KINDS in terms.py and its text to terms_guide.py.",
            )

    def node_shapes(self) -> list[tuple[URIRef, list[URIRef], list[URIRef]]]:
        """Every node shape, what it selects, and its property shapes."""
        return [
            (
                shape,
                _named(each for kind in TARGETS for each in self.shapes.objects(shape, kind)),
                _named(self.shapes.objects(shape, SH.property)),
            )
            for shape in _named(self.shapes.subjects(RDF.type, SH.NodeShape))
        ]


KINDS: dict[Node | None, str] = {
    RDFS.subClassOf: "subclass",
    RDFS.subPropertyOf: "subproperty",
    RDFS.range: "range",
    OWL.equivalentClass: "value",
    OWL.inverseOf: "inverse",
    OWL.propertyChainAxiom: "chain",
    OWL.TransitiveProperty: "transitive",
    OWL.SymmetricProperty: "symmetric",
    OWL.disjointUnionOf: "union",
    OWL.AllDisjointClasses: "one",
    OWL.disjointWith: "apart",
    OWL.propertyDisjointWith: "split",
}
"""Kinds of axioms by the term of OWL that states them."""


def _named(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted({each for each in nodes if isinstance(each, URIRef)})


def _is_own(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(AG)


def _list(graph: Graph, head: Node) -> tuple[Node, ...]:
    return tuple(Collection(graph, head)) if isinstance(head, BNode) else ()


def _all_of(counts: Iterable[Count]) -> Count:
    counts = list(counts)
    most = [each.most for each in counts if each.most is not None]
    return Count(
        max(each.least for each in counts),
        min(most) if most else None,
        any(each.by_language for each in counts),
    )


def _uses(shapes: Graph) -> dict[Node, list[Use]]:
    """For each property the node shapes that let it stand on the classes they select.

    A shape that only holds a query mostly names the property at which a fault shows; it counts if it is
    called by its class and that property alone, as ``ags:Provision-isUnderAccord``.
    """
    found: dict[Node, list[Use]] = {}
    for shape in _named(shapes.subjects(RDF.type, SH.NodeShape)):
        classes = _named(shapes.objects(shape, SH.targetClass))
        parts: dict[Node, list[URIRef]] = {}
        selects = classes or (shape, SH.targetSubjectsOf, None) in shapes
        for part in _named(shapes.objects(shape, SH.property)) if selects else ():
            path = shapes.value(part, SH.path)
            says_more = set(shapes.predicates(part)) - _SAYS_NOTHING_OF_USE
            if path is not None and (says_more or slug(part).partition("-")[2] == slug(str(path))):
                parts.setdefault(path, []).append(part)
        for path, own in parts.items():
            times = _all_of(_count(shapes, part) for part in own)
            ranges = (each for part in own for kind in _RANGES for each in shapes.objects(part, kind))
            if times.most != 0:
                found.setdefault(path, []).append(Use(shape, classes, times, _named(ranges)))
    return found


def _count(shapes: Graph, part: Node) -> Count:
    """How often one property shape lets its property stand; ``sh:uniqueLang`` is once in each language."""
    least, most = (shapes.value(part, each) for each in (SH.minCount, SH.maxCount))
    by_language = shapes.value(part, SH.uniqueLang) is not None
    return Count(
        0 if least is None else int(str(least)),
        int(str(most)) if most is not None else 1 if by_language else None,
        by_language,
    )
