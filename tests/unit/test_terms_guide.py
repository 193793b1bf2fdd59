"""The guide to the terms, made of an ontology of a few terms."""

from __future__ import annotations

import re

import pytest
from rdflib import Graph, URIRef

from accordgraph.errors import InvalidData
from accordgraph.namespaces import PREFIXES, expand
from accordgraph.reasoning import infer
from accordgraph.terms import KINDS, Count, Ontology
from accordgraph.terms_guide import cell, guide
from accordgraph.terms_words import DERIVES, EXCLUDES

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in sorted(PREFIXES.items()))
TERMS = """
<https://w3id.org/accordgraph/ontology> a owl:Ontology ; owl:versionInfo "7.8.9" .

ag:Boat a owl:Class ; skos:prefLabel "Boat"@en , "船"@zh ;
    skos:definition "A thing that floats | sails."@en , "漂浮或航行之物。"@zh ;
    skos:scopeNote "Not: a bridge."@en , "不是：桥。"@zh ;
    skos:example "The <Lantern>."@en , "<提灯>号。"@zh ; owl:disjointWith ag:Port .
ag:Ferry a owl:Class ; rdfs:subClassOf ag:Boat ; skos:prefLabel "Ferry"@en , "渡船"@zh ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty ag:hasRig ; owl:hasValue flag:none ] .
ag:Port a owl:Class ; skos:prefLabel "Port"@en , "港口"@zh .
ag:Rig a owl:Class ; rdfs:subClassOf skos:Concept ; skos:prefLabel "Rig"@en , "帆装"@zh .

ag:callsAt a owl:ObjectProperty ; rdfs:range ag:Port ; ag:jsonKey "port" ;
    skos:prefLabel "calls at"@en , "停靠"@zh ; skos:example "North Quay."@en , "北码头。"@zh .
ag:receives a owl:ObjectProperty ; owl:inverseOf ag:callsAt ; skos:prefLabel "receives"@en , "接待"@zh .
ag:hasRig a owl:ObjectProperty ; rdfs:range ag:Rig ; skos:prefLabel "has rig"@en , "帆装类型"@zh .
ag:tows a owl:ObjectProperty ; owl:propertyDisjointWith ag:follows ; skos:prefLabel "tows"@en , "拖带"@zh .
ag:follows a owl:ObjectProperty , owl:TransitiveProperty ; skos:prefLabel "follows"@en , "跟随"@zh .
ag:meets a owl:ObjectProperty , owl:SymmetricProperty ; skos:prefLabel "meets"@en , "相遇"@zh .
ag:greets a owl:ObjectProperty ; rdfs:subPropertyOf ag:meets ; skos:prefLabel "greets"@en , "致意"@zh .
ag:knows a owl:ObjectProperty ; owl:propertyChainAxiom ( ag:follows ag:callsAt ) ;
    skos:prefLabel "knows"@en , "知悉"@zh .
ag:motto a owl:DatatypeProperty ; owl:deprecated true ; skos:prefLabel "motto"@en , "格言"@zh .
skos:note a owl:AnnotationProperty ; skos:prefLabel "note"@en , "备注"@zh ; ag:jsonKey "note" .
[] a owl:AllDisjointClasses ; owl:members ( ag:Boat ag:Port ag:Rig ) .

<https://w3id.org/accordgraph/vocab/editor-flag> a skos:ConceptScheme ;
    skos:prefLabel "Rigs"@en , "帆装表"@zh ; skos:definition "How boats are rigged."@en , "船的帆装。"@zh .
flag:none a skos:Concept , ag:Rig ; skos:inScheme <https://w3id.org/accordgraph/vocab/editor-flag> ;
    skos:notation "NONE" ;
    skos:prefLabel "no rig"@en , "无帆"@zh ; skos:definition "No sail."@en , "无帆。"@zh .

topic:boats a skos:Concept , ag:Topic ; ag:position 10 ; ag:treats ag:Boat , ag:meets , ag:greets , ag:knows ;
    skos:prefLabel "boats, and rigs"@en , "船与帆装"@zh ; skos:definition "What floats."@en , "浮物。"@zh .
topic:ports a skos:Concept , ag:Topic ; ag:position 20 ; ag:treats ag:Port ;
    skos:prefLabel "ports"@en , "港口"@zh ; skos:definition "Where boats go."@en , "船的去处。"@zh .
"""
SHAPES = """
ags:BoatShape a sh:NodeShape ; sh:targetClass ag:Boat ;
    sh:property ags:Boat-callsAt , ags:Boat-hasRig , ags:Boat-hasRig-fits , ags:Boat-motto , ags:Boat-tows ,
        ags:Boat-follows , ags:Boat-callsAt-open .
ags:Boat-callsAt a sh:PropertyShape ; sh:path ag:callsAt ; sh:minCount 1 ; sh:class ag:Port ;
    sh:message "Boat: name a port."@en , "船：请指明港口。"@zh .
ags:Boat-hasRig a sh:PropertyShape ; sh:path ag:hasRig ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:message "Boat: one rig."@en , "船：一种帆装。"@zh .
ags:Boat-hasRig-fits a sh:PropertyShape ; sh:path ag:hasRig ; sh:sparql ags:query ; sh:severity sh:Warning ;
    sh:message "Boat: the rig | the hull."@en , "船：帆装与船体。"@zh ; sh:group ags:Some .
ags:Boat-motto a sh:PropertyShape ; sh:path ag:motto ; sh:uniqueLang true ; sh:datatype rdf:langString ;
    sh:message "Boat: a motto."@en , "船：格言。"@zh .
ags:Boat-tows a sh:PropertyShape ; sh:path ag:tows ; sh:maxCount 0 ;
    sh:message "Boat: no."@en , "船：否。"@zh .
ags:Boat-follows a sh:PropertyShape ; sh:path ag:follows ; sh:class ag:Boat ; sh:maxCount 1 ;
    sh:message "Boat: one."@en , "船：一个。"@zh .
ags:Boat-callsAt-open a sh:PropertyShape ; sh:path skos:note ; sh:sparql ags:query ;
    sh:message "Boat: open."@en , "船：开放。"@zh .
ags:FerryShape a sh:NodeShape ; sh:targetClass ag:Ferry , ag:Port ; sh:property ags:Ferry-tows .
ags:Ferry-tows a sh:PropertyShape ; sh:path ag:tows ; sh:sparql ags:query ;
    sh:message "Ferry: it may tow."@en , "渡船：可拖带。"@zh .
ags:Floating a sh:NodeShape ; sh:class ag:Boat ; sh:message "A boat floats."@en , "船会漂浮。"@zh .
ags:NotedShape a sh:NodeShape ; sh:targetSubjectsOf skos:note ; sh:property ags:Noted-note .
ags:Noted-note a sh:PropertyShape ; sh:path skos:note ; sh:uniqueLang true ;
    sh:message "Note: once."@en , "备注：一条。"@zh .
ags:Some a sh:PropertyGroup ; rdfs:label "Some only."@en , "仅部分。"@zh .
"""


def ontology(more: str = "", *, without: str = "", shapes: str = "") -> Ontology:
    assert without in TERMS
    terms = TERMS.replace(without, "") if without else TERMS
    return Ontology(Graph().parse(data=HEAD + terms + more), Graph().parse(data=HEAD + SHAPES + shapes))


def node(name: str) -> URIRef:
    return URIRef(expand(name))


@pytest.fixture(scope="module")
def tiny() -> Ontology:
    return ontology()


@pytest.fixture(scope="module")
def english(tiny: Ontology) -> str:
    return guide(tiny, "en")


@pytest.fixture(scope="module")
def chinese(tiny: Ontology) -> str:
    return guide(tiny, "zh")


def section(text: str, title: str) -> str:
    return re.split(r"^#{2,3} ", text.partition(f"# {title}\n")[2], flags=re.MULTILINE)[0]


# --- topics ------------------------------------------------------------------------------------------


def test_terms_go_to_the_topic_of_what_they_hang_on(tiny: Ontology) -> None:
    boats, ports = tiny.topics
    assert boats.classes == [node(f"ag:{name}") for name in ("Boat", "Ferry", "Rig")]
    assert boats.properties == [
        node(f"ag:{name}")
        for name in ("callsAt", "follows", "greets", "hasRig", "knows", "meets", "motto", "tows")
    ]
    assert (ports.classes, ports.properties) == ([node("ag:Port")], [node("ag:receives")])


@pytest.mark.parametrize(
    ("more", "lost"),
    [
        ("ag:Whale a owl:Class .", "ag:Whale"),
        ("ag:sings a owl:ObjectProperty .", "ag:sings"),
        ("ag:Deep a owl:Class ; rdfs:subClassOf skos:Concept .", "ag:Deep"),
    ],
)
def test_a_term_without_a_topic_is_refused(more: str, lost: str) -> None:
    with pytest.raises(InvalidData) as caught:
        guide(ontology(more), "en")
    assert caught.value.given == [lost]


def test_a_term_of_two_topics_is_refused() -> None:
    with pytest.raises(InvalidData) as caught:
        guide(ontology("topic:ports ag:treats ag:Boat ."), "en")
    assert caught.value.given == "ag:Boat"


def test_the_first_topic_wins_where_two_are_even() -> None:
    assert node("ag:tows") in ontology().topics[0].properties
    assert (
        node("ag:tows")
        in ontology("topic:boats ag:position 30 .", without="ag:position 10 ; ").topics[0].properties
    )


# --- pages -------------------------------------------------------------------------------------------


def test_the_opening_lists_every_section(english: str) -> None:
    assert "version 7.8.9" in english
    listed = re.findall(r"^\d+\. \[(.*)\]\(#(.*)\)$", english, re.MULTILINE)
    sections = re.findall(r"^## (.*)$", english, re.MULTILINE)
    assert [title for title, _ in listed] == sections[1:]
    assert listed[0] == ("Boats, and rigs", "boats-and-rigs")


def test_a_class_and_a_property_have_their_row(english: str, chinese: str) -> None:
    assert (
        r"| `ag:Boat` | Boat | A thing that floats \| sails. Not: a bridge. | — | The &lt;Lantern&gt;. |"
        in english
    )
    assert r"| `ag:Boat` | 船 | 漂浮或航行之物。不是：桥。 | — | &lt;提灯&gt;号。 |" in chinese
    assert (
        "| `ag:callsAt` | calls at | — | `ag:Port` | `port` | `1..*` at `ag:Boat` | North Quay. |" in english
    )
    assert "| `ag:callsAt` | 停靠 | — | `ag:Port` | `port` | `ag:Boat`：`1..*` | 北码头。 |" in chinese


@pytest.mark.parametrize(
    ("prop", "told"),
    [
        ("hasRig", "`1` at `ag:Boat`"),
        ("motto", "`0..1` per language at `ag:Boat`"),
        ("tows", "`*` at `ag:Ferry`, `ag:Port`"),
        ("receives", "inferred"),
        ("knows", "inferred"),
        ("meets", "—"),
    ],
)
def test_how_many_is_told(english: str, prop: str, told: str) -> None:
    assert re.search(rf"^\| `ag:{prop}` .* \| {re.escape(told)} \| — \|$", english, re.MULTILINE)


def test_a_shape_of_many_classes_is_named_in_their_place() -> None:
    rafts = [f"ag:Raft{number}" for number in range(4)]
    more = "".join(f"{name} a owl:Class ; rdfs:subClassOf ag:Boat .\n" for name in rafts)
    found = ontology(more, shapes=f"ags:BoatShape sh:targetClass {' , '.join(rafts)} .")
    assert "| `0..1` per language at `ags:BoatShape` | — |" in guide(found, "en")


def test_what_is_told_elsewhere_is_named(english: str) -> None:
    assert "`ag:tows` ([boats, and rigs](#boats-and-rigs))." in section(english, "Ports")


def test_an_old_term_is_marked(english: str) -> None:
    assert "| `ag:motto` | motto (deprecated) |" in english


def test_borrowed_terms_and_concepts_have_their_row(english: str, chinese: str) -> None:
    assert "| `skos:note` | note | `note` | `0..1` per language at `ags:NotedShape` |" in section(
        english, "Borrowed terms"
    )
    assert "| `flag:none` | `NONE` | no rig | No sail. |" in section(english, "Rigs")
    assert "| `flag:none` | `NONE` | 无帆 | 无帆。 |" in section(chinese, "帆装表")


def test_shapes_have_their_row(english: str, chinese: str) -> None:
    assert "| `ags:Boat-callsAt` | `ag:callsAt` | Boat: name a port. | violation |" in english
    assert (
        r"| `ags:Boat-hasRig-fits` | `ag:hasRig` | Boat: the rig \| the hull. Some only. | warning |"
        in english
    )
    assert "| `ags:Boat-hasRig-fits` | `ag:hasRig` | 船：帆装与船体。 仅部分。 | 警告 |" in chinese
    assert "| `ags:Floating` | — | A boat floats. | — |" in english
    assert "Checks `ag:Ferry`, `ag:Port`." in english
    assert "Checks whatever has `skos:note`." in english


def test_a_cell_stays_on_its_line() -> None:
    assert cell("a\n* b") == r"a \* b"
    assert cell("") == "—"


# --- pictures ----------------------------------------------------------------------------------------


def test_a_picture_shows_classes_properties_and_relations(english: str, chinese: str) -> None:
    assert section(english, "Boats, and rigs").partition("```mermaid\n")[2].partition("```")[0] == (
        "classDiagram\n"
        "    direction TB\n"
        "    class Boat {\n"
        "        callsAt [1..*] Port\n"
        "        hasRig [1] Rig\n"
        "        follows [0..1] Boat\n"
        "        motto [0..1] langString\n"
        "    }\n"
        "    class Ferry {\n"
        "        tows [*]\n"
        "    }\n"
        "    Boat <|-- Ferry\n"
    )
    assert '    class Boat["船"] {\n        停靠 [1..*] 港口\n' in chinese


def test_an_arrow_leads_to_a_class_of_the_topic() -> None:
    text = guide(ontology("topic:boats ag:treats ag:Port .", without="ag:treats ag:Port ;"), "zh")
    assert '    Boat --> "1..*" Port : 停靠\n' in text
    assert "停靠 [1..*]" not in text


# --- axioms ------------------------------------------------------------------------------------------


def test_every_kind_of_axiom_has_words() -> None:
    assert {*KINDS.values(), "some"} == {*DERIVES, *EXCLUDES}


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Wider classes", "| `ag:Ferry` | `ag:Boat` |"),
        ("Wider properties", "| `ag:greets` | `ag:meets` |"),
        ("Classes of values", "| `ag:callsAt` | `ag:Port` |"),
        ("Classes by a value", "| `ag:hasRig`, `flag:none` | `ag:Ferry` |"),
        ("Read the other way", "| `ag:receives` | `ag:callsAt` |"),
        ("Chains", "| `ag:follows`, `ag:callsAt` | `ag:knows` |"),
        ("On and on", "| `ag:follows` |"),
        ("Both ways", "| `ag:meets` |"),
        ("One of many", "| `ag:Boat`, `ag:Port`, `ag:Rig` |"),
        ("Not of both classes", "| `ag:Port` | `ag:Boat` |"),
        ("Not by both properties", "| `ag:tows` | `ag:follows` |"),
    ],
)
def test_an_axiom_is_told(english: str, title: str, row: str) -> None:
    assert row in section(english, title)


@pytest.mark.parametrize(
    ("stated", "follows"),
    [
        ("body:a a ag:Ferry .", ("body:a", "rdf:type", "ag:Boat")),
        ("body:a ag:greets body:b .", ("body:a", "ag:meets", "body:b")),
        ("body:a ag:callsAt body:b .", ("body:b", "rdf:type", "ag:Port")),
        ("body:a ag:hasRig flag:none .", ("body:a", "rdf:type", "ag:Ferry")),
        ("body:a a ag:Ferry .", ("body:a", "ag:hasRig", "flag:none")),
        ("body:a ag:callsAt body:b .", ("body:b", "ag:receives", "body:a")),
        ("body:a ag:follows body:b . body:b ag:callsAt body:c .", ("body:a", "ag:knows", "body:c")),
        ("body:a ag:follows body:b . body:b ag:follows body:c .", ("body:a", "ag:follows", "body:c")),
        ("body:a ag:meets body:b .", ("body:b", "ag:meets", "body:a")),
    ],
)
def test_what_is_told_to_follow_follows(stated: str, follows: tuple[str, str, str]) -> None:
    assert tuple(map(node, follows)) in infer(Graph().parse(data=HEAD + TERMS + stated))


@pytest.mark.parametrize(
    "more",
    [
        "ag:callsAt a owl:FunctionalProperty .",
        "ag:callsAt rdfs:domain ag:Boat .",
        "ag:Boat rdfs:subClassOf [ owl:onProperty ag:tows ; owl:someValuesFrom ag:Boat ] .",
        "ag:Boat rdfs:subClassOf [ owl:onProperty ag:tows ; owl:allValuesFrom ag:Boat ] .",
        "ag:Port owl:equivalentClass [ owl:onProperty ag:tows ; owl:maxCardinality 1 ] .",
    ],
)
def test_an_axiom_that_cannot_be_told_is_refused(more: str) -> None:
    with pytest.raises(InvalidData):
        guide(ontology(more), "en")


def test_counts_of_several_shapes_are_told_together() -> None:
    found = ontology(
        shapes="""ags:FerryShape sh:property ags:Ferry-callsAt .
        ags:Ferry-callsAt a sh:PropertyShape ; sh:path ag:callsAt ; sh:maxCount 3 ."""
    )
    assert found.times(node("ag:callsAt"), node("ag:Ferry")) == Count(1, 3)
    assert found.times(node("ag:hasRig"), node("ag:Ferry")) is None
