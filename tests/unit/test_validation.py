from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from rdflib import Graph

from accordgraph.errors import InvalidData
from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import PREFIXES
from accordgraph.turtle import SourceMap, read_tree
from accordgraph.validation import check_shapes, sleeping_shapes, validate

AGS = "<https://w3id.org/accordgraph/shapes>"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))
SHAPES = f'''
{AGS} sh:declare ags:prefix-ag .
ags:prefix-ag a sh:PrefixDeclaration ; sh:prefix "ag" ;
    sh:namespace "https://w3id.org/accordgraph/ns#"^^xsd:anyURI .
ags:BodyShape a sh:NodeShape ; sh:targetClass ag:Body ; sh:property ags:Body-rank , ags:Body-single .
ags:Body-rank a sh:PropertyShape ; sh:path ag:rank ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "State the rank."@en , "请填写等级。"@zh .
ags:Body-single a sh:PropertyShape ; sh:path ag:rank ; sh:group ags:AdoptedOnly ; sh:sparql ags:single ;
    sh:message "Another body has this rank."@en , "另一机构等级相同。"@zh .
ags:single a sh:SPARQLConstraint ; sh:prefixes {AGS} ; sh:select """SELECT $this ?value WHERE {{
    $this $PATH ?rank . ?value $PATH ?rank . FILTER (?value != $this) }}""" .
ags:TierShape a sh:NodeShape ; sh:target ags:Tiers .
ags:Tiers a sh:SPARQLTarget ; sh:prefixes {AGS} ; sh:select "SELECT ?this WHERE {{ ?this a ag:Tier }}" .
'''
CITED = """citation:sure ag:hasCertainty certainty:documented .
citation:weak ag:hasCertainty certainty:unconfirmed .
"""
CERTAINTIES = "certainty:documented a ag:Certainty . certainty:unconfirmed a ag:Certainty ."


def graph(text: str) -> Graph:
    return Graph().parse(data=HEAD + dedent(text), format="turtle")


def tree(folder: Path, **files: str) -> tuple[Graph, SourceMap]:
    """Files of a folder; a double underscore in a name is a slash."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".ttl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, "utf-8")
    return read_tree([folder], base=folder)


def checks(found: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(each.shape, each.subject, each.file) for each in found if each.shape.startswith("check:")}


# --- shapes ----------------------------------------------------------------------------------------


def test_a_finding_says_where_what_and_what_next() -> None:
    sources = SourceMap({"https://w3id.org/accordgraph/id/body/b": ("data/bodies/xn.ttl",)})
    (found,) = validate(graph("body:b a ag:Body ."), graph(SHAPES), sources=sources)
    assert found == Finding(
        Severity.WARNING,
        "data/bodies/xn.ttl",
        "body:b",
        "ags:Body-rank",
        "ag:rank",
        "",
        "State the rank.",
        "请填写等级。",
    )
    assert found.text("en").startswith("warning: data/bodies/xn.ttl: body:b ag:rank\n  State the rank.")
    assert found.text("zh").startswith("警告: data/bodies/xn.ttl: body:b ag:rank\n  请填写等级。")
    assert "accordgraph validate" in found.text()


def test_findings_come_in_one_order() -> None:
    data = graph("body:b a ag:Body ; ag:rank 1 . body:a a ag:Body ; ag:rank 1 . body:c a ag:Body .")
    found = validate(data, graph(SHAPES))
    assert [(each.severity, each.subject, each.value) for each in found] == [
        (Severity.VIOLATION, "body:a", "body:b"),
        (Severity.VIOLATION, "body:b", "body:a"),
        (Severity.WARNING, "body:c", ""),
    ]


def test_subclasses_of_the_ontology_count() -> None:
    ontology = graph("ag:Board a owl:Class ; rdfs:subClassOf ag:Body . ag:Body a owl:Class .")
    found = validate(graph("body:b a ag:Board ."), graph(SHAPES), ontology)
    assert [each.shape for each in found] == ["ags:Body-rank"]


def test_only_some_nodes() -> None:
    data = graph("body:a a ag:Body . body:b a ag:Body .")
    only = {node for node in data.subjects() if str(node).endswith("/b")}
    assert [each.subject for each in check_shapes(data, graph(SHAPES), only=only)] == ["body:b"]


def test_a_query_asked_of_some_nodes_says_the_same_of_them() -> None:
    data = graph("body:a a ag:Body ; ag:rank 1 . body:b a ag:Body ; ag:rank 1 . [] a ag:Body ; ag:rank 1 .")
    whole = check_shapes(data, graph(SHAPES))
    assert len(whole) == 6
    for subject in {each.subject for each in whole}:
        only = {node for node in data.subjects() if compact(node) == subject}
        assert check_shapes(data, graph(SHAPES), only=only) == tuple(
            each for each in whole if each.subject == subject
        )


def test_the_data_are_left_as_they_are() -> None:
    data = graph("body:a a ag:Body .")
    before = set(data)
    validate(data, graph(SHAPES))
    assert set(data) == before


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this ?value WHERE { ?value $PATH ?rank }",
        "SELECT $this WHERE { $this ",
        "ASK { $this $PATH ?value }",
    ],
)
def test_a_constraint_that_cannot_be_run_names_its_shape(select: str) -> None:
    shapes = graph(SHAPES)
    for triple in list(shapes.triples((None, None, None))):
        if triple[1].endswith("#select") and "rank" in triple[2]:
            shapes.remove(triple)
            shapes.update(f'INSERT DATA {{ <{triple[0]}> <{triple[1]}> """{select}""" }}')
    with pytest.raises(InvalidData, match="ags:Body-single"):
        validate(graph("body:b a ag:Body ; ag:rank 1 ."), shapes)


def test_sleeping_shapes() -> None:
    assert sleeping_shapes(graph("body:b a ag:Body ."), graph(SHAPES)) == ("ags:TierShape",)
    assert sleeping_shapes(graph("tier:t a ag:Tier ."), graph(SHAPES)) == ("ags:BodyShape",)


# --- references and folders ------------------------------------------------------------------------


def test_dangling_references_and_unknown_terms(tmp_path: Path) -> None:
    text = "body:b ag:isOfJurisdiction jurisdiction:XX ; ag:hasNatur nature:nowhere ; ag:rank 1 ."
    data, sources = tree(tmp_path, data__bodies__xn=text)
    ontology = graph("ag:isOfJurisdiction a owl:ObjectProperty . ag:rank a owl:DatatypeProperty .")
    found = validate(data, graph(""), ontology, sources)
    assert {(each.shape, each.path, each.value) for each in found} == {
        ("check:dangling-reference", "ag:isOfJurisdiction", "jurisdiction:XX"),
        ("check:dangling-reference", "ag:hasNatur", "nature:nowhere"),
        ("check:unknown-term", "ag:hasNatur", "ag:hasNatur"),
    }
    assert {each.file for each in found} == {"data/bodies/xn.ttl"}


def test_without_an_ontology_terms_are_not_checked() -> None:
    assert validate(graph("body:b ag:anything body:b ."), graph("")) == ()


@pytest.mark.parametrize(
    ("folder", "statement", "check"),
    [
        ("facts", "prov:wasDerivedFrom citation:sure", None),
        ("facts", "prov:wasDerivedFrom citation:sure , citation:weak", "served-unconfirmed"),
        ("facts", "prov:wasDerivedFrom citation:sure ; ag:rejectionReason 'No.'@en", "served-rejected"),
        ("pending", "prov:wasDerivedFrom citation:weak", None),
        ("pending", "prov:wasDerivedFrom citation:sure ; ag:pendingReason 'Disputed.'@en", None),
        ("pending", "prov:wasDerivedFrom citation:sure", "pending-confirmed"),
        ("rejected", "prov:wasDerivedFrom citation:sure ; ag:rejectionReason 'No.'@en", None),
        ("rejected", "prov:wasDerivedFrom citation:sure", "rejected-without-reason"),
    ],
)
def test_what_lies_in_which_folder(tmp_path: Path, folder: str, statement: str, check: str | None) -> None:
    files = {f"data__{folder}__x": f"register:x {statement} .", "data__citations": CITED + CERTAINTIES}
    data, sources = tree(tmp_path, **files)
    expected = {(f"check:{check}", "register:x", f"data/{folder}/x.ttl")} if check else set()
    assert checks(validate(data, graph(""), sources=sources)) == expected


def test_a_served_statement_needs_served_nodes(tmp_path: Path) -> None:
    files = {"data__facts__a": "register:a ag:isKeptBy body:b .", "data__pending__b": "body:b ag:rank 1 ."}
    data, sources = tree(tmp_path, **files)
    found = checks(validate(data, graph(""), sources=sources))
    assert found == {("check:served-needs-unserved", "register:a", "data/facts/a.ttl")}


def test_a_node_has_one_file_but_a_scheme_may_have_several(tmp_path: Path) -> None:
    scheme = "<https://w3id.org/accordgraph/vocab/level> a skos:ConceptScheme ."
    data, sources = tree(tmp_path, a=f"body:b ag:rank 1 . {scheme}", b=f"body:b ag:rank 2 . {scheme}")
    (found,) = validate(data, graph(""), sources=sources)
    assert (found.shape, found.subject, found.value) == ("check:defined-twice", "body:b", "a.ttl, b.ttl")


def test_a_node_without_a_name(tmp_path: Path) -> None:
    data, sources = tree(tmp_path, data__x="body:b ag:rank [ ag:rank 1 ] .")
    assert checks(validate(data, graph(""), sources=sources)) == {
        ("check:blank-node", "body:b", "data/x.ttl"),
    }


def test_pending_statements_are_checked_but_may_contradict_served_ones(tmp_path: Path) -> None:
    weak = "prov:wasDerivedFrom citation:weak"
    data, sources = tree(
        tmp_path,
        data__a="body:a a ag:Body ; ag:rank 1 .",
        data__b="body:b a ag:Body ; ag:rank 2 . body:c a ag:Body ; ag:rank 2 .",
        data__pending__x=f"body:x a ag:Body ; ag:rank 1 ; {weak} . body:y a ag:Body ; {weak} .",
        data__citations=CITED + CERTAINTIES,
    )
    found = validate(data, graph(SHAPES), sources=sources)
    assert [(each.shape, each.subject) for each in found] == [
        ("ags:Body-single", "body:b"),
        ("ags:Body-single", "body:c"),
        ("ags:Body-rank", "body:y"),
    ]


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/accordgraph/id/legal-instrument/treaty", "instrument:treaty"),
        ("https://w3id.org/accordgraph/vocab/level", "https://w3id.org/accordgraph/vocab/level"),
        ("http://www.w3.org/2001/XMLSchema#date", "xsd:date"),
    ],
)
def test_compact(iri: str, name: str) -> None:
    assert compact(iri) == name
