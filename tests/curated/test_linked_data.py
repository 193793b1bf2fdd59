"""A sample of the real graph's IRIs, of every kind, answers to people and to programs."""

from __future__ import annotations

import random
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from accordgraph.namespaces import BASE, GRAPHS, SERVED_GRAPHS
from accordgraph.service import AccordGraph
from accordgraph.web.app import create_app


def sample(real: AccordGraph, of_each: int) -> list[str]:
    """So many IRIs of each kind of thing, the same ones every time."""
    kinds: dict[str, set[str]] = {}
    for name in SERVED_GRAPHS:
        for quad in real.store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS[name])):
            for node in (quad.subject, quad.object):
                if isinstance(node, ox.NamedNode) and node.value.startswith(BASE):
                    path = node.value.removeprefix(BASE).partition("#")[0]
                    kinds.setdefault(path.rpartition("/")[0], set()).add(path)
    chosen = random.Random(5)  # noqa: S311 (a sample)
    return [
        path for _, all_ in sorted(kinds.items())
        for path in chosen.sample(sorted(all_), min(of_each, len(all_)))
    ]  # fmt: skip


@pytest.mark.soak
def test_a_sample_of_every_kind_answers(real: AccordGraph, effort: Callable[[int, int], int]) -> None:
    with TestClient(create_app(real)) as client:
        for path in sample(real, effort(2, 40)):
            for accept in ("text/html", "text/turtle"):
                answer = client.get(f"/{path}", headers={"Accept": accept})
                assert answer.status_code == 200, (path, accept)
                assert answer.headers["content-type"].startswith(accept), path
