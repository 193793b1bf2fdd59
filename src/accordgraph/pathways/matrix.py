"""The best outcome between all pairs of places at once, for one goal, day and person.

>>> Matrix(("p:a", "p:b"), {Outcome.OPEN: [0b10, 0]}).best("p:b", "p:a").slug
'open'

Definition: the entry of a pair is the outcome of the best path that `ask` would find between
the two; blocked and "no path" are one.  Every rule is evaluated once for each pair of classes of
places (`hubs`); for each target the homes of a class are joined as bits of one whole number.
Pairs that an agreement between them decides are few and are asked one by one.

Cost: one union of sets for each target and outcome of a membership, so the memberships times the
places over the bits of a machine word.  Bound: places squared, in bits, for each outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from functools import reduce
from itertools import permutations
from operator import or_
from typing import NamedTuple

from accordgraph.pathways.dates import Covers
from accordgraph.pathways.hubs import Hub, HubMaker
from accordgraph.pathways.model import Rule
from accordgraph.pathways.places import FEW, Atlas, Places, positions
from accordgraph.pathways.profile import STANDARD, Profile
from accordgraph.pathways.search import Outcome, Question, paths_of_rule
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

Rows = dict[Outcome, list[Places]]
"""For each outcome, for each target, the homes from which some path gives it."""


class Matrix(NamedTuple):
    """The homes that reach each target, by the outcomes they get there."""

    places: tuple[str, ...]
    rows: Rows

    def best(self, home: str, target: str) -> Outcome:
        """The best outcome of a pair; blocked if there is no path or the two are one.

        Raises
        ------
        ValueError : a place that the matrix does not hold.
        """
        bit, column = 1 << self.places.index(home), self.places.index(target)
        return next((o for o in sorted(self.rows) if self.rows[o][column] & bit), Outcome.BLOCKED)

    def row(self, column: int) -> dict[Outcome, Places]:
        """The homes of one target, each under its best outcome; blocked ones are left out."""
        found, taken = {}, 0
        for outcome in sorted(self.rows):
            here = self.rows[outcome][column] & ~taken
            taken |= here
            if here:
                found[outcome] = here
        return found

    def counts(self) -> dict[Outcome, int]:
        """How many ordered pairs of different places have each best outcome."""
        size = len(self.places)
        found = dict.fromkeys(Outcome, 0)
        for column in range(size):
            for outcome, homes in self.row(column).items():
                found[outcome] += homes.bit_count()
        found[Outcome.BLOCKED] = size * (size - 1) - sum(found.values())
        return found

    def pairs(self) -> Iterator[tuple[str, str, Outcome]]:
        """Every pair that is not blocked: home, target, best outcome."""
        for column, target in enumerate(self.places):
            for outcome, homes in self.row(column).items():
                for position in positions(homes):
                    yield self.places[position], target, outcome

    def differences(self, other: Matrix) -> Iterator[tuple[str, str, Outcome, Outcome]]:
        """Pairs whose best outcome is another one in another matrix of the same places."""
        for column, target in enumerate(self.places):
            mine, theirs = self.row(column), other.row(column)
            if mine == theirs:
                continue
            known = _union([*mine.values(), *theirs.values()])
            for row in (mine, theirs):
                row[Outcome.BLOCKED] = known & ~_union(row.values())
            for before, homes in mine.items():
                for after, others in theirs.items():
                    for position in positions(homes & others if before is not after else 0):
                        yield self.places[position], target, before, after


def _union(sets: Iterable[Places]) -> Places:
    return reduce(or_, sets, 0)


def matrix(
    world: World, goal: str, day: date, scope: str, profile: Profile = STANDARD,
    accords: Set[str] | None = None,
) -> Matrix:  # fmt: skip
    """The best outcome between all pairs of a world's places.

    Parameters
    ----------
    goal, scope : ids of a kind of recognition and of a licence scope.
    profile : of whom; the standard person by default.
    accords : by the rules of these alone.
    """
    maker = HubMaker(world, day, scope, profile)
    rules = [rule for rule in world.rules_for(goal) if accords is None or rule.accord in accords]
    hubs = [hub for rule in rules if (hub := maker.hub(rule)) is not None]
    return matrix_of(maker, goal, hubs, accords)


def matrix_of(maker: HubMaker, goal: str, hubs: Sequence[Hub], accords: Set[str] | None = None) -> Matrix:
    """The same from all hubs of the goal's rules, or of those of some accords."""
    world = maker.world
    rows = _join(hubs, maker.atlas)
    _clear(rows, world, goal, maker.atlas)
    _ask_pairs(rows, world, maker, goal, hubs, accords)
    return Matrix(maker.atlas.places, rows)


class _Joined:
    """For one outcome, the sets of homes that reach each target; a target's are united all at once."""

    def __init__(self, size: int) -> None:
        self._of: list[list[Places]] = [[] for _ in range(size)]
        self._everywhere: list[tuple[Places, Places]] = []

    def add(self, targets: Places, homes: Places) -> None:
        """Some homes reach some targets."""
        if homes and targets:
            for column in positions(targets):
                self._of[column].append(homes)

    def add_everywhere(self, homes: Places, but: Places) -> None:
        """Some homes reach all targets but a few."""
        self._everywhere.append((homes, but))

    def row(self) -> list[Places]:
        """The homes of each target; what is said of all is not united again for each."""
        row = [reduce(or_, found, 0) for found in self._of]
        once = twice = 0
        left_out: dict[int, list[int]] = {}
        for number, (homes, without) in enumerate(self._everywhere):
            twice |= once & homes
            once |= homes
            for column in positions(without):
                left_out.setdefault(column, []).append(number)
        if once:
            kept = {column: row[column] for column in left_out}
            row = [homes | once for homes in row]
            for column, numbers in left_out.items():
                if len(numbers) == 1:
                    row[column] = kept[column] | twice | (once & ~self._everywhere[numbers[0]][0])
                else:
                    found = (homes for n, (homes, _) in enumerate(self._everywhere) if n not in numbers)
                    row[column] = reduce(or_, found, kept[column])
        return row


def _join(hubs: Iterable[Hub], atlas: Atlas) -> Rows:
    size = len(atlas.places)
    joined: defaultdict[Outcome, _Joined] = defaultdict(lambda: _Joined(size))
    for hub in hubs:
        reached = _union(target.places for target in hub.targets)
        for target in hub.targets:
            many = target.places.bit_count() > max(FEW, size // 2)
            for outcome, homes in hub.gains(target).items():
                rows = joined[outcome]
                touching = homes & hub.touching_homes
                if many and touching:
                    # Whoever is not refused gets no worse than uncertain, so that may be said of all of them.
                    some = reached if outcome is Outcome.UNCERTAIN else target.places
                    rows.add_everywhere(touching, atlas.all & ~some)
                else:
                    rows.add(target.places, touching)
                rows.add(target.places & hub.touching_targets, homes & ~touching)
    return {outcome: rows.row() for outcome, rows in joined.items()}


def _clear(rows: Rows, world: World, goal: str, atlas: Atlas) -> None:
    """No pair of a place with itself, nor, where the goal crosses a border, of places under one entry."""
    own = atlas.same if world.kinds[goal].crosses_border else atlas.alone
    for row in rows.values():
        for column, same in enumerate(own):
            if here := row[column] & same:
                row[column] ^= here


def _ask_pairs(
    rows: Rows, world: World, maker: HubMaker, goal: str, hubs: Sequence[Hub], only: Set[str] | None
) -> None:
    """Ask one by one the pairs that agreements between them decide; of rules that go by none, the hubs."""
    crosses, position = world.kinds[goal].crosses_border, maker.atlas.position
    for (home, target), accords in sorted(agreed_pairs(world, maker, goal).items()):
        column, at = position[target], position[home]
        for row in rows.values():
            if row[column] >> at & 1:
                row[column] ^= 1 << at
        if crosses and maker.atlas.same[at] >> column & 1:
            continue
        asked = accords if only is None else accords & only
        best = _best_of_pair(world, maker, goal, hubs, (home, target), asked)
        if best is not Outcome.BLOCKED:
            rows.setdefault(best, [0] * len(maker.atlas.places))[column] |= 1 << at


def _best_of_pair(
    world: World, maker: HubMaker, goal: str, hubs: Sequence[Hub], pair: tuple[str, str], accords: set[str]
) -> Outcome:
    home, target = pair
    question = Question(Side(home), Side(target), goal, maker.day, maker.scope, maker.profile)
    asked = [rule for accord in sorted(accords) for rule in world.rules_under(goal, accord)]
    found = [path.outcome for rule in asked for path in paths_of_rule(world, question, rule.id)]
    ends = 1 << maker.atlas.position[home], 1 << maker.atlas.position[target]
    found += [hub.between(*ends) for hub in hubs if hub.rule.accord not in accords]
    return min(found, default=Outcome.BLOCKED)


def agreed_pairs(world: World, maker: HubMaker, goal: str) -> dict[tuple[str, str], set[str]]:
    """The pairs of places, home and target, of which agreements between them decide, with their accords."""

    def concerns(rule: Rule) -> bool:
        return rule.by_agreement or rule.yields_to is not None

    accords = dict.fromkeys(rule.accord for rule in world.rules_for(goal) if concerns(rule))
    found: dict[tuple[str, str], set[str]] = {}
    for accord in accords:
        for agreement in world.agreements_under(accord):
            if agreement.spell.covers(maker.day, maker.day) is Covers.NO:
                continue
            places = [maker.atlas.places[n] for n in positions(maker.atlas.inside(agreement.between))]
            for pair in permutations(places, 2):
                found.setdefault(pair, set()).add(accord)
    return found
