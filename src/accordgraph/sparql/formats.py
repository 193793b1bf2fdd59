"""Result formats: short names, media types, and which kind of answer each can hold.

A *table* is the answer of SELECT and ASK, a *graph* that of CONSTRUCT and DESCRIBE.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One way to write an answer.

    Parameters
    ----------
    name : short name, the value of the parameter ``format``.
    media_type : what is sent as ``Content-Type``.
    aliases : other media types that ask for it.
    iri : its name in a service description.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...]
    iri: str

    @property
    def content_type(self) -> str:
        """The media type, with its charset where a text type needs one."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


_W3C = "http://www.w3.org/ns/formats/"
_XML = ("application/xml", "text/xml")


def _by_name(*formats: Format) -> dict[str, Format]:
    return {each.name: each for each in formats}


TABLES = _by_name(
    Format("json", "application/sparql-results+json", ("application/json",), _W3C + "SPARQL_Results_JSON"),
    Format("xml", "application/sparql-results+xml", _XML, _W3C + "SPARQL_Results_XML"),
    Format("csv", "text/csv", (), _W3C + "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", (), _W3C + "SPARQL_Results_TSV"),
)
"""Formats of SELECT and ASK; the first is the default."""

GRAPHS = _by_name(
    Format("ttl", "text/turtle", ("application/x-turtle",), _W3C + "Turtle"),
    Format("nt", "application/n-triples", ("text/plain",), _W3C + "N-Triples"),
    Format("rdf", "application/rdf+xml", _XML, _W3C + "RDF_XML"),
    Format("jsonld", "application/ld+json", ("application/json",), _W3C + "JSON-LD"),
)
"""Formats of CONSTRUCT and DESCRIBE; the first is the default."""

HTML = Format("html", "text/html", ("application/xhtml+xml",), _W3C + "HTML")
"""What browsers ask for."""

NAMES = (*TABLES, *GRAPHS)
"""Every short name, in the order users see them."""
