"""How many people by targets are answered in a second on two cores, beside single questions of the same run.

Run with `make bench`.  People are drawn at random over all profile fields and homes with a member,
no two alike by intent; reading their rows is counted.  A core is a process of its own; its rate is
by the time it computed, so another program beside it does not make it look slow.  The single questions
are of the same people, for every goal, from homes with a member to any place and to members.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from names import SINGLE as ONE_BY_ONE

from accordgraph.cohorts import Evaluator, read_job
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Question
from accordgraph.pathways.standing import Side
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings

DAY = date(2026, 1, 1)
CORES, PEOPLE, SINGLE, FEW, CALLS = 2, 10_000, 300, 30, 100_000
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


def nothing() -> None:
    """What a call costs by itself."""


def core(home: Path, seed: int) -> tuple[dict[tuple[str, int], tuple[float, float]], list[float], float]:
    """Pairs a second of computing, and how many times a single question that is, by goal and targets.

    Beside them the seconds of each single question, and those of a call that does nothing.
    """
    graph = AccordGraph.open(Settings(home=home))
    view, chance = graph.served, random.Random(seed)  # noqa: S311 - nothing secret
    world = view.world
    places = [place.slug for place in world.jurisdictions.values()]
    homes = sorted({world.jurisdictions[m.jurisdiction].slug for m in world.memberships.values()})
    rows = [(number, person(graph, homes, chance)) for number in range(PEOPLE)]
    found, single = {}, []
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
            seconds = []
            for question in questions:
                start = time.process_time()
                ask(world, question)
                seconds.append(time.process_time() - start)
            found[kind.slug, len(targets)] = rate, rate * statistics.mean(seconds)
            single += seconds
    start = time.process_time()
    for _ in range(CALLS):
        nothing()
    return found, single, (time.process_time() - start) / CALLS


def main() -> None:
    """All goals, all places and a few as targets."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder)
        AccordGraph.open(Settings(home=home))
        with ProcessPoolExecutor(CORES) as executor:
            cores = [each.result() for each in [executor.submit(core, home, n) for n in range(CORES)]]
    rates = [rates for rates, _, _ in cores]
    for key in rates[0]:
        goal, targets = key
        rate = sum(each[key][0] for each in rates)
        ratio = sum(each[key][1] for each in rates) / CORES
        value = f"{rate:,.0f} pairs/s = {ratio:.0f} × one ask a core"
        print(
            f"{goal + f', {PEOPLE * CORES:,} people × {targets}':44} {value:>44}   goal: {GOAL:,}", flush=True
        )
    single = sorted(seconds for _, singles, _ in cores for seconds in singles)
    empty = statistics.mean(empty for _, _, empty in cores)
    for name, part, goal in (("median", 0.5, "0.5 ms"), ("99th percentile", 0.99, "3 ms")):
        one = single[int(part * len(single))]
        value = f"{one * 1e3:.2f} ms = {one / empty:,.0f} × a call that does nothing"
        print(f"{f'one of {len(single):,} {ONE_BY_ONE}, {name}':44} {value:>44}   goal: {goal}", flush=True)


if __name__ == "__main__":
    main()
