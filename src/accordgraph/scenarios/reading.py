"""From a scenario as it is written to the change of the world that it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from accordgraph.errors import BadValue
from accordgraph.names import Names
from accordgraph.pathways.world import NO_CHANGE, Change, World
from accordgraph.scenarios import laws, parts
from accordgraph.scenarios.draft import Draft
from accordgraph.scenarios.entries import KEYS, TOLD, Entry, entries

READERS: Mapping[str, Callable[[Draft, Entry], None]] = {
    "accords": laws.accord,
    "tiers": laws.tier,
    "standards": laws.standard,
    "rules": laws.rule,
    "agreements": parts.agreement,
    "memberships": parts.membership,
    "ended": parts.ended,
}


class Overlay(NamedTuple):
    """What a scenario means.

    `fields` names the entry that speaks of each thing; `beside` is what only the shapes read.
    """

    change: Change = NO_CHANGE
    fields: Mapping[str, str] = {}
    beside: Mapping[str, Mapping[str, list[Any]]] = {}


def read(world: World, names: Names, scenario: Any) -> Overlay:
    """What a scenario supposes, by itself and beside the facts without contradiction.

    Raises
    ------
    UnknownField, MissingValue, BadValue, UnknownName, AmbiguousName, BadScenario : naming the entry.
    """
    if not scenario:
        return Overlay()
    if not isinstance(scenario, Mapping):
        raise BadValue(
            "A scenario is an object.", field="scenario", given=scenario, accepted=[*KEYS, *sorted(TOLD)]
        )
    draft = Draft(world, names)
    for entry in entries(scenario):
        READERS[entry.part](draft, entry)
    parts.begun_too_late(draft)
    if not draft.things and not draft.removed:
        return Overlay()
    return Overlay(draft.change(), {**draft.fields, **draft.removed}, draft.beside)


def overlay(world: World, names: Names, scenario: Any) -> World:
    """The world with what a scenario supposes in front; raises what `read` raises."""
    return world.changed(read(world, names, scenario).change)
