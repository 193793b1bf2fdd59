"""How much is served, and that none of it lacks a citation or a language."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, URIRef

from accordgraph.content import Content
from accordgraph.namespaces import GRAPHS, PREFIXES, expand
from accordgraph.service import AccordGraph
from accordgraph.turtle import read_tree

LEAST = {
    "?thing a ag:Membership": 380,
    "{ ?thing a ag:Accord } UNION { ?thing a ag:Agreement } UNION { ?thing a ag:LegalInstrument }": 95,
    "?thing a ag:Body": 220,
    "?thing a ag:Source . FILTER EXISTS { ?citation ag:citesSource ?thing }": 300,
    "?thing a ag:QualificationEquivalence": 60,
    """?thing a ag:Jurisdiction . ?one ?says ?thing
       FILTER NOT EXISTS { ?one a ag:JurisdictionGroup } FILTER NOT EXISTS { ?one a ag:Jurisdiction }""": 90,
}
"""What is served, as a pattern, and how many at least; places count that something else speaks of."""


def served(real: AccordGraph, pattern: str, answer: str = "(COUNT(DISTINCT ?thing) AS ?n)") -> list[str]:
    """First values of the rows that a pattern finds among the served facts."""
    text = f"SELECT {answer} {{ GRAPH <{GRAPHS['facts']}> {{ {pattern} }} }}"
    return [row[0].value for row in real.store.query(text, prefixes=PREFIXES)]


@pytest.mark.parametrize(("pattern", "least"), LEAST.items())
def test_no_less_is_served(real: AccordGraph, pattern: str, least: int) -> None:
    (found,) = served(real, pattern)
    assert int(found) >= least


def contestable(content: Content) -> list[str]:
    """The classes whose members the shapes hold to be contestable."""
    shapes, _ = read_tree(content.files()["shapes"])
    found = shapes.objects(URIRef(expand("ags:StatementShape")), SH.targetClass)
    return sorted(str(each) for each in found)


def uncited(real: AccordGraph, kind: str, source: str = "a ag:Source") -> list[str]:
    """Served things of a kind without a citation of a source that is described too."""
    cited = f"?thing prov:wasDerivedFrom ?citation . ?citation ag:citesSource ?source . ?source {source}"
    pattern = f"?thing a <{kind}> FILTER NOT EXISTS {{ {cited} }}"
    return served(real, pattern, "DISTINCT ?thing")


def test_every_contestable_statement_has_a_citation(real: AccordGraph, root: Path) -> None:
    kinds = contestable(Content.under(root))
    assert expand("ag:Membership") in kinds and expand("ag:RecognitionRule") in kinds
    assert {kind: found for kind in kinds if (found := uncited(real, kind))} == {}


def test_a_statement_without_citation_would_be_found(real: AccordGraph) -> None:
    assert uncited(real, expand("ag:Membership"), "a ag:Membership")


def only_in(real: AccordGraph, text: str, language: str, missing: str) -> list[str]:
    """Served things with a text in one language and none in another."""
    other = f"?thing {text} ?other FILTER(LANG(?other) = '{missing}')"
    pattern = f"?thing {text} ?text FILTER(LANG(?text) = '{language}') FILTER NOT EXISTS {{ {other} }}"
    return served(real, pattern, "DISTINCT ?thing")


@pytest.mark.parametrize("text", ["skos:prefLabel", "skos:definition", "skos:note"])
def test_every_label_is_in_both_languages(real: AccordGraph, text: str) -> None:
    assert only_in(real, text, "en", "zh") == []
    assert only_in(real, text, "zh", "en") == []
    assert only_in(real, text, "en", "no such language")


def unbacked(real: AccordGraph, name: str) -> list[str]:
    """Served things with a name of a kind that no citation of theirs supports."""
    backed = f"?thing prov:wasDerivedFrom ?citation . ?citation ag:supports {name}"
    return served(real, f"?thing {name} ?name FILTER NOT EXISTS {{ {backed} }}", "DISTINCT ?thing")


def test_an_official_name_rests_on_a_citation(real: AccordGraph) -> None:
    """Else it is from memory, and the label is ours."""
    assert unbacked(real, "ag:officialName") == []
    assert unbacked(real, "skos:prefLabel")
