"""What a body would open by joining an accord at a tier: every single accession, and every pair of them.

Definition: an accession supposes one membership from the day on; its gain for a goal is every pair
of places, the joining place being one end, whose best outcome for the standard person becomes
better.  Of a pair of accessions the same, with both supposed at once.

>>> better({Outcome.OPEN: 0b111}, {Outcome.OPEN: 0b001, Outcome.UNCERTAIN: 0b010}, among=0b111)
{<Outcome.OPEN: 0>: 6}

Cost: bodies differ in an accord only by the classes of their places, so each
accord and tier is evaluated once for each such class; then every body costs a few unions of sets.
A body that is or was in the accord shares with bodies of places alike too, unless others speak for its
place in it, or it for others: then it is evaluated by itself.  Bound: accords times tiers times classes,
plus the bodies times the accords and tiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from accordgraph.pathways.dates import Spell
from accordgraph.pathways.hubs import Hub, HubMaker
from accordgraph.pathways.matrix import agreed_pairs, matrix_of
from accordgraph.pathways.model import Facts, Membership
from accordgraph.pathways.places import Places, positions
from accordgraph.pathways.profile import STANDARD
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

Reached = dict[Outcome, Places]
"""Places by the best outcome they have, or would have, with the place asked about."""


NOT_BLOCKED = tuple(outcome for outcome in Outcome if outcome is not Outcome.BLOCKED)


class Accession(NamedTuple):
    """A tier of an accord to join."""

    accord: str
    tier: str


class Gain(NamedTuple):
    """What an accession betters for a goal: abroad for people of the place, and in the place for others."""

    goal: str
    as_home: Reached
    as_target: Reached

    def size(self, outcome: Outcome) -> tuple[int, int]:
        """How many places are reached, and reach it, newly with an outcome."""
        return self.as_home.get(outcome, 0).bit_count(), self.as_target.get(outcome, 0).bit_count()


def better(now: Reached, before: Reached, among: Places) -> Reached:
    """Those among some places that have a better outcome now than before, under the new one."""
    found: Reached = {}
    if not now:
        return found
    for outcome in NOT_BLOCKED:
        among &= ~before.get(outcome, 0)
        if outcome in now:
            if here := now[outcome] & among:
                found[outcome] = here
            among &= ~now[outcome]
    return found


class _Base(NamedTuple):
    """One goal before anything is supposed."""

    goal: str
    hubs: Mapping[str, Hub]
    by_target: tuple[Reached, ...]
    by_home: tuple[Reached, ...]
    may_reach: tuple[Places, ...]
    """For each place, those that it may reach by an accord: not itself, nor what an agreement decides."""
    may_be_reached: tuple[Places, ...]


class _Ends(NamedTuple):
    """What a place would reach for one goal, by the rules that accessions bear on."""

    home: Reached
    target: Reached


class Accessions:
    """Answers for every body what it would open; what bodies share is evaluated once."""

    def __init__(self, world: World, day: date, scope: str, goals: Iterable[str]) -> None:
        self.world, self.day, self.scope = world, day, scope
        self._maker = HubMaker(world, day, scope, STANDARD)
        self.places = self._maker.atlas.places
        self._bases = tuple(self._base(goal) for goal in goals)
        self._concerned = self._rules_concerned()
        joined = ((tier.accord, tier.id) for tier in world.tiers.values() if tier.accord in self._concerned)
        self._every = tuple(Accession(*each) for each in sorted(joined))
        self._around: dict[str, frozenset[str]] = {}
        self._shared: dict[object, tuple[_Ends, ...]] = {}
        self._alike: dict[tuple[int, tuple[str, ...]], object] = {}

    def _base(self, goal: str) -> _Base:
        world, maker = self.world, self._maker
        hubs = {r.id: hub for r in world.rules_for(goal) if (hub := maker.hub(r)) is not None}
        made = matrix_of(maker, goal, tuple(hubs.values()))
        rows = tuple(made.row(column) for column in range(len(made.places)))
        by_home: list[Reached] = [{} for _ in made.places]
        for column, row in enumerate(rows):
            bit = maker.atlas.alone[column]
            for outcome, homes in row.items():
                for home in positions(homes):
                    reached = by_home[home]
                    reached[outcome] = reached.get(outcome, 0) | bit
        own = maker.atlas.same if world.kinds[goal].crosses_border else maker.atlas.alone
        there = [maker.atlas.all & ~same for same in own]
        here = list(there)
        for home_place, target_place in agreed_pairs(world, maker, goal):
            home, target = maker.atlas.position[home_place], maker.atlas.position[target_place]
            there[home] &= ~maker.atlas.alone[target]
            here[target] &= ~maker.atlas.alone[home]
        return _Base(goal, hubs, rows, tuple(by_home), tuple(there), tuple(here))

    def _rules_concerned(self) -> dict[str, tuple[str, ...]]:
        """The rules that a membership in an accord bears on: its own, and those that ask for its degrees."""
        found: dict[str, list[str]] = {}
        for base in self._bases:
            for name, hub in base.hubs.items():
                degrees = self._maker.degree_accords(self.world.chains[name])
                for accord in dict.fromkeys((hub.rule.accord, *degrees)):
                    found.setdefault(accord, []).append(name)
        return {accord: tuple(names) for accord, names in found.items()}

    def candidates(self, side: Side) -> Iterator[Accession]:
        """Every tier, not held by the side, of every accord that some rule in force bears on."""
        mine = self.world.members_of(side.body) if side.body else self.world.members_at(side.place)
        held = {(m.accord, m.tier) for m in mine if m.spell.covers(self.day, self.day)}
        return (each for each in self._every if each not in held)

    def ruled_out(self, accord: str, place: str) -> str | None:
        """What rules an accession out: a name in `RULED_OUT`; None if nothing that is known does."""
        known = self.world.accords[accord]
        around = self._around.get(place)
        if around is None:
            around = self._around[place] = self.world.around(place)
        if known.between and not known.between & around:
            return "between"
        if known.territory and known.territory.isdisjoint(self.world.places.get(place, (place,))):
            return "territory"
        if known.admission is not None and not known.admission.places & around:
            return "admission"
        return None

    def gains(self, side: Side, *accessions: Accession) -> tuple[Gain, ...]:
        """What accessions, supposed together, would open, for each goal."""
        position = self._maker.atlas.position[side.place]
        return self._gains(position, self._ends(side, position, accessions))

    def pairs(
        self, side: Side, among: Iterable[Accession]
    ) -> Iterator[tuple[Accession, Accession, tuple[Gain, ...]]]:
        """Every pair of accessions to different accords, with what both together would open."""
        position = self._maker.atlas.position[side.place]
        alone = {each: self._ends(side, position, (each,)) for each in among}
        for one, other in combinations(alone, 2):
            if one.accord == other.accord:
                continue
            if set(self._concerned[one.accord]).isdisjoint(self._concerned[other.accord]):
                ends = tuple(_union(a, b) for a, b in zip(alone[one], alone[other], strict=True))
            else:  # a rule reads both, so together they may give more than each gives
                ends = self._ends(side, position, (one, other))
            yield one, other, self._gains(position, ends)

    def _gains(self, position: int, ends: tuple[_Ends, ...]) -> tuple[Gain, ...]:
        found = []
        for base, (home, target) in zip(self._bases, ends, strict=True):
            as_home = better(home, base.by_home[position], base.may_reach[position])
            as_target = better(target, base.by_target[position], base.may_be_reached[position])
            found.append(Gain(base.goal, as_home, as_target))
        return tuple(found)

    def _ends(self, side: Side, position: int, accessions: tuple[Accession, ...]) -> tuple[_Ends, ...]:
        accords = tuple(each.accord for each in accessions)
        hides = self._hides(side, accords)
        if hides is None:
            return self._evaluated(side, accessions, accords)
        key = (accessions, hides, self._class_of(position, accords))
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = self._evaluated(side, accessions, accords)
        return found

    def _hides(self, side: Side, accords: tuple[str, ...]) -> bool | None:
        """Whether what is supposed hides all that speaks for the side's place; None if it hides a part."""
        here = [m for m in self.world.members_at(side.place) if m.accord in accords]
        own = here
        if side.body:
            own = [m for m in self.world.members_of(side.body) if m.accord in accords]
        if not own:
            return False
        alone = all(m.jurisdiction == side.place and not m.covers for m in (*own, *here))
        return True if alone and len(own) == len(here) else None

    def _class_of(self, position: int, accords: tuple[str, ...]) -> object:
        """What a place rests on in all that memberships in these accords bear on: places alike gain alike."""
        known = self._alike.get((position, accords))
        if known is None:
            names, bit = self._names(accords), self._maker.atlas.alone[position]
            inside = tuple(bool(bit & b.hubs[n].inside) for b in self._bases for n in names if n in b.hubs)
            known = self._alike[position, accords] = (self._maker.signature(bit, names), inside)
        return known

    def _names(self, accords: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for accord in accords for name in self._concerned[accord]))

    def _evaluated(
        self, side: Side, accessions: tuple[Accession, ...], accords: tuple[str, ...]
    ) -> tuple[_Ends, ...]:
        """Suppose the memberships, and put the place as it then stands against every class of the others."""
        spell = Spell.of(self.day)
        supposed = tuple(
            Membership(f"{SUPPOSED}{n}", each.accord, each.tier, side.place, side.body, spell, supposed=True)
            for n, each in enumerate(accessions)
        )
        world = self.world.changed(Change(Facts(memberships=supposed)))
        maker = HubMaker(world, self.day, self.scope, STANDARD)
        names = self._names(accords)
        return tuple(
            _ends_of(maker, [base.hubs[n] for n in names if n in base.hubs], side.place, accords)
            for base in self._bases
        )


SUPPOSED = "supposed:"
RULED_OUT = ("between", "territory", "admission")
"""An accord's own bounds: an agreement between named places, a closed territory, its admission rules."""


def _ends_of(maker: HubMaker, hubs: Iterable[Hub], place: str, accords: tuple[str, ...]) -> _Ends:
    home: Reached = {}
    target: Reached = {}
    bit = maker.atlas.alone[maker.atlas.position[place]]
    for hub in hubs:
        joins = hub.rule.accord in accords
        if not bit & hub.inside:
            continue
        mine = maker.part(hub.rule, bit, is_home=True)
        for other in hub.targets:
            outcome = hub.outcome(mine, other)
            reached = (
                other.places if joins or bit & hub.touching_homes else other.places & hub.touching_targets
            )
            _reach(home, outcome, reached)
        if joins:
            mine = maker.part(hub.rule, bit, is_home=False)
            for other in hub.homes:
                _reach(target, hub.outcome(other, mine), other.places)
    return _Ends(home, target)


def _reach(reached: Reached, outcome: Outcome, places: Places) -> None:
    if places and outcome is not Outcome.BLOCKED:
        reached[outcome] = reached.get(outcome, 0) | places


def _union(one: _Ends, other: _Ends) -> _Ends:
    return _Ends(_joined(one.home, other.home), _joined(one.target, other.target))


def _joined(one: Reached, other: Reached) -> Reached:
    return {o: one.get(o, 0) | other.get(o, 0) for o in Outcome if o in one or o in other}
