"""How the engine grows with the world: reading, all pairs, one question, against networkx and clingo.

Run with `make bench`; `python tests/benchmarks/scale.py 300 3000 30000` names the sizes.  Each size runs
in a process of its own, so that the memory printed is its own.  Times are those the process computed,
so that another program beside it slows neither side of a ratio.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

from generated import generated, instances
from names import CLINGO, MEMBERSHIPS, MEMORY, NETWORKX, OVERLAY, PAIRS, READ, SIZES

from accordgraph.compile import facts
from accordgraph.compile.table import packed, read
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.ledger import ledger
from accordgraph.pathways.matrix import matrix
from accordgraph.pathways.model import Facts, Membership
from accordgraph.pathways.profile import STANDARD
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

DAY = date(2024, 1, 1)
ROUNDS, QUESTIONS, SOURCES, CLINGO_SOURCES = 3, 60, 100, 5
CLOSURE = "4 s"


def timed(call: Callable[[], object]) -> float:
    """Seconds one call computes."""
    start = time.process_time()
    call()
    return time.process_time() - start


def line(name: str, value: str, goal: str = "—") -> None:
    """One line of the report."""
    print(f"{name:52} {value:>34}   goal: {goal}", flush=True)


def megabytes() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_world(path: Path) -> World:
    """Read and compile a world from the file of its rows."""
    known = facts(defaultdict(list, read(path.read_bytes())))  # type: ignore[arg-type]
    world = World(known)
    for accord in world.accords:
        ledger(world, accord)
    return world


def networkx_source(world: World, goal: str, sources: list[str], day: date = DAY) -> float:
    """Seconds networkx takes for one source: who is reached through any hub, by a search to depth two."""
    import networkx as nx

    graph = nx.DiGraph()
    accords = {rule.accord for rule in world.rules_for(goal)}
    for member in world.memberships.values():
        if member.accord in accords and member.spell.covers(day, day):
            graph.add_edge(member.jurisdiction, member.accord)
            graph.add_edge(member.accord, "to " + member.jurisdiction)
    held = [s for s in sources if s in graph]
    return timed(lambda: [list(nx.bfs_edges(graph, s, depth_limit=2)) for s in held]) / max(1, len(held))


def clingo_source(world: World, goal: str, sources: list[str]) -> tuple[float, float]:
    """Seconds of clingo for who shares an accord with a source: from the facts on, and with them grounded."""
    import clingo

    accords = {rule.accord: n for n, rule in enumerate(world.rules_for(goal))}
    position = {place: n for n, place in enumerate(world.jurisdictions)}
    rows = [
        f"member({accords[m.accord]},{position[m.jurisdiction]})."
        for m in world.memberships.values()
        if m.accord in accords and m.spell.covers(DAY, DAY) and world.tiers[m.tier].grants
    ]
    control = clingo.Control(["--warn=none"])
    control.add("base", [], "\n".join(rows))
    control.add("from", ["h"], "reach(h,T) :- member(A,h), member(A,T), h != T.")
    base = timed(lambda: control.ground([("base", [])]))

    def reach(source: str) -> None:
        control.ground([("from", [clingo.Number(position[source])])])
        control.solve()

    each = statistics.median(timed(lambda s=s: reach(s)) for s in sources[:CLINGO_SOURCES])  # type: ignore[misc]
    return base + each, each


def one_size(size: int, path: Path) -> None:
    """Measure one world, in this process."""
    gc.disable()  # a world is built once and is no garbage
    started = time.process_time()
    world = read_world(path)
    compiled = time.process_time() - started
    gc.freeze()
    gc.enable()
    line(f"{size} bodies, {len(world.memberships)} {MEMBERSHIPS}: {READ}", f"{compiled:.2f} s", "25 s")
    scope = min(world.scopes.values(), key=lambda s: s.rank).id
    places = list(world.jurisdictions)
    chance = random.Random(2)  # noqa: S311 - nothing secret
    for kind in sorted(world.kinds.values(), key=lambda k: k.slug):
        times = []
        for _ in range(ROUNDS):
            world.forget()
            times.append(timed(lambda goal=kind.id: matrix(world, goal, DAY, scope)))  # type: ignore[misc]
        made = matrix(world, kind.id, DAY, scope)
        pairs = sum(homes.bit_count() for column in range(0, size, 97) for homes in made.row(column).values())
        assert pairs, "the benchmark of an empty case says nothing"
        own = statistics.median(times)
        line(f"  {PAIRS[kind.slug]}, median of {ROUNDS}", f"{own:.3f} s", CLOSURE)
        sources = chance.sample(places, min(SOURCES, size))
        one = networkx_source(world, kind.id, sources)
        line(f"    {NETWORKX}, one source", f"{one / (own / size):.0f} × ours", "200 ×")
        whole, each = clingo_source(world, kind.id, sources)
        line(f"    {CLINGO}, one source from the facts on", f"{whole / (own / size):.0f} × ours", "1000 ×")
        line(f"    {CLINGO}, one source, facts grounded before", f"{each / (own / size):.0f} × ours")
        if kind.slug == "competence":
            ask_some(world, kind.id, scope, chance)
        del made
    line(f"  {MEMORY}", f"{megabytes():.0f} MB", "1500 MB")


def ask_some(world: World, goal: str, scope: str, chance: random.Random) -> None:
    """Single questions, each with a supposed membership of its own, to where that accord has a member."""
    places, tiers = list(world.jurisdictions), [t for t in world.tiers.values() if t.grants]
    times, open_ones = [], 0
    for number in range(QUESTIONS):
        home, tier = chance.choice(places), chance.choice(tiers)
        target = chance.choice([m.jurisdiction for m in world.members_in(tier.accord)])
        supposed = Membership(
            f"supposed:{number}", tier.accord, tier.id, home, None, Spell.of(DAY), supposed=True
        )
        question = Question(Side(home), Side(target), goal, DAY, scope, STANDARD)

        def run(supposed: Membership = supposed, question: Question = question) -> None:
            nonlocal open_ones
            found = ask(world.changed(Change(Facts(memberships=(supposed,)))), question)
            open_ones += found[0].outcome is Outcome.OPEN

        times.append(timed(run))
    line(f"  {OVERLAY}, median", f"{statistics.median(times) * 1e3:.2f} ms", "8 ms")
    assert open_ones, "no question was open"


def main(sizes: list[int]) -> None:
    """Each size in a process of its own, its world on disk as a snapshot would hold it."""
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.json"
            rows = generated(size)
            line(f"{size} bodies: rule instances", f"{sum(1 for _ in instances(rows))}")
            path.write_text(json.dumps(packed(rows)), encoding="utf-8")
            del rows
            subprocess.run([sys.executable, __file__, "--one", str(size), str(path)], check=True)
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one_size(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(text) for text in sys.argv[1:]] or list(SIZES))
