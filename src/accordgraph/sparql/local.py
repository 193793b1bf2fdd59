"""One query from a program without a server, under the same guard and limits as everybody's."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING

from accordgraph.settings import Settings
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.sparql.negotiation import choose
from accordgraph.sparql.pool import WorkerPool

if TYPE_CHECKING:
    from accordgraph.sparql.remote import Remote


def ask_store(
    store_path: str | PathLike[str],
    query: str,
    format_name: str | None,
    settings: Settings,
    remote: Remote | None = None,
) -> bytes:
    """The whole answer in the named format; None takes JSON for tables and Turtle for graphs.

    Parameters
    ----------
    remote : a server that is asked instead of the store.

    Raises
    ------
    BadValue : the format is unknown or does not fit the answer.
    QuerySyntax, QueryRefused, QueryTimeout, QueryMemory, QueryResultTooLarge, QueryFailed
    """
    choice = choose(None, format_name)
    with WorkerPool.of(store_path, replace(settings, sparql_workers=1), remote=remote) as pool:
        return pool.run_sync(SparqlRequest(query, table=choice.table, graph=choice.graph)).body
