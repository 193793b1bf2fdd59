"""A scenario before the shapes: what it states is laid over the graph, judged, and taken away.

Only the things it names are judged, and the accords they belong to; what was wrong with these
before is no fault of the scenario.  Cost: that of the shapes of a few nodes.  Bound: one scenario is
judged at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.term import Node

from accordgraph.constraints import Said, from_ox
from accordgraph.errors import BadScenario
from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import GRAPHS, SHAPES
from accordgraph.pathways.world import World
from accordgraph.scenarios.reading import Overlay
from accordgraph.scenarios.statements import Stated, citation, statements
from accordgraph.validation import validate_nodes

SERVED = (*(ox.NamedNode(GRAPHS[name]) for name in ("ontology", "facts")), ox.DefaultGraph())
PENDING = (*SERVED, ox.NamedNode(GRAPHS["pending"]))
"""The graphs that count; what a scenario states is in the default one."""


class Checker:
    """Judges overlays of one graph.

    Parameters
    ----------
    store : with the graphs of a snapshot; it is written to while a scenario is judged, then as it was.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._lock = Lock()

    @cached_property
    def _shapes(self) -> Graph:
        shapes, known = Graph(store="SimpleMemory", bind_namespaces="none"), dict[Any, Node]()
        for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"])):
            if isinstance(quad.subject, ox.NamedNode) and f"{quad.subject.value}#".startswith(SHAPES):
                triple = (quad.subject, quad.predicate, quad.object)
                shapes.add(tuple(from_ox(term, known) for term in triple))  # type: ignore[arg-type]
        return shapes

    def prepare(self) -> None:
        """Read now what judging reads once."""
        _ = self._shapes

    def check(self, world: World, overlay: Overlay, *, pending: bool = False) -> None:
        """Refuse an overlay that breaks a shape.

        Parameters
        ----------
        world : the facts without it.
        pending : whether the pending statements are among them.

        Raises
        ------
        BadScenario : naming the entry at fault and the shape.
        """
        fields = self._fields(overlay)
        for finding in self.findings(world, overlay, pending=pending):
            field = fields.get(finding.subject, "scenario")
            raise BadScenario(
                f"{field} breaks a rule of the data: {finding.message_en}",
                field=field,
                given=finding.value or finding.subject,
                hint=f"Correct the entry; the shape that speaks is {finding.shape}.",
            )

    def findings(self, world: World, overlay: Overlay, *, pending: bool = False) -> list[Finding]:
        """The shapes that an overlay breaks, sorted."""
        said = Said(self._store, PENDING if pending else SERVED)
        stated = [*citation(), *statements(world, overlay)]
        nodes = {
            URIRef(iri) for iri in (*overlay.fields, *_accords(overlay)) if iri not in overlay.change.removed
        }
        with self._lock:
            with _laid_over(said, stated):
                found = self._violations(nodes, said)
            known = {(f.subject, f.shape) for f in self._violations(nodes, said)} if found else set()
        return sorted(f for f in found if (f.subject, f.shape) not in known)

    def _violations(self, nodes: set[URIRef], said: Said) -> list[Finding]:
        found = validate_nodes(nodes, said, self._shapes)
        return [finding for finding in found if finding.severity is Severity.VIOLATION]

    @staticmethod
    def _fields(overlay: Overlay) -> Mapping[str, str]:
        """The entry that speaks of each thing, by the name it has in findings."""
        told = {compact(thing): field for thing, field in overlay.fields.items()}
        for accord, field in _accords(overlay).items():
            told.setdefault(compact(accord), field)
        return told


@contextmanager
def _laid_over(said: Said, stated: Iterable[Stated]) -> Iterator[None]:
    """Let what is stated stand in the place of what was said of it, and take it away again."""
    store, removed, added = said.store, [], []
    try:
        for thing, properties in stated:
            subject = ox.NamedNode(thing)
            for name, values in properties.items():
                predicate = ox.NamedNode(name)
                old = list(said.quads(subject, predicate))
                for quad in old:
                    store.remove(quad)
                    removed.append(quad)
                for value in values:
                    quad = ox.Quad(subject, predicate, value)
                    store.add(quad)
                    added.append(quad)
        yield
    finally:
        for quad in added:
            store.remove(quad)
        store.extend(removed)


def _accords(overlay: Overlay) -> dict[str, str]:
    """The accords of what an overlay names, each with the first entry that touches it."""
    added = overlay.change.added
    things: tuple[Any, ...] = (*added.tiers, *added.rules, *added.agreements, *added.memberships)
    return {thing.accord: overlay.fields[thing.id] for thing in reversed(things)}
