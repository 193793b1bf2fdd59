"""Stubs of new facts for curators: complete, cited, in their one form, in the file where they belong.

A stub is made from names that exist; what does not exist is an error that lists what does.  Nothing
is written over: a stub adds to a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from accordgraph.errors import BadValue, MissingValue, UnknownName
from accordgraph.namespaces import ID, expand, slug
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


@dataclass(frozen=True)
class Spell:
    """When it holds: a start or the first day it was seen, maybe an end, and the last day it was confirmed.

    Starts and ends may be a year, a month or a day.
    """

    since: str | None = None
    seen_on: str | None = None
    through: str | None = None
    confirmed_on: str | None = None


def new_membership(
    graph: AccordGraph,
    *,
    accord: str,
    body: str,
    tier: str,
    spell: Spell,
    cited: Cited,
    kind: str = "admitted",
) -> Path:
    """Add a membership with its citation to the file of its accord; returns the file.

    Parameters
    ----------
    accord, body : names as a question takes them.
    tier : the tier's notation within the accord, such as ``full``.
    kind : what the start means, a concept of the scheme ``date-kind``.

    Raises
    ------
    UnknownName, AmbiguousName, MissingValue, BadValue : a part that cannot be used; nothing is written.
    """
    names = graph.served.names
    accord_iri = names.find(accord, ("accord", "agreement"), "accord")
    body_iri = names.find(body, ("body",), "body")
    tier_iri = _tier(graph, accord_iri, tier)
    citation, supports = _citation_parts(graph, cited)
    name = _free(graph, f"{slug(accord_iri)}-{slug(body_iri)}")
    membership, cited_as = URIRef(f"{ID}membership/{name}"), URIRef(f"{ID}citation/{name}-a")
    dates = _dates(spell)
    if "ag:validFrom" in dates:
        dates["ag:hasDateKind"] = _concept(graph, "datekind", kind, "kind")
    stub = Graph()
    stub.add((membership, RDF.type, _term("ag:Membership")))
    stub.add((membership, _term("prov:wasDerivedFrom"), cited_as))
    said: dict[str, Node] = {
        "ag:isUnderAccord": URIRef(accord_iri),
        "ag:isHeldBy": URIRef(body_iri),
        "ag:hasTier": URIRef(tier_iri),
        **dates,
    }
    for predicate, value in said.items():
        stub.add((membership, _term(predicate), value))
        stub.add((cited_as, supports, _term(predicate)))
    for predicate, value in citation.items():
        stub.add((cited_as, _term(predicate), value))
    folder = "pending" if cited.certainty == "unconfirmed" else "facts/memberships"
    return _add(graph.root / "data" / folder / f"{slug(accord_iri)}.ttl", stub)


def _term(name: str) -> URIRef:
    return URIRef(expand(name))


def _tier(graph: AccordGraph, accord: str, tier: str) -> str:
    known = {each.slug: each.id for each in graph.served.world.tiers.values() if each.accord == accord}
    if tier not in known:
        raise UnknownName(
            f"{slug(accord)} has no tier {tier!r}.", field="tier", given=tier, accepted=sorted(known)
        )
    return known[tier]


def _concept(graph: AccordGraph, scheme: str, name: str, field: str) -> URIRef:
    concept = _term(f"{scheme}:{name}")
    if not graph.records.exists(str(concept)):
        raise UnknownName(
            f"There is no {field} {name!r}.", field=field, given=name, hint=f"See /vocab/{scheme}."
        )
    return concept


def _citation_parts(graph: AccordGraph, cited: Cited) -> tuple[dict[str, Node], URIRef]:
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
        "rdf:type": _term("ag:Citation"),
        "ag:citesSource": source,
        "ag:locator": Literal(cited.locator.strip()),
        "ag:hasCertainty": _term(f"certainty:{cited.certainty}"),
    }
    if cited.retrieved_on:
        parts["ag:retrievedOn"] = _day(cited.retrieved_on, "retrieved_on")
    if cited.quotation:
        if len(cited.quotation) > LONGEST_QUOTATION:
            raise BadValue(
                "A quotation only serves to find the place.",
                field="quotation",
                given=cited.quotation,
                accepted=f"at most {LONGEST_QUOTATION} characters",
            )
        parts["ag:quotation"] = Literal(cited.quotation)
    return parts, _term("ag:supports")


def _dates(spell: Spell) -> dict[str, Node]:
    if bool(spell.since) == bool(spell.seen_on):
        raise MissingValue(
            "A membership has a start, or the first day it was seen.",
            field="since",
            accepted="since or seen_on, not both",
        )
    if not spell.through and not spell.confirmed_on:
        raise MissingValue(
            "A membership without an end says when it was last confirmed.",
            field="confirmed_on",
            accepted="YYYY-MM-DD",
        )
    dates: dict[str, Node] = {}
    for name, text, last in (("validFrom", spell.since, False), ("validThrough", spell.through, True)):
        if text:
            first_day, last_day = _period(text, name)
            dates[f"ag:{name}"] = Literal(last_day if last else first_day, datatype=XSD.date)
            dates[f"ag:{name}Precision"] = _term(f"precision:{('year', 'month', 'day')[text.count('-')]}")
    for name, text in (("seenOn", spell.seen_on), ("confirmedOn", spell.confirmed_on)):
        if text:
            dates[f"ag:{name}"] = _day(text, name)
    return dates


def _period(text: str, field: str) -> tuple[str, str]:
    try:
        first, last = parse_period(text)
    except ValueError:
        raise BadValue(
            f"{field} is not a date.", field=field, given=text, accepted="YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None
    return first.isoformat(), last.isoformat()


def _day(text: str, field: str) -> Literal:
    first, last = _period(text, field)
    if first != last:
        raise BadValue(f"{field} is not a day.", field=field, given=text, accepted="YYYY-MM-DD")
    return Literal(first, datatype=XSD.date)


def _free(graph: AccordGraph, stem: str) -> str:
    """The first counter that neither the graph nor a file with what was added since has used."""
    written = "\n".join(p.read_text(encoding="utf-8") for p in (graph.root / "data").rglob("*.ttl"))
    number = 1
    while graph.records.exists(f"{ID}membership/{stem}-{number}") or f"membership:{stem}-{number}" in written:
        number += 1
    return f"{stem}-{number}"


def _add(path: Path, stub: Graph) -> Path:
    whole = Graph()
    if path.exists():
        whole, _ = read_tree([path])
    for triple in stub:
        whole.add(triple)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(format_text(whole.serialize(format="turtle"), name=path.name), encoding="utf-8")
    return path
