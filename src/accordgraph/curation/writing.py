"""What all stubs share: the citation, days, and adding to a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from accordgraph.errors import BadValue, MissingValue, UnknownName
from accordgraph.namespaces import ID, expand
from accordgraph.pathways.dates import parse_period
from accordgraph.service import AccordGraph
from accordgraph.turtle import format_text, read_tree

CERTAINTIES = ("documented", "indirect", "unconfirmed")
LONGEST_QUOTATION = 20


@dataclass(frozen=True)
class Cited:
    """Where a fact comes from: the source by name, the place in it, how sure it is."""

    source: str
    locator: str
    certainty: str = "documented"
    retrieved_on: str | None = None
    quotation: str | None = None


def term(name: str) -> URIRef:
    """The IRI of a prefixed name."""
    return URIRef(expand(name))


def cite(graph: AccordGraph, stub: Graph, statement: URIRef, stem: str, cited: Cited) -> None:
    """Add to a stub the citation that backs everything it says of a statement.

    Raises
    ------
    UnknownName, MissingValue, BadValue : a part that cannot be used.
    """
    citation = URIRef(f"{ID}citation/{stem}-a")
    parts, said = _parts(graph, cited), set(stub.predicates(statement)) - {term("rdf:type")}
    stub.add((statement, term("prov:wasDerivedFrom"), citation))
    for name, value in parts.items():
        stub.add((citation, term(name), value))
    for predicate in said:
        stub.add((citation, term("ag:supports"), predicate))


def _parts(graph: AccordGraph, cited: Cited) -> dict[str, Node]:
    source = URIRef(f"{ID}source/{cited.source.removeprefix('source/').removeprefix('source:')}")
    if not graph.records.exists(str(source)):
        raise UnknownName(
            f"There is no source {cited.source!r}.",
            field="source",
            given=cited.source,
            hint="Add it to a file of data/sources first; /sources lists those that exist.",
        )
    if not cited.locator.strip():
        raise MissingValue("A citation says where in the source.", field="locator", accepted="a place")
    if cited.certainty not in CERTAINTIES:
        raise BadValue(
            "That is no certainty.", field="certainty", given=cited.certainty, accepted=list(CERTAINTIES)
        )
    parts: dict[str, Node] = {
        "rdf:type": term("ag:Citation"),
        "ag:citesSource": source,
        "ag:locator": Literal(cited.locator.strip()),
        "ag:hasCertainty": term(f"certainty:{cited.certainty}"),
    }
    if cited.retrieved_on:
        parts["ag:retrievedOn"] = day(cited.retrieved_on, "retrieved_on")
    if cited.quotation:
        if len(cited.quotation) > LONGEST_QUOTATION:
            raise BadValue(
                "A quotation only serves to find the place.",
                field="quotation",
                given=cited.quotation,
                accepted=f"at most {LONGEST_QUOTATION} characters",
            )
        parts["ag:quotation"] = Literal(cited.quotation)
    return parts


def period(text: str, field: str) -> tuple[str, str]:
    """The first and the last day of a year, a month or a day."""
    try:
        first, last = parse_period(text)
    except ValueError:
        raise BadValue(
            f"{field} is not a date.", field=field, given=text, accepted="YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None
    return first.isoformat(), last.isoformat()


def day(text: str, field: str) -> Literal:
    """A whole day."""
    first, last = period(text, field)
    if first != last:
        raise BadValue(f"{field} is not a day.", field=field, given=text, accepted="YYYY-MM-DD")
    return Literal(first, datatype=XSD.date)


def written(graph: AccordGraph) -> str:
    """Every Turtle file of the data, with what was added since the snapshot was made."""
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted((graph.root / "data").rglob("*.ttl")))


def add(path: Path, stub: Graph) -> Path:
    """Add a stub to a file, in its one form; returns the file."""
    whole = Graph()
    if path.exists():
        whole, _ = read_tree([path])
    for triple in stub:
        whole.add(triple)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(format_text(whole.serialize(format="turtle"), name=path.name), encoding="utf-8")
    return path
