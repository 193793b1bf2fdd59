from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.errors import BadStoredQuery, BadValue, MissingValue, UnknownField, UnknownName
from accordgraph.namespaces import GRAPHS, PREFIXES
from accordgraph.stored_queries import Catalogue, Parameter, load_queries, parse, rows, term
from accordgraph.web.routers.queries import RESERVED

HEADER = """#+ title: {en: Days, zh: 日}
#+ description: {en: Days., zh: 日。}
#+ tags: [test]
#+ params:
#+   day: {type: date, required: true, example: "2020-01-01"}
#+   word: {type: string}
#+ columns: {thing: iri, begun: date}
#+ since: "0.1.0"
"""
TEXT = """
PREFIX ag: <https://w3id.org/accordgraph/ns#>
SELECT ?thing ?begun WHERE { ?thing ag:validFrom ?begun FILTER(?begun <= ?day) # not ?day
  FILTER("?day" != "x") } ORDER BY ?thing
"""


def test_parameters_are_written_as_terms_and_nowhere_else() -> None:
    text = parse("days", "test", HEADER + TEXT).bind({"day": "2020-01-01"})
    assert 'FILTER(?begun <= "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>)' in text
    assert "# not ?day" in text and 'FILTER("?day" != "x")' in text


def test_a_parameter_cannot_break_out() -> None:
    text = 'x" } DELETE { ?s ?p "\n\\'
    written = term(Parameter("word", "string", False), text)
    found = list(ox.Store().query(f"SELECT ({written} AS ?same) {{}}"))
    assert found[0]["same"].value == text


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("iri", "accord:lantern", "https://w3id.org/accordgraph/id/accord/lantern"),
        ("iri", "accord/lantern", "https://w3id.org/accordgraph/id/accord/lantern"),
        ("iri", "legal-instrument/pact", "https://w3id.org/accordgraph/id/legal-instrument/pact"),
        ("iri", "instrument:pact", "https://w3id.org/accordgraph/id/legal-instrument/pact"),
        ("iri", "licence-scope/any", "https://w3id.org/accordgraph/vocab/licence-scope/any"),
        ("iri", "https://x.example/a", "https://x.example/a"),
        ("integer", "-7", "-7"),
        ("decimal", "0.5", "0.5"),
        ("boolean", "true", "true"),
        ("string", "", ""),
    ],
)
def test_each_form_of_a_value_is_the_same_term_in_the_query(kind: str, text: str, written: str) -> None:
    (found,) = ox.Store().query(f"SELECT ({term(Parameter('p', kind, True), text)} AS ?value) {{}}")
    assert found["value"].value == written


@pytest.mark.parametrize("text", ["x> ?s ?p <y", "x>", 'x" }', "accord:a> . ?s ?p <b", "accord:a\nb", "{x}"])
def test_no_iri_breaks_out(text: str) -> None:
    with pytest.raises(BadValue):
        term(Parameter("p", "iri", True), text)


@pytest.mark.parametrize("value", ["?day", "$day ?word", "'?day'"])
def test_a_value_that_looks_like_a_parameter_stays_a_value(value: str) -> None:
    query = parse("days", "test", HEADER + "SELECT ?thing ?begun { ?thing ?begun ?word FILTER(?day) }")
    for given in ({"day": "2020-01-01", "word": value}, {"word": value, "day": "2020-01-01"}):
        assert f'"{value}"' in query.bind(given)


def test_a_bare_name_is_looked_up_and_anything_else_is_left() -> None:
    header = HEADER.replace("{type: string}", "{type: iri}")
    query = parse("days", "test", header + TEXT)

    def find(text: str, kinds: tuple[str, ...], field: str) -> str:
        assert "accord" in kinds and field == "word"
        return f"https://x.example/{text}"

    found = query.things({"day": "2020-01-01", "word": "Lantern"}, find)
    assert found == {"day": "2020-01-01", "word": "https://x.example/Lantern"}
    for text in ("accord:x", "accord/x", "https://x.example/y"):
        assert query.things({"word": text}, find) == {"word": text}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("members/on-dat", ["members/on-date"]),
        ("member/on-date", ["members/on-date"]),
        ("on-date", ["members/on-date"]),
        ("members/xyzzy", ["members/on-date", "members/overlap"]),
        ("nothing-near", []),
    ],
)
def test_an_unknown_query_names_near_ones(name: str, near: list[str]) -> None:
    known = ("members/on-date", "members/overlap", "figures/series")
    catalogue = Catalogue({each: parse(each, "test", HEADER + TEXT) for each in known})
    with pytest.raises(UnknownName) as error:
        catalogue.find(name)
    assert list(error.value.accepted or ())[: max(1, len(near))] == near
    assert catalogue.find("figures/series").name == "figures/series"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2020-13-01"),
        ("date", "2020-02-30"),
        ("date", "20200101"),
        ("date", "2020-W01-1"),
        ("iri", "no-kind/name"),
        ("iri", "accord/"),
        ("integer", "1_000"),
        ("integer", " 1"),
        ("integer", "٣"),
        ("integer", "9" * 30),
        ("decimal", "NaN"),
        ("decimal", "1e3"),
        ("iri", "https://x.example/a b"),
        ("iri", "javascript"),
        ("integer", "1.5"),
        ("decimal", "x"),
        ("boolean", "yes"),
        ("iri", "https://x.example/>"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, text: str) -> None:
    with pytest.raises(BadValue):
        term(Parameter("p", kind, True, "e"), text)


def test_required_and_unknown_parameters() -> None:
    query = parse("days", "test", HEADER + TEXT)
    with pytest.raises(MissingValue):
        query.bind({})
    with pytest.raises(UnknownField):
        query.bind({"day": "2020-01-01", "night": "x"})


@pytest.mark.parametrize("fault", ["since: ", "tags: ", "title: "])
def test_a_header_without_a_key_is_refused(fault: str) -> None:
    lines = [line for line in HEADER.splitlines() if not line.startswith(f"#+ {fault}")]
    with pytest.raises(BadStoredQuery):
        parse("days", "test", "\n".join(lines) + TEXT)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(BadStoredQuery):
        parse("days", "test", HEADER + "#+ colour: red\n" + TEXT)


def test_a_yaml_word_that_is_no_text_is_refused() -> None:
    """YAML reads an unquoted `on` as true."""
    with pytest.raises(BadStoredQuery):
        parse("days", "test", HEADER.replace("begun: date", "on: date") + TEXT)


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("accord:lanter", ["accord/lantern"]),
        ("accord/lanter", ["accord/lantern"]),
        ("tier:lantern-full", "for example accord:lantern"),
    ],
)
def test_a_thing_of_which_nothing_is_said_is_refused(given: str, near: Any) -> None:
    store, iri = ox.Store(), ox.NamedNode(f"{PREFIXES['accord']}lantern")
    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    store.add(ox.Quad(iri, kind, ox.NamedNode(f"{PREFIXES['ag']}Accord"), ox.NamedNode(GRAPHS["facts"])))
    header = HEADER.replace("{type: string}", '{type: iri, example: "accord:lantern"}')
    query = parse("days", "test", header + TEXT)
    assert rows(store, query, {"day": "2020-01-01", "word": "accord/lantern"}) == []
    with pytest.raises(UnknownName) as error:
        rows(store, query, {"day": "2020-01-01", "word": given})
    assert (error.value.field, error.value.accepted) == ("word", near)


def test_rows_come_from_the_served_graphs_and_pending_only_on_request() -> None:
    store = ox.Store()
    for graph, name in (("facts", "a"), ("pending", "b"), ("rejected", "c")):
        store.add(
            ox.Quad(
                ox.NamedNode(f"https://x.example/{name}"),
                ox.NamedNode("https://w3id.org/accordgraph/ns#validFrom"),
                ox.Literal("2019-01-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date")),
                ox.NamedNode(GRAPHS[graph]),
            )
        )
    query = parse("days", "test", HEADER + TEXT)
    served = rows(store, query, {"day": "2020-01-01"})
    assert served == [{"thing": "https://x.example/a", "begun": "2019-01-01"}]
    assert len(rows(store, query, {"day": "2020-01-01"}, pending=True)) == 2


def test_the_projects_queries_are_whole(root: Path) -> None:
    """Columns are those of the SELECT, prefixes are the project's, rows have an order."""
    store = ox.Store()
    found = load_queries(root / "queries")
    assert len(found) > 20
    for name, query in found.items():
        assert set(query.title) == set(query.description) == {"en", "zh"}, name
        solutions = store.query(query.text)
        assert [v.value for v in solutions.variables] == list(query.columns), name
        assert "ORDER BY" in query.text, name
        names = {p.name for p in query.params}
        assert not names & ({*query.columns} | RESERVED), f"{name}: a parameter needs a name of its own"
        assert all(p.example for p in query.params), f"{name}: a parameter without an example"
        assert all(re.search(rf"[?]{p}\b", query.text) for p in names), f"{name}: a parameter is not used"
        query.bind({p.name: p.example or "" for p in query.params})
        for line in query.text.splitlines():
            if line.startswith("PREFIX"):
                prefix, iri = line.split()[1:3]
                assert PREFIXES[prefix.rstrip(":")] == iri.strip("<>"), name
