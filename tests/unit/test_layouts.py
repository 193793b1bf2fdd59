"""Layouts of the usual pictures are kept with a snapshot: read, not worked out again, and the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from accordgraph.layouts import anchored
from accordgraph.layouts import kept as layouts
from accordgraph.networks import is_agreement, memberships, places
from accordgraph.pictures.history import history
from accordgraph.pictures.serving import answer
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, build

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> AccordGraph:
    home = tmp_path_factory.mktemp("layouts")
    content = Content(root / "ontology", (root / "tests/worlds/vectors",), root / "queries")
    return AccordGraph(build(content, home, check=False), Settings(root=root, home=home))


def test_what_is_kept_is_what_would_be_made(graph: AccordGraph) -> None:
    world, folder = graph.served.world, graph.snapshot.path
    every = tuple(hub.id for hub in layouts.joined(world))
    accords = tuple(hub.id for hub in layouts.joined(world) if not is_agreement(hub))
    stored = json.loads((folder / layouts.FILE).read_bytes())
    assert accords and [tuple(each["chosen"]) for each in stored] == [accords, every]
    for wanted in (every, accords):
        kept, made = layouts.layout(world, wanted, folder), anchored.made(world, wanted)
        assert kept == made and kept.at


def test_the_usual_pictures_work_nothing_out(graph: AccordGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    layouts.layout.cache_clear()
    monkeypatch.setattr(anchored, "made", None)
    for include in ("", "agreements"):
        assert answer(graph, {"format": "svg", "include": include}, today=TODAY).body
    assert history(graph, {}, today=TODAY)["data"]["layouts"]["all"]["at"]


def test_another_choice_has_a_layout_of_its_own(graph: AccordGraph) -> None:
    world = graph.served.world
    accord = next(hub for hub in layouts.joined(world) if not is_agreement(hub))
    placed = layouts.layout(world, (accord.id,), graph.snapshot.path)
    parties = {each.jurisdiction for each in memberships(world, accord)} | places(accord)
    assert parties and set(placed.at) >= {accord.id, *parties}
