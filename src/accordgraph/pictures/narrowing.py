"""Filters of the network: by tier, by goal, by group of places, by legal force.

A goal or a force keeps the accords and agreements that have a rule which concludes it; a tier keeps
memberships at a tier of that name, whatever the accord; a group keeps the places it names, and a
geographic region also the parts of those places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from accordgraph.errors import BadValue
from accordgraph.names import fold
from accordgraph.namespaces import AG, PREFIXES, slug
from accordgraph.networks import Hub
from accordgraph.pathways.model import Agreement

if TYPE_CHECKING:
    from accordgraph.pathways.world import World
    from accordgraph.records import Records
    from accordgraph.service import AccordGraph

FILTERS = ("tier", "goal", "group", "force")
"""Names of the filters, each with several names and commas between."""

TYPE, REGION = PREFIXES["rdf"] + "type", AG + "GeographicRegion"
Concluded = tuple[str, str]
"""Slugs of a kind of recognition and of the legal force with which a rule concludes it (may be empty)."""


class Narrowing(NamedTuple):
    """What is kept; None keeps everything."""

    tiers: frozenset[str] | None = None
    goals: frozenset[str] | None = None
    forces: frozenset[str] | None = None
    places: frozenset[str] | None = None

    def keeps(self, world: World, hub: Hub) -> bool:
        """Whether an accord or agreement concludes what is asked for, with that force."""
        if self.goals is None and self.forces is None:
            return True
        return any(
            (self.goals is None or goal in self.goals) and (self.forces is None or force in self.forces)
            for goal, force in concluded(world, hub)
        )

    def keeps_edge(self, edge: Mapping[str, Any]) -> bool:
        """Whether a line of the network is of a tier and a place asked for."""
        return (self.tiers is None or edge.get("tier") in self.tiers) and (
            self.places is None or edge["jurisdiction"] in self.places
        )


EVERYTHING = Narrowing()


def narrowing(graph: AccordGraph, given: Mapping[str, Any]) -> Narrowing:
    """The filters of a request.

    Raises
    ------
    BadValue : a filter names nothing, or what there is not.
    """
    world, records = graph.served.world, graph.records
    groups = {slug(each): each for each in records.members("groups")}
    tiers = _named(given, "tier", {tier.slug for tier in world.tiers.values()})
    chosen = _named(given, "group", groups)
    return Narrowing(
        tiers=tiers,
        goals=_named(given, "goal", {kind.slug for kind in world.kinds.values()}),
        forces=_named(given, "force", {force.slug for force in world.forces.values()}),
        places=None
        if chosen is None
        else frozenset(place for name in chosen for place in members(world, records, groups[name])),
    )


def _named(given: Mapping[str, Any], field: str, known: Iterable[str]) -> frozenset[str] | None:
    text = str(given.get(field) or "")
    if not text:
        return None
    by_fold = {fold(name): name for name in known}
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if fold(name) not in by_fold]
    if unknown or not names:
        raise BadValue(
            f"{field} names nothing there is.", field=field, given=(unknown or [text])[0],
            accepted=sorted(by_fold.values()),
        )  # fmt: skip
    return frozenset(by_fold[fold(name)] for name in names)


def concluded(world: World, hub: Hub) -> list[Concluded]:
    """What the rules of an accord or agreement conclude, and with what legal force."""
    if isinstance(hub, Agreement):
        rules = [r for r in world.rules.values() if r.accord == hub.accord and r.by_agreement]
    else:
        rules = [r for r in world.rules.values() if r.accord == hub.id]
    own = hub.terms.force if isinstance(hub, Agreement) else None
    return sorted({(slug(rule.concludes), slug(own or rule.terms.force or "")) for rule in rules})


def is_region(records: Records, group: str) -> bool:
    """Whether a group of places is a part of the world."""
    return REGION in {node.value for node in records.values(group).get(TYPE, ())}


def members(world: World, records: Records, group: str) -> frozenset[str]:
    """The places of a group (by IRI); a region's also those that lie in them."""
    named = {node.value for node in records.values(group).get(f"{AG}groupsJurisdiction", ())}
    if not is_region(records, group):
        return frozenset(named)
    return frozenset(place for place in world.jurisdictions if not named.isdisjoint(_around(world, place)))


def _around(world: World, place: str) -> set[str]:
    """The place and those it lies in, at any depth."""
    found, queue = {place}, [place]
    while queue:
        here = world.jurisdictions.get(queue.pop())
        for whole in here.part_of if here else ():
            if whole not in found:
                found.add(whole)
                queue.append(whole)
    return found
