"""A SPARQL 1.1 server instead of the embedded store: the same guard before it, the same caps behind it.

A worker process asks the server, as it would ask the store, so that time-out, lanes, and the end of a query
whose client has left are the pool's.  The answer is read as it arrives and written anew in the format that
was asked for; one that ends early, or that the server says it has cut, is an error.  What is asked is a
release of the very snapshot that is served here, so that no answer mixes versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlsplit

from pyoxigraph import Store, Triple

from accordgraph.errors import BadValue
from accordgraph.namespaces import BASE
from accordgraph.settings import Settings
from accordgraph.sparql import guard, versions
from accordgraph.sparql.dataset import PROJECT, Choice, Dataset
from accordgraph.sparql.exchange import Exchange
from accordgraph.sparql.messages import Form, SparqlRequest, SparqlResult
from accordgraph.sparql.portable import Names, Portable
from accordgraph.sparql.serialise import Caps, write, write_graph
from accordgraph.sparql.server import Server, Table

PROBE_SECONDS = 2.0
"""Longest time that a server may take to tell whether it is well."""


@dataclass(frozen=True)
class Remote:
    """Which server is asked, and for which version of the data.

    Parameters
    ----------
    address : where it takes queries.
    user, password : empty if it asks for none.
    digest : of the snapshot whose release is asked.
    seconds : longest time without a byte from it.
    """

    address: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    digest: str
    seconds: float

    @classmethod
    def of(cls, settings: Settings, digest: str) -> Self:
        """The server of the settings.

        Raises
        ------
        BadValue : what they name is no address.
        """
        address = checked_address(settings.store, "store")
        return cls(address, settings.store_user, settings.store_password, digest, settings.sparql_seconds)

    def told(self) -> dict[str, Any]:
        """The same as plain values, for another process."""
        return asdict(self)

    def server(self, rows: int = 0) -> Server:
        """A connection to it."""
        return Server(Exchange(self.address, self.user, self.password, self.seconds), self.digest, rows)


def checked_address(text: str, name: str) -> str:
    """An address of a server.

    Raises
    ------
    BadValue : it is none, or holds a password, which would be shown to others.
    """
    try:
        parts = urlsplit(text)
        secret = parts.username is not None or parts.password is not None
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.fragment
    except ValueError:
        secret = good = False
    if secret:
        raise BadValue(
            "The address of the store holds a name or a password.",
            field=name,
            accepted="https://host/sparql",
            hint="Set the variables ACCORDGRAPH_STORE_USER and _PASSWORD, or ACCORDGRAPH_PUBLISH_… instead.",
        )
    if not good:
        raise BadValue(
            "That is no address of a store.", field=name, given=text, accepted="https://host/sparql"
        )
    return text


class RemoteEvaluator:
    """Answers queries by asking a server.

    Parameters
    ----------
    remote : which one.
    caps : of a result.
    dataset : which graphs a query sees.
    services : IRIs that SERVICE may call; the server calls them.
    """

    def __init__(
        self,
        remote: Remote,
        caps: Caps,
        dataset: Dataset = PROJECT,
        services: frozenset[str] = frozenset(),
    ) -> None:
        self._server, self._caps, self._services = remote.server(caps.rows), caps, services
        self._choice = Choice(dataset, dataset.graphs.values())
        self._parser = Store()
        self._release: str | None = None

    def answer(self, request: SparqlRequest) -> SparqlResult:
        """Check, send, and write the answer of a query.

        Raises
        ------
        AccordGraphError : with the class that names what went wrong.
        """
        info = guard.check(request.query, self._choice.known, self._services)
        self._check_syntax(info.text)
        query = Portable(info.text)
        query.check(self._services)
        form: Form = info.form or "select"
        for _ in range(2):  # the release may have made place for another of the same version
            release = self._release = self._release or self._server.release()
            result = self._result(query, form, request, release)
            if self._server.holds(release):
                return replace(result, body=versions.told(result.body, release))
            self._release = None
        raise self._server.missing()

    def _check_syntax(self, text: str) -> None:
        """Let our own parser read the query: its messages name a place. Over no data, and calling nobody."""
        if self._services and "service" in text.casefold():
            return
        try:
            self._parser.query(text, base_iri=BASE)
        except SyntaxError as error:
            raise guard.syntax_error(str(error)) from None
        except Exception:  # it parses; what else is wrong with it is told later
            return

    def _result(self, query: Portable, form: Form, request: SparqlRequest, release: str) -> SparqlResult:
        own = bool(query.default or query.named)
        chosen = self._choice.of(request, guard.decode_escapes(request.query), own=own)
        default, named = chosen or (tuple(query.default), tuple(query.named))
        graphs, nowhere = versions.names(release), versions.nowhere(release)
        text = query.written(Names(graphs, frozenset(named), nowhere))
        dataset = [[graphs.get(iri, nowhere) for iri in part] or [nowhere] for part in (default, named)]
        if nowhere in text and nowhere not in dataset[1]:
            dataset[1].append(nowhere)  # Virtuoso counts one solution in a graph outside the dataset
        if form in ("select", "ask"):
            seen, nameable = dataset
            return self._server.table(text, form == "ask", self._table(form, request), seen, nameable, _ends)
        return self._server.graph(text, self._graph(form, request), *dataset)

    def _table(self, form: Form, request: SparqlRequest) -> Callable[[Table], SparqlResult]:
        def written(answer: Table) -> SparqlResult:
            return write(answer, form, request, self._caps)

        return written

    def _graph(self, form: Form, request: SparqlRequest) -> Callable[[Iterator[Triple]], SparqlResult]:
        def written(answer: Iterator[Triple]) -> SparqlResult:
            return write_graph(answer, form, request, self._caps)

        return written


def _ends(result: SparqlResult) -> bool:
    """Whether a result stands for the whole answer: a page may be full long before the answer ends."""
    return not (result.page and result.page.more)


class Probe:
    """Asks a server how it is.

    Parameters
    ----------
    remote : which one, and for which version.
    """

    def __init__(self, remote: Remote) -> None:
        self._server = replace(remote, seconds=min(remote.seconds, PROBE_SECONDS)).server()

    def check(self) -> None:
        """Make sure that it answers and holds the version.

        Raises
        ------
        StoreDown, StoreSlow, StoreFailed, OtherVersion
        """
        self._server.release()
