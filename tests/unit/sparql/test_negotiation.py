from __future__ import annotations

import pytest

from accordgraph.errors import BadValue
from accordgraph.sparql.formats import NAMES
from accordgraph.sparql.negotiation import Choice, choose, prefers_html

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        (None, "json", "ttl"),
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("application/sparql-results+json", "json", "ttl"),
        ("application/json", "json", "jsonld"),
        ("application/sparql-results+xml", "xml", "ttl"),
        ("text/csv", "csv", "ttl"),
        ("text/tab-separated-values", "tsv", "ttl"),
        ("text/turtle", "json", "ttl"),
        ("application/n-triples", "json", "nt"),
        ("application/rdf+xml", "json", "rdf"),
        ("application/ld+json", "json", "jsonld"),
        ("application/xml", "xml", "rdf"),
        ("TEXT/CSV", "csv", "ttl"),
        ("text/*", "csv", "ttl"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "tsv", "ttl"),
        ("text/csv, application/sparql-results+xml", "csv", "ttl"),
        ("*/*, text/csv", "csv", "ttl"),
        ("*/*;q=0.9, text/csv;q=0.1", "json", "ttl"),
        ("application/sparql-results+json;q=0, application/json;q=0, */*", "xml", "ttl"),
        ("text/turtle;q=0, */*", "json", "nt"),
        ("application/json;q=0.9, application/sparql-results+json;q=0.1, text/csv;q=0.5", "json", "jsonld"),
        ("text/csv; charset=utf-8; q=1.0, */*;q=0.1", "csv", "ttl"),
        ("image/png", "json", "ttl"),
        ("nonsense;;q=x,/,text/csv;q=high", "json", "ttl"),
        ("application/sparql-results+xml;q=7", "xml", "ttl"),
    ],
)
def test_accept(accept: str | None, table: str, graph: str) -> None:
    assert choose(accept) == Choice(table, graph)


@pytest.mark.parametrize(
    ("name", "table", "graph"),
    [
        ("json", "json", "jsonld"),
        ("xml", "xml", "rdf"),
        ("csv", "csv", None),
        ("tsv", "tsv", None),
        ("ttl", None, "ttl"),
        ("nt", None, "nt"),
        ("rdf", None, "rdf"),
        ("jsonld", None, "jsonld"),
    ],
)
def test_the_parameter_wins_over_accept(name: str, table: str | None, graph: str | None) -> None:
    assert choose("text/csv, text/turtle", name) == Choice(table, graph)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(BadValue) as error:
        choose(None, "yaml")
    assert error.value.accepted == NAMES


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("application/xhtml+xml", True),
        (None, False),
        ("*/*", False),
        ("text/*", False),
        ("text/turtle", False),
        ("text/html;q=0.5, text/turtle", False),
        ("text/html;q=0", False),
    ],
)
def test_who_gets_a_page(accept: str | None, html: bool) -> None:
    assert prefers_html(accept) is html
