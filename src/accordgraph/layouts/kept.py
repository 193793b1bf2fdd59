"""Layouts of the usual pictures are kept with a snapshot; what else is chosen is laid out when asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from accordgraph.layouts.model import Layout
from accordgraph.networks import Hub, chosen, is_agreement, memberships, places
from accordgraph.pathways.world import World

FILE = "layouts.json"
"""The file of a snapshot that holds them."""


@lru_cache(maxsize=64)
def layout(world: World, wanted: tuple[str, ...], snapshot: Path | None = None) -> Layout:
    """Positions for some accords and agreements (ids) of a world; the same whatever the day.

    Worlds are compared by identity: a snapshot has one, and it never changes.

    Parameters
    ----------
    snapshot : the folder of the snapshot that the world was read from; it keeps the usual layouts.
    """
    for each in json.loads((snapshot / FILE).read_bytes()) if snapshot else ():
        if tuple(each["chosen"]) == wanted:
            return _read(each)
    from accordgraph.layouts.anchored import made  # numpy is not for the start of a server

    return made(world, wanted)


def joined(world: World) -> tuple[Hub, ...]:
    """Accords and agreements that have anything round them on any day."""
    return tuple(hub for hub in chosen(world, agreements=True) if memberships(world, hub) or places(hub))


def write(world: World, snapshot: Path) -> None:
    """Lay the usual pictures of a world out, and keep that in the folder of its snapshot."""
    every = [hub.id for hub in joined(world)]
    accords = [hub.id for hub in joined(world) if not is_agreement(hub)]
    found = [{"chosen": wanted, **_plain(layout(world, tuple(wanted)))} for wanted in (accords, every)]
    (snapshot / FILE).write_text(json.dumps(found), encoding="utf-8")


def _plain(placed: Layout) -> dict[str, Any]:
    return {
        **placed._asdict(),
        "named_above": sorted(placed.named_above),
        "bends": [[*line, bend] for line, bend in placed.bends.items()],
    }


def _read(each: Mapping[str, Any]) -> Layout:
    return Layout(
        each["width"],
        each["height"],
        {thing: (x, y) for thing, (x, y) in each["at"].items()},
        frozenset(each["named_above"]),
        {(hub, place): bend for hub, place, bend in each["bends"]},
    )
