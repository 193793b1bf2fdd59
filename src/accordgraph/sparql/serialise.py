"""Write an engine's answer whole or not at all: rows and bytes are counted while it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from accordgraph.errors import BadValue, QueryResultTooLarge
from accordgraph.namespaces import AG, PREFIXES, STANDARD
from accordgraph.sparql.formats import GRAPHS, TABLES
from accordgraph.sparql.messages import Form, PageWish, SparqlRequest, SparqlResult
from accordgraph.sparql.pages import Enough, Rows

Answer = QueryBoolean | QuerySolutions | QueryTriples

_TABLE_WRITERS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_WRITERS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

_PROPERTY_PREFIXES = {"ag": AG, **STANDARD}
"""For RDF/XML, which abbreviates nothing but properties."""


@dataclass(frozen=True)
class _RowMark:
    """How rows are told apart in the engine's output: ``mark`` occurs ``rows - extra`` times.

    A literal may hold the mark too; ``quoted`` finds the strings to leave out of an exact count.
    """

    mark: bytes
    extra: int
    quoted: re.Pattern[bytes] | None = None

    def exact(self, body: bytes) -> int:
        bare = self.quoted.sub(b"", body) if self.quoted else body
        return bare.count(self.mark)


_ROW_MARKS = {
    "json": _RowMark(b"},{", 1, re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)),
    "xml": _RowMark(b"<result>", 0),
    "csv": _RowMark(b"\r\n", -1, re.compile(rb'"[^"]*+"?')),
    "tsv": _RowMark(b"\n", -1),
}


@dataclass(frozen=True)
class Caps:
    """What one result may hold at most: rows or triples, and bytes."""

    rows: int
    bytes: int


class CappedBuffer:
    """A file in memory that refuses to grow above its caps.

    Marks are counted as chunks arrive; only when that cheap count passes the cap are strings
    left out, so a literal that looks like a row's end never refuses a result.
    """

    def __init__(self, caps: Caps, mark: _RowMark | None = None) -> None:
        self._content = bytearray()
        self._caps, self._mark = caps, mark
        self._seen = 0

    def write(self, chunk: bytes) -> int:
        """Take a chunk; raises QueryResultTooLarge above a cap."""
        self._content += chunk
        if len(self._content) > self._caps.bytes:
            raise too_large("bytes", self._caps.bytes)
        if self._mark:
            self._seen += chunk.count(self._mark.mark)
            self._check_rows(self._mark)
        return len(chunk)

    def flush(self) -> None:
        """Nothing to do: the content is in memory."""

    def content(self) -> bytes:
        """All that was written; marks torn between two chunks are counted here."""
        body = bytes(self._content)
        if self._mark:
            self._seen = body.count(self._mark.mark)
            self._check_rows(self._mark)
        return body

    def _check_rows(self, mark: _RowMark) -> None:
        if self._seen + mark.extra > self._caps.rows:
            self._seen = mark.exact(bytes(self._content))
            if self._seen + mark.extra > self._caps.rows:
                raise too_large("rows", self._caps.rows)


def too_large(what: str, cap: int) -> QueryResultTooLarge:
    """The error for a result above a cap of ``what``."""
    return QueryResultTooLarge(
        f"The result has more than {cap} {what}; nothing of it is sent.",
        accepted=f"at most {cap} {what}",
        hint="Add LIMIT and OFFSET under an ORDER BY, ask for less, or for pages by page-size.",
    )


def write(answer: Answer, form: Form | None, request: SparqlRequest, caps: Caps) -> SparqlResult:
    """The answer in the format that fits its kind.

    Raises
    ------
    BadValue : the asked format cannot hold this kind of answer.
    QueryResultTooLarge : above a cap.
    """
    if isinstance(answer, QueryTriples):
        return write_graph(answer, "describe" if form == "describe" else "construct", request, caps)
    is_ask = isinstance(answer, QueryBoolean)
    name = request.table or _misfit("ASK" if is_ask else "SELECT", request.graph, list(TABLES))
    if request.page and not is_ask:
        return _write_page(answer, name, request.page, caps)  # type: ignore[arg-type]  # a table
    buffer = CappedBuffer(caps, None if is_ask else _ROW_MARKS[name])
    answer.serialize(buffer, _TABLE_WRITERS[name])  # type: ignore[arg-type]  # write and flush suffice
    return SparqlResult(TABLES[name].content_type, buffer.content(), "ask" if is_ask else "select")


def _write_page(answer: QuerySolutions, name: str, wish: PageWish, caps: Caps) -> SparqlResult:
    rows = Rows(replace(wish, size=min(wish.size, caps.rows)), caps.bytes)
    with suppress(Enough):
        answer.serialize(rows, QueryResultsFormat.TSV)  # type: ignore[arg-type]
    if rows.too_large:
        raise too_large("bytes", caps.bytes)
    buffer = CappedBuffer(caps)
    rows.page().serialize(buffer, _TABLE_WRITERS[name])  # type: ignore[arg-type]
    return SparqlResult(TABLES[name].content_type, buffer.content(), "select", rows.mark())


def write_graph(answer: Iterable[Triple], form: Form, request: SparqlRequest, caps: Caps) -> SparqlResult:
    """Triples in the format of a graph that was asked for.

    Raises
    ------
    BadValue, QueryResultTooLarge
    """
    if request.page:
        raise BadValue("A graph has no pages.", field="page-size", accepted="a page-size for SELECT only")
    name = request.graph or _misfit(form.upper(), request.table, ["json", "xml", *GRAPHS])
    buffer = CappedBuffer(caps)
    prefixes = PREFIXES if name == "ttl" else _PROPERTY_PREFIXES
    serialize(_counted(answer, caps.rows), buffer, GRAPH_WRITERS[name], prefixes=prefixes)  # type: ignore[arg-type]
    body = drop_unused_prefixes(buffer.content()) if name == "ttl" else buffer.content()
    return SparqlResult(GRAPHS[name].content_type, body, form)


def _misfit(form: str, given: str | None, accepted: list[str]) -> str:
    raise BadValue(
        f"The format does not fit the answer of {form}.", field="format", given=given, accepted=accepted
    )


def _counted(triples: Iterable[Triple], rows: int) -> Iterator[Triple]:
    for number, triple in enumerate(triples, start=1):
        if number > rows:
            raise too_large("triples", rows)
        yield triple


def drop_unused_prefixes(turtle: bytes) -> bytes:
    """Turtle without the declarations of prefixes that occur nowhere in it."""
    declarations, rest = [], turtle
    while rest.startswith(b"@prefix "):
        line, _, rest = rest.partition(b"\n")
        declarations.append(line)
    used = [line for line in declarations if line.split(b" ", 2)[1] in rest]
    return b"".join(line + b"\n" for line in used) + rest
