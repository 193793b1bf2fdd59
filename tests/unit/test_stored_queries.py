from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.errors import BadStoredQuery, BadValue, MissingValue, UnknownField
from accordgraph.namespaces import GRAPHS, PREFIXES
from accordgraph.stored_queries import Parameter, load_queries, parse, rows, term

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
    ("kind", "text"),
    [
        ("date", "2020-13-01"),
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
        for line in query.text.splitlines():
            if line.startswith("PREFIX"):
                prefix, iri = line.split()[1:3]
                assert PREFIXES[prefix.rstrip(":")] == iri.strip("<>"), name
