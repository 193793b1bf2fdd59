"""Put paths in order, without a mixed score, and mark those that no other beats in everything.

Order: outcome, certainty (sure first), force (strong first), years missing, things asked,
steps, and the accord's name as the last tie-break.  The Pareto set is taken over certainty,
force, years missing, things asked and steps, among paths that are not blocked: who prefers
quick over strong sees both.

>>> beats((1, 2), (1, 1))
True

Cost: the square of the number of paths, which is the number of accords that touch the question.
"""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import Any

from accordgraph.pathways.search import Outcome, Path, Question, find_paths
from accordgraph.pathways.world import World


def beats(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether one tuple is at least as good everywhere and better somewhere (greater is better)."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


Merits = tuple[int, int, Decimal, int, int]
MERITS = ("certainty", "force", "gap_years", "items", "steps")
"""In what paths are compared, in this order."""


def merits_of(world: World, path: Path) -> Merits:
    """How good a path is in each of `MERITS`; greater is better."""
    force = world.forces[path.terms.force].rank if path.terms.force in world.forces else 0
    items = len(path.terms.residual) + len(path.value.show) + len(path.value.do)
    gap = path.value.gap if path.outcome is not Outcome.BLOCKED else Decimal(0)
    return (int(path.certainty), force, -gap, -items, -len(path.steps))


def _order(world: World, path: Path, merits: Merits) -> tuple[object, ...]:
    certainty, force, gap, items, steps = merits
    accord = world.accords.get(path.accord or "")
    name = accord.slug if accord else ""
    return (
        path.outcome,
        -certainty,
        -force,
        -gap,
        -items,
        -steps,
        name,
        path.rule or "",
        path.agreement or "",
    )


def order_of(world: World, path: Path) -> tuple[object, ...]:
    """A path's place in the order of all: the less, the better."""
    return _order(world, path, merits_of(world, path))


def rank(world: World, paths: list[Path]) -> list[Path]:
    """Paths in order, with the Pareto set marked."""
    if len(paths) == 1:  # nothing to compare: most questions touch one accord
        return [p if p.outcome is Outcome.BLOCKED else p._replace(pareto=True) for p in paths]
    known = sorted(
        ((_order(world, p, m), m, p) for p in paths for m in [merits_of(world, p)]), key=itemgetter(0)
    )
    ordered, merits = [p for _, _, p in known], [m for _, m, _ in known]
    open_ones = [i for i, p in enumerate(ordered) if p.outcome is not Outcome.BLOCKED]
    best = {i for i in open_ones if not any(beats(merits[j], merits[i]) for j in open_ones)}
    return [p._replace(pareto=True) if i in best else p for i, p in enumerate(ordered)]


def ask(world: World, question: Question) -> list[Path]:
    """Every path for a question, best first.  The engine's front door."""
    return rank(world, find_paths(world, question))
