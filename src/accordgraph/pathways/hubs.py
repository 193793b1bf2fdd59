"""One rule on one day for all places at once: classes of places, and what each pair of classes gets.

An accord is a hub: what a rule gives depends on a place only through the class its memberships
put it into (tier, and how surely they cover the day), so n members cost n.  Each class of an end, and
each class of people, is evaluated once, by one place that stands for it, with the engine's own
functions; classes of one worth are joined, so a rule has few of them.

>>> Part(0b1010, (Truth.TRUE, True), NOBODY).worth
(<Truth.TRUE: 0>, True)

Cost: the memberships of the accord, and of the accords that its standards ask degrees of, plus
one evaluation for each class.  Bound: classes are sets of tiers, each sure or not, and for people
those of the accords of their degrees together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from accordgraph.pathways.classes import Classes, classes
from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.ledger import ledger, names_several
from accordgraph.pathways.model import Accord, Rule
from accordgraph.pathways.places import Places, atlas
from accordgraph.pathways.profile import Profile
from accordgraph.pathways.search import Outcome, accreditor_of, asked_of_person, in_force, outcome_of
from accordgraph.pathways.standard import examiner
from accordgraph.pathways.standing import Side, end, ever_member
from accordgraph.pathways.values import Truth, Value
from accordgraph.pathways.world import World

Split = list[Places]
"""All places, each in one class."""

Worth = tuple[Truth, bool]
"""All of a value that an outcome depends on: its truth, and whether it is unsure."""

NOBODY = frozenset[str]()


class Part(NamedTuple):
    """Some places at one end, and the worth there of all that depends on that end."""

    places: Places
    worth: Worth
    speaks_by: frozenset[str]
    """Memberships by which all these places speak, where one entry may speak for several places."""


class Hub(NamedTuple):
    """One rule on one day: its classes at both ends, and who must be there for the rule to say anything."""

    rule: Rule
    whole: Worth
    is_partial: bool
    homes: tuple[Part, ...]
    targets: tuple[Part, ...]
    inside: Places
    touching_homes: Places
    touching_targets: Places

    def outcome(self, home: Part, target: Part) -> Outcome:
        """What each pair of two classes gets, if the rule says anything of it."""
        if home.speaks_by & target.speaks_by:
            return Outcome.BLOCKED
        truth, unsure = _both(self.whole, _both(home.worth, target.worth))
        return outcome_of(truth, unsure, self.is_partial)

    def between(self, home: Places, target: Places) -> Outcome:
        """What the rule gives one place in another, as far as no agreement of the two decides."""
        if home & self.touching_homes or target & self.touching_targets:
            for here in self.homes:
                if here.places & home:
                    for there in self.targets:
                        if there.places & target:
                            return self.outcome(here, there)
        return Outcome.BLOCKED

    def gains(self, target: Part) -> dict[Outcome, Places]:
        """The homes from which a class of targets is reached, by what they get; not the blocked ones."""
        found: dict[Outcome, Places] = {}
        for home in self.homes:
            outcome = self.outcome(home, target)
            if outcome is not Outcome.BLOCKED:
                found[outcome] = found.get(outcome, 0) | home.places
        return found


class HubMaker:
    """Makes the hubs of rules for one profile on one day; what they share is evaluated once."""

    def __init__(self, world: World, day: date, scope: str, profile: Profile) -> None:
        self.world, self.day, self.scope, self.profile = world, day, scope, profile
        self.atlas = atlas(world)
        self._known: dict[tuple[str, bool, bool], Classes] = {}
        self._divisions: dict[tuple[str, bool, bool], list[Split]] = {}
        self._persons: dict[tuple[str, ...], list[tuple[Examiner, Places]]] = {}
        self._splits: dict[tuple[str, ...], list[Split]] = {}
        self._signatures: dict[tuple[Places, tuple[str, ...]], tuple[int, ...]] = {}
        named = [
            self.atlas.position[place] for place in _places_named(world, profile) & self.atlas.position.keys()
        ]
        self._named = [1 << position for position in sorted(named)]

    def _classes(self, accord: str, *, awards: bool = False, apart: bool = False) -> Classes:
        key = (accord, awards, apart)
        if key not in self._known:
            self._known[key] = classes(self.world, accord, self.day, awards=awards, apart=apart)
        return self._known[key]

    def _tells_apart(self, chain: tuple[Rule, ...]) -> bool:
        """Whether it matters to a rule who speaks: if one entry may speak for both ends of a pair.

        Between places under one entry nothing crosses a border anyway, whoever speaks for them.
        """
        if not (any(each.asks_home for each in chain) and any(each.asks_target for each in chain)):
            return False
        crosses = self.world.kinds[chain[-1].concludes].crosses_border
        return not crosses or names_several(self.world, chain[-1].accord)

    def hub(self, rule: Rule) -> Hub | None:
        """The hub of a rule; None if it says nothing but no, or goes by agreements of pairs."""
        world, accord, chain = self.world, self.world.accord_of(rule), self.world.chains[rule.id]
        whole = in_force(accord, chain, self.day)
        if rule.by_agreement or whole.truth is Truth.REFUSED:
            return None
        apart = self._tells_apart(chain)
        known = self._classes(accord.id, apart=apart)
        inside = self.atlas.inside(accord.territory) if accord.territory else self.atlas.all
        homes_touch = targets_touch = inside
        asks_home = any(each.asks_home for each in chain)
        if not accord.territory:
            homes_touch = known.members if asks_home else self._accredited_under(accord.id)
            targets_touch = known.members if asks_home else known.known
        own = self._split(accord.id, near=accord, apart=apart)
        shared = known.shared if apart else 0
        asks_target = any(each.asks_target for each in chain)
        targets = self._ends(chain, inside, own if asks_target else (), shared, is_home=False)
        homes = self._ends(chain, inside, own if asks_home else (), shared, is_home=True)
        people = self._people(chain, reduce(or_, (part.places for part in homes), 0))
        homes = _joined(
            Part(both, _both(home.worth, worth), home.speaks_by)
            for home in homes
            for worth, places in people.items()
            if (both := home.places & places)
        )
        reaches = not world.kinds[rule.concludes].is_scoped or self.scope in rule.terms.scopes
        partial = not reaches and bool(rule.terms.still_open)
        return Hub(rule, _worth([whole]), partial, homes, targets, inside, homes_touch, targets_touch)

    def signature(self, place: Places, rules: tuple[str, ...]) -> tuple[int, ...]:
        """The class a place lies in of each division that these rules make; places alike are judged alike."""
        known = self._signatures.get((place, rules))
        if known is None:
            known = self._signatures[place, rules] = tuple(
                next(number for number, places in enumerate(split) if places & place)
                for split in self._splits_of(rules)
            )
        return known

    def _splits_of(self, rules: tuple[str, ...]) -> list[Split]:
        if rules not in self._splits:
            every: list[Split] = []
            for chain in (self.world.chains[rule] for rule in rules):
                near = self.world.accord_of(chain[-1])
                every += self._split(near.id, near=near, apart=self._tells_apart(chain))
                every += (split for degree in self.degree_accords(chain) for split in self._split(degree))
            self._splits[rules] = every
        return self._splits[rules]

    def part(self, rule: Rule, place: Places, *, is_home: bool) -> Part:
        """One place as a class of its own."""
        chain = self.world.chains[rule.id]
        side = self._side(place)
        worth, speaks_by = self._asked(chain, side, is_home)
        if is_home and worth[0] is not Truth.REFUSED:
            worth = _both(worth, _of_person(self._examiner(side), chain))
        return Part(place, worth, speaks_by if self._tells_apart(chain) else NOBODY)

    def _split(self, accord: str, near: Accord | None = None, *, apart: bool = False) -> list[Split]:
        """Ways to divide all places by what an accord makes of them, as an end or as an accreditor."""
        which = (accord, near is None, apart)
        if which in self._divisions:
            return self._divisions[which]
        known = self._classes(accord, awards=near is None, apart=apart)
        splits = [[*known.classes, self.atlas.all & ~known.known]]
        of = self.world.accords[accord]
        bounds = (of.between, of.admission.places if of.admission else frozenset())
        for bound in bounds:
            if bound:
                inside = self.atlas.near(bound)
                splits.append([inside, self.atlas.all & ~inside])
        self._divisions[which] = splits
        return splits

    def _named_apart(self) -> Split:
        """A profile may name places; homes among them differ from all others."""
        return [*self._named, self.atlas.all & ~reduce(or_, self._named, 0)]

    def _ends(
        self,
        chain: tuple[Rule, ...],
        inside: Places,
        of_end: Iterable[Split],
        shared: Places,
        *,
        is_home: bool,
    ) -> tuple[Part, ...]:
        """The places of one end by the worth of what is asked of it; not those that are refused."""
        found = []
        for places in _divided(inside, of_end):
            worth, speaks_by = self._asked(chain, self._side(places), is_home)
            if worth[0] is not Truth.REFUSED:
                found.append(Part(places, worth, speaks_by if places & shared else NOBODY))
        return _joined(found)

    def _people(self, chain: tuple[Rule, ...], homes: Places) -> dict[Worth, Places]:
        """Homes by the worth of what a chain asks of the person there; not where that is refused."""
        degrees = tuple(self.degree_accords(chain))
        persons = self._persons.get(degrees)
        if persons is None:
            splits = [split for degree in degrees for split in self._split(degree)]
            parts = _divided(self.atlas.all, [*splits, self._named_apart()])
            persons = self._persons[degrees] = [(self._examiner(self._side(each)), each) for each in parts]
        found: dict[Worth, Places] = {}
        for person, places in persons:
            if here := places & homes:
                worth = _of_person(person, chain)
                if worth[0] is not Truth.REFUSED:
                    found[worth] = found.get(worth, 0) | here
        return found

    def _side(self, places: Places) -> Side:
        """The first of some places, to stand for all."""
        return Side(self.atlas.places[(places & -places).bit_length() - 1])

    def _asked(self, chain: tuple[Rule, ...], side: Side, is_home: bool) -> tuple[Worth, frozenset[str]]:
        """What a chain asks of one end is worth, and the memberships by which it speaks."""
        asked = end(self.world, side, self.day, is_home=is_home).rights(chain).values()
        speaks_by = frozenset([found.membership.id for _, found in asked if found is not None])
        return _worth([value for value, _ in asked]), speaks_by

    def _examiner(self, side: Side) -> Examiner:
        return examiner(self.world, self.profile, side, self.day)

    def _accredited_under(self, accord: str) -> Places:
        """The homes whose degrees come from somebody who ever was in an accord."""
        if self.profile.is_standard:
            return self._classes(accord).known
        accreditor = accreditor_of(self.world, self.profile)
        return self.atlas.all if accreditor and ever_member(self.world, accord, accreditor) else 0

    def degree_accords(self, chain: tuple[Rule, ...]) -> list[str]:
        """The accords that standards and conditions of a chain ask degrees of, at any depth."""
        if not self.profile.is_standard:
            return []
        world = self.world
        wanted = [c for rule in chain for c in rule.conditions]
        wanted += [world.standards[s].root for rule in chain for s in rule.standards]
        found: dict[str, None] = {}
        seen: set[str] = set()
        while wanted:
            name = wanted.pop()
            if name in seen:
                continue
            seen.add(name)
            condition = world.conditions[name]
            wanted += [*condition.operands, *condition.included]
            wanted += [e.condition for e in world.equivalences_for(name)]
            if condition.kind == "DegreeCondition" and condition.accredited_under not in (None, *found):
                found[str(condition.accredited_under)] = None
                wanted += sorted(ledger(world, str(condition.accredited_under)).limits)
        return list(found)


def _divided(places: Places, splits: Iterable[Split]) -> list[Places]:
    """Some places, divided by every split."""
    parts = [places]
    for split in splits:
        parts = [both for part in parts for other in split if (both := part & other)]
    return parts


def _worth(values: Iterable[Value]) -> Worth:
    """The worth of values all of which are asked."""
    truth, unsure = Truth.TRUE, False
    for value in values:
        truth, unsure = max(truth, value.truth), unsure or value.unsure
    return truth, unsure


def _of_person(person: Examiner, chain: tuple[Rule, ...]) -> Worth:
    return _worth([value for rule in chain for value in asked_of_person(person, rule)])


def _both(one: Worth, other: Worth) -> Worth:
    return max(one[0], other[0]), one[1] or other[1]


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts of one worth, for which the same memberships speak, as one."""
    found: dict[tuple[Worth, frozenset[str]], Places] = {}
    for places, worth, speaks_by in parts:
        key = (worth, speaks_by)
        found[key] = found.get(key, 0) | places
    return tuple(Part(places, *key) for key, places in found.items())


def _places_named(world: World, profile: Profile) -> set[str]:
    """The places that a profile speaks of: a home among them may be judged otherwise than the rest."""
    lists = [value for value in profile.values.values() if isinstance(value, tuple)]
    told = {each for values in lists for each in values if isinstance(each, str)}
    for title in profile.titles:
        if title.holder is not None:
            body = world.bodies.get(title.holder)
            told.add(body.jurisdiction if body else title.holder)
    under = atlas(world).under
    return {each for place in told & world.jurisdictions.keys() for each in (place, *under.get(place, ()))}
