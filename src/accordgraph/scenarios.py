"""Supposed facts of a what-if: read, checked, and laid over a world in memory; never stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accordgraph.errors import BadValue, MissingValue, UnknownField, UnknownName
from accordgraph.names import Names, fold
from accordgraph.pathways.dates import EARLIEST, LATEST, Spell, parse_asked
from accordgraph.pathways.model import Agreement, Facts, Membership, Terms, Text
from accordgraph.pathways.world import Change, World

KEYS = {
    "memberships": {"accord", "jurisdiction", "body", "tier", "valid_from", "valid_through"},
    "agreements": {
        "between", "under", "waives", "residual", "still_open", "scope", "force",
        "valid_from", "valid_through",
    },
}  # fmt: skip
ENTRY_LIMIT = 200
TEXT_KEYS = {"title", "question", "description"}


def overlay(world: World, names: Names, scenario: Any) -> World:
    """The world with a scenario's memberships and agreements in front.

    Raises
    ------
    UnknownField, MissingValue, BadValue, UnknownName, AmbiguousName : naming the entry at fault.
    """
    if not scenario:
        return world
    if not isinstance(scenario, Mapping):
        raise BadValue("A scenario is an object.", field="scenario", given=scenario, accepted=sorted(KEYS))
    for key in scenario:
        if key not in KEYS and key not in TEXT_KEYS:
            raise UnknownField(
                f"A scenario has no part {key!r}.", field="scenario", given=key, accepted=sorted(KEYS)
            )
    memberships = [
        _membership(world, names, f"scenario.memberships[{i}]", entry)
        for i, entry in enumerate(_entries(scenario, "memberships"))
    ]
    agreements = [
        _agreement(world, names, f"scenario.agreements[{i}]", entry)
        for i, entry in enumerate(_entries(scenario, "agreements"))
    ]
    return world.changed(Change(Facts(memberships=tuple(memberships), agreements=tuple(agreements))))


def _entries(scenario: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    entries = scenario.get(part, [])
    if not isinstance(entries, list) or len(entries) > ENTRY_LIMIT:
        raise BadValue(
            f"scenario.{part} is a list.",
            field=f"scenario.{part}",
            given=entries,
            accepted=f"a list of at most {ENTRY_LIMIT} objects",
        )
    for index, entry in enumerate(entries):
        field = f"scenario.{part}[{index}]"
        if not isinstance(entry, Mapping):
            raise BadValue(
                f"{field} is not an object.", field=field, given=entry, accepted=sorted(KEYS[part])
            )
        unknown = set(entry) - KEYS[part]
        if unknown:
            raise UnknownField(
                f"{field} has unknown parts.",
                field=field,
                given=", ".join(sorted(map(str, unknown))),
                accepted=sorted(KEYS[part]),
            )
    return entries


def _need(entry: Mapping[str, Any], key: str, field: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise MissingValue(f"{field} needs {key}.", field=f"{field}.{key}", given=value, accepted="a text")
    return value


def _day(entry: Mapping[str, Any], key: str, field: str, end: bool = False) -> date | None:
    text = entry.get(key)
    if text is None:
        return None
    try:
        return parse_asked(str(text))[1 if end else 0]
    except ValueError:
        raise BadValue(
            f"{field}.{key} is not a date.",
            field=f"{field}.{key}",
            given=text,
            accepted=f"YYYY-MM-DD from {EARLIEST} to {LATEST}",
        ) from None


def _spell(entry: Mapping[str, Any], field: str) -> Spell:
    begin, end = _day(entry, "valid_from", field), _day(entry, "valid_through", field, end=True)
    if begin and end and begin > end:
        raise BadValue(f"{field} ends before it begins.", field=field, given=f"{begin} to {end}")
    return Spell.of(begin, end)


def _membership(world: World, names: Names, field: str, entry: Mapping[str, Any]) -> Membership:
    accord = names.find(_need(entry, "accord", field), ("accord",), f"{field}.accord")
    body = entry.get("body") and names.find(_need(entry, "body", field), ("body",), f"{field}.body")
    place = (
        world.bodies[body].jurisdiction
        if body
        else names.find(_need(entry, "jurisdiction", field), ("jurisdiction",), f"{field}.jurisdiction")
    )
    wanted = _need(entry, "tier", field)
    of_accord = {t.slug: t.id for t in world.tiers.values() if t.accord == accord}
    if wanted not in of_accord:
        raise UnknownName(
            f"{field}.tier is no tier of that accord.",
            field=f"{field}.tier",
            given=wanted,
            accepted=sorted(of_accord),
        )
    return Membership(
        f"supposed:{field}",
        accord,
        of_accord[wanted],
        place,
        body or None,
        _spell(entry, field),
        supposed=True,
    )


def _agreement(world: World, names: Names, field: str, entry: Mapping[str, Any]) -> Agreement:
    between = _texts(entry, "between", field)
    places = frozenset(names.find(p, ("jurisdiction",), f"{field}.between") for p in between)
    if len(places) < 2:
        raise MissingValue(
            f"{field} needs between.", field=f"{field}.between", given=between, accepted="two or more places"
        )
    accord = names.find(_need(entry, "under", field), ("accord",), f"{field}.under")
    terms = Terms(
        waives=_concepts(world.items, entry, "waives", field),
        residual=_concepts(world.items, entry, "residual", field),
        still_open=_concepts(world.items, entry, "still_open", field),
        scopes=frozenset(_concepts(world.scopes, entry, "scope", field)),
        force=_concept(world.forces, _need(entry, "force", field), f"{field}.force"),
    )
    label = Text("supposed agreement", "假设的协定")
    return Agreement(f"supposed:{field}", accord, label, places, terms, _spell(entry, field), supposed=True)


def _texts(entry: Mapping[str, Any], key: str, field: str) -> list[str]:
    found = entry.get(key)
    texts = [] if found is None else found
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadValue(
            f"{field}.{key} is a list of names.",
            field=f"{field}.{key}",
            given=found,
            accepted="a list of names",
        )
    return texts


def _concepts(index: Mapping[str, Any], entry: Mapping[str, Any], key: str, field: str) -> tuple[str, ...]:
    return tuple(_concept(index, name, f"{field}.{key}") for name in _texts(entry, key, field))


def _concept(index: Mapping[str, Any], name: str, field: str) -> str:
    """A concept by slug, IRI, or its label in either language."""
    wanted = fold(name)
    for concept in index.values():
        if wanted in (
            fold(concept.slug),
            fold(concept.id),
            *map(fold, concept.label),
            fold(concept.id.rsplit("/", 1)[-1]),
        ):
            return str(concept.id)
    accepted = sorted(c.id.rsplit("/", 1)[-1] for c in index.values())
    raise UnknownName(f"{field} names nothing that exists.", field=field, given=name, accepted=accepted)
