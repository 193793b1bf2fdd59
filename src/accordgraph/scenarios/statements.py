"""What a scenario supposes as RDF statements, so that the shapes of the data can judge it.

A thing that is changed keeps its statements but for those of the properties in which it differs; a
new one is stated whole, on a citation that says it is supposed.  What a supposed membership hides
of the same holder is stated as ended for those days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pyoxigraph as ox

from accordgraph.namespaces import AG, ID, STANDARD, VOCAB
from accordgraph.pathways.dates import EARLIEST, Spell
from accordgraph.pathways.model import Membership, Text
from accordgraph.pathways.world import CHANGEABLE, World
from accordgraph.scenarios.reading import Overlay

TYPE, LABEL = STANDARD["rdf"] + "type", STANDARD["skos"] + "prefLabel"
EVIDENCE = STANDARD["prov"] + "wasDerivedFrom"
BESIDE = {name: STANDARD["skos"] + name for name in ("notation", "definition")}
CITATION, SOURCE = f"{ID}citation/supposed", f"{ID}source/supposed"
PLANNED, IN_FORCE, UNKNOWN = (f"{VOCAB}status-certainty/{s}" for s in ("planned", "in-force", "unknown"))
ONE_DAY = timedelta(days=1)

Triples = list[tuple[Any, Any, Any]]


class Stated(NamedTuple):
    """One thing as the scenario has it: properties that replace those of the data, in full IRIs."""

    thing: str
    properties: Mapping[str, list[Any]]


def _iris(*names: str) -> Callable[[Any], list[Any]]:
    """The values of attributes that name things."""

    def read(thing: Any) -> list[Any]:
        found = [getattr(thing, name) for name in names]
        every = [v for f in found for v in (f if isinstance(f, tuple | frozenset) else [f]) if v]
        return [ox.NamedNode(v) for v in sorted(every)]

    return read


def _terms(name: str) -> Callable[[Any], list[Any]]:
    return lambda thing: _iris(name)(thing.terms)


def _literals(*values: Any) -> list[Any]:
    return [literal(v) for v in values if v is not None]


def literal(value: Any) -> ox.Literal:
    """A value as the data write it: numbers of years as decimals, days as dates."""
    if isinstance(value, bool):
        return ox.Literal(value)
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=_xsd("integer"))
    if isinstance(value, Decimal):
        return ox.Literal(str(value), datatype=_xsd("decimal"))
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=_xsd("date"))
    return ox.Literal(str(value))


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(STANDARD["xsd"] + name)


def _both(text: Text | None) -> list[Any]:
    return [] if text is None else [ox.Literal(text.en, language="en"), ox.Literal(text.zh, language="zh")]


def _status(thing: Any) -> list[Any]:
    return [ox.NamedNode(UNKNOWN if thing.status_unknown else IN_FORCE)]


_WITH_TERMS: dict[str, Callable[[Any], list[Any]]] = {
    "waives": _terms("waives"),
    "leavesResidual": _terms("residual"),
    "stillOpen": _terms("still_open"),
    "grantsScope": _terms("scopes"),
    "legalForce": _terms("force"),
    "discretion": _terms("discretion"),
    "residualComplete": lambda t: _literals(t.terms.residual_complete),
    "statusCertainty": _status,
}
_PROPERTIES: dict[str, tuple[str, dict[str, Callable[[Any], list[Any]]]]] = {
    "accords": (
        "Accord",
        {
            LABEL: lambda t: _both(t.label),
            "statusCertainty": _status,
            "appliesIn": _iris("territory"),
            "listCompleteThrough": lambda t: _literals(t.list_complete_through),
        },
    ),
    "tiers": (
        "Tier",
        {
            LABEL: lambda t: _both(t.label),
            BESIDE["notation"]: lambda t: _literals(t.slug),
            "isUnderAccord": _iris("accord"),
            "grants": _iris("grants"),
            "withholds": _iris("withholds"),
        },
    ),
    "memberships": (
        "Membership",
        {
            "isUnderAccord": _iris("accord"),
            "hasTier": _iris("tier"),
            "isHeldBy": lambda t: [holder(t)],
            "covers": _iris("covers"),
        },
    ),
    "rules": (
        "RecognitionRule",
        {
            "isUnderAccord": _iris("accord"),
            "concludes": _iris("concludes"),
            "comesAfter": _iris("after"),
            "asksHome": _iris("asks_home"),
            "asksTarget": _iris("asks_target"),
            "hasStandard": _iris("standards"),
            "hasCondition": _iris("conditions"),
            "entersTitle": _iris("title"),
            "stepText": lambda t: _both(t.step_text),
            "byAgreement": lambda t: _literals(t.by_agreement or None),
            "yieldsTo": _iris("yields_to"),
            "isDecidedBy": _iris("decider"),
            **_WITH_TERMS,
        },
    ),
    "agreements": (
        "Agreement",
        {
            LABEL: lambda t: _both(t.label),
            "isUnderFramework": _iris("accord"),
            "isBetween": _iris("between"),
            **_WITH_TERMS,
        },
    ),
    "conditions": (
        "Condition",
        {
            "minYears": lambda t: _literals(t.min_years),
            "minCount": lambda t: _literals(t.min_count),
            "hasOperand": _iris("operands"),
            "includesCondition": _iris("included"),
        },
    ),
}
"""How the engine's facts stand in the data: class, and property by property."""


def holder(membership: Membership) -> ox.NamedNode:
    """The body of a membership; of one for a place as a whole, a body that is supposed for it."""
    return ox.NamedNode(membership.body or f"{membership.id}-holder")


def statements(world: World, overlay: Overlay) -> Iterator[Stated]:
    """What an overlay states of each thing it names, and of those it hides.

    Parameters
    ----------
    world : the facts without it.
    """
    for group in CHANGEABLE:
        for thing in getattr(overlay.change.added, group):
            yield _stated(group, thing, getattr(world, group).get(thing.id), overlay)
    for thing in sorted(overlay.change.removed):
        yield Stated(thing, {TYPE: []})
    new = [m for m in overlay.change.added.memberships if m.supposed]
    touched = {m.id for m in overlay.change.added.memberships} | overlay.change.removed
    for membership in new:
        if membership.body is None:
            yield _supposed_body(membership)
    for accord in sorted({m.accord for m in new}):
        for real in world.members_in(accord):
            hiding = [m.spell for m in new if m.accord == accord and _hides(m, real)]
            if hiding and real.id not in touched:
                yield from _left_of(real, hiding)


def _stated(group: str, thing: Any, before: Any, overlay: Overlay) -> Stated:
    name, properties = _PROPERTIES[group]
    told = {
        prop if ":" in prop else AG + prop: values(thing)
        for prop, values in properties.items()
        if before is None or values(thing) != values(before)
    }
    told.update(_dates(getattr(thing, "spell", None), before and getattr(before, "spell", None)))
    for key, values in overlay.beside.get(thing.id, {}).items():
        told[BESIDE.get(key, AG + key)] = [v for each in values for v in _beside(each)]
    if before is None:
        told[TYPE] = [ox.NamedNode(AG + name)]
        told[EVIDENCE] = [ox.NamedNode(CITATION)]
        if group in ("memberships", "agreements"):
            # One that begins after the day of the data is a plan, and says so.
            told[AG + "statusCertainty"] = [ox.NamedNode(PLANNED)]
    if group == "memberships" and before is None:
        begin = EARLIEST if thing.spell.start == date.min else thing.spell.start
        told[AG + "validFrom"] = told[AG + "confirmedOn"] = _literals(begin)
    return Stated(thing.id, told)


def _beside(value: Any) -> list[Any]:
    if isinstance(value, Text):
        return _both(value)
    return [ox.NamedNode(value) if "://" in value else ox.Literal(value)]


def _dates(now: Spell | None, before: Spell | None) -> dict[str, list[Any]]:
    """The ends of a spell that differ from before; a day that is supposed is exact."""
    told: dict[str, list[Any]] = {}
    if now is None:
        return told
    if before is None or (now.start, now.start_by) != (before.start, before.start_by):
        told.update(_first_day(None if now.start == date.min else now.start))
    if before is None or (now.end, now.end_by) != (before.end, before.end_by):
        told.update(_last_day(None if now.end == date.max else now.end))
    return told


def _first_day(day: date | None) -> dict[str, list[Any]]:
    return {AG + "validFrom": _literals(day), AG + "validFromPrecision": [], AG + "seenOn": []}


def _last_day(day: date | None) -> dict[str, list[Any]]:
    return {AG + "validThrough": _literals(day), AG + "validThroughPrecision": []}


def _supposed_body(membership: Membership) -> Stated:
    return Stated(
        holder(membership).value,
        {
            TYPE: [ox.NamedNode(f"{AG}Body")],
            f"{AG}isOfJurisdiction": [ox.NamedNode(membership.jurisdiction)],
        },
    )


def _hides(supposed: Membership, real: Membership) -> bool:
    if supposed.body is None:
        return supposed.jurisdiction == real.jurisdiction
    return supposed.body == real.body


def _left_of(real: Membership, hiding: Iterable[Spell]) -> Iterator[Stated]:
    """What is left of a membership beside the days on which others hide it; nothing if nothing is hidden."""
    first, last = real.spell.start_by, real.spell.end_by
    left, hidden = [(first, last)], False
    for spell in sorted(hiding):
        parts = []
        for begin, end in left:
            if spell.end < begin or end < spell.start:
                parts.append((begin, end))
                continue
            hidden = True
            if begin < spell.start:
                parts.append((begin, spell.start - ONE_DAY))
            if spell.end < end:
                parts.append((spell.end + ONE_DAY, end))
        left = parts
    if not hidden:
        return
    if not left:
        yield Stated(real.id, {TYPE: []})
    for number, (begin, end) in enumerate(left):
        told = {} if begin == first else _first_day(begin)
        told |= {} if end == last else _last_day(end)
        if number == 0:
            yield Stated(real.id, told)
        else:
            yield Stated(
                f"{real.id}-{number + 1}",
                {
                    TYPE: [ox.NamedNode(f"{AG}Membership")],
                    f"{AG}isUnderAccord": [ox.NamedNode(real.accord)],
                    f"{AG}hasTier": [ox.NamedNode(real.tier)],
                    f"{AG}isHeldBy": [holder(real)],
                    **_first_day(begin),
                    **_last_day(None if end == date.max else end),
                },
            )


def citation() -> Iterator[Stated]:
    """What a new statement rests on: a citation that says it is supposed."""
    yield Stated(
        CITATION,
        {
            TYPE: [ox.NamedNode(f"{AG}Citation")],
            f"{AG}citesSource": [ox.NamedNode(SOURCE)],
            f"{AG}hasCertainty": [ox.NamedNode(f"{VOCAB}certainty/unconfirmed")],
            f"{AG}locator": [ox.Literal("supposed")],
        },
    )
    yield Stated(SOURCE, {TYPE: [ox.NamedNode(f"{AG}Source")]})
