"""A scenario before the shapes: what it states is laid over the served graph, judged, and taken away.

Only the things it names are judged, and the accords they belong to; what was wrong with these
before is no fault of the scenario.  Cost: the graph is copied into memory once, the rest is that
of the shapes of a few nodes.  Bound: one scenario is judged at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef

from accordgraph.constraints import from_ox
from accordgraph.errors import BadScenario
from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import GRAPHS, SHAPES
from accordgraph.pathways.world import World
from accordgraph.scenarios.reading import Overlay
from accordgraph.scenarios.statements import Stated, citation, statements
from accordgraph.validation import validate_nodes


class Checker:
    """Judges overlays of one graph.

    Parameters
    ----------
    store : with the graphs of a snapshot; it is only read.
    parts : names of the graphs that count.
    """

    def __init__(self, store: ox.Store, parts: Iterable[str] = ("ontology", "facts")) -> None:
        self._of, self._parts = store, tuple(parts)
        self._lock = Lock()

    @cached_property
    def _store(self) -> ox.Store:
        store = ox.Store()
        for part in self._parts:
            stated = self._of.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(GRAPHS[part]))
            store.bulk_load(stated, ox.RdfFormat.N_TRIPLES)
        return store

    @cached_property
    def _shapes(self) -> Graph:
        shapes = Graph(bind_namespaces="none")
        for quad in self._of.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"])):
            if isinstance(quad.subject, ox.NamedNode) and f"{quad.subject.value}#".startswith(SHAPES):
                shapes.add((from_ox(quad.subject), from_ox(quad.predicate), from_ox(quad.object)))
        return shapes

    def check(self, world: World, overlay: Overlay) -> None:
        """Refuse an overlay that breaks a shape.

        Parameters
        ----------
        world : the facts without it.

        Raises
        ------
        BadScenario : naming the entry at fault and the shape.
        """
        fields = self._fields(overlay)
        for finding in self.findings(world, overlay):
            field = fields.get(finding.subject, "scenario")
            raise BadScenario(
                f"{field} breaks a rule of the data: {finding.message_en}",
                field=field,
                given=finding.value or finding.subject,
                hint=f"Correct the entry; the shape that speaks is {finding.shape}.",
            )

    def findings(self, world: World, overlay: Overlay) -> list[Finding]:
        """The shapes that an overlay breaks, sorted."""
        stated = [*citation(), *statements(world, overlay)]
        nodes = {
            URIRef(iri) for iri in (*overlay.fields, *_accords(overlay)) if iri not in overlay.change.removed
        }
        with self._lock:
            with self._laid_over(stated):
                found = self._violations(nodes)
            known = {(f.subject, f.shape) for f in self._violations(nodes)} if found else set()
        return sorted(f for f in found if (f.subject, f.shape) not in known)

    def _violations(self, nodes: set[URIRef]) -> list[Finding]:
        found = validate_nodes(nodes, self._store, self._shapes)
        return [finding for finding in found if finding.severity is Severity.VIOLATION]

    @contextmanager
    def _laid_over(self, stated: Iterable[Stated]) -> Iterator[None]:
        removed, added = [], []
        try:
            for thing, properties in stated:
                subject = ox.NamedNode(thing)
                for name, values in properties.items():
                    predicate = ox.NamedNode(name)
                    old = list(self._store.quads_for_pattern(subject, predicate, None, None))
                    for quad in old:
                        self._store.remove(quad)
                        removed.append(quad)
                    for value in values:
                        quad = ox.Quad(subject, predicate, value)
                        self._store.add(quad)
                        added.append(quad)
            yield
        finally:
            for quad in added:
                self._store.remove(quad)
            self._store.extend(removed)

    @staticmethod
    def _fields(overlay: Overlay) -> Mapping[str, str]:
        """The entry that speaks of each thing, by the name it has in findings."""
        told = {compact(thing): field for thing, field in overlay.fields.items()}
        for accord, field in _accords(overlay).items():
            told.setdefault(compact(accord), field)
        return told


def _accords(overlay: Overlay) -> dict[str, str]:
    """The accords of what an overlay names, each with the first entry that touches it."""
    added = overlay.change.added
    things: tuple[Any, ...] = (*added.tiers, *added.rules, *added.agreements, *added.memberships)
    return {thing.accord: overlay.fields[thing.id] for thing in reversed(things)}
