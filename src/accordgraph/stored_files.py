"""Turtle files as a store that knows what stands where, for checks that look at a few of many files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from accordgraph.turtle import file_name, read_files

_SHARED = "SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s HAVING (COUNT(DISTINCT ?g) > 1)"


class StoredFiles(Mapping[str, tuple[str, ...]]):
    """Turtle files in a store, each as a graph of its own; made in half the time of `read_files`.

    No triple stands in two graphs, so that a query over all of them counts each once. As a mapping it
    says which files speak of a subject, in the order of their names.

    Parameters
    ----------
    base : folder that file names are told relative to.
    paths : files that the store holds.
    apart : files that the store holds only after `join`.

    Raises
    ------
    BadTurtle : a file is missing, or does not parse.
    """

    def __init__(self, base: Path, paths: Iterable[Path], apart: Iterable[Path] = ()) -> None:
        self._base = base
        self._names: dict[str, str] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        self.store, self._apart = self._loaded(paths), self._loaded(apart)
        self._state_once()

    def join(self) -> None:
        """Let the store hold what was kept apart."""
        self.store.bulk_extend(self._apart)
        self._state_once()

    def _loaded(self, paths: Iterable[Path]) -> ox.Store:
        store = ox.Store()
        for path in paths:
            graph = ox.NamedNode(f"urn:accordgraph:file:{len(self._names)}")
            self._names[str(graph)] = file_name(path, self._base)
            try:
                store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph)
            except (OSError, SyntaxError):
                read_files([path], base=self._base)  # which says it in words
                raise
        return store

    def _state_once(self) -> None:
        """Drop a triple from all files but one that states it."""
        for row in list(self.store.query(_SHARED)):  # type: ignore[arg-type]
            subject, stated = row["s"], set[ox.Triple]()
            self.get(subject.value)  # remembers the files as they are
            for quad in list(self.store.quads_for_pattern(subject, None, None)):
                if quad.triple in stated:
                    self.store.remove(quad)
                stated.add(quad.triple)

    def __getitem__(self, subject: str) -> tuple[str, ...]:
        if subject not in self._found:
            self._found[subject] = self._looked_up(subject)
        if not self._found[subject]:
            raise KeyError(subject)
        return self._found[subject]

    def _looked_up(self, subject: str) -> tuple[str, ...]:
        try:
            term = ox.NamedNode(subject)
        except ValueError:  # a node without a name
            return ()
        stores = (self.store, self._apart)
        said = (quad for store in stores for quad in store.quads_for_pattern(term, None, None))
        return tuple(sorted({self._names[str(quad.graph_name)] for quad in said}))

    def __iter__(self) -> Iterator[str]:
        subjects = {quad.subject for store in (self.store, self._apart) for quad in store}
        return iter(sorted(each.value for each in subjects if isinstance(each, ox.NamedNode)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
