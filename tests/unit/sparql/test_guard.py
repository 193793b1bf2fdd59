from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from accordgraph.errors import AccordGraphError, QueryRefused, QuerySyntax
from accordgraph.namespaces import GRAPHS
from accordgraph.sparql import guard
from accordgraph.sparql.evaluate import Evaluator
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.serialise import Caps

ALLOWED = frozenset(GRAPHS.values())
FACTS = GRAPHS["facts"]
FROM_FACTS, FROM_NAMED = f"FROM <{FACTS}>", f"FROM NAMED <{FACTS}>"


class Listener:
    """A server on the loopback address that counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.iri = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self.calls = 0
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


CALLS = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "lower case": "SELECT * { service <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "silent variable": "SELECT * { BIND(<URL> AS ?u) SERVICE SILENT ?u { ?s ?p ?o } }",
    "prefixed name": "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "empty prefix": "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "base": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "exists": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "not exists": "ASK { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "exists in bind": "SELECT * { ?s ?p ?o BIND(EXISTS { SERVICE <URL> { ?a ?b ?c } } AS ?x) }",
    "exists in having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "exists in order": "SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "exists in select": "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) { ?s ?p ?o }",
    "sub-select": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "graph": "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "nested": "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "comment between": "SELECT * { SERVICE # <http://example.org/>\n <URL> { ?s ?p ?o } }",
    "comment before": "# SERVICE\nSELECT * { # service\n SERVICE <URL> { ?s ?p ?o } }",
    "no space": "SELECT * {SERVICE<URL>{?s ?p ?o}}",
    "glued silent": "SELECT * {SERVICESILENT<URL>{?s ?p ?o}}",
    "glued to a name": "PREFIX x: <URL> PREFIX SERVICEx: <http://e/> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "short escape": r"SELECT * { \u0053ERVICE <URL> { ?s ?p ?o } }",
    "long escapes": r"SELECT * { \U00000053ERV\u0049CE <URL> { ?s ?p ?o } }",
    "all escapes": r"SELECT * { \u0053\u0045\u0052\u0056\u0049\u0043\u0045 <URL> { ?s ?p ?o } }",
    "escaped escape": r"SELECT * { \u005Cu0053ERVICE <URL> { ?s ?p ?o } }",
    "long s": "SELECT * { ſERVICE <URL> { ?s ?p ?o } }",
    "not readable by the guard": "SELECT * { LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "carriage return ends comment": "SELECT * { ?s ?p ?o . # x\rSERVICE <URL> { ?s ?p ?o }\n}",
    "escaped quote": 'SELECT * { ?s ?p "\\u0022 . SERVICE <URL> { ?s ?p ?o } #" \n}',
    "in a string and as keyword": "SELECT * { ?s ?p 'SERVICE' SERVICE <URL> { ?s ?p ?o } }",
}


def test_the_listener_hears_an_unguarded_call(listener: Listener) -> None:
    before = listener.calls
    with contextlib.suppress(OSError):
        ox.Store().query("ASK { SERVICE <URL> { ?s ?p ?o } }".replace("URL", listener.iri))
    assert listener.calls > before


def test_what_one_parser_takes_for_a_string_and_the_other_for_a_call(
    evaluator: Evaluator, listener: Listener
) -> None:
    before = listener.calls
    query = f"SELECT * {{ #\\u000A ?s ?p '''\nSERVICE <{listener.iri}> {{ ?s ?p ?o }} #\\u000A '''\n}}"
    result = evaluator.answer(SparqlRequest(query, table="csv"))
    assert (result.body, listener.calls) == (b"p,s\r\n", before)


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_no_spelling_of_service_calls_out(query: str, evaluator: Evaluator, listener: Listener) -> None:
    before = listener.calls
    with pytest.raises(AccordGraphError) as refusal:
        evaluator.answer(SparqlRequest(query.replace("URL", listener.iri)))
    assert listener.calls == before
    assert refusal.value.code in {"sparql-refused", "sparql-syntax"}


@pytest.mark.parametrize("name", [*list(CALLS)[:25], "short escape", "long escapes", "all escapes"])
def test_a_plain_service_is_refused_as_such(name: str) -> None:
    with pytest.raises(QueryRefused, match=r"SERVICE is not allowed|could not be checked"):
        guard.check(CALLS[name].replace("URL", "http://example.org/"), ALLOWED)


HARMLESS = {
    "string": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER CONTAINS(?o, 'Service') }",
    "long string": 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER CONTAINS(?o, """Service""") }',
    "regex": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER REGEX(?o, 'service', 'i') }",
    "variable": "SELECT (COUNT(?service) AS ?n) { ?service ?p ?o FILTER CONTAINS(?o, 'Service') }",
    "comment": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o # service\n FILTER CONTAINS(?o, 'Servi') }",
    "iri": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o != <http://e/service> && CONTAINS(?o, 'Service')) }",
    "local name": "PREFIX e: <http://e/> SELECT (COUNT(*) AS ?n) "
    "{ ?s ?p ?o FILTER(?s != e:the-service) FILTER CONTAINS(?o, 'Servi') }",
    "escaped": r"SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER CONTAINS(?o, '\u0053ervice from \u670d') }",
}


@pytest.mark.parametrize("query", HARMLESS.values(), ids=HARMLESS)
def test_the_word_service_keeps_its_meaning_elsewhere(query: str, evaluator: Evaluator) -> None:
    result = evaluator.answer(SparqlRequest(query, table="csv"))
    assert result.body == b"n\r\n1\r\n"


@pytest.mark.parametrize("name", ["string", "long string", "regex", "comment", "iri", "escaped"])
def test_the_engine_never_sees_the_word_where_it_could_be_a_keyword(name: str) -> None:
    assert "service" not in guard.check(HARMLESS[name], ALLOWED).text.lower()


def test_both_parsers_end_a_comment_at_a_carriage_return() -> None:
    with pytest.raises(QueryRefused, match="SERVICE is not allowed"):
        guard.check(CALLS["carriage return ends comment"], ALLOWED)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?validFrom { ?s <http://e/p> ?validFrom }",
        "PREFIX ag: <http://e/> SELECT $from { ?s ag:validFrom $from ; ag:from-when ?x }",
        "SELECT * { ?s ?p ?o }",
    ],
)
def test_names_that_hold_from_are_not_parsed_twice(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "parsed", lambda text: pytest.fail("parsed"))
    assert guard.check(query, ALLOWED) == guard.QueryInfo("select", query)


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <http://example.org/other>",
        "FROM NAMED <http://example.org/other>",
        "from <file:///etc/passwd>",
        f"FROM <{FACTS}> FROM <http://example.org/other>",
        f"FROM NAMED <{FACTS}> FROM <{FACTS}x>",
        r"\u0046ROM <http://example.org/other>",
        "FROM other:x",
    ],
)
@pytest.mark.parametrize(
    "form", ["SELECT * {} ", "ASK {} ", "CONSTRUCT { ?s ?p ?o } WHERE {} ", "DESCRIBE ?s {} "]
)
def test_from_outside_is_refused(clause: str, form: str) -> None:
    query = "PREFIX other: <http://example.org/> " + form.replace("WHERE {}", "{}").replace(
        "{} ", f"{clause} WHERE {{ ?s ?p ?o }}"
    )
    with pytest.raises(QueryRefused, match="FROM names a graph") as refusal:
        guard.check(query, ALLOWED)
    assert FACTS in (refusal.value.accepted or ())


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {FROM_FACTS} {{ ?s ?p ?o }}",
        f"SELECT * {FROM_NAMED} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "PREFIX g: <https://w3id.org/accordgraph/graph/> ASK FROM g:facts FROM NAMED g:pending {}",
        "SELECT * FROM <graph/facts> { ?s ?p ?o }",
        "BASE <https://w3id.org/accordgraph/graph/> DESCRIBE ?s FROM <facts> { ?s ?p ?o }",
        rf"SELECT * \u0046ROM <{FACTS}> {{ ?s ?p ?o }}",
    ],
)
def test_from_inside_is_allowed(query: str) -> None:
    assert guard.check(query, ALLOWED).own_dataset


def test_an_unknown_prefix_after_from_is_a_syntax_error() -> None:
    with pytest.raises(QuerySyntax):
        guard.check("SELECT * FROM nowhere:x { ?s ?p ?o }", ALLOWED)


def test_a_broken_query_with_from_gets_the_engines_message() -> None:
    with pytest.raises(QuerySyntax, match="line 2, column"):
        guard.check(f"SELECT * {FROM_FACTS}\n{{ ?s ?p }}", ALLOWED)


def test_what_only_the_engine_reads_is_refused_with_from() -> None:
    with pytest.raises(QueryRefused, match="could not be checked"):
        guard.check(f"SELECT * {FROM_FACTS} {{ ?s ?p ?o LATERAL {{ ?o ?q ?r }} }}", ALLOWED)


def test_deep_nesting_with_from_is_refused() -> None:
    with pytest.raises(QueryRefused, match="nested too deeply"):
        guard.check(f"ASK FROM <{FACTS}> " + "{" * 100 + "?s ?p ?o" + "}" * 100, ALLOWED)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:> <b:> <c:> }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <a:>",
        "ADD <a:> TO <b:>",
        "MOVE <a:> TO <b:>",
        "COPY <a:> TO <b:>",
        "WITH <a:> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "# SELECT\nPREFIX e: <http://e/#a> # x\nBASE <http://e/> INSERT DATA { e:a e:b e:c }",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(QueryRefused, match="read-only"):
        guard.check(update, ALLOWED)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("  # ASK\n ask {}", "ask"),
        ("PREFIX a: <http://e/#> BASE <http://e/> CONSTRUCT WHERE {}", "construct"),
        ("PREFIX # x\n a: # y\n <http://e/> Describe a:b", "describe"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(query: str, form: str | None) -> None:
    assert guard.check(query, ALLOWED).form == form


def test_reading_the_prologue_takes_linear_time() -> None:
    assert guard.check("#a" * 100_000 + "\n" + "PREFIX " + "#a" * 50_000, ALLOWED).form is None
    assert guard.check("PREFIX a:" + " " * 200_000, ALLOWED).form is None


def test_an_allowed_service_is_called_and_no_other(store_path: Path, listener: Listener) -> None:
    other = socket.create_server(("127.0.0.1", 0))
    other.settimeout(0.2)
    foreign = f"http://127.0.0.1:{other.getsockname()[1]}/sparql"
    opened = ox.Store.read_only(str(store_path))
    evaluator = Evaluator(opened, Caps(10, 10_000), services=frozenset([listener.iri]))
    before = listener.calls
    for silent in ("", "SILENT "):
        with contextlib.suppress(AccordGraphError):
            evaluator.answer(SparqlRequest(f"SELECT * {{ SERVICE {silent}<{listener.iri}> {{ ?s ?p ?o }} }}"))
    assert listener.calls >= before + 2
    for query in CALLS.values():
        with contextlib.suppress(AccordGraphError):
            evaluator.answer(SparqlRequest(query.replace("URL", foreign)))
    mixed = f"SELECT * {{ SERVICE <{listener.iri}> {{ ?s ?p ?o }} SERVICE <{foreign}> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryRefused, match="listed services only") as refusal:
        evaluator.answer(SparqlRequest(mixed))
    assert refusal.value.accepted == [listener.iri]
    with pytest.raises(TimeoutError):
        other.accept()
    other.close()


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX u: <http://a/> SELECT * { SERVICE u: { ?s ?p ?o } }",
        "BASE <http://a/> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "SELECT * { VALUES ?u { <http://a/> } SERVICE ?u { ?s ?p ?o } }",
    ],
)
def test_an_allowed_service_is_written_in_full(query: str) -> None:
    with pytest.raises(QueryRefused, match="whole IRI"):
        guard.check(query, ALLOWED, frozenset(["http://a/"]))


def test_only_a_call_of_an_allowed_service_keeps_its_keyword() -> None:
    query = "SELECT ('service' AS ?x) { SERVICE <http://a/> { ?s ?p ?o } # SERVICE <http://b/>\n}"
    text = guard.check(query, ALLOWED, frozenset(["http://a/"])).text
    assert text.count("SERVICE <http://a/>") == 1
    assert text.lower().count("service") == 1
