"""The recognition network of all times in one answer: what a picture needs to show any day.

Every place has its position for good (`layout`), so that only what holds changes from day to day.
Spells are given by their four days: the first and the last on which each may begin, the first and
the last on which each may end; null where nothing bounds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from accordgraph.layouts.kept import joined, layout
from accordgraph.listings import only
from accordgraph.namespaces import shorten, slug
from accordgraph.networks import Hub, dates, held, is_agreement, memberships, places, share
from accordgraph.pathways.model import Agreement, Membership, Text
from accordgraph.pictures.narrowing import concluded, is_region, members
from accordgraph.pictures.serving import colours
from accordgraph.questions import language

if TYPE_CHECKING:
    from accordgraph.pathways.dates import Spell
    from accordgraph.pathways.world import World
    from accordgraph.service import AccordGraph

SINCE = date(1951, 1, 1)
"""The first day that a picture of all times offers."""


def history(graph: AccordGraph, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The network of all times; remembered for each language.

    Parameters
    ----------
    given : ``lang``.
    today : the last day offered.
    """
    only(given, {"lang"}, "the network of all times")
    lang = language(given)
    world = graph.served.world
    data = world.remembered(("network of all times", lang), lambda: _told(graph, world, lang), lasting=True)
    days = {"since": SINCE.isoformat(), "today": today.isoformat()}
    return {"data": {**days, **data}, "meta": graph.meta(lang)}


def _told(graph: AccordGraph, world: World, lang: str) -> dict[str, Any]:
    def say(text: Text) -> str:
        return text.zh if lang == "zh" else text.en

    known = joined(world)
    edges = sorted((edge for hub in known for edge in _edges(world, hub)), key=lambda edge: edge["id"])
    bodies = sorted({edge["body"] for edge in edges if edge["body"]})
    shown = sorted({edge["place"] for edge in edges})
    hub_colours = colours(world)
    groups = {shorten(each): each for each in graph.records.members("groups")}
    inside = {name: members(world, graph.records, iri) for name, iri in groups.items()}
    return {
        "hubs": [
            {
                "id": shorten(hub.id),
                "label": say(hub.label),
                "agreement": is_agreement(hub),
                "colour": hub_colours.get(slug(hub.id)),
                "spell": _days(hub.spell),
                "status_unknown": hub.status_unknown,
                "concludes": concluded(world, hub),
            }
            for hub in known
        ],
        "bodies": [
            {
                "id": slug(each),
                "label": say(world.label(each)),
                "place": slug(world.bodies[each].jurisdiction),
            }
            for each in bodies
        ],
        "places": [
            {
                "id": slug(each),
                "label": say(world.label(each)),
                "groups": [slug(name) for name, inner in inside.items() if each in inner],
            }
            for each in shown
        ],
        "edges": [_edge(edge) for edge in edges],
        "layouts": {
            "accords": _layout(graph, [hub for hub in known if not is_agreement(hub)]),
            "all": _layout(graph, known),
        },
        "changes": sorted(_changes(edges), key=lambda each: (each["day"], each["what"], each["edge"])),
        "tiers": _tiers(edges, lang),
        "goals": [{"id": kind.slug, "label": say(kind.label)} for kind in world.kinds.values()],
        "forces": [
            {"id": force.slug, "label": say(force.label), "rank": force.rank}
            for force in sorted(world.forces.values(), key=lambda each: each.rank)
        ],
        "groups": [
            {
                "id": slug(name),
                "label": say(graph.records.label(iri)),
                "region": is_region(graph.records, iri),
            }
            for name, iri in groups.items()
        ],
    }


def _edges(world: World, hub: Hub) -> Iterator[dict[str, Any]]:
    """Memberships and named places of a hub, of all times."""
    for each in memberships(world, hub):
        tier = world.tiers.get(each.tier)
        yield {
            "id": slug(each.id), "relation": "member", "hub": hub.id, "place": each.jurisdiction,
            "body": each.body, "covers": each.covers, "spell": each.spell, "held": held(each, hub),
            "tier": tier.slug if tier else slug(each.tier),
            "tier_label": tier.label if tier else Text(slug(each.tier), slug(each.tier)),
            "share": share(world, each) if tier else None, "confirmed_on": _confirmed(each),
        }  # fmt: skip
    relation = "binds" if isinstance(hub, Agreement) else "applies-in"
    for place in sorted(places(hub)):
        yield {
            "id": f"{slug(hub.id)}--{slug(place)}", "relation": relation, "hub": hub.id, "place": place,
            "body": None, "covers": (), "spell": hub.spell, "held": hub.spell,
            "tier": None, "share": None, "confirmed_on": None,
        }  # fmt: skip


def _edge(edge: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "id": edge["id"],
        "relation": edge["relation"],
        "hub": shorten(edge["hub"]),
        "place": slug(edge["place"]),
        "body": slug(edge["body"]) if edge["body"] else None,
        "tier": edge["tier"],
        "share": edge["share"],
        "spell": _days(edge["held"]),
        "covers": sorted(slug(each) for each in edge["covers"]),
        "confirmed_on": edge["confirmed_on"],
        **dates(edge["spell"]),
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def _confirmed(membership: Membership) -> str | None:
    return membership.confirmed_on.isoformat() if membership.confirmed_on else None


def _days(spell: Spell) -> list[str | None]:
    return [None if day in (date.min, date.max) else day.isoformat() for day in spell]


def _changes(edges: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """From which day each holds, as far as it is known, and after which it does not."""
    for edge in edges:
        spell = edge["spell"]
        if spell.start != date.min:
            yield {"day": spell.start.isoformat(), "what": "begins", "edge": edge["id"]}
        elif spell.start_by != date.min:
            yield {"day": spell.start_by.isoformat(), "what": "seen", "edge": edge["id"]}
        if spell.end_by != date.max:
            yield {"day": spell.end_by.isoformat(), "what": "ends", "edge": edge["id"]}


def _layout(graph: AccordGraph, hubs: Iterable[Hub]) -> dict[str, Any]:
    placed = layout(graph.served.world, tuple(hub.id for hub in hubs), graph.snapshot.path)
    return {
        "width": placed.width,
        "height": placed.height,
        "at": {shorten(thing): point for thing, point in sorted(placed.at.items())},
        "named_above": sorted(slug(thing) for thing in placed.named_above),
    }


def _tiers(edges: Iterable[Mapping[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Names of tiers, the most frequent first, each with its label under every accord that uses it."""
    counts: Counter[str] = Counter()
    labels: dict[str, dict[str, str]] = {}
    for edge in edges:
        if edge["tier"]:
            counts[edge["tier"]] += 1
            labels.setdefault(edge["tier"], {})[shorten(edge["hub"])] = getattr(edge["tier_label"], lang)
    return [
        {"id": tier, "count": count, "labels": dict(sorted(labels[tier].items()))}
        for tier, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
