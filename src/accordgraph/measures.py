"""Hubs, bridges and communities of the recognition network of a day, each with its definition.

The network is the projection of the member lists: places are joined if one accord has a member for
each, that surely holds on the day, and the accord lies between them.  A hub is told by how many places
its accord reaches; a bridge joins places that without it would be farther apart or apart; a community
is a set of places and accords more densely joined among themselves than with others.

networkx is imported inside functions, because it takes longer to load than a server may take to start.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from accordgraph.answers import say
from accordgraph.namespaces import shorten, slug
from accordgraph.networks import recognition_network
from accordgraph.pathways.model import Text
from accordgraph.pathways.world import World

if TYPE_CHECKING:
    import networkx as nx

DIGITS = 6
"""Decimals of a share; beyond them the order of summing shows."""

DEFINITIONS = {
    "network": Text(
        "Accords and places are the nodes. An accord and a place are joined if on the day a member of the "
        "accord surely speaks for the place, or the accord itself surely applies there.",
        "节点为协议与辖区。若该日某协议确有成员代表某辖区，或协议本身确定适用于该辖区，则二者相连。",
    ),
    "hub": Text(
        "Degree: how many places an accord joins, or how many accords a place is joined to; its share is of "
        "all places, or of all accords, in the network.",
        "枢纽（度）：协议所连接的辖区数，或辖区所连接的协议数；占比为其占网络中全部辖区或全部协议的比例。",
    ),
    "bridge": Text(
        "Betweenness: the share of shortest ways between two other nodes that lead through the node, out of "
        "all such pairs. A cut is a node without which some of the others would no longer be connected.",
        "桥梁（中介中心性）：其他任意两节点间的最短路径中经过该节点的比例；割点指移除后会使其他节点不再相连的节点。",
    ),
    "community": Text(
        "Groups of nodes joined more densely among themselves than chance would join them, found by greedy "
        "maximisation of modularity (Clauset, Newman and Moore); the same network gives the same groups.",
        "群落：内部连接多于随机预期的节点组，由模块度贪心最大化算法（Clauset–Newman–Moore）得出；同一网络结果相同。",
    ),
}


def measures(world: World, day: date, accords: Iterable[str] | None = None) -> dict[str, Any]:
    """Hubs, bridges and communities on a day, largest first.

    Parameters
    ----------
    accords : ids or slugs; by default every accord that is not an agreement.

    Returns
    -------
    ``counts``; ``hubs`` and ``bridges`` of all nodes that are one; ``communities`` as lists of nodes.
    """
    import networkx as nx
    from networkx.algorithms.community import greedy_modularity_communities, modularity

    graph = _projection(world, day, accords)
    kinds = {node: node.split("/")[0] for node in graph}
    sizes = {kind: sum(k == kind for k in kinds.values()) for kind in ("accord", "jurisdiction")}
    other = {"accord": "jurisdiction", "jurisdiction": "accord"}
    between = nx.betweenness_centrality(graph)
    cuts = set(nx.articulation_points(graph))
    found = [sorted(group) for group in greedy_modularity_communities(graph)] if graph.edges else []
    communities = sorted(found, key=lambda group: (-len(group), group))
    return {
        "counts": {
            "accords": sizes["accord"],
            "jurisdictions": sizes["jurisdiction"],
            "joined": graph.number_of_edges(),
            "components": nx.number_connected_components(graph),
        },
        "hubs": [
            {"id": node, "kind": kinds[node], "degree": degree,
             "share": round(degree / sizes[other[kinds[node]]], DIGITS)}
            for node, degree in sorted(graph.degree, key=lambda each: (-each[1], each[0]))
        ],
        "bridges": [
            {"id": node, "kind": kinds[node], "betweenness": round(share, DIGITS), "is_cut": node in cuts}
            for node, share in sorted(between.items(), key=lambda each: (-round(each[1], DIGITS), each[0]))
            if round(share, DIGITS) > 0
        ],
        "communities": [
            {"number": n, "size": len(group), "nodes": group} for n, group in enumerate(communities, 1)
        ],
        "modularity": round(modularity(graph, communities), DIGITS) if communities else None,
    }  # fmt: skip


def _projection(world: World, day: date, accords: Iterable[str] | None) -> nx.Graph[str]:
    """Accords and the places they surely reach on a day, in the order of names."""
    import networkx as nx

    whole = recognition_network(world, day, accords)
    pairs = set()
    for _, _, edge in whole.edges(data=True):
        if edge["certain"] and "accord" in edge and "jurisdiction" in edge:
            pairs.add((f"accord/{edge['accord']}", f"jurisdiction/{edge['jurisdiction']}"))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted(pairs))
    return graph


def told(world: World, day: date, accords: Iterable[str] | None, lang: str) -> dict[str, Any]:
    """The measures with the names of things, and the definitions, in one language."""
    found = measures(world, day, accords)
    labels = {
        shorten(thing): say(world.label(thing), lang) for thing in (*world.accords, *world.jurisdictions)
    }
    labels |= {f"accord/{slug(a)}": say(world.label(a), lang) for a in (*world.accords, *world.agreements)}
    for each in (*found["hubs"], *found["bridges"]):
        each["label"] = labels.get(each["id"], each["id"])
    for group in found["communities"]:
        group["nodes"] = [{"id": node, "label": labels.get(node, node)} for node in group["nodes"]]
    return {"definitions": {name: say(text, lang) for name, text in DEFINITIONS.items()}, **found}
