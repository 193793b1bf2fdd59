"""The recognition network of a day: who is a member of what, as a graph and as a table.

Nodes are accords, agreements, bodies and jurisdictions.  Edges are

============== ========================= =====================================================
relation       between                   from
============== ========================= =====================================================
``member``     accord and body           a membership that holds on the day
``speaks-for`` body and jurisdiction     the body's own jurisdiction
``covers``     body and jurisdiction     a further place that one membership speaks for
``applies-in`` accord and jurisdiction   the closed territory of an accord without a member list
``binds``      agreement, jurisdiction   the places of an agreement under an accord
============== ========================= =====================================================

A membership that only possibly holds (its start is not sourced, or only to the month or year,
or its accord is not surely in force) has ``certain`` false; without a sourced start it does not reach
back before its accord, and otherwise only its own dates make it disappear.
Order is fixed by names, so the same world and day give the same bytes.

networkx is imported inside functions, because it takes longer to load than a server may
take to start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.dates import Covers, Spell, last_day
from accordgraph.pathways.model import Accord, Agreement, Membership, Text
from accordgraph.pathways.world import World

if TYPE_CHECKING:
    import networkx as nx

Hub = Accord | Agreement
Keep = Callable[[Mapping[str, Any]], bool]
"""Whether an edge, by its attributes, is wanted."""

COLUMNS = (
    "accord", "accord_label", "jurisdiction", "jurisdiction_label", "body", "body_label",
    "tier", "tier_label", "rights", "rights_share", "from", "seen_on", "through", "confirmed_on",
    "certain", "covers", "relation", "membership",
)  # fmt: skip
"""Keys of a row of the table twin, and columns of the CSV."""


def _everything(_: Mapping[str, Any]) -> bool:
    return True


def hubs(world: World) -> dict[str, Hub]:
    """Accords, and agreements that are no accord of their own, by id."""
    found: dict[str, Hub] = {**world.accords}
    for agreement in sorted(world.facts.agreements, key=lambda a: a.id):
        found.setdefault(agreement.id, agreement)
    return found


def is_agreement(hub: Hub) -> bool:
    """Whether a hub is an agreement of a few parties rather than an accord open to many."""
    return isinstance(hub, Agreement) or hub.is_agreement


def chosen(
    world: World, accords: Iterable[str] | None = None, *, agreements: bool = False
) -> tuple[Hub, ...]:
    """The hubs of a network, in the order of their names.

    Parameters
    ----------
    accords : ids or slugs; by default every accord that is not an agreement.
    agreements : by default, also the agreements.
    """
    wanted = None if accords is None else set(accords)
    return tuple(
        sorted(
            (
                hub
                for hub in hubs(world).values()
                if (
                    (agreements or not is_agreement(hub))
                    if wanted is None
                    else not wanted.isdisjoint((hub.id, slug(hub.id)))
                )
            ),
            key=lambda hub: (is_agreement(hub), hub.id),
        )
    )


def recognition_network(
    world: World,
    day: date,
    accords: Iterable[str] | None = None,
    *,
    agreements: bool = False,
    keep: Keep = _everything,
) -> nx.MultiGraph[str]:
    """The network that holds, or may hold, on a day.

    Parameters
    ----------
    world, day : the facts, and the day they are read on.
    accords, agreements : see `chosen`.
    keep : which memberships, and which places that an accord names itself.

    Returns
    -------
    A graph whose nodes and edges carry texts and truth values only; what is not known is absent.
    Nodes are named ``kind/slug``; edges by the slug of the membership.
    """
    import networkx as nx

    graph: nx.MultiGraph[str] = nx.MultiGraph(day=day.isoformat())
    selected = chosen(world, accords, agreements=agreements)
    edges = sorted(
        (e for hub in selected for e in _kept(world, hub, day, keep)),
        key=lambda e: (e["relation"] == "speaks-for", e["key"]),
    )
    for hub in selected:
        _add(graph, hub.id, "agreement" if is_agreement(hub) else "accord", hub.label)
        graph.nodes[shorten(hub.id)].update(
            in_force=hub.spell.covers(day, day).name.lower(), status_unknown=hub.status_unknown
        )
    for kind in ("body", "jurisdiction"):
        for each in sorted({e[kind] for e in edges if kind in e}):
            _add(graph, each, kind, world.label(each))
    for edge in edges:
        source, target = (shorten(end) for end in edge.pop("ends"))
        key = edge.pop("key")
        named = {k: slug(v) if k in ("accord", "body", "jurisdiction") else v for k, v in edge.items()}
        graph.add_edge(source, target, key=key, **named)
    return graph


def _add(graph: nx.MultiGraph[str], thing: str, kind: str, label: Text) -> None:
    graph.add_node(
        shorten(thing), kind=kind, slug=slug(thing), iri=thing, label_en=label.en, label_zh=label.zh
    )


def _edges(world: World, hub: Hub, day: date) -> Iterator[dict[str, Any]]:
    """Edges of one hub on a day, each with its ends, its key and its attributes."""
    in_force = hub.spell.covers(day, day)
    for membership in memberships(world, hub):
        covers = held(membership, hub).covers(day, day)
        if covers is not Covers.NO:
            yield from _member_edges(world, membership, certain=covers is in_force is Covers.YES)
    relation = "binds" if isinstance(hub, Agreement) else "applies-in"
    for place in sorted(places(hub)) if in_force is not Covers.NO else ():
        yield {
            "ends": (hub.id, place),
            "key": f"{slug(hub.id)}--{slug(place)}",
            "relation": relation,
            "certain": in_force is Covers.YES and not hub.status_unknown,
            "accord": hub.id,
            "jurisdiction": place,
            **dates(hub.spell),
        }


def _kept(world: World, hub: Hub, day: date, keep: Keep) -> Iterator[dict[str, Any]]:
    """The edges of one hub that are wanted; those of a body stand or fall with its membership."""
    wanted = True
    for edge in _edges(world, hub, day):
        if edge["relation"] not in ("speaks-for", "covers"):
            wanted = keep(edge)
        if wanted:
            yield edge


def empty(world: World, hub: Hub, day: date, keep: Keep = _everything) -> str | None:
    """Why a hub has nothing round it on a day; None if it has.

    Returns
    -------
    ``not-in-force``; ``none-that-day``: members or places are known, of other days; ``none-known``;
    ``none-chosen``: what it has on the day is not wanted.
    """
    if any(True for _ in _kept(world, hub, day, keep)):
        return None
    if any(True for _ in _edges(world, hub, day)):
        return "none-chosen"
    if not memberships(world, hub) and not places(hub):
        return "none-known"
    return "not-in-force" if hub.spell.covers(day, day) is Covers.NO else "none-that-day"


def memberships(world: World, hub: Hub) -> list[Membership]:
    """Memberships of a hub, of all times."""
    return sorted(world.members_in(hub.id), key=lambda each: each.id)


def held(membership: Membership, hub: Hub) -> Spell:
    """When a membership may hold: without a sourced start, no earlier than its accord, unless seen before.

    >>> from accordgraph.pathways.model import Text
    >>> accord = Accord("a", "A", Text("A", "A"), spell=Spell.of(date(2007, 1, 1), start_precision="year"))
    >>> member = Membership("m", "a", "t", "j", "b", Spell.of(seen_on=date(2013, 12, 31)))
    >>> held(member, accord).start.isoformat()
    '2007-01-01'
    """
    spell, begun = membership.spell, hub.spell
    if spell.start != date.min or begun.start == date.min:
        return spell
    if spell.start_by == date.min:
        return spell._replace(start=begun.start, start_by=begun.start_by)
    return spell._replace(start=min(begun.start, spell.start_by))


def places(hub: Hub) -> frozenset[str]:
    """Places a hub names itself, without a member body."""
    return hub.between if isinstance(hub, Agreement) else hub.territory


def _member_edges(world: World, membership: Membership, *, certain: bool) -> Iterator[dict[str, Any]]:
    body, place = membership.body, membership.jurisdiction
    told: dict[str, Any] = {
        "certain": certain,
        "accord": membership.accord,
        **({"body": body} if body else {}),
        "jurisdiction": place,
        "membership": slug(membership.id),
        **_tier(world, membership),
        **dates(membership.spell),
    }
    if membership.confirmed_on is not None:
        told["confirmed_on"] = membership.confirmed_on.isoformat()
    yield {
        "ends": (membership.accord, body or place),
        "key": slug(membership.id),
        "relation": "member",
        **told,
    }
    if body is None:
        return
    yield {
        "ends": (body, place),
        "key": f"{slug(body)}--{slug(place)}",
        "relation": "speaks-for",
        "certain": True,
        "body": body,
        "jurisdiction": place,
    }
    for further in membership.covers:
        key = f"{slug(membership.id)}--{slug(further)}"
        yield {"ends": (body, further), "key": key, "relation": "covers", **told, "jurisdiction": further}


def _tier(world: World, membership: Membership) -> dict[str, str]:
    tier = world.tiers.get(membership.tier)
    if tier is None:
        return {"tier": slug(membership.tier)}
    return {
        "tier": tier.slug,
        "tier_label_en": tier.label.en,
        "tier_label_zh": tier.label.zh,
        "rights": " ".join(sorted(slug(r) for r in tier.grants)),
        "rights_share": share(world, membership),
    }


def share(world: World, membership: Membership) -> str:
    """How much of what its accord grants to anybody a tier grants: ``all some none unstated``."""
    tier = world.tiers[membership.tier]
    accord = membership.accord
    granted = world.remembered(("granted", accord), lambda: _granted(world, accord))
    if tier.grants:
        return "all" if tier.grants >= granted else "some"
    return "none" if tier.withholds else "unstated"


def _granted(world: World, accord: str) -> frozenset[str]:
    """What the tiers of an accord grant, together."""
    return frozenset(right for tier in world.tiers.values() if tier.accord == accord for right in tier.grants)


def dates(spell: Spell) -> dict[str, str]:
    """The ends of a spell as precisely as they are known.

    >>> dates(Spell.of(date(2012, 6, 1), start_precision="month"))
    {'from': '2012-06'}
    >>> dates(Spell.of(seen_on=date(2013, 12, 31), end=date(2020, 6, 30)))
    {'seen_on': '2013-12-31', 'through': '2020-06-30'}
    """
    told = {}
    if spell.start != date.min:
        told["from"] = _period(spell.start, spell.start_by)
    elif spell.start_by != date.min:
        told["seen_on"] = spell.start_by.isoformat()
    if spell.end_by != date.max:
        told["through"] = _period(spell.end, spell.end_by)
    return told


def _period(first: date, last: date) -> str:
    for precision, length in (("year", 4), ("month", 7)):
        begins = first.day == 1 and (precision == "month" or first.month == 1)
        if begins and last == last_day(first, precision):
            return first.isoformat()[:length]
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def covered(graph: nx.MultiGraph[str]) -> dict[str, list[str]]:
    """Slugs of the further places that each membership speaks for, by the membership's slug."""
    found: dict[str, list[str]] = {}
    for _, _, edge in graph.edges(data=True):
        if edge["relation"] == "covers":
            found.setdefault(edge["membership"], []).append(edge["jurisdiction"])
    return {membership: sorted(places) for membership, places in found.items()}


def counts(graph: nx.MultiGraph[str]) -> dict[str, int]:
    """How many of each kind a network holds.

    ``accords`` and ``agreements`` count those in force; ``jurisdictions`` those with a body or named
    by an accord, ``covered`` those that only a membership of elsewhere speaks for.
    """
    nodes = [told for _, told in graph.nodes(data=True)]
    edges = [told for _, _, told in graph.edges(data=True)]
    own = {e["jurisdiction"] for e in edges if e["relation"] != "covers"}
    members = [e for e in edges if e["relation"] == "member"]
    return {
        "accords": sum(n["kind"] == "accord" and n["in_force"] != "no" for n in nodes),
        "agreements": sum(n["kind"] == "agreement" and n["in_force"] != "no" for n in nodes),
        "bodies": sum(n["kind"] == "body" for n in nodes),
        "jurisdictions": len(own),
        "covered": sum(n["kind"] == "jurisdiction" for n in nodes) - len(own),
        "memberships": len(members),
        "uncertain": sum(not e["certain"] for e in members),
    }


def table(graph: nx.MultiGraph[str], lang: str) -> list[dict[str, Any]]:
    """The table twin of the picture: one row for each membership and each place named by an accord itself.

    Returns
    -------
    Rows with the keys `COLUMNS`, by accord and jurisdiction; names are slugs, labels are in one
    language, what is not known is None.  Further places of a membership are its row's ``covers``.
    """
    rows, further = [], covered(graph)
    for _, _, key, edge in graph.edges(keys=True, data=True):
        if edge["relation"] in ("speaks-for", "covers"):
            continue
        row = {column: edge.get(column) for column in COLUMNS}
        row["covers"] = " ".join(further.get(edge.get("membership", ""), ())) or None
        row["tier_label"] = edge.get(f"tier_label_{lang}", edge.get("tier"))
        rows.append((edge["accord"], edge["jurisdiction"], key, row))
    labels = {(n["kind"], n["slug"]): n[f"label_{lang}"] for _, n in graph.nodes(data=True)}
    for *_, row in rows:
        row["accord_label"] = labels.get(("accord", row["accord"])) or labels["agreement", row["accord"]]
        row["body_label"] = labels.get(("body", row["body"]))
        row["jurisdiction_label"] = labels["jurisdiction", row["jurisdiction"]]
    return [row for *_, row in sorted(rows, key=lambda each: each[:3])]
