from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from accordgraph.errors import BadValue, QueryFailed, QueryRefused, QueryResultTooLarge, QuerySyntax
from accordgraph.namespaces import GRAPHS
from accordgraph.sparql.dataset import PROJECT, Dataset
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.serialise import Caps

IN = "<http://example.org/thing> <http://example.org/in> ?name"
PENDING = GRAPHS["pending"]
SERVED = tuple(GRAPHS[name] for name in ("ontology", "facts", "inferred"))
FROM_PENDING, FROM_NAMED, FROM_FACTS = (
    f"FROM <{PENDING}>",
    f"FROM NAMED <{PENDING}>",
    f"FROM <{GRAPHS['facts']}>",
)


def names(evaluator: Evaluator, query: str, **dataset: tuple[str, ...]) -> set[str]:
    """Names of the graphs that a query with the variable ?name saw."""
    body = evaluator.answer(SparqlRequest(query, **dataset)).body  # type: ignore[arg-type]
    return {row["name"]["value"] for row in json.loads(body)["results"]["bindings"]}


SERVED_NAMES = {"ontology", "facts", "inferred"}


def test_the_default_graph_is_the_union_of_the_served_graphs(evaluator: Evaluator) -> None:
    assert names(evaluator, f"SELECT ?name {{ {IN} }}") == SERVED_NAMES


def test_a_graph_variable_ranges_over_the_served_graphs(evaluator: Evaluator) -> None:
    assert names(evaluator, f"SELECT ?name {{ GRAPH ?g {{ {IN} }} }}") == SERVED_NAMES


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?name {{ GRAPH <{PENDING}> {{ {IN} }} }}",
        f"PREFIX g: <https://w3id.org/accordgraph/graph/> SELECT ?name {{ GRAPH g:pending {{ {IN} }} }}",
        f"BASE <https://w3id.org/accordgraph/graph/> SELECT ?name {{ GRAPH <pending> {{ {IN} }} }}",
        f"PREFIX p: <{PENDING}> SELECT ?name {{ GRAPH p: {{ {IN} }} }}",
        f"SELECT ?name {{ VALUES ?g {{ <{PENDING}> }} GRAPH ?g {{ {IN} }} }}",
        f"SELECT ?name {FROM_PENDING} {{ {IN} }}",
        f"SELECT ?name {FROM_NAMED} {{ GRAPH ?g {{ {IN} }} }}",
        f"SELECT ?name {{ GRAPH <graph/pending> {{ {IN} }} }}",
        f"SELECT ?name {{ GRAPH <{PENDING.replace('pending', 'p' + chr(92) + 'u0065nding')}> {{ {IN} }} }}",
    ],
)
def test_pending_is_reached_by_naming_it(evaluator: Evaluator, query: str) -> None:
    assert names(evaluator, query) == {"pending"}


def test_speaking_of_pending_matters_does_not_open_the_graph(evaluator: Evaluator) -> None:
    query = f"SELECT ?name {{ GRAPH ?g {{ {IN} }} FILTER(?name != 'still pending') }}"
    assert names(evaluator, query) == SERVED_NAMES


@pytest.mark.parametrize(
    ("dataset", "default", "named"),
    [
        ({"default_graphs": (PENDING,)}, {"pending"}, set()),
        ({"named_graphs": (PENDING,)}, set(), {"pending"}),
        (
            {"default_graphs": SERVED[:2], "named_graphs": SERVED[2:]},
            {"ontology", "facts"},
            {"inferred"},
        ),
        ({"default_graphs": ("http://example.org/none",)}, set(), set()),
    ],
)
def test_the_protocols_dataset(
    evaluator: Evaluator, dataset: dict[str, tuple[str, ...]], default: set[str], named: set[str]
) -> None:
    assert names(evaluator, f"SELECT ?name {{ {IN} }}", **dataset) == default
    assert names(evaluator, f"SELECT ?name {{ GRAPH ?g {{ {IN} }} }}", **dataset) == named


def test_the_protocols_dataset_wins_over_from(evaluator: Evaluator) -> None:
    query = f"SELECT ?name {FROM_FACTS} {{ {IN} }}"
    assert names(evaluator, query) == {"facts"}
    assert names(evaluator, query, default_graphs=(PENDING,)) == {"pending"}


def test_from_alone_leaves_no_named_graph(evaluator: Evaluator) -> None:
    assert names(evaluator, f"SELECT ?name {FROM_PENDING} {{ GRAPH ?g {{ {IN} }} }}") == set()


def test_a_graph_name_must_be_an_iri(evaluator: Evaluator) -> None:
    with pytest.raises(BadValue):
        evaluator.answer(SparqlRequest("ASK {}", default_graphs=("no iri",)))


ODD = "SELECT ?s ?o { ?s <http://example.org/text> ?o } ORDER BY ?o"


def test_json_xml_csv_and_tsv_hold_the_same_rows(evaluator: Evaluator) -> None:
    bodies = {
        name: evaluator.answer(SparqlRequest(ODD, table=name)).body for name in ("json", "xml", "csv", "tsv")
    }
    rows = [row["o"]["value"] for row in json.loads(bodies["json"])["results"]["bindings"]]
    assert len(rows) == 2
    assert [row["o"] for row in csv.DictReader(io.StringIO(bodies["csv"].decode(), newline=""))] == rows
    for name, kind in (("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)):
        parsed = ox.parse_query_results(bodies[name], kind)
        assert isinstance(parsed, ox.QuerySolutions)
        assert [row["o"].value for row in parsed] == rows
    assert ET.fromstring(bodies["xml"]).tag.endswith("sparql")  # noqa: S314 (our own output)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://example.org/odd>"])
def test_every_graph_format_parses_to_the_same_triples(
    evaluator: Evaluator, name: str, kind: ox.RdfFormat, query: str
) -> None:
    result = evaluator.answer(SparqlRequest(query, graph=name))
    plain = evaluator.answer(SparqlRequest(query, graph="nt"))
    assert set(ox.parse(result.body, kind)) == set(ox.parse(plain.body, ox.RdfFormat.N_TRIPLES)) != set()
    assert result.form == query.split()[0].lower()


@pytest.mark.parametrize(("name", "told"), [("json", b'"boolean":true'), ("xml", b"<boolean>true</boolean>")])
def test_ask(evaluator: Evaluator, name: str, told: bytes) -> None:
    result = evaluator.answer(SparqlRequest("ASK {}", table=name))
    assert told in result.body
    assert (result.form, result.media_type) == ("ask", f"application/sparql-results+{name}")


def test_turtle_declares_the_prefixes_it_uses_and_no_other(evaluator: Evaluator) -> None:
    query = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> CONSTRUCT { <http://e/> a skos:Concept } {}"
    body = evaluator.answer(SparqlRequest(query)).body.decode()
    assert body.startswith("@prefix skos:")
    assert body.count("@prefix") == 1
    assert "skos:Concept" in body


@pytest.mark.parametrize(
    ("query", "formats"),
    [("SELECT * {}", {"table": None}), ("ASK {}", {"table": None}), ("CONSTRUCT WHERE {}", {"graph": None})],
)
def test_a_format_that_cannot_hold_the_answer_is_an_error(
    evaluator: Evaluator, query: str, formats: dict[str, None]
) -> None:
    with pytest.raises(BadValue, match="does not fit"):
        evaluator.answer(SparqlRequest(query, **formats))  # type: ignore[arg-type]


def test_a_syntax_error_names_its_place(evaluator: Evaluator) -> None:
    with pytest.raises(QuerySyntax, match="line 2, column 10: expected"):
        evaluator.answer(SparqlRequest("SELECT *\n{ ?s ?p }"))


def test_an_unknown_function_is_reported(evaluator: Evaluator) -> None:
    with pytest.raises((QueryFailed, QuerySyntax)):
        evaluator.answer(SparqlRequest("SELECT (nosuch(1) AS ?x) {}"))


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s <http://example.org/number> ?n }"]
)
def test_an_error_may_be_dropped_by_another_thread(
    strict: Evaluator, query: str, dropped_elsewhere: Callable[[Callable[[], object]], list[str]]
) -> None:
    with pytest.raises(QueryResultTooLarge):
        strict.answer(SparqlRequest(query))
    assert dropped_elsewhere(lambda: strict.answer(SparqlRequest(query))) == []


def test_what_an_answer_leaves_may_be_dropped_by_another_thread(
    evaluator: Evaluator, dropped_elsewhere: Callable[[Callable[[], object]], list[str]]
) -> None:
    """The guard's parser leaves cycles that hold the frames below it."""
    query = f"SELECT ?name {FROM_PENDING} {{ {IN} }}"
    assert dropped_elsewhere(lambda: evaluator.answer(SparqlRequest(query))) == []


@pytest.fixture
def strict(store_path: object) -> Evaluator:
    return Evaluator(ox.Store.read_only(str(store_path)), Caps(rows=10, bytes=8_000))


def rows_query(count: int, text: str = "x") -> str:
    return f"SELECT ?t {{ ?s <http://example.org/number> ?n BIND('''{text}''' AS ?t) }} LIMIT {count}"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("text", ["x", "},{", "\\r\\n", '\\",\\"', "<result>"])
def test_rows_are_counted_exactly(strict: Evaluator, name: str, text: str) -> None:
    assert strict.answer(SparqlRequest(rows_query(10, text), table=name)).form == "select"
    with pytest.raises(QueryResultTooLarge, match="more than 10 rows"):
        strict.answer(SparqlRequest(rows_query(11, text), table=name))


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_without_a_value_count_too(strict: Evaluator, name: str) -> None:
    query = "SELECT ?nothing { ?s <http://example.org/number> ?n } LIMIT "
    strict.answer(SparqlRequest(query + "10", table=name))
    with pytest.raises(QueryResultTooLarge):
        strict.answer(SparqlRequest(query + "11", table=name))


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld"])
def test_triples_are_counted(strict: Evaluator, name: str) -> None:
    query = "CONSTRUCT WHERE { ?s <http://example.org/number> ?n } LIMIT "
    strict.answer(SparqlRequest(query + "10", graph=name))
    with pytest.raises(QueryResultTooLarge, match="more than 10 triples"):
        strict.answer(SparqlRequest(query + "11", graph=name))


def test_bytes_are_counted(strict: Evaluator) -> None:
    query = "SELECT (CONCAT('{0}', '{0}') AS ?t) {{}}"
    strict.answer(SparqlRequest(query.format("x" * 3_900)))
    with pytest.raises(QueryResultTooLarge, match="more than 8000 bytes"):
        strict.answer(SparqlRequest(query.format("x" * 4_000)))
    with pytest.raises(QueryResultTooLarge, match="more than 8000 bytes"):
        strict.answer(SparqlRequest(f"CONSTRUCT {{ <a:> <b:> '{'x' * 8_000}' }} {{}}"))


def test_relative_iris_are_read_against_the_projects_base(evaluator: Evaluator) -> None:
    body = evaluator.answer(SparqlRequest("CONSTRUCT { <id/body/x> <ns#p> 1 } {}", graph="nt")).body
    assert body.startswith(b"<https://w3id.org/accordgraph/id/body/x> <https://w3id.org/accordgraph/ns#p> ")


def test_a_store_of_other_data_has_a_default_graph_of_its_own(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path))
    for text, graph in (("default", ox.DefaultGraph()), ("named", ox.NamedNode("http://example.org/g"))):
        thing, inside = (ox.NamedNode(f"http://example.org/{name}") for name in ("thing", "in"))
        store.add(ox.Quad(thing, inside, ox.Literal(text), graph))
    evaluator = Evaluator(store, Caps(10, 10_000), Dataset.of(["http://example.org/g"]))
    assert names(evaluator, f"SELECT ?name {{ {IN} }}") == {"default"}
    assert names(evaluator, f"SELECT ?name {{ GRAPH ?g {{ {IN} }} }}") == {"named"}
    assert names(
        evaluator, "SELECT ?name FROM <http://example.org/g> { ?thing <http://example.org/in> ?name }"
    ) == {"named"}
    with pytest.raises(QueryRefused):
        names(evaluator, f"SELECT ?name {FROM_PENDING} {{ {IN} }}")


def test_a_dataset_survives_the_journey_to_another_process() -> None:
    for each in (PROJECT, Dataset.of(["http://b/", "http://a/"])):
        assert Dataset.read(json.loads(json.dumps(each.told()))) == each
    assert set(PROJECT.hidden) == {"pending", "rejected"}
    assert Dataset.of(["http://a/"]).hidden == {}
