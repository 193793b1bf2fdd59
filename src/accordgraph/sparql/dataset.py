"""Which graphs a query sees: those of the snapshot, or those of other files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from accordgraph.namespaces import GRAPHS, SERVED_GRAPHS


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


PROJECT = Dataset(GRAPHS, tuple(SERVED_GRAPHS))
"""The graphs of a snapshot."""
