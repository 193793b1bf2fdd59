"""The guide to the terms, in English and Chinese: everything in it comes from the ontology and its shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SH, SKOS, URIRef
from rdflib.term import Node

from accordgraph.answers import say
from accordgraph.findings import compact
from accordgraph.namespaces import AG, ONTOLOGY, slug
from accordgraph.snapshot import Content
from accordgraph.terms import Axiom, Count, Ontology, Topic
from accordgraph.terms_words import DERIVES, EXCLUDES, NONE, WORDS, Reading
from accordgraph.turtle import read_tree

PATHS = {"en": "ontology/TERMS.md", "zh": "ontology/TERMS.zh.md"}
"""Where the guides lie in a checkout, by language."""

SHOWN = 10
"""Most properties in a box of a picture."""
FEW = 4
"""A shape that selects more classes is named in their place."""

JSON_KEY = URIRef(f"{AG}jsonKey")


def guides(content: Content) -> dict[str, str]:
    """The guide in each language, by its path in a checkout.

    Raises
    ------
    BadTurtle, InvalidData : the ontology does not parse, a term has no topic, an axiom cannot be told.
    """
    files = content.files()
    ontology = Ontology(read_tree(files["ontology"])[0], read_tree(files["shapes"])[0])
    return {path: guide(ontology, lang) for lang, path in PATHS.items()}


def guide(ontology: Ontology, lang: str) -> str:
    """The guide in one language, as Markdown."""
    return "\n\n".join(filter(None, _Guide(ontology, lang).parts())) + "\n"


def cell(text: str) -> str:
    r"""A text inside a table: on one line, and nothing in it is read as Markdown of another kind.

    >>> print(cell("one | two, <three>"))
    one \| two, &lt;three&gt;
    """
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([|*])", r"\\\1", " ".join(text.split())) or NONE


def anchor(title: str) -> str:
    """The anchor of a heading on the usual hosts.

    >>> anchor("Persons: standards and conditions")
    'persons-standards-and-conditions'
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


class _Guide:
    def __init__(self, ontology: Ontology, lang: str) -> None:
        self.ontology, self.lang = ontology, lang

    def word(self, key: str, **parts: object) -> str:
        return say(WORDS[key], self.lang).format(**parts) if parts else say(WORDS[key], self.lang)

    def text(self, node: Node, predicate: URIRef) -> str:
        return self.ontology.text(node, predicate, self.lang, None, "en")

    def definition(self, node: Node) -> str:
        told = (self.text(node, each) for each in (SKOS.definition, SKOS.scopeNote))
        return cell(self.word("gap").join(filter(None, told)))

    def example(self, node: Node) -> str:
        return cell(self.text(node, SKOS.example))

    def label(self, node: Node) -> str:
        return self.text(node, SKOS.prefLabel) or compact(node)

    def heading(self, node: Node) -> str:
        label = self.label(node)
        return label[:1].upper() + label[1:]

    def codes(self, nodes: Iterable[Node]) -> str:
        return ", ".join(f"`{compact(node)}`" for node in nodes) or NONE

    def table(self, head: str, rows: Iterable[Iterable[str]]) -> str:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *lines]) if lines else ""

    def parts(self) -> Iterator[str]:
        """All sections, the list of contents after the opening."""
        version = self.text(URIRef(ONTOLOGY), OWL.versionInfo) or NONE
        body = [*self.body()]
        titles = [part.removeprefix("## ") for part in body if part.startswith("## ")]
        yield f"# {self.word('title')}"
        yield self.word("made", version=version)
        yield f"## {self.word('how')}"
        yield self.word("reading", shown=SHOWN, few=FEW)
        yield "\n".join(f"{n}. [{title}](#{anchor(title)})" for n, title in enumerate(titles, 1))
        yield from body

    def body(self) -> Iterator[str]:
        for topic in self.ontology.topics:
            yield from self.topic(topic)
        yield from self.section("borrowed", "borrowing")
        yield self.table(self.word("borrowed_head"), map(self.borrowed, self.ontology.borrowed))
        yield from self.section("schemes", "scheming")
        for scheme, concepts in self.ontology.schemes():
            yield from self.scheme(scheme, concepts)
        yield from self.section("follows", "following")
        yield from self.axioms(DERIVES)
        yield from self.section("excludes", "excluding")
        yield from self.axioms(EXCLUDES)
        yield from self.section("shapes", "shaping")
        for shape, targets, parts in self.ontology.node_shapes():
            yield from self.shape(shape, targets, parts)

    def section(self, title: str, text: str) -> Iterator[str]:
        yield f"## {self.word(title)}"
        yield self.word(text)

    def topic(self, topic: Topic) -> Iterator[str]:
        yield f"## {self.heading(topic.iri)}"
        yield self.text(topic.iri, SKOS.definition)
        yield "\n".join(self.picture(topic))
        yield self.table(self.word("class"), map(self.row_of_class, topic.classes))
        yield self.table(self.word("property"), map(self.row_of_property, topic.properties))
        others = [
            self.word("aside", told=self.codes(used), aside=self.link(other))
            for other in self.ontology.topics
            if other != topic
            and (used := [p for p in other.properties if set(self.ontology.owners(p)) & set(topic.classes)])
        ]
        if others:
            yield f"{self.word('elsewhere')} {self.word('joint').join(others)}{self.word('end')}"

    def link(self, topic: Topic) -> str:
        return f"[{self.label(topic.iri)}](#{anchor(self.heading(topic.iri))})"

    def told(self, node: Node) -> str:
        old = self.ontology.graph.value(node, OWL.deprecated) is not None
        return cell(self.label(node)) + (f" {self.word('deprecated')}" if old else "")

    def row_of_class(self, cls: URIRef) -> list[str]:
        above = self.codes(self.ontology.above(cls))
        return [f"`{compact(cls)}`", self.told(cls), self.definition(cls), above, self.example(cls)]

    def row_of_property(self, prop: URIRef) -> list[str]:
        start, label, key, uses = self.borrowed(prop)
        ranges = self.codes(self.ontology.ranges(prop))
        return [start, label, self.definition(prop), ranges, key, uses, self.example(prop)]

    def borrowed(self, prop: URIRef) -> list[str]:
        key = self.text(prop, JSON_KEY)
        return [f"`{compact(prop)}`", self.told(prop), f"`{key}`" if key else NONE, self.how_many(prop)]

    def how_many(self, prop: URIRef) -> str:
        """Where a property stands how often; of a shape that selects many classes its name."""
        found: dict[str, set[URIRef]] = {}
        for use in self.ontology.uses.get(prop, ()):
            where = set(use.classes) if 0 < len(use.classes) <= FEW else {use.shape}
            found.setdefault(self.times(use.times), set()).update(where)
        if not found and self.is_inferred(prop):
            return self.word("inferred")
        parts = (self.word("at", times=n, where=self.codes(sorted(where))) for n, where in found.items())
        return self.word("joint").join(parts) or NONE

    def is_inferred(self, prop: URIRef) -> bool:
        graph = self.ontology.graph
        return any((prop, axiom, None) in graph for axiom in (OWL.inverseOf, OWL.propertyChainAxiom))

    def times(self, count: Count) -> str:
        return self.word("by_language", times=f"`{count}`") if count.by_language else f"`{count}`"

    def picture(self, topic: Topic) -> Iterator[str]:
        """A class diagram in Mermaid, if there is a class to show.

        Boxes without arrows stand side by side only where the picture runs from top to bottom.
        """
        boxes = [cls for cls in topic.classes if self.has_box(cls)]
        arrows = [arrow for cls in boxes for arrow in self.arrows(cls, boxes)]
        if boxes:
            yield "```mermaid\nclassDiagram"
            yield "    direction LR" if 2 * len(arrows) > len(boxes) else "    direction TB"
            for cls in boxes:
                yield from self.box(cls, boxes)
            yield from arrows
            yield "```"

    def arrows(self, cls: URIRef, boxes: list[URIRef]) -> Iterator[str]:
        yield from (f"    {slug(up)} <|-- {slug(cls)}" for up in self.ontology.above(cls) if up in boxes)
        found: dict[tuple[str, URIRef], list[str]] = {}
        for prop, times in self.standing(cls, self.ontology.borrowed):
            for to in self.ontology.ranges(prop, cls):
                if to in boxes and to != cls:
                    found.setdefault((str(times), to), []).append(self.short(prop))
        for (many, to), props in found.items():
            yield f'    {slug(cls)} --> "{many}" {slug(to)} : {self.word("comma").join(props)}'

    def has_box(self, cls: URIRef) -> bool:
        return not self.ontology.is_concept(cls) or any(self.standing(cls))

    def standing(self, cls: URIRef, more: Iterable[URIRef] = ()) -> Iterator[tuple[URIRef, Count]]:
        for prop in [*self.ontology.properties, *more]:
            times = self.ontology.times(prop, cls)
            if times is not None:
                yield prop, times

    def short(self, term: URIRef) -> str:
        return slug(term) if self.lang == "en" or not str(term).startswith(AG) else self.label(term)

    def box(self, cls: URIRef, boxes: list[URIRef]) -> Iterator[str]:
        """A class with its main properties: what must be stated, then what few other classes have.

        A property that leads back to its own class stands inside, for its arrow would hide others.
        """
        inside = []
        for prop, times in self.standing(cls):
            ranges, owners = self.ontology.ranges(prop, cls), len(self.ontology.owners(prop))
            if set(ranges) & {*boxes} - {cls} or not (times.least or owners <= SHOWN):
                continue
            lists = filter(self.ontology.is_concept, ranges)
            common = any(len({*self.ontology.pointing(each)}) > SHOWN for each in lists)
            rank = (not times.least, common, owners, prop)
            values = " ".join(map(self.short, ranges))
            inside.append((rank, f"        {self.short(prop)} [{times}] {values}".rstrip()))
        inside.sort()
        lines = [line for _, line in inside[:SHOWN]]
        if len(inside) > SHOWN:
            lines.append(f"        {self.word('more', n=len(inside) - SHOWN)}")
        head = slug(cls) if self.lang == "en" else f'{slug(cls)}["{self.label(cls)}"]'
        yield "\n".join([f"    class {head} {{", *lines, "    }"]) if lines else f"    class {head}"

    def scheme(self, scheme: URIRef, concepts: list[URIRef]) -> Iterator[str]:
        graph = self.ontology.graph
        classes = {each for node in concepts for each in graph.objects(node, RDF.type)} - {SKOS.Concept}
        yield f"### {self.heading(scheme)}"
        of = self.word("concepts_of", classes=self.codes(sorted(classes, key=str)))
        yield f"{self.text(scheme, SKOS.definition)} {of if classes else ''}".rstrip()
        yield self.table(
            self.word("concept"),
            ([f"`{compact(node)}`", self.notation(node), self.told(node), self.definition(node)]
             for node in concepts),
        )  # fmt: skip

    def notation(self, concept: URIRef) -> str:
        text = self.text(concept, SKOS.notation)
        return f"`{text}`" if text else NONE

    def axioms(self, readings: dict[str, Reading]) -> Iterator[str]:
        for kind, reading in readings.items():
            found = [axiom for axiom in self.ontology.axioms if axiom.kind == kind]
            if found:
                yield f"### {say(reading.name, self.lang)}"
                yield self.word("aside", told=say(reading.meaning, self.lang), aside=reading.rules)
                yield self.table(*self.table_of(reading, found))

    def table_of(self, reading: Reading, found: list[Axiom]) -> tuple[str, Iterable[list[str]]]:
        given, then = say(reading.given, self.lang), say(reading.then, self.lang)
        if all(not axiom.given for axiom in found):
            return f"| {then} |", ([self.codes(axiom.then)] for axiom in found)
        return f"| {given} | {then} |", ([self.codes(axiom.given), self.codes(axiom.then)] for axiom in found)

    def shape(self, shape: URIRef, targets: list[URIRef], parts: list[URIRef]) -> Iterator[str]:
        yield f"### `{compact(shape)}`"
        any_with = (shape, SH.targetSubjectsOf, None) in self.ontology.shapes
        selects = "selects_with" if any_with else "selects" if targets else "selects_none"
        yield self.word(selects, classes=self.codes(targets))
        own = [shape] if (shape, SH.message, None) in self.ontology.shapes else []
        rows = [*map(self.row_of_shape, [*own, *parts])]
        yield self.table(self.word("shape"), rows if targets else [[*row[:-1], NONE] for row in rows])

    def row_of_shape(self, shape: URIRef) -> list[str]:
        shapes = self.ontology.shapes
        path, group = shapes.value(shape, SH.path), shapes.value(shape, SH.group)
        severity = shapes.value(shape, SH.severity) or SH.Violation
        note = cell(self.text(group, RDFS.label)) if group is not None else ""
        return [
            f"`{compact(shape)}`",
            self.codes([path] if path is not None else []),
            f"{cell(self.text(shape, SH.message))} {note}".rstrip(),
            self.word(slug(str(severity))),
        ]
