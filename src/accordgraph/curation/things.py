"""A thing of any kind with its citation; which properties it takes and needs is read from the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from accordgraph.content import Content, findings_in
from accordgraph.curation.writing import Cited, add, cite, period, term, written
from accordgraph.errors import BadValue, MissingValue, UnknownField, UnknownName
from accordgraph.findings import Severity, compact
from accordgraph.namespaces import PREFIXES, expand, slug
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.turtle import read_tree

KINDS = {
    prefix: (PREFIXES["ag"] + name, iri)
    for name, iri in COLLECTIONS.values()
    for prefix, known in PREFIXES.items()
    if known == iri
}
"""Kinds by the prefix they have in Turtle: the class, and what their IRIs begin with."""

LAST_DAYS = ("validThrough", "dissolvedOn")
"""Properties of which a month or a year means its last day."""


class Slot(NamedTuple):
    """A property of a kind as its shapes describe it."""

    path: str
    needed: bool = False
    datatype: str | None = None
    of: str | None = None

    @property
    def typed(self) -> bool:
        """Whether the shapes of the kind speak of it; otherwise it is a property of the ontology."""
        return self.needed or self.datatype is not None or self.of is not None

    @property
    def name(self) -> str:
        """The property as a prefixed name."""
        return compact(self.path)


def slots(graph: AccordGraph, kind: str) -> dict[str, Slot]:
    """What a kind takes, by prefixed name; what it needs comes first.

    Raises
    ------
    UnknownName : there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownName(f"There is no kind {kind!r}.", field="kind", given=kind, accepted=sorted(KINDS))
    files = Content.under(graph.root).files()
    ontology, _ = read_tree(files["ontology"])
    shapes, _ = read_tree(files["shapes"])
    found: dict[str, Slot] = {}
    for each in set(ontology.transitive_objects(URIRef(KINDS[kind][0]), RDFS.subClassOf)):
        for shape in shapes.subjects(SH.targetClass, each):
            for constraint in shapes.objects(shape, SH.property):
                slot = _slot(shapes, constraint)
                if slot:
                    found[slot.name] = _both(found.get(slot.name, slot), slot)
    return dict(sorted(found.items(), key=lambda item: (not item[1].needed, item[0])))


def _slot(shapes: Graph, constraint: Node) -> Slot | None:
    path = shapes.value(constraint, SH.path)
    if not isinstance(path, URIRef) or path == RDF.type:
        return None
    least, datatype, of = (shapes.value(constraint, each) for each in (SH.minCount, SH.datatype, SH["class"]))
    needed = least is not None and int(str(least)) > 0
    return Slot(
        str(path), needed, None if datatype is None else str(datatype), None if of is None else str(of)
    )


def _both(one: Slot, other: Slot) -> Slot:
    """What two constraints of one property say together."""
    return Slot(one.path, one.needed or other.needed, one.datatype or other.datatype, one.of or other.of)


def new_thing(
    graph: AccordGraph, kind: str, name: str, into: Path, said: Iterable[str], cited: Cited | None = None
) -> Path:
    """Add a thing to a file of the data, if the shapes have nothing against it; returns the file.

    Parameters
    ----------
    kind : the prefix that such things have in Turtle, such as ``body``.
    name : the last part of its IRI.
    into : a Turtle file in the folder of the data.
    said : its properties as ``name=value`` or ``name@language=value``.
    cited : where that comes from.

    Raises
    ------
    AccordGraphError : a part that cannot be used, or something that is needed; nothing is written.
    """
    taken = slots(graph, kind)
    others = {compact(iri): Slot(iri) for iri in graph.records.properties}
    class_, base = KINDS[kind]
    thing = URIRef(base + _free(graph, kind, name))
    path = _inside(graph.root / "data", into)
    stub = Graph()
    stub.add((thing, RDF.type, URIRef(class_)))
    for text in said:
        for predicate, value in _read(graph, {**others, **taken}, text):
            stub.add((thing, predicate, value))
    if cited is not None:
        cite(graph, stub, thing, f"{slug(base[:-1])}-{name}", cited)
    before = path.read_bytes() if path.exists() else None
    try:
        add(path, stub)
        _checked(graph, path, stub, taken)
    except Exception:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)
        raise
    return path


def _free(graph: AccordGraph, kind: str, name: str) -> str:
    if not re.fullmatch("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", name):
        raise BadValue("That is no name.", field="name", given=name, accepted="words with hyphens")
    taken = re.search(rf"^{re.escape(f'{kind}:{name}')}$", written(graph), re.MULTILINE)
    if taken or graph.records.exists(KINDS[kind][1] + name):
        raise BadValue(f"{kind}:{name} exists already.", field="name", given=name, accepted="a new name")
    return name


def _inside(data: Path, into: Path) -> Path:
    path = (into if into.is_absolute() else data.parent / into).resolve()
    if path.suffix != ".ttl" or not path.is_relative_to(data.resolve()):
        raise BadValue(
            "That is no file of the data.", field="into", given=str(into), accepted="data/….ttl",
            hint="The table in data/README.md says which file holds what.",
        )  # fmt: skip
    return path


def _read(graph: AccordGraph, known: Mapping[str, Slot], text: str) -> list[tuple[URIRef, Node]]:
    """The triples that one ``name=value`` means: a value, and for a partial date its precision."""
    left, equals, value = text.partition("=")
    name, _, lang = left.strip().partition("@")
    value = value.strip()
    if not equals or not value:
        raise BadValue("A property is given as name=value.", field="set", given=text, accepted="name=value")
    slot = _named(known, name)
    predicate = URIRef(slot.path)
    if lang or slot.datatype == str(RDF.langString):
        if not lang:
            raise MissingValue(
                f"{slot.name} is a text in a language.", field=name, given=text, accepted=f"{name}@en=…"
            )
        return [(predicate, Literal(value, lang=lang))]
    if slot.datatype == str(XSD.date):
        return _dated(known, slot, value)
    return [(predicate, _value(graph, slot, value))]


def _named(known: Mapping[str, Slot], name: str) -> Slot:
    """The property of a prefixed name, or of the part behind its prefix."""
    if name in known:
        return known[name]
    fitting = [slot for full, slot in known.items() if full.partition(":")[2] == name]
    if len(fitting) != 1:
        raise UnknownField(
            f"There is no property {name!r}, or more than one.",
            field="set",
            given=name,
            accepted=[slot.name for slot in fitting] or [full for full, slot in known.items() if slot.typed],
        )
    return fitting[0]


def _dated(known: Mapping[str, Slot], slot: Slot, text: str) -> list[tuple[URIRef, Node]]:
    first, last = period(text, slot.name)
    shown = Literal(last if slug(slot.path) in LAST_DAYS else first, datatype=XSD.date)
    found: list[tuple[URIRef, Node]] = [(URIRef(slot.path), shown)]
    if f"{slot.name}Precision" in known:
        precision = ("year", "month", "day")[text.count("-")]
        found.append((URIRef(f"{slot.path}Precision"), term(f"precision:{precision}")))
    elif first != last:
        raise BadValue(f"{slot.name} is a day.", field=slot.name, given=text, accepted="YYYY-MM-DD")
    return found


def _value(graph: AccordGraph, slot: Slot, text: str) -> Node:
    """A value of the type that the shapes ask for; without one, a thing if it is written as one."""
    prefix, colon, local = text.partition(":")
    if slot.datatype is None and colon and prefix in PREFIXES and re.fullmatch(r"[\w.-]+", local):
        return URIRef(expand(text))
    if slot.datatype is None and text.startswith("https://"):
        return URIRef(text)
    if slot.of:
        kind = slug(slot.of).lower()
        return URIRef(graph.served.names.find(text, (kind,), slot.name))
    value = Literal(text, datatype=slot.datatype and URIRef(slot.datatype))
    if value.ill_typed:
        raise BadValue(
            f"{slot.name} is not of its type.", field=slot.name, given=text, accepted=compact(slot.datatype)
        )
    return value if slot.datatype != str(XSD.string) else Literal(text)


def _checked(graph: AccordGraph, path: Path, stub: Graph, known: Mapping[str, Slot]) -> None:
    """Refuse a stub against which the shapes have something."""
    own = {compact(subject) for subject in stub.subjects()}
    content = Content.under(graph.root)
    wrong = [
        each
        for each in findings_in(content, [path])
        if each.severity is Severity.VIOLATION and each.subject in own
    ]
    if wrong:
        raise MissingValue(
            " ".join(dict.fromkeys(each.message_en for each in wrong)),
            field=wrong[0].path or "set",
            accepted=[name for name, slot in known.items() if slot.needed] or list(known),
        )
