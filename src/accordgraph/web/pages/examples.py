"""Questions to start from, found in the data: one for each goal, between well connected places."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import permutations
from typing import Any

from accordgraph.namespaces import slug
from accordgraph.service import AccordGraph

CLOSED = "blocked"
WELL_CONNECTED, TRIES = 12, 40
"""How many of the places with most memberships are looked at, and how many pairs of them are tried."""


def example_questions(graph: AccordGraph, today: date) -> list[dict[str, Any]]:
    """A question that is not closed for each goal that crosses a border."""
    world = graph.served.world
    held = Counter(m.jurisdiction for m in world.memberships.values())
    places = sorted((p for p in held if p in world.jurisdictions), key=lambda p: (-held[p], p))
    pairs = list(permutations(places[:WELL_CONNECTED], 2))
    found: list[dict[str, Any]] = []
    used: set[str] = set()
    for kind in world.kinds.values():
        fresh = sorted(pairs, key=lambda pair: len(used & set(pair))) if kind.crosses_border else []
        for home, target in fresh[:TRIES]:
            question = {"home": slug(home), "target": slug(target), "goal": kind.slug}
            paths = graph.pathways(question, today=today)["data"]["paths"]
            if paths and paths[0]["outcome"] != CLOSED:
                labels = {n: world.label(i)._asdict() for n, i in (("home", home), ("target", target))}
                found.append({"question": question, **labels, "goal": kind.label._asdict()})
                used |= {home, target}
                break
    return found
