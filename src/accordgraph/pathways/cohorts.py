"""Many people by many targets: the best path of each pair, as `ask` would find it.

>>> Best(Outcome.OPEN, "a:x", Decimal(0), ()).outcome.slug
'open'

What a rule gives a pair depends on three things: the home side, the target, and what the rule
makes of the person.  Each is put into a class of those the rule cannot tell apart, each meeting of
three classes is asked of the engine once, and the best of all rules is looked up.  What a
condition says of a person is remembered by the fields that it reads, so people alike cost little.
Pairs that an agreement decides, or one entry that speaks for both sides, are classes of their own.

Cost: for each person the conditions of the goal's rules, then one look-up for each rule and class
of targets.  Bound: what is remembered of people is forgotten above `MOST` entries.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from accordgraph.pathways.model import Rule
from accordgraph.pathways.people import People, Plan, code_of, told
from accordgraph.pathways.profile import Profile
from accordgraph.pathways.rank import order_of
from accordgraph.pathways.search import (
    Outcome,
    Path,
    Question,
    in_force,
    paths_of_rule,
)
from accordgraph.pathways.standing import Asked, End, Side, end
from accordgraph.pathways.values import Truth
from accordgraph.pathways.world import World

MOST = 200_000
"""How many things of people are remembered at most."""


class Best(NamedTuple):
    """The best path of a pair: what it gives, by which accord (its id), years missing, and why (codes).

    It is hypothetical if it rests on a supposed fact.
    """

    outcome: Outcome
    accord: str | None
    gap_years: Decimal | None
    """None if the path is blocked: no years would open it."""
    reasons: tuple[str, ...]
    hypothetical: bool = False


Known = tuple[tuple[object, ...], Best] | None
"""A best path with its place in the order of all; None where a rule says nothing of a pair."""


Slot = dict[int, Known]
"""One rule between a class of homes and a class of targets: what it gives each class of people."""

Meeting = tuple[int, int, int, tuple[Side, int] | None]
"""A rule by number, the classes of home and target, and the pair itself where it is its own class."""


class Group(NamedTuple):
    """Targets judged alike from one home, with the rules that may say anything of them."""

    members: tuple[int, ...]
    open: tuple[tuple[int, Slot], ...]
    """Rules that neither side closes."""
    closed: tuple[tuple[int, Slot], ...]
    of: Callable[[tuple[int, ...]], Hashable]
    """The classes of a person that these rules make."""
    known: dict[Hashable, Best]
    """What each of such classes gets; groups with the same rules between the same classes share it."""


class Layout(NamedTuple):
    """All targets from one home."""

    groups: tuple[Group, ...]
    row: Sequence[Best]
    """What targets get of which no rule says anything, or which one entry covers together with the home."""
    plan: Plan


class Cohort:
    """Answers of one goal, day and scope towards some targets, for any number of people.

    Parameters
    ----------
    goal, scope : ids of a kind of recognition and of a licence scope.
    targets : places, in the order of the answers.
    """

    def __init__(self, world: World, goal: str, day: date, scope: str, targets: Sequence[str]) -> None:
        self.world, self.goal, self.day, self.scope = world, goal, day, scope
        self.targets = tuple(targets)
        self._rules = world.rules_for(goal)
        self._people = People(world, day, self._rules)
        self._ids: dict[Hashable, int] = {}
        self._refused: set[int] = set()
        self._member: set[int] = set()
        self._ended = {
            number
            for number, rule in enumerate(self._rules)
            if in_force(world.accord_of(rule), world.chains[rule.id], day).truth is Truth.REFUSED
        }
        self._under: dict[str, list[int]] = {}
        for position, place in enumerate(self.targets):
            for above in world.places.get(place, (place,)):
                self._under.setdefault(above, []).append(position)
        self._speaks: dict[tuple[int, str], list[int]] = {}
        self._classes = self._target_classes()
        self._nothing = self._codes_alone("NO_SHARED_ACCORD")
        self._forget()

    def best(self, home: Side, profile: Profile) -> Sequence[Best]:
        """The best path of one person to each target.

        Raises
        ------
        ValueError : the standard person, whose degree changes with the home; see `matrix`.
        """
        if profile.is_standard:
            raise ValueError("the standard person is asked about in a matrix")
        if self._people.size + self._size > MOST:
            self._forget()
        layout = self._layouts.get(home)
        if layout is None:
            layout = self._layouts[home] = self._layout(home)
        people = self._people.of(home, profile, layout.plan)
        key = (home, people)
        row = self._rows.get(key)
        if row is None:
            if len(self._rows) * len(self.targets) > MOST:
                self._rows.clear()
            row = self._rows[key] = self._row(layout, home, profile, people)
        return row

    def _forget(self) -> None:
        self._size = 0
        self._layouts: dict[Side, Layout] = {}
        self._slots: dict[Hashable, Slot] = {}
        self._known: dict[Hashable, dict[Hashable, Best]] = {}
        self._people.forget()
        self._rows: dict[Hashable, Sequence[Best]] = {}

    def _id(self, key: Hashable) -> int:
        return self._ids.setdefault(key, len(self._ids))

    # ---- the two sides

    def _side(self, rule: Rule, side: End, asked: Asked) -> int:
        accord = self.world.accord_of(rule)
        around = self.world.places.get(side.side.place, (side.side.place,))
        inside = bool(accord.territory) and any(place in accord.territory for place in around)
        member, known = side.is_member(accord.id), accord.id in side.accords
        found = self._id((inside, member, known, *told(self.world, asked.value)))
        if asked.refused:
            self._refused.add(found)
        if member:
            self._member.add(found)
        return found

    def _target_classes(self) -> list[tuple[tuple[int, ...], list[int]]]:
        """Targets by the class they fall into for each rule."""
        found: dict[tuple[int, ...], list[int]] = {}
        for position, place in enumerate(self.targets):
            known = end(self.world, Side(place), self.day, is_home=False)
            key = []
            for number, rule in enumerate(self._rules):
                asked = known.of_chain(self.world.chains[rule.id])
                key.append(self._side(rule, known, asked))
                for standing in asked.standings:
                    self._speaks.setdefault((number, standing.membership.id), []).append(position)
            found.setdefault(tuple(key), []).append(position)
        return list(found.items())

    def _layout(self, home: Side) -> Layout:
        world = self.world
        places = world.places.get(home.place, (home.place,))
        known = end(world, home, self.day, is_home=True)
        asked = [known.of_chain(world.chains[rule.id]) for rule in self._rules]
        at_home = [self._side(rule, known, each) for rule, each in zip(self._rules, asked, strict=True)]
        row, fixed = [self._nothing] * len(self.targets), set[int]()
        if world.kinds[self.goal].crosses_border:
            same = self._codes_alone("SAME_JURISDICTION")
            fixed.update(position for place in places for position in self._under.get(place, ()))
            for position in fixed:
                row[position] = same
        apart = {p for n, each in enumerate(asked) for s in each.standings
                 for p in self._speaks.get((n, s.membership.id), ())}  # fmt: skip
        apart |= {p for rule in self._rules for p in self._agreed(rule, places)}
        groups = []
        for key, members in self._classes:
            together = tuple(p for p in members if p not in apart and p not in fixed)
            alone = [(p,) for p in members if p in apart and p not in fixed]
            for group in filter(None, (together, *alone)):
                pair = (home, group[0]) if group is not together else None
                meetings = [
                    (number, at_home[number], at_target, pair)
                    for number, at_target in enumerate(key)
                    if pair or self._may_speak(number, at_home[number], at_target)
                ]
                if meetings:
                    groups.append(self._group(group, meetings))
        plan = self._people.plan(number for group in groups for number, _ in (*group.open, *group.closed))
        return Layout(tuple(groups), row, plan)

    def _group(self, members: tuple[int, ...], meetings: Sequence[Meeting]) -> Group:
        split: tuple[list[tuple[int, Slot]], list[tuple[int, Slot]]] = ([], [])
        for meeting in meetings:
            number, *sides, _ = meeting
            closed = number in self._ended or not self._refused.isdisjoint(sides)
            split[closed].append((number, self._slots.setdefault(meeting, {})))
        of = itemgetter(*[number for number, *_ in meetings])
        known = self._known.setdefault(tuple(meetings), {})
        return Group(members, tuple(split[0]), tuple(split[1]), of, known)

    def _may_speak(self, number: int, *sides: int) -> bool:
        """Whether a rule may say anything of a pair without an agreement, whoever the person is."""
        rule = self._rules[number]
        if self.world.accord_of(rule).territory:
            return True
        if rule.by_agreement:
            return False
        return rule.id not in self.world.asking_home or not self._member.isdisjoint(sides)

    def _agreed(self, rule: Rule, places: Iterable[str]) -> Iterable[int]:
        """The targets with which these places have an agreement that a rule goes by, or gives way to."""
        by = self.world.rules[rule.yields_to] if rule.yields_to is not None else rule
        if not by.by_agreement and rule.yields_to is None:
            return ()
        found = (a for place in places for a in self.world.agreements_at(by.accord, place))
        return [p for agreement in found for place in agreement.between for p in self._under.get(place, ())]

    # ---- the pairs

    def _row(self, layout: Layout, home: Side, profile: Profile, people: tuple[int, ...]) -> Sequence[Best]:
        row = list(layout.row)
        for group in layout.groups:
            key = group.of(people)
            best = group.known.get(key)
            if best is None:
                self._size += 1
                best = group.known[key] = self._best(group, home, profile, people)
            for position in group.members:
                row[position] = best
        return row

    def _best(self, group: Group, home: Side, profile: Profile, people: tuple[int, ...]) -> Best:
        target = group.members[0]
        least = self._least(group.open, None, people, home, target, profile)
        if least is None or least[1].outcome is Outcome.BLOCKED:
            least = self._least(group.closed, least, people, home, target, profile)
        return self._nothing if least is None else least[1]

    def _least(
        self,
        slots: Iterable[tuple[int, Slot]],
        least: Known,
        people: tuple[int, ...],
        home: Side,
        target: int,
        profile: Profile,
    ) -> Known:
        for number, slot in slots:
            try:
                found = slot[people[number]]
            except KeyError:
                found = slot[people[number]] = self._ask(number, home, target, profile)
            if found is not None and (least is None or found[0] < least[0]):
                least = found
        return least

    def _ask(self, number: int, home: Side, target: int, profile: Profile) -> Known:
        side = Side(self.targets[target])
        question = Question(home, side, self.goal, self.day, self.scope, profile)
        found = paths_of_rule(self.world, question, self._rules[number].id)
        ordered = [(order_of(self.world, path), path) for path in found]
        if not ordered:
            return None
        order, path = min(ordered, key=lambda each: each[0])
        return order, best_of(self.world, path)

    @staticmethod
    def _codes_alone(code: str) -> Best:
        return Best(Outcome.BLOCKED, None, None, (code,))


def best_of(world: World, path: Path) -> Best:
    """What is told of a path that is the best of a pair."""
    blocked = path.outcome is Outcome.BLOCKED
    codes = sorted({code_of(world, reason) for reason in path.value.reasons})
    gap = None if blocked else path.value.gap
    return Best(path.outcome, path.accord, gap, tuple(codes), path.hypothetical)
