"""Sets of facts tried on the world: whether they open a path together, and which of them it needs.

What stands in the way of a path is looked at part by part.  Facts that come together may undo or spare
one another: a raised tier makes one entry speak for both sides, a new member becomes the accreditor of
the degree, one tier's right serves two.  Sets in which that may be are supposed as a whole, and every
fact that is not needed is left out.

>>> needed(frozenset("abc"), lambda facts: facts >= {"b"}, sorted)
frozenset({'b'})

Cost: a change of the world for each choice of facts that are not the person's, and the paths of one rule
for each set and each of its facts.  Bound: only sets that may be otherwise are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from accordgraph.pathways.factsets import Wanted, in_order
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.search import Outcome, Path, Question, accreditor_of, find_paths, paths_of_rule
from accordgraph.pathways.standing import spells
from accordgraph.pathways.supposing import PERSON, Fact, grown, suppose
from accordgraph.pathways.world import World

T = TypeVar("T")

JOINS = frozenset({"membership", "member"})
ENTRIES = frozenset({"accreditor", "since", "tier-right"})
"""Facts about entries of other days, and of which a part is right already."""


def needed(
    facts: frozenset[T], holds: Callable[[frozenset[T]], bool], order: Callable[[frozenset[T]], Iterable[T]]
) -> frozenset[T] | None:
    """The facts that are left when none can be left out any more; None if they do not hold together."""
    if not holds(facts):
        return None
    spared = next((fact for fact in order(facts) if holds(facts - {fact})), None)
    while spared is not None:
        facts -= {spared}
        spared = next((fact for fact in order(facts) if holds(facts - {fact})), None)
    return facts


class Trial:
    """Tries sets of facts on one question; worlds in which the same is supposed are made once."""

    def __init__(self, world: World, question: Question) -> None:
        self.world, self.question = world, question
        home, target = question.home.place, question.target.place
        self._near = home in world.places.get(target, (target,)) or target in world.places.get(home, (home,))
        self._lone = world.remembered(("lone", question.goal), self._is_lone)
        every = world.conditions.values()
        self._accrediting = world.remembered("accrediting", lambda: {c.accredited_under for c in every})
        self._worlds: dict[tuple[Wanted, object], World] = {}

    def _is_lone(self) -> bool:
        """Whether a rule of the goal asks nothing of either side: what else they do brings it up, or not."""
        world = self.world
        touched = [r for r in world.rules_for(self.question.goal) if not world.accord_of(r).territory]
        return not all(any(e.asks_home or e.asks_target for e in world.chains[r.id]) for r in touched)

    def kept(self, path: Path, facts: Wanted, outcome: Outcome) -> Wanted | None:
        """What of a set is needed for an outcome, as it turns out together; None if it does not do."""
        if not self._may_differ(facts):
            return facts
        # What is asked of the person stays as it is where nobody's standing as an accreditor does.
        whole = self._lone or any(accord in self._accrediting for accord, _ in self._entries(facts))

        def order(left: Wanted) -> list[Fact]:
            return [fact for fact in in_order(left) if whole or not _is_of_person(fact)]

        return needed(facts, lambda each: self._reaches(path, each, outcome), order)

    def _may_differ(self, facts: Wanted) -> bool:
        """Whether facts may undo or spare one another; if not, a set is what its parts make it."""
        if self._lone or any(fact.kind in ENTRIES for fact in facts):
            return True
        raised = [self.world.memberships[fact.about[0]] for fact in facts if fact.kind == "tier"]
        if len(raised) > 1 or any(self._share_an_entry(each.accord) for each in raised):
            return True
        if self._near and any(fact.kind in JOINS for fact in facts):
            return True
        new = [entry for entry in self._entries(facts) if entry[0] in self._accrediting]
        if not new:
            return False
        degrees = [self.question.profile.degree, *(fact.degree for fact in facts)]
        told = [degree for degree in degrees if degree is not None]
        return any(self._accredits(place, degree) for _, place in new for degree in told)

    def _entries(self, facts: Wanted) -> Iterator[tuple[str, str | None]]:
        """The accords, and places if it is of one, of entries that facts are about."""
        for fact in facts:
            if fact.kind in JOINS or fact.kind == "accreditor":
                yield fact.about[0], fact.about[1]
            elif fact.kind in ("tier", "since"):
                member = self.world.memberships[fact.about[0]]
                yield from ((member.accord, place) for place in (member.jurisdiction, *member.covers))
            elif fact.kind == "tier-right":
                yield self.world.tiers[fact.about[0]].accord, None

    def _share_an_entry(self, accord: str) -> bool:
        """Whether an entry of an accord may speak for both sides, whoever speaks for them now."""
        ends = (self.question.home, self.question.target)
        known = [{m for group in spells(self.world, s).get(accord, ()) for m in group} for s in ends]
        return not known[0].isdisjoint(known[1])

    def _accredits(self, place: str | None, degree: Degree) -> bool:
        """Whether an entry that is new may speak for who accredited a degree, of earlier days too."""
        world = self.world
        if degree.awarded is not None and degree.awarded[0] > self.question.day:
            return False
        side = accreditor_of(world, self.question.profile._replace(degree=degree))
        near = () if side is None else world.places.get(side.place, (side.place,))
        return place in near

    def _reaches(self, path: Path, facts: Wanted, outcome: Outcome) -> bool:
        """Whether the path, or the agreement in its stead, has an outcome once facts are supposed."""
        profile = grown(self.question.profile, facts)
        if profile is None:
            return False
        asked = self.question._replace(profile=profile)
        met = frozenset(fact.about[0] for fact in facts if fact.kind == "assessment")
        world = self._supposed(frozenset(fact for fact in facts if not _is_of_person(fact)), asked)
        if path.rule is None:
            return any(each.outcome <= outcome for each in find_paths(world, asked, met))
        ends = dict.fromkeys((path.rule, world.rules[path.rule].yields_to or path.rule))
        return any(
            each.outcome <= outcome
            for rule in ends
            for each in paths_of_rule(world, asked, rule, met)
            if each.agreement == path.agreement or each.agreement not in self.world.agreements
        )

    def _supposed(self, facts: frozenset[Fact], asked: Question) -> World:
        degree = asked.profile.degree
        dated = degree.awarded if degree and any(fact.kind == "accreditor" for fact in facts) else None
        key = (facts, dated)
        if key not in self._worlds:
            self._worlds[key], _ = suppose(self.world, asked, facts)
        return self._worlds[key]


def _is_of_person(fact: Fact) -> bool:
    """Whether a fact changes how conditions turn out, and not the world."""
    return fact.lies_with == PERSON or fact.kind == "assessment"
