"""The worlds that benchmarks measure are worth measuring, and their matrices say what asking says."""

from __future__ import annotations

from datetime import date

from generated import GOALS, generated, instances

from accordgraph.compile import facts
from accordgraph.pathways.matrix import matrix
from accordgraph.pathways.profile import STANDARD
from accordgraph.pathways.search import Outcome, Question, find_paths
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

DAY = date(2024, 1, 1)
SIZE = 40


def test_the_same_seed_gives_the_same_world_and_another_another() -> None:
    assert generated(SIZE) == generated(SIZE) != generated(SIZE, seed=2)


def test_it_grows_with_its_bodies() -> None:
    small, large = (len(list(instances(generated(size)))) for size in (SIZE, 4 * SIZE))
    assert small > SIZE and 3 < large / small < 6


def test_every_pair_of_a_generated_world() -> None:
    world = World(facts(generated(SIZE)))
    scope, seen = min(world.scopes.values(), key=lambda s: s.rank).id, set[Outcome]()
    assert {kind.slug for kind in world.kinds.values()} == set(GOALS)
    for goal in world.kinds:
        made = matrix(world, goal, DAY, scope)
        for home in world.jurisdictions:
            for target in world.jurisdictions:
                question = Question(Side(home), Side(target), goal, DAY, scope, STANDARD)
                if home != target:
                    best = min(path.outcome for path in find_paths(world, question))
                    assert made.best(home, target) is best, question
                    seen.add(best)
    assert seen >= {Outcome.OPEN, Outcome.PARTIAL, Outcome.UNCERTAIN, Outcome.BLOCKED}
