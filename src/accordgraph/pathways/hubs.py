"""One rule on one day for all places at once: classes of places, and what each pair of classes gets.

An accord is a hub: what a rule gives depends on a place only through the class its memberships
put it into (tier, and how surely they cover the day), so n members cost n, and every pair of
classes is evaluated once, by one place that stands for each, with the engine's own functions.

>>> Part(0b1010, Value(unsure=True), NOBODY).value.unsure
True

Cost: the memberships of the accord, and of the accords that its standards ask degrees of, plus
one evaluation for each class.  Bound: classes are tiers times three, times those of the degrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from accordgraph.pathways.classes import Classes, classes
from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.ledger import ledger
from accordgraph.pathways.model import Accord, Rule
from accordgraph.pathways.places import Places, atlas
from accordgraph.pathways.profile import Profile
from accordgraph.pathways.search import Outcome, accreditor_of, asked_of_person, in_force, outcome_of
from accordgraph.pathways.standard import examiner
from accordgraph.pathways.standing import Asked, Side, end, ever_member
from accordgraph.pathways.values import Truth, Value, conjunction
from accordgraph.pathways.world import World

Split = list[tuple[Any, Places]]
"""All places, each in one class, with what the value of the class rests on."""

Key = tuple[Any, ...]

NOBODY = frozenset[str]()


class Part(NamedTuple):
    """One class of places at one end, and the value there of all that depends on that end."""

    places: Places
    value: Value
    speaks_by: frozenset[str]
    """Memberships by which all places of the class speak, where one entry may speak for several places."""


class Hub(NamedTuple):
    """One rule on one day: its classes at both ends, and who must be there for the rule to say anything."""

    rule: Rule
    whole: Value
    is_partial: bool
    homes: tuple[Part, ...]
    targets: tuple[Part, ...]
    known: Places
    inside: Places
    touching_homes: Places
    touching_targets: Places

    def outcome(self, home: Part, target: Part) -> Outcome:
        """What each pair of two classes gets, if the rule says anything of it."""
        if home.speaks_by & target.speaks_by:
            return Outcome.BLOCKED
        values = (self.whole, home.value, target.value)
        truth, unsure = max(v.truth for v in values), any(v.unsure for v in values)
        return outcome_of(truth, unsure, self.is_partial)

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
        self._examiners: dict[Side, Examiner] = {}
        self._known: dict[tuple[str, bool, bool], Classes] = {}
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
        return not crosses or ledger(self.world, chain[-1].accord).covers

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
        degrees = [split for degree in self.degree_accords(chain) for split in self._split(degree)]
        asks_target = any(each.asks_target for each in chain)
        shared = known.shared if apart else 0
        targets = self._parts(chain, inside, own if asks_target else (), (), shared, is_home=False)
        person = (*degrees, self._people())
        homes = self._parts(chain, inside, own if asks_home else (), person, shared, is_home=True)
        reaches = not world.kinds[rule.concludes].is_scoped or self.scope in rule.terms.scopes
        partial = not reaches and bool(rule.terms.still_open)
        return Hub(rule, whole, partial, homes, targets, known.known, inside, homes_touch, targets_touch)

    def signature(self, place: Places, rules: tuple[str, ...]) -> tuple[int, ...]:
        """The class a place lies in of each division that these rules make; places alike are judged alike."""
        known = self._signatures.get((place, rules))
        if known is None:
            known = self._signatures[place, rules] = tuple(
                next(number for number, (_, places) in enumerate(split) if places & place)
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
        part = self._part(chain, place, is_home=is_home)
        if not self._tells_apart(chain):
            return part
        return part._replace(speaks_by=self._speakers(chain, place, is_home))

    def _split(self, accord: str, near: Accord | None = None, *, apart: bool = False) -> list[Split]:
        """Ways to divide all places by what an accord makes of them, as an end or as an accreditor."""
        known = self._classes(accord, awards=near is None, apart=apart)
        split = [(known.alike.get(key, key), places) for key, places in known.by_key.items()]
        splits = [[*split, (None, self.atlas.all & ~known.known)]]
        of = self.world.accords[accord]
        bounds = (of.between, of.admission.places if of.admission else frozenset())
        for bound in bounds:
            if bound:
                inside = self.atlas.near(bound)
                splits.append([(True, inside), (False, self.atlas.all & ~inside)])
        return splits

    def _people(self) -> Split:
        """A profile may name places; homes among them differ from all others."""
        apart = [(place, place) for place in self._named]
        return [*apart, (None, self.atlas.all & ~reduce(or_, self._named, 0))]

    def _parts(
        self,
        chain: tuple[Rule, ...],
        inside: Places,
        of_end: Iterable[Split],
        of_person: Iterable[Split],
        shared: Places,
        *,
        is_home: bool,
    ) -> tuple[Part, ...]:
        parts = _divided([((), inside)], of_end)
        if of_person:  # a refused end is refused whoever the person is
            refused = {key: self._asked(chain, places, is_home).refused for key, places in parts}
            parts = _divided([part for part in parts if not refused[part[0]]], of_person)
        alike: dict[Any, Part] = {}
        found = []
        for key, places in parts:
            part = alike.get(key)
            if part is None:
                part = alike[key] = self._part(chain, places, is_home=is_home)
            if part.value.truth is not Truth.REFUSED:
                speaks_by = self._speakers(chain, places, is_home) if places & shared else NOBODY
                found.append(part._replace(places=places, speaks_by=speaks_by))
        return tuple(found)

    def _side(self, places: Places) -> Side:
        """The first of some places, to stand for all."""
        return Side(self.atlas.places[(places & -places).bit_length() - 1])

    def _speakers(self, chain: tuple[Rule, ...], places: Places, is_home: bool) -> frozenset[str]:
        asked = self._asked(chain, places, is_home)
        return frozenset(s.membership.id for s in asked.standings)

    def _asked(self, chain: tuple[Rule, ...], places: Places, is_home: bool) -> Asked:
        return end(self.world, self._side(places), self.day, is_home=is_home).of_chain(chain)

    def _part(self, chain: tuple[Rule, ...], places: Places, *, is_home: bool) -> Part:
        side = self._side(places)
        asked = self._asked(chain, places, is_home)
        values = [asked.value]
        if is_home and not asked.refused:
            person = self._examiners.get(side)
            if person is None:
                person = self._examiners[side] = examiner(self.world, self.profile, side, self.day)
            values += [value for rule in chain for value in asked_of_person(person, rule)]
        return Part(places, conjunction(values), NOBODY)

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


def _divided(parts: list[tuple[Key, Places]], splits: Iterable[Split]) -> list[tuple[Key, Places]]:
    """The parts, each divided by every split, with the values of its classes."""
    for split in splits:
        parts = [
            ((*key, more), both) for key, places in parts for more, other in split if (both := places & other)
        ]
    return parts


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
