"""What answers SPARQL behind the service: the embedded store of the snapshot, or a server in its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, QueryResultsFormat, parse_query_results

from accordgraph.settings import Settings
from accordgraph.snapshot import Store
from accordgraph.sparql.dataset import PROJECT
from accordgraph.sparql.messages import SparqlRequest
from accordgraph.stored_queries import Asked

if TYPE_CHECKING:
    from accordgraph.sparql.pool import WorkerPool
    from accordgraph.sparql.remote import Probe, Remote


class Behind:
    """One snapshot's store, and the server that the settings name in its place.

    What talks to a server is loaded only if they name one.

    Parameters
    ----------
    settings : of the service.
    digest : of the snapshot.
    store : opens the embedded store.
    """

    def __init__(self, settings: Settings, digest: str, store: Callable[[], Store]) -> None:
        self._settings, self._digest, self._store = settings, digest, store
        self._through: Asked | None = None

    @cached_property
    def remote(self) -> Remote | None:
        """The server, if there is one.

        Raises
        ------
        BadValue : what the settings name is no address.
        """
        if not self._settings.store:
            return None
        from accordgraph.sparql.remote import Remote

        return Remote.of(self._settings, self._digest)

    @property
    def asked(self) -> Asked:
        """What stored queries are put to."""
        return self._through or self._store()

    def ask_through(self, pool: WorkerPool) -> None:
        """Put stored queries to the server, if there is one, by way of a pool that asks it."""
        if self.remote:
            self._through = Through(pool, self._store())

    def check(self) -> None:
        """Make sure that the server answers soon and holds this version of the data.

        Raises
        ------
        StoreDown, StoreSlow, StoreFailed, OtherVersion
        """
        if self._probe:
            self._probe.check()

    @cached_property
    def _probe(self) -> Probe | None:
        if self.remote is None:
            return None
        from accordgraph.sparql.remote import Probe

        return Probe(self.remote)


class Through:
    """What the project's own queries are put to while a server is asked.

    Parameters
    ----------
    pool : asks the server.
    store : the embedded one, for what is looked up without a query.
    """

    def __init__(self, pool: WorkerPool, store: Store) -> None:
        self._pool = pool
        self.quads_for_pattern = store.quads_for_pattern

    def query(self, query: str, *, default_graph: list[NamedNode]) -> Any:
        """The answer to a query over these graphs; any of the dataset may be named in it."""
        default = tuple(graph.value for graph in default_graph)
        request = SparqlRequest(query, default, tuple(PROJECT.graphs.values()))
        return parse_query_results(self._pool.run_sync(request).body, QueryResultsFormat.JSON)
