"""A SPARQL server's answers, whole or not at all: tables, graphs, and which releases it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn, TypeVar

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from accordgraph.errors import AccordGraphError, OtherVersion
from accordgraph.sparql import versions
from accordgraph.sparql.exchange import Exchange, Reply, failed
from accordgraph.sparql.serialise import too_large

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
CUT = ("x-sparql-maxrows", "x-sql-state")
"""Headers by which Virtuoso tells that it sent a part of the result only."""
CUTS_GRAPHS = "x-sparql-default-graph"
"""A header of Virtuoso, which shortens a graph like a table, and does not tell."""
MANY = "SELECT ?s {{ ?s ?p ?o . ?x ?y ?z }} LIMIT {rows}"
"""A query with as many rows as one likes."""

Table = QueryBoolean | QuerySolutions
T = TypeVar("T")


class Server:
    """What one server answers.

    Parameters
    ----------
    exchange : the connection to it.
    digest : of the version whose releases are asked.
    rows : most rows of a table that somebody will want.
    """

    def __init__(self, exchange: Exchange, digest: str, rows: int = 0) -> None:
        self._exchange, self._digest, self._rows = exchange, digest, rows
        self._is_whole = False

    def release(self) -> str:
        """A release of the version.

        Raises
        ------
        OtherVersion : there is none.
        """
        found = self.values(versions.find(self._digest))
        if not found:
            raise self.missing()
        return min(row[0] for row in found)

    def holds(self, release: str) -> bool:
        """Whether a release was whole up to now."""
        return bool(self.values(versions.still(release)))

    def missing(self) -> OtherVersion:
        """The error of a server that does not hold the version."""
        return OtherVersion(
            "The store behind this service does not hold the version of the data that is served here.",
            accepted=self._digest[:16],
            hint="Who runs this service publishes it with `accordgraph publish`.",
        )

    def values(self, query: str) -> list[list[str]]:
        """The rows of a query about releases, as text; what is unbound is empty."""
        return self.table(
            query,
            False,
            lambda answer: [[each.value if each else "" for each in row] for row in answer],  # type: ignore[union-attr]
        )

    def table(
        self,
        query: str,
        ask: bool,
        read: Callable[[Table], T],
        default: Sequence[str] = (),
        named: Sequence[str] = (),
        ends: Callable[[T], bool] = lambda _: True,
    ) -> T:
        """What a function makes of the answer to SELECT or ASK.

        Parameters
        ----------
        ask : whether the query is an ASK.
        default, named : the dataset; without any, the server's own.
        ends : whether what was made of it stands for the whole answer; what follows is not waited for else.

        Raises
        ------
        QueryResultTooLarge : the server says that it cuts it.
        StoreDown, StoreSlow, StoreFailed
        """

        def parsed(reply: Reply) -> T:
            if "json" not in reply.media_type:
                _nonsense()
            answer = parse_query_results(reply, QueryResultsFormat.JSON)  # type: ignore[arg-type]
            if ask and isinstance(answer, QuerySolutions):
                answer = _yes_or_no(answer)
            if isinstance(answer, QueryBoolean) is not ask:
                _nonsense()
            return read(answer)

        return self._exchange.ask(query, JSON, lambda reply: _whole(reply, parsed, ends), default, named)

    def graph(
        self,
        query: str,
        read: Callable[[Iterator[Triple]], T],
        default: Sequence[str] = (),
        named: Sequence[str] = (),
    ) -> T:
        """What a function makes of the answer to CONSTRUCT or DESCRIBE.

        Raises
        ------
        QueryResultTooLarge : the server is one that cuts graphs.
        StoreDown, StoreSlow, StoreFailed
        """
        may_be_cut = False

        def parsed(reply: Reply) -> T:
            nonlocal may_be_cut
            may_be_cut = CUTS_GRAPHS in reply.headers
            if reply.media_type not in (TRIPLES, "text/plain"):
                _nonsense()
            if not reply.is_delimited:
                raise failed("does not tell where its answer ends")
            return read(quad.triple for quad in parse(reply, RdfFormat.N_TRIPLES))  # type: ignore[arg-type]

        found = self._exchange.ask(query, TRIPLES, lambda reply: _whole(reply, parsed), default, named)
        if may_be_cut and not self._is_whole:
            rows = self._exchange.ask(MANY.format(rows=self._rows + 1), JSON, _cut, default)
            if rows is not None:
                raise failed(
                    f"cuts graphs at {rows} rows without saying so",
                    hint="Who runs this service raises its limit (of Virtuoso: ResultSetMaxRows).",
                )
            self._is_whole = True
        return found


def _whole(reply: Reply, parsed: Callable[[Reply], T], ends: Callable[[T], bool] = lambda _: True) -> T:
    """What is made of an answer that has arrived whole; a lost connection is told, not what it led to."""
    _check_cut(reply)
    try:
        found = parsed(reply)
    except AccordGraphError:
        raise
    except Exception:  # parsers raise what they like, also for what the connection raised in them
        if reply.fault:
            raise reply.fault from None
        _nonsense()
    if ends(found):
        reply.finish()
    return found


def _cut(reply: Reply) -> str | None:
    return next((reply.headers[name] for name in CUT if name in reply.headers), None)


def _check_cut(reply: Reply) -> None:
    said = _cut(reply)
    if said is not None:
        raise too_large("rows", int(said)) if said.isdigit() else failed("sent a part of the result only")


def _yes_or_no(answer: QuerySolutions) -> QueryBoolean:
    """Virtuoso's way to answer ASK: a table of one cell."""
    values = [row[0].value for row in answer]
    text = b'{"head":{},"boolean":true}' if values in (["1"], ["true"]) else b'{"head":{},"boolean":false}'
    found = parse_query_results(text, QueryResultsFormat.JSON)
    if not isinstance(found, QueryBoolean):
        _nonsense()
    return found


def _nonsense() -> NoReturn:
    raise failed("answers with something else than a result of SPARQL")
