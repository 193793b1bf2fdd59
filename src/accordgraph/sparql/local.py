"""One query from a program without a server, under the same guard and limits as everybody's."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike

from accordgraph.settings import Settings
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.negotiation import choose
from accordgraph.sparql.pool import WorkerPool


def ask_store(
    store_path: str | PathLike[str], query: str, format_name: str | None, settings: Settings
) -> bytes:
    """The whole answer in the named format; None takes JSON for tables and Turtle for graphs.

    Raises
    ------
    BadValue : the format is unknown or does not fit the answer.
    QuerySyntax, QueryRefused, QueryTimeout, QueryResultTooLarge, QueryFailed
    """
    choice = choose(None, format_name)
    with WorkerPool.of(store_path, replace(settings, sparql_workers=1)) as pool:
        return pool.run_sync(SparqlRequest(query, table=choice.table, graph=choice.graph)).body
