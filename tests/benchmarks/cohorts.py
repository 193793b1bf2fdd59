"""How many people by targets are answered in a second on two cores, beside single questions of the same run.

Run with `make bench`.  People are drawn at random over all profile fields and homes with a member,
no two alike by intent; reading their rows is counted.  A core is a process of its own; its rate is
by the time it computed, so another program beside it does not make it look slow.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from accordgraph.cohorts import Evaluator, read_job
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings

DAY = date(2026, 1, 1)
CORES, PEOPLE, SINGLE, FEW = 2, 10_000, 300, 30
GOAL = 100_000


def person(graph: AccordGraph, homes: list[str], chance: random.Random) -> dict[str, Any]:
    """A row about somebody of whom about half is said."""
    world = graph.served.world
    found: dict[str, Any] = {"home": chance.choice(homes)}
    for field in world.fields.values():
        if chance.random() < 0.5:
            continue
        if field.datatype == "decimal":
            found[field.name] = str(chance.randrange(0, 16))
        elif field.datatype == "boolean":
            found[field.name] = chance.random() < 0.85
        elif field.datatype == "date":
            found[field.name] = str(chance.randrange(1990, 2028))
        elif (field.choice_class or "").endswith("Jurisdiction") and not field.is_list:
            found[field.name] = chance.choice(homes)
    return found


def core(home: Path, seed: int) -> dict[tuple[str, int], tuple[float, float]]:
    """Pairs a second of computing, and how many times a single question that is; by goal and targets."""
    graph = AccordGraph.open(Settings(home=home))
    view, chance = graph.served, random.Random(seed)  # noqa: S311 - nothing secret
    world = view.world
    places = [place.slug for place in world.jurisdictions.values()]
    homes = sorted({world.jurisdictions[m.jurisdiction].slug for m in world.memberships.values()})
    rows = [(number, person(graph, homes, chance)) for number in range(PEOPLE)]
    found = {}
    for kind in sorted(world.kinds.values(), key=lambda kind: kind.slug):
        for targets in (places, sorted(chance.sample(homes, FEW))):
            start = time.process_time()
            given = {"goal": kind.slug, "as_of": DAY.isoformat(), "targets": targets}
            job = read_job(view.reader, given, today=DAY)
            done = Evaluator(world, view.reader, job).answer(rows)
            rate = len(done.picks) / (time.process_time() - start)
            questions = []
            for _, row in chance.sample([row for row in rows if row[0] not in dict(done.errors)], SINGLE):
                said = {name: value for name, value in row.items() if name != "home"}
                side, target = view.reader.side(row, "home"), Side(chance.choice(job.targets))
                profile = view.reader.profile(said)
                questions.append(Question(side, target, job.goal, job.day, job.scope, profile))
            start = time.process_time()
            for question in questions:
                ask(world, question)
            found[kind.slug, len(targets)] = rate, rate * (time.process_time() - start) / SINGLE
    return found


def main() -> None:
    """All goals, all places and a few as targets."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder)
        AccordGraph.open(Settings(home=home))
        with ProcessPoolExecutor(CORES) as executor:
            rates = [each.result() for each in [executor.submit(core, home, n) for n in range(CORES)]]
    for key in rates[0]:
        goal, targets = key
        rate = sum(each[key][0] for each in rates)
        ratio = sum(each[key][1] for each in rates) / CORES
        value = f"{rate:,.0f} pairs/s = {ratio:.0f} × one ask a core"
        print(
            f"{goal + f', {PEOPLE * CORES:,} people × {targets}':44} {value:>44}   goal: {GOAL:,}", flush=True
        )


if __name__ == "__main__":
    main()
