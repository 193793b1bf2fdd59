"""A membership with its citation, in the file of its accord."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from accordgraph.curation.writing import Cited, add, cite, day, period, term, written
from accordgraph.errors import MissingValue, UnknownName
from accordgraph.namespaces import ID, slug
from accordgraph.service import AccordGraph


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
    name = _free(graph, f"{slug(accord_iri)}-{slug(body_iri)}")
    membership = URIRef(f"{ID}membership/{name}")
    dates = _dates(spell)
    if "ag:validFrom" in dates:
        dates["ag:hasDateKind"] = _concept(graph, "datekind", kind, "kind")
    stub = Graph()
    said: dict[str, Node] = {
        "rdf:type": term("ag:Membership"),
        "ag:isUnderAccord": URIRef(accord_iri),
        "ag:isHeldBy": URIRef(body_iri),
        "ag:hasTier": URIRef(tier_iri),
        **dates,
    }
    for predicate, value in said.items():
        stub.add((membership, term(predicate), value))
    cite(graph, stub, membership, name, cited)
    folder = "pending" if cited.certainty == "unconfirmed" else "facts/memberships"
    return add(graph.root / "data" / folder / f"{slug(accord_iri)}.ttl", stub)


def _tier(graph: AccordGraph, accord: str, tier: str) -> str:
    known = {each.slug: each.id for each in graph.served.world.tiers.values() if each.accord == accord}
    if tier not in known:
        raise UnknownName(
            f"{slug(accord)} has no tier {tier!r}.", field="tier", given=tier, accepted=sorted(known)
        )
    return known[tier]


def _concept(graph: AccordGraph, scheme: str, name: str, field: str) -> URIRef:
    concept = term(f"{scheme}:{name}")
    if not graph.records.exists(str(concept)):
        raise UnknownName(
            f"There is no {field} {name!r}.", field=field, given=name, hint=f"See /vocab/{scheme}."
        )
    return concept


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
            first_day, last_day = period(text, name)
            dates[f"ag:{name}"] = Literal(last_day if last else first_day, datatype=XSD.date)
            dates[f"ag:{name}Precision"] = term(f"precision:{('year', 'month', 'day')[text.count('-')]}")
    for name, text in (("seenOn", spell.seen_on), ("confirmedOn", spell.confirmed_on)):
        if text:
            dates[f"ag:{name}"] = day(text, name)
    return dates


def _free(graph: AccordGraph, stem: str) -> str:
    """The first counter that neither the graph nor a file with what was added since has used."""
    text, number = written(graph), 1
    while graph.records.exists(f"{ID}membership/{stem}-{number}") or f"membership:{stem}-{number}" in text:
        number += 1
    return f"{stem}-{number}"
