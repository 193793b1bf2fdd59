"""The smallest sets of facts that would open a path.

A set *opens* a path when, all its facts supposed, the path has the better outcome named with it; it
is *smallest* when no part of it does that too (minimal by inclusion: a minimal hitting set of what
stands in the way).  Facts considered: the fields of the person's profile, the degree, a title in
hand; that a side of the question becomes a member on the day asked about, or a member moves to
another tier; an agreement of the two sides; and what the data leave open (whether a side is on an
open list, since when a membership runs, what a tier grants, whether something is in force, how an
assessment ends).  The past is not changed, and an accord that has ended or is closed to a side opens
for nobody: then there is no set.

Three outcomes are aimed at: open; open_conditional, where it is still to be shown what the person has
not said (so only what stands in the way beside is named); partial, where the rule reaches no further.

Example: a host asks "7 years and (a degree or an assessment)" of a person with 5 years and no degree,
whose home is no member.  The sets are {membership, years, degree} and {membership, years, assessment}
for open, and {membership, years} for open_conditional.

Each thing that stands in the way is looked at by itself; what its facts do together is tried where they
may undo or spare one another (`trying`).

Cost: each node of the standards once, times the sets kept for it; and what trying costs.  Bound: at
most 48 sets are kept for a node, smallest first, and `MOST` told for an outcome; the answer says when
there are more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from accordgraph.pathways.conditions import Examiner, standards_on
from accordgraph.pathways.dates import Covers
from accordgraph.pathways.factsets import NEVER, NOTHING, Sets, Wanted, both, either, in_order, minimal, one
from accordgraph.pathways.lacking import Lacking, open_about, tier_with
from accordgraph.pathways.model import Accord, Agreement, Rule
from accordgraph.pathways.profile import NOBODY
from accordgraph.pathways.search import (
    NO_STANDARD,
    Outcome,
    Path,
    Question,
    agreements_of,
    asked_of_person,
)
from accordgraph.pathways.standing import Side, Stance, absent, end, standing
from accordgraph.pathways.supposing import BODY, PERSON, UNKNOWN, Fact, grown, joined, suppose
from accordgraph.pathways.trying import JOINS, Trial, needed
from accordgraph.pathways.values import Truth
from accordgraph.pathways.world import DEGREE, World

MOST = 5
"""How many sets are told for an outcome."""

BEYOND = {"accreditor", "since", "tier-right", "in-force", "standard"}
"""Facts that a degree or a standard may hang on, and that are not the person's."""

ALLOWED = {Outcome.OPEN: Truth.TRUE, Outcome.OPEN_CONDITIONAL: Truth.UNKNOWN, Outcome.PARTIAL: Truth.NOT_YET}
"""The worst that a person's part may be for an outcome."""


class Opening(NamedTuple):
    """A smallest set of facts, in a fixed order, and the outcome a path has if they hold."""

    outcome: Outcome
    facts: tuple[Fact, ...]


class Openings(NamedTuple):
    """The sets that would open a path, smallest first; `more`: there are others."""

    sets: tuple[Opening, ...] = ()
    more: bool = False


class Finder:
    """Finds what would open the paths of one question."""

    def __init__(self, world: World, question: Question) -> None:
        self.world, self.question = world, question
        self._lacking, self._trial = Lacking(world, question), Trial(world, question)

    def of(self, path: Path) -> Openings:
        """The sets that would open one path, or show a way where there is none."""
        found: list[Opening] = []
        more = False
        for outcome in (Outcome.OPEN, Outcome.OPEN_CONDITIONAL, Outcome.PARTIAL):
            if outcome >= path.outcome:
                break
            sets = either(self._opens(rule, path, outcome) for rule in self._rules(path))
            if path.rule is None:  # an accord that neither side has anything to do with is no path
                sets = tuple(facts for facts in sets if any(fact.kind in JOINS for fact in facts))
            better = [frozenset(each.facts) for each in found]
            new = self._tried(
                path, [each for each in sets if each and not any(b <= each for b in better)], outcome
            )
            more = more or len(new) > MOST
            found += [Opening(outcome, tuple(in_order(facts))) for facts in new[:MOST]]
        found.sort(key=lambda each: (len(each.facts), each.outcome))  # stable: the order within stays
        return Openings(tuple(found), more)

    def _tried(self, path: Path, sets: Iterable[Wanted], outcome: Outcome) -> Sets:
        """The first of the sets, one more than are told, as they turn out when their facts come together."""
        found: list[Wanted] = []
        for facts in sets:
            kept = self._trial.kept(path, facts, outcome)
            if kept is not None and not any(less <= kept for less in found):
                found.append(kept)
            if len(found) > MOST:
                break
        return minimal(found)

    def _rules(self, path: Path) -> list[Rule]:
        """The rule of a path; without one, every rule of the goal that is open to new sides."""
        world = self.world
        if path.rule is not None:
            return [world.rules[path.rule]]
        if any(reason.code == "SAME_JURISDICTION" for reason in path.value.reasons):
            return []
        return [r for r in world.rules_for(self.question.goal) if not world.accord_of(r).is_agreement]

    def _opens(self, rule: Rule, path: Path, outcome: Outcome) -> Sets:
        agreement = self.world.agreements.get(path.agreement or "")
        if path.rule is not None or not (known := self._agreed(rule)):
            return self._opens_by(rule, agreement, outcome)
        # No path yet, but an agreement of the two sides: it is the way once they are members.
        return either(self._opens_by(rule, each, outcome) for each in known if rule.by_agreement)

    def _agreed(self, rule: Rule) -> tuple[Agreement, ...]:
        """Agreements of the two sides that fill in a rule, or the one it yields to."""
        filled = rule if rule.by_agreement else self.world.rules.get(rule.yields_to or "")
        return () if filled is None else tuple(agreements_of(self.world, filled, self.question))

    def _opens_by(self, rule: Rule, agreement: Agreement | None, outcome: Outcome) -> Sets:
        question = self.question
        terms = agreement.terms if agreement else rule.terms
        scoped = self.world.kinds[rule.concludes].is_scoped
        reaches = not (scoped and terms.still_open and question.scope not in terms.scopes)
        by_rule = rule if rule.by_agreement else self.world.rules.get(rule.yields_to or "")
        if (agreement or not rule.by_agreement) and reaches is (outcome is not Outcome.PARTIAL):
            return self._whole(rule, outcome, agreement)
        if by_rule is None or not by_rule.by_agreement or outcome is Outcome.PARTIAL:
            return NEVER
        about = (rule.accord, question.home.place, question.target.place, question.scope)
        return both([one(Fact(BODY, "agreement", about)), self._whole(by_rule, outcome, None)])

    def _whole(self, rule: Rule, outcome: Outcome, agreement: Agreement | None) -> Sets:
        """What a path that ends in a rule asks, as far as it is not so."""
        accord, chain = self.world.accord_of(rule), self.world.chains[rule.id]
        if self._same_entry(chain):
            return NEVER
        parts = [
            self._in_force((accord, *chain) if agreement is None else (accord, *chain, agreement)),
            self._territory(accord),
            self._side(accord, chain, is_home=True),
            self._side(accord, chain, is_home=False),
        ]
        if not all(parts):
            return NEVER
        return both([*parts, self._of_person(chain, ALLOWED[outcome])])

    def _of_person(self, chain: tuple[Rule, ...], allowed: Truth) -> Sets:
        """What a chain asks of the person; of one who says nothing a world remembers it."""

        def find() -> Sets:
            return self._settled(chain, both(self._person(each, allowed) for each in chain), allowed)

        question = self.question
        if question.profile != NOBODY:
            return find()
        return self.world.remembered(("lacks", chain[-1].id, question.home, question.day, allowed), find)

    def _same_entry(self, chain: tuple[Rule, ...]) -> bool:
        day, ends = self.question.day, []
        for side, is_home in ((self.question.home, True), (self.question.target, False)):
            asked = end(self.world, side, day, is_home=is_home).of_chain(chain)
            ends.append({standing.membership.id for standing in asked.standings})
        return not ends[0].isdisjoint(ends[1])

    def _in_force(self, things: Iterable[Accord | Rule | Agreement]) -> Sets:
        day, facts, doubtful = self.question.day, [], []
        for thing in things:
            covers = thing.spell.covers(day, day)
            if covers is Covers.NO:
                return NEVER
            if covers is Covers.POSSIBLY:
                facts.append(Fact(UNKNOWN, "in-force", (thing.id,)))
            if thing.status_unknown:
                doubtful.append(thing.id)
        if doubtful:
            facts.append(Fact(UNKNOWN, "status", tuple(doubtful)))
        return (frozenset(facts),) if facts else NOTHING

    def _territory(self, accord: Accord) -> Sets:
        ends = (self.question.home.place, self.question.target.place)
        inside = (not accord.territory.isdisjoint(self.world.places.get(place, (place,))) for place in ends)
        return NOTHING if not accord.territory or all(inside) else NEVER

    def _side(self, accord: Accord, chain: tuple[Rule, ...], *, is_home: bool) -> Sets:
        asked = [right for rule in chain for right in (rule.asks_home if is_home else rule.asks_target)]
        side = self.question.home if is_home else self.question.target
        rights = tuple(dict.fromkeys(asked))
        return both(self._right(accord, side, right, rights) for right in rights)

    def _right(self, accord: Accord, side: Side, right: str, rights: tuple[str, ...]) -> Sets:
        found = standing(self.world, accord.id, side, right, self.question.day, self.question.day)
        tier = tier_with(self.world, accord.id, rights)
        if found is None:
            value = absent(self.world, accord, side, "")
            shut = value.truth is Truth.REFUSED and not any(reason.listed for reason in value.reasons)
            if shut or tier is None:
                return NEVER
            if value.unsure:
                return one(joined("member", UNKNOWN, accord.id, side, tier))
            return one(joined("membership", BODY, accord.id, side, tier))
        raised = (
            NEVER
            if tier is None or found.stance is Stance.GRANTED
            else one(Fact(BODY, "tier", (found.membership.id, tier)))
        )
        if found.stance is Stance.WITHHELD:
            return raised
        return either([raised, open_about(found, right)])

    def _person(self, rule: Rule, allowed: Truth) -> Sets:
        if rule.title is not None and self._lacking.examiner.holds_title(rule.title):
            return NOTHING
        asked = both(
            [self._standard(rule, allowed), *(self._lacking.of(c, allowed) for c in rule.conditions)]
        )
        return asked if rule.title is None or asked == NOTHING else either([asked, self._title(rule.title)])

    def _standard(self, rule: Rule, allowed: Truth) -> Sets:
        """What the standard of the day lacks; of versions that may be the one, whichever is meant."""
        if not rule.standards:
            return NOTHING
        versions = standards_on(self.world, rule, self.question.day)
        lacks = [self._lacking.of(standard.root, allowed) for standard, _ in versions]
        found = []
        for number, (standard, surely) in enumerate(versions):
            sure = NOTHING if surely else one(Fact(UNKNOWN, "in-force", (standard.id,)))
            found.append(both([sure, *lacks[number:]]))
        if allowed >= Truth.UNKNOWN:
            found.append(both(lacks))
        elif not versions:
            found.append(one(Fact(UNKNOWN, "standard", (rule.id,), NO_STANDARD)))
        return either(found)

    def _roots(self, rule: Rule) -> list[str]:
        """The conditions that a rule asks on the day, or may ask."""
        versions = standards_on(self.world, rule, self.question.day) if rule.standards else []
        return [*rule.conditions, *(standard.root for standard, _ in versions)]

    def _settled(self, chain: tuple[Rule, ...], sets: Sets, allowed: Truth) -> Sets:
        """The sets as they turn out when their facts come together.

        Conditions that read the same field are each right for themselves, and yet 7 years bring along 4,
        one title said leaves another unheld, and a title that one rule asks for is what another gives:
        such sets are tried on the person.
        """
        shared = self.world.remembered(
            ("shared", chain[-1].id, self.question.day), lambda: self._shared(chain)
        )
        given = {rule.title for rule in chain}
        found = []
        for facts in sets:
            reads = {name for fact in facts for name, _ in fact.values}
            reads |= {DEGREE for fact in facts if fact.degree is not None}
            titles = {fact.about[0] for fact in facts if fact.kind == "title"}
            if reads.isdisjoint(shared) and titles.isdisjoint(given):
                found.append(facts)
                continue
            kept = needed(facts, lambda each: self._meets(chain, each, allowed), in_order)
            if kept is not None:
                found.append(kept)
        return minimal(found)

    def _shared(self, chain: tuple[Rule, ...]) -> frozenset[str]:
        """Fields that several conditions of a chain read, and the degree."""
        queue = [root for rule in chain for root in self._roots(rule)]
        seen, once, twice = set[str](), set[str](), set[str]()
        while queue:
            name = queue.pop()
            if name in seen:
                continue
            seen.add(name)
            condition = self.world.conditions[name]
            own = {f for f in (condition.field, condition.until_field) if f}
            own |= {DEGREE} if condition.kind == "DegreeCondition" else set()
            twice |= own & once
            once |= own
            queue += [*condition.operands, *condition.included]
            queue += [each.condition for each in self.world.equivalences_for(name)]
            accrediting = self.world.members_in(condition.accredited_under or "")
            queue += [member.limited_to for member in accrediting if member.limited_to]
        return frozenset(twice)

    def _meets(self, chain: tuple[Rule, ...], facts: Wanted, allowed: Truth) -> bool:
        """Whether facts do for all that a chain asks of the person."""
        profile, world = grown(self.question.profile, facts), self.world
        if profile is None:
            return False
        if any(fact.kind in BEYOND for fact in facts):
            world, _ = suppose(world, self.question, facts)
        met = frozenset(fact.about[0] for fact in facts if fact.kind == "assessment")
        examiner = Examiner(world, profile, self.question.home, self.question.day, met)
        return all(
            value.truth <= allowed
            for rule in world.chains[chain[-1].id]
            for value in asked_of_person(examiner, rule)
        )

    def _title(self, title: str) -> Sets:
        lists = [f.id for f in self.world.fields.values() if (f.choice_class or "").endswith("Title")]
        return one(Fact(PERSON, "title", (title,), values=tuple((name, (title,)) for name in sorted(lists))))
