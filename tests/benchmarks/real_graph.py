"""What the graph itself costs to ask: matrices, rankings of accessions, single questions, whole answers.

Run with `make bench`; `python tests/benchmarks/real_graph.py HOME` takes the snapshot of a folder.  Times are
those the process computed; each stands beside a call that does nothing, and beside one thing more of
the same run.  What the engine remembers of a day is forgotten before each, but for questions and answers,
which follow one another as they do at a server.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from cohorts import nothing, person
from names import MATRIX, MATRIX_ANSWER, PAIRED, QUESTION, RANKED, RANKING, RELAYED, TOLD
from scale import networkx_source, timed

from accordgraph.accessions import Joining, Known
from accordgraph.errors import AccordGraphError
from accordgraph.matrices import Matrices
from accordgraph.pathways.accessions import Accession, Accessions
from accordgraph.pathways.matrix import matrix
from accordgraph.pathways.rank import ask
from accordgraph.pathways.standing import Side
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings

DAY = date(2026, 1, 1)
ROUNDS, FEW, QUESTIONS, ANSWERS, CALLS = 15, 3, 2_000, 100, 100_000


class Graph:
    """The graph that is asked, and what a call that does nothing costs in this run."""

    def __init__(self, home: Path) -> None:
        self.graph = AccordGraph.open(Settings(home=home))
        self.view = self.graph.served
        self.world = self.view.world
        self.scope = min(self.world.scopes.values(), key=lambda scope: scope.rank).id
        self.kinds = sorted(self.world.kinds.values(), key=lambda kind: kind.slug)
        self.empty = timed(lambda: [nothing() for _ in range(CALLS)]) / CALLS

    def median(self, call: Callable[[], object], rounds: int = ROUNDS) -> float:
        """Seconds a call computes when nothing of the day is remembered."""
        found = []
        for _ in range(rounds):
            self.world.forget()
            found.append(timed(call))
        return statistics.median(found)

    def told(self, name: str, seconds: float, beside: str, goal: str = "—") -> None:
        """One line of the report."""
        value = f"{seconds * 1e3:,.2f} ms = {seconds / self.empty:,.0f} × nothing"
        print(f"{name:48} {value:>34} {beside:>40}   goal: {goal}", flush=True)


def matrices(of: Graph) -> float:
    """All pairs by the engine and as an answer; seconds of the matrices of all goals."""
    world, view, every = of.world, of.view, 0.0
    places = list(world.jurisdictions)
    for kind in of.kinds:
        own = of.median(lambda goal=kind.id: matrix(world, goal, DAY, of.scope))  # type: ignore[misc]
        made = matrix(world, kind.id, DAY, of.scope)
        assert next(made.pairs(), None), "a matrix of no pair says nothing"
        theirs = networkx_source(world, kind.id, places, DAY) * len(places)
        of.told(MATRIX[kind.slug], own, f"networkx: {theirs / own:.1f} × ours", "20 ms")
        given = {"goal": kind.slug, "as_of": DAY.isoformat()}

        def answer(given: dict[str, str] = given) -> None:
            Matrices(of.graph.records, of.graph.meta).matrix(world, view.names, view.reader, given, today=DAY)

        of.told(f"  {MATRIX_ANSWER}", whole := of.median(answer), f"{whole / own:.1f} × the matrix")
        every += own
    return every


def accessions(of: Graph, every: float) -> None:
    """Rankings, beside the matrices that would tell the same: one of each goal for each accession."""
    world, goals = of.world, [kind.id for kind in of.kinds]
    sides = [Side(body.jurisdiction, body.id) for body in world.bodies.values()]
    found: dict[Side, list[Accession]] = {}
    opened = 0

    def rank() -> None:
        nonlocal opened
        engine = Accessions(world, DAY, of.scope, goals)
        for side in sides:
            found[side] = [a for a in engine.candidates(side) if not engine.ruled_out(a.accord, side.place)]
            for each in found[side]:
                opened += any(gain.as_home for gain in engine.gains(side, each))

    seconds = of.median(rank, FEW)
    assert opened, "accessions that open nothing say nothing"
    many = sum(map(len, found.values()))
    beside = f"1 / {many * every / seconds:,.0f} of the matrices of {many:,}"
    of.told(f"{RANKING} ({len(sides)})", seconds, beside, "1,000 ms")
    side = max(sides, key=lambda each: len(found[each]))
    engine, both = Accessions(world, DAY, of.scope, goals), 0

    def pair() -> None:
        nonlocal both
        both = sum(1 for _ in engine.pairs(side, found[side]))

    seconds = of.median(pair, FEW)
    of.told(PAIRED, seconds, f"1 / {both * every / seconds:,.0f} of the matrices of {both:,}")
    view = of.view
    known = Known(world, view.names, view.reader, view.evidence, view.rows)
    given = {"body": str(side.body), "as_of": DAY.isoformat()}

    def answer() -> None:
        Joining(of.graph.joining.admissions, of.graph.meta).rank(known, given, today=DAY)

    of.told(RANKED, whole := of.median(answer, FEW), f"{whole / every:.1f} × the matrices")


def questions(of: Graph) -> None:
    """Single questions of people drawn at random, and a part of them told in sentences."""
    world, reader, chance = of.world, of.view.reader, random.Random(3)  # noqa: S311 - nothing secret
    homes = sorted({world.jurisdictions[m.jurisdiction].slug for m in world.memberships.values()})
    given: list[dict[str, Any]] = []
    while len(given) < QUESTIONS:
        more = {
            "target": chance.choice(homes),
            "goal": chance.choice(of.kinds).slug,
            "as_of": DAY.isoformat(),
        }
        row = person(of.graph, homes, chance) | more
        try:
            reader.read(row, today=DAY)
        except AccordGraphError:  # such as more years in charge than years at work
            continue
        given.append(row)
    asked = [reader.read(row, today=DAY).question for row in given]
    single = sorted(timed(lambda q=q: ask(world, q)) for q in asked)  # type: ignore[misc]
    middle = statistics.median(single)
    for (_, name), part, goal in zip(QUESTION.items(), (0.5, 0.99), ("0.5 ms", "3 ms"), strict=True):
        one = single[int(part * len(single))]
        of.told(name, one, f"{one / middle:.1f} × the median", goal)
    for name, relay in ((TOLD, 0), (RELAYED, 2)):
        rows = [row | {"relay": relay} for row in given[:ANSWERS]]
        one = statistics.median(timed(lambda row=row: of.graph.pathways(row, today=DAY)) for row in rows)  # type: ignore[misc]
        of.told(name, one, f"{one / middle:.1f} × the question")


def main() -> None:
    """All in one process, with a snapshot of its own unless one is named."""
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        of = Graph(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder))
        accessions(of, matrices(of))
        questions(of)


if __name__ == "__main__":
    main()
