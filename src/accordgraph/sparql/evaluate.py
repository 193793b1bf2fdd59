"""Run one guarded query over a store: which graphs it sees, and what each failure is called."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode, Store

from accordgraph.errors import AccordGraphError, BadValue, QueryFailed, QueryMemory
from accordgraph.namespaces import BASE
from accordgraph.sparql import guard
from accordgraph.sparql.dataset import PROJECT, Choice, Dataset
from accordgraph.sparql.messages import SparqlRequest, SparqlResult
from accordgraph.sparql.serialise import Caps, write


class Evaluator:
    """Answers queries over one store.

    Parameters
    ----------
    store : opened read-only.
    caps : of a result.
    dataset : which graphs a query sees.
    services : IRIs that SERVICE may call.
    """

    def __init__(
        self,
        store: Store,
        caps: Caps,
        dataset: Dataset = PROJECT,
        services: frozenset[str] = frozenset(),
    ) -> None:
        self._store, self._caps, self._services = store, caps, services
        present = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
        self._choice = Choice(dataset, present)

    def answer(self, request: SparqlRequest) -> SparqlResult:
        """Check, run and write a query.

        Raises
        ------
        AccordGraphError : with the class that names what went wrong.
        """
        info = guard.check(request.query, self._choice.known, self._services)
        dataset = self._dataset(request, info)
        fault: AccordGraphError
        try:
            # No name for the solutions: this frame may outlive its call, in a cycle that the guard's
            # parser left, and they may only be dropped in the thread that asked for them.
            return write(
                self._store.query(info.text, base_iri=BASE, **dataset), info.form, request, self._caps
            )
        except AccordGraphError as error:
            fault = error
        except SyntaxError as error:
            fault = guard.syntax_error(str(error))
        except MemoryError:
            fault = QueryMemory.above()
        except Exception as error:
            fault = QueryFailed(f"The query engine could not finish: {error}")
        raise fault.with_traceback(None)

    def _dataset(self, request: SparqlRequest, info: guard.QueryInfo) -> dict[str, Any]:
        text = guard.decode_escapes(request.query)
        chosen = self._choice.of(request, text, own=info.own_dataset)
        return _graphs(*chosen) if chosen else {}


def _graphs(default: tuple[str, ...], named: tuple[str, ...]) -> dict[str, Any]:
    try:
        return {
            "default_graph": [NamedNode(iri) for iri in default],
            "named_graphs": [NamedNode(iri) for iri in named],
        }
    except ValueError as error:
        raise BadValue(
            f"A graph's name is not an IRI: {error}.", field="default-graph-uri, named-graph-uri"
        ) from None
