"""Which graphs a query sees: those of the snapshot, or those of other files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from accordgraph.namespaces import GRAPHS, SERVED_GRAPHS
from accordgraph.sparql.messages import SparqlRequest


@dataclass(frozen=True)
class Dataset:
    """The graphs of a store and the part they play in a query that names none.

    Parameters
    ----------
    graphs : IRIs of the named graphs, by the names readers see.
    union : names of the graphs whose union is the default graph; the others are then reached only by
        naming them. None: the default graph is the store's own, and every named graph is reached by GRAPH.
    """

    graphs: Mapping[str, str]
    union: tuple[str, ...] | None = None

    @classmethod
    def of(cls, iris: Iterable[str]) -> Self:
        """A store with a default graph of its own and these named graphs."""
        return cls({iri: iri for iri in sorted(iris)})

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """The dataset that `told` says."""
        union = told["union"]
        return cls(told["graphs"], None if union is None else tuple(union))

    def told(self) -> dict[str, Any]:
        """The same as plain values, for another process."""
        return {"graphs": dict(self.graphs), "union": self.union}

    @property
    def hidden(self) -> dict[str, str]:
        """Graphs that a query reaches only by naming them."""
        union = self.graphs if self.union is None else self.union
        return {name: iri for name, iri in self.graphs.items() if name not in union}


class Graphs(NamedTuple):
    """IRIs of the graphs that a query sees: those of its default graph, and those that it may name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class Choice:
    """Which graphs of a dataset a query sees.

    Parameters
    ----------
    dataset : the graphs and their parts.
    present : IRIs of the named graphs that the store holds.
    """

    def __init__(self, dataset: Dataset, present: Iterable[str]) -> None:
        held = frozenset(present)
        self._union = None if dataset.union is None else tuple(dataset.graphs[name] for name in dataset.union)
        hidden = dataset.hidden
        self._hidden = {iri: re.compile(rf"[<:/]{re.escape(name)}(?![\w-])") for name, iri in hidden.items()}
        self._open = tuple(sorted((held | set(self._union or ())) - set(self._hidden)))
        self.known = held | frozenset(dataset.graphs.values())

    def of(self, request: SparqlRequest, text: str, *, own: bool) -> Graphs | None:
        """The protocol's dataset wins over the query's own, that over the one of the endpoint.

        Parameters
        ----------
        text : the query with its escapes decoded.
        own : whether the query names its graphs itself.

        Returns
        -------
        None where the query or the store decides.
        """
        if request.default_graphs or request.named_graphs:
            return Graphs(request.default_graphs, request.named_graphs)
        if own or self._union is None:
            return None
        named = tuple(iri for iri, pattern in self._hidden.items() if pattern.search(text))
        return Graphs(self._union, self._open + named)


PROJECT = Dataset(GRAPHS, tuple(SERVED_GRAPHS))
"""The graphs of a snapshot."""
