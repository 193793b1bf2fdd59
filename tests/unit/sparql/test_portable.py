"""Queries written again for a server whose parser is not ours."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from accordgraph.errors import QueryRefused
from accordgraph.namespaces import BASE, GRAPHS
from accordgraph.sparql.portable import Names, Portable

FACTS, PENDING = GRAPHS["facts"], GRAPHS["pending"]
THERE = {
    FACTS: "https://w3id.org/accordgraph/graph/7/facts",
    PENDING: "https://w3id.org/accordgraph/graph/7/pending",
}
NOWHERE = "https://w3id.org/accordgraph/graph/7/none"
XSD = "http://www.w3.org/2001/XMLSchema#"


def written(
    query: str, reachable: frozenset[str] = frozenset(THERE), services: frozenset[str] = frozenset()
) -> str:
    found = Portable(query)
    found.check(services)
    return found.written(Names(THERE, reachable, NOWHERE))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"),
        ("SELECT * # all\n{ ?s\t?p ?o }", "SELECT * { ?s ?p ?o }"),
        ("PREFIX e: <http://e/> ASK { e:a.b e:c\\-d <x> }",
         f"ASK {{ <http://e/a.b> <http://e/c-d> <{BASE}x> }}"),
        ("BASE <http://e/f/> PREFIX : <g#> ASK { <> :a <../h> }",
         "ASK { <http://e/f/> <http://e/f/g#a> <http://e/h> }"),
        ("ASK { ?s ?p '''a\"b\nc''' }", 'ASK { ?s ?p "a\\"b\\nc" }'),
        (r"ASK { ?s ?p 'a\tb\u0041' }", 'ASK { ?s ?p "a\\tbA" }'),
        (r"ASK { ?s <http://e/\u0061> ?o }", "ASK { ?s <http://e/a> ?o }"),
        ("ASK { ?s ?p 'x'@zh-Hant , '1'^^<http://e/d> }", 'ASK { ?s ?p "x"@zh-Hant , "1"^^<http://e/d> }'),
        ("PREFIX e: <http://e/> ASK { ?s e:a/e:b*|^e:c? ?o }",
         "ASK { ?s <http://e/a>/<http://e/b>*|^<http://e/c>? ?o }"),
        ("ASK { ?s ?p ?o FILTER(?o<5 &&?o>-1.5e3) }", "ASK { ?s ?p ?o FILTER(?o<5 &&?o>-1.5e3) }"),
        ("ASK { _:b ?p [ ?q () ] . }", "ASK { _:b ?p [ ?q () ] . }"),
        ("SELECT ?service { ?service ?from ?graph }", "SELECT ?service { ?service ?from ?graph }"),
    ],
)  # fmt: skip
def test_what_is_sent(query: str, expected: str) -> None:
    assert written(query) == expected
    ox.Store().query(expected)


def test_a_less_than_before_an_iri_stays_apart() -> None:
    text = written("PREFIX e: <http://e/> ASK { ?s ?p ?o FILTER(?o<e:a) }")
    assert text == "ASK { ?s ?p ?o FILTER(?o< <http://e/a>) }"


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ GRAPH <{FACTS}> {{ ?s ?p ?o }} }}",
        f"PREFIX g: <{BASE}graph/> ASK {{ GRAPH g:facts {{ ?s ?p ?o }} }}",
        "ASK { graph <graph/facts> { ?s ?p ?o } }",
    ],
)
def test_graphs_have_the_names_that_they_have_there(query: str) -> None:
    assert f" <{THERE[FACTS]}> " in written(query)
    assert f" <{NOWHERE}> " in written(query, frozenset({PENDING})), "out of reach: as if it were empty"


def test_any_other_graph_is_nowhere() -> None:
    text = written("ASK { GRAPH # one\n <http://e/of-others> { ?s ?p ?o } GRAPH ?g { ?s ?p <http://e/x> } }")
    assert text == f"ASK {{ GRAPH <{NOWHERE}> {{ ?s ?p ?o }} GRAPH ?g {{ ?s ?p <http://e/x> }} }}"


def test_names_of_graphs_are_known_in_filters_too() -> None:
    text = written(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{FACTS}> || STR(?g) = '{FACTS}') }}")
    assert text.count(THERE[FACTS]) == 2 and FACTS not in text


def test_the_dataset_is_told_beside_the_query() -> None:
    query = Portable(f"ASK FROM <{FACTS}> FROM NAMED <graph/pending> # why\n from <{PENDING}> {{ ?s ?p ?o }}")
    assert (query.default, query.named) == ([FACTS, PENDING], [PENDING])
    text = query.written(Names(THERE, frozenset(), NOWHERE))
    assert text.split() == "ASK { ?s ?p ?o }".split()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<http://www.openlinksw.com/schemas/bif#http_get>('http://e/') AS ?x) {}",
        "PREFIX b: <http://b/> ASK { ?s ?p ?o FILTER(b:read(?o)) }",
        "ASK { ?s ?p ?o } GROUP BY <http://b/f>(?s)",
        "PREFIX bif: <bif:> SELECT (bif:http_get('http://e/') AS ?x) {}",
        "ASK { ?s <bif:contains> 'x' }",
        "ASK { ?s <java:Some.class> ?o }",
        "ASK { ?s ?p <file:///etc/passwd> }",
        "ASK { undeclared:a ?p ?o }",
        "ASK { SERVICE <http://e/> { ?s ?p ?o } }",
        "ASK { SERVICE ?s { ?s ?p ?o } }",
        "ASK { service silent <http://e/> { ?s ?p ?o } }",
        "define get:soft 'replace' SELECT * { ?s ?p ?o }",
        "ASK { ?s ?p `x` }",
        "ASK { ?s ?p ?o FILTER(?s<?p&&?o>?p) }",
        "ASK { ?s ?p ?o FILTER(IF(?s<?p,?o>?p,true)) }",
        r"ASK { ?s ?p '\\u0022' }",
        r"ASK { ?s ?p '\UFFFFFFFF' }",
        "ASK { ?s ?p 'open }",
        "ASK FROM",
        "ASK FROM ?g { ?s ?p ?o }",
    ],
)  # fmt: skip
def test_what_is_not_sent(query: str) -> None:
    with pytest.raises(QueryRefused):
        written(query)


def test_lists_and_casts_are_no_calls() -> None:
    query = f"PREFIX xsd: <{XSD}> ASK {{ ?s <http://e/p> (1 2) FILTER(xsd:integer(?s) > 1) }}"
    assert written(query) == f"ASK {{ ?s <http://e/p> (1 2) FILTER(<{XSD}integer>(?s) > 1) }}"


def test_a_service_that_is_allowed_is_called_by_its_iri() -> None:
    allowed = frozenset({"http://e/sparql"})
    query = "PREFIX e: <http://e/> ASK { SERVICE SILENT e:sparql { ?s ?p ?o } }"
    assert written(query, services=allowed) == "ASK { SERVICE SILENT <http://e/sparql> { ?s ?p ?o } }"
