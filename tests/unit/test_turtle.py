from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from accordgraph.errors import BadTurtle, InvalidData
from accordgraph.namespaces import PREFIXES, expand
from accordgraph.turtle import comments, format_text, format_tree, read_tree

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))
BODY = """body:b a ag:Body ; skos:prefLabel "乙"@zh , "B"@en ; ag:isOfJurisdiction jurisdiction:XN .
jurisdiction:XN a ag:Jurisdiction ; skos:notation "XN" .
membership:m a ag:Membership ; ag:validFrom "2010-01-01"^^xsd:date ; ag:minYears 7.0 ; ag:isList true .
body:a ag:website "https://example.org/#top"^^xsd:anyURI ; skos:note \"\"\"a "quote" # no comment
and a second line\"\"\" .
"""
FORMATTED = """PREFIX ag: <https://w3id.org/accordgraph/ns#>
PREFIX body: <https://w3id.org/accordgraph/id/body/>
PREFIX jurisdiction: <https://w3id.org/accordgraph/id/jurisdiction/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

body:b
    a ag:Body ;
    skos:prefLabel
        "B"@en ,
        "乙"@zh ;
    ag:isOfJurisdiction jurisdiction:XN ;
.

jurisdiction:XN
    a ag:Jurisdiction ;
    skos:notation "XN" ;
.
"""


# --- canonical form --------------------------------------------------------------------------------


def test_the_canonical_form() -> None:
    assert format_text(HEAD + "\n".join(BODY.splitlines()[:2])) == FORMATTED


def test_it_is_stable_and_keeps_the_triples() -> None:
    once = format_text(HEAD + BODY)
    assert format_text(once) == once
    assert isomorphic(
        Graph().parse(data=once, format="turtle"), Graph().parse(data=HEAD + BODY, format="turtle")
    )


@given(st.randoms(use_true_random=False))
def test_order_and_prefixes_of_the_text_make_no_difference(chance: random.Random) -> None:
    lines = Graph().parse(data=HEAD + BODY, format="turtle").serialize(format="nt").splitlines()
    chance.shuffle(lines)
    assert format_text("\n".join(lines)) == format_text(HEAD + BODY)


def test_a_new_reference_moves_no_subject() -> None:
    more = format_text(HEAD + BODY + "body:z ag:authorisedBy body:b .")
    order = [line for line in format_text(HEAD + BODY).splitlines() if line[:1].isalpha() and " " not in line]
    assert [line for line in more.splitlines() if line in order] == order


def test_a_prefix_of_its_own_stays_and_an_alias_of_ours_goes() -> None:
    text = format_text(
        "@prefix s: <https://schema.org/> . @prefix x: <https://w3id.org/accordgraph/id/body/> ."
        "x:b s:name 'B' ."
    )
    assert "PREFIX s: <https://schema.org/>" in text
    assert "body:b" in text
    assert " x:" not in text


def test_nothing_stays_nothing() -> None:
    assert format_text("") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("body:a a ag:Body . # remark", [(1, "# remark")]),
        ("# head\nbody:a a ag:Body .\n  # tail", [(1, "# head"), (3, "# tail")]),
        ("<https://example.org/#a> a <b#c> .", []),
        ("body:a skos:note \"a # b\" , 'c # d' .", []),
        ('body:a skos:note """a\n# b "" c""" .', []),
        ('body:a skos:note "\\"# b" .', []),
        (r"body:a\#b a ag:Body .", []),
        ('body:a skos:note "a"@en# now', [(1, "# now")]),
    ],
)
def test_comments_are_told_from_signs(text: str, found: list[tuple[int, str]]) -> None:
    assert list(comments(text)) == found


def test_a_comment_is_not_dropped_in_silence() -> None:
    with pytest.raises(InvalidData, match=r"data/x\.ttl, line 2: .*# who says so\?") as caught:
        format_text(
            "@prefix body: <https://example.org/> .\nbody:a a body:B . # who says so?", name="data/x.ttl"
        )
    assert caught.value.hint


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(InvalidData, match="blank node"):
        format_text(HEAD + "body:a ag:isOfJurisdiction [ a ag:Jurisdiction ] .")


# --- files -----------------------------------------------------------------------------------------


def test_format_tree_tells_and_writes(tmp_path: Path) -> None:
    wrong, right = tmp_path / "a" / "wrong.ttl", tmp_path / "right.ttl"
    wrong.parent.mkdir()
    wrong.write_text(HEAD + BODY, "utf-8")
    right.write_text(format_text(HEAD + BODY), "utf-8")
    assert format_tree([tmp_path], check=True) == [wrong]
    assert wrong.read_text("utf-8") == HEAD + BODY
    assert format_tree([tmp_path, wrong]) == [wrong]
    assert wrong.read_bytes() == right.read_bytes()
    assert format_tree([tmp_path]) == []


def test_the_axioms_are_left_alone_in_a_folder_and_refused_by_name(tmp_path: Path) -> None:
    axioms = tmp_path / "accordgraph.ttl"
    axioms.write_text(HEAD + "ag:a owl:propertyChainAxiom ( ag:b ag:c ) .", "utf-8")
    assert format_tree([tmp_path]) == []
    with pytest.raises(InvalidData):
        format_tree([axioms])


def test_reading_a_tree_and_who_says_what(tmp_path: Path) -> None:
    for name, text in {"a.ttl": "body:b ag:website 'x' .", "b/c.ttl": BODY, "no.txt": "no Turtle"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(HEAD + text, "utf-8")
    graph, sources = read_tree([tmp_path], base=tmp_path)
    assert (URIRef(expand("body:b")), URIRef(expand("ag:website")), Literal("x")) in graph
    assert Literal("乙", lang="zh") in set(graph.objects())
    assert sources.files_of(expand("body:b")) == ("a.ttl", "b/c.ttl")
    assert sources.file_of(expand("membership:m")) == "b/c.ttl"
    assert sources.file_of(expand("body:nowhere")) is None


def test_literals_keep_their_spelling(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(HEAD + "condition:a ag:minYears 7.0 , 3.50 .", "utf-8")
    graph, _ = read_tree([tmp_path])
    assert sorted(map(str, graph.objects())) == ["3.50", "7.0"]


@pytest.mark.parametrize(
    ("text", "line", "standing"),
    [
        ("body:a a ag:Body .\nnope:b a ag:Body .", 2, "nope:b a ag:Body ."),
        ("body:a a ag:Body .\n\nbody:b a ag:Body ;; .. .", 3, "body:b a ag:Body ;; .. ."),
        ('body:a skos:note "open', 1, 'body:a skos:note "open'),
        ("<relative> a ag:Body .", 1, "<relative> a ag:Body ."),
    ],
)
def test_a_file_that_does_not_parse(tmp_path: Path, text: str, line: int, standing: str) -> None:
    head = "@prefix body: <https://example.org/> . @prefix ag: <https://example.org/ns#> . "
    head += "@prefix skos: <https://example.org/skos#> . "
    path = tmp_path / "data.ttl"
    path.write_text(head + text, "utf-8")
    with pytest.raises(BadTurtle) as caught:
        read_tree([path], base=tmp_path)
    assert caught.value.field == f"data.ttl:{line}"
    assert standing in str(caught.value.given)
    assert caught.value.hint


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_bytes(b"# one\n\xff")
    with pytest.raises(BadTurtle, match="line 2: bytes that are not UTF-8"):
        read_tree([path], base=tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadTurtle, match="cannot be read"):
        read_tree([tmp_path / "nowhere.ttl"])
