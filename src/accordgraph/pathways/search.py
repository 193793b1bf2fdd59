"""Find every recognition path for one question.

A path belongs to one accord: the chain of rules that ends in the goal asked for, with the
rights it asks of both sides, the standard it asks of the person, and the terms of its last
rule (or of the agreement that fills that rule in).  Recognition is not transitive: no path
composes accords through a third place.

Definition.  value(path) = AND(accord and rules in force, person, home side, target side);
REFUSED is blocked, *unsure* is uncertain, something the terms do not reach is partial, and
otherwise the truth decides: open, open_conditional, not_yet.

Cost: rules of the accords that touch either end, times the size of their standards.  Bound:
a chain is as long as its accord's rules; nothing is enumerated beyond them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from accordgraph.pathways.conditions import Examiner, standards_on
from accordgraph.pathways.dates import ALWAYS, Covers
from accordgraph.pathways.model import Accord, Agreement, Rule, Terms, Text
from accordgraph.pathways.profile import NOBODY, Profile
from accordgraph.pathways.standard import examiner
from accordgraph.pathways.standing import Asked, Side, Standing, end, ever_member, spells
from accordgraph.pathways.values import TRUE, Reason, Truth, Value, conjunction, refused, unknown
from accordgraph.pathways.world import World

NO_STANDARD = Text("entry standard of that day", "当日的准入标准")


class Outcome(IntEnum):
    """What a path gives; greater is worse."""

    OPEN = 0
    OPEN_CONDITIONAL = 1
    NOT_YET = 2
    PARTIAL = 3
    UNCERTAIN = 4
    BLOCKED = 5

    @property
    def slug(self) -> str:
        """The name answers print."""
        return self.name.lower()


class Certainty(IntEnum):
    """How sure the facts under a path are; greater is surer."""

    HYPOTHETICAL = 0
    STATUS_UNKNOWN = 1
    IN_FORCE = 2

    @property
    def slug(self) -> str:
        """The name answers print."""
        return self.name.lower().replace("_", "-")


class Question(NamedTuple):
    """From `home` to `target` for `goal` (a kind's id) on `day`, within `scope` (its id)."""

    home: Side
    target: Side
    goal: str
    day: date
    scope: str
    profile: Profile = NOBODY


class Found(NamedTuple):
    """What the steps of a path rest on: who speaks for both ends, and what each rule asks of the person."""

    home: Asked
    target: Asked
    person: tuple[tuple[Value, ...], ...]


class Step(NamedTuple):
    """One rule applied on the way, with the statements it rests on."""

    rule: str
    concludes: str
    from_body: str | None
    to_body: str | None
    terms: Terms
    used: tuple[str, ...]
    agreement: str | None = None


class Path(NamedTuple):
    """One way, or the reason why there is none; lists are empty where they do not apply."""

    accord: str | None
    outcome: Outcome
    certainty: Certainty
    terms: Terms
    value: Value
    steps: tuple[Step, ...] = ()
    hypothetical: bool = False
    rule: str | None = None
    agreement: str | None = None
    home_bodies: tuple[str, ...] = ()
    target_bodies: tuple[str, ...] = ()
    list_confirmed_on: date | None = None
    members_confirmed_on: date | None = None
    pareto: bool = False


def _nothing(code: str) -> Path:
    return Path(None, Outcome.BLOCKED, Certainty.IN_FORCE, Terms(), refused(Reason(code)))


def find_paths(world: World, question: Question, met: frozenset[str] = frozenset()) -> list[Path]:
    """All paths for a question, unordered; one that says why when there is none.

    Conditions `met` count as true, such as an assessment that is supposed to end well.
    """
    kind = world.kinds[question.goal]
    if kind.crosses_border and _one_entry_covers_both(world, question):
        return [_nothing("SAME_JURISDICTION")]
    search = _Search(world, question, met)
    found = [path for rule in search.rules() for path in search.of(rule)]
    return found or [_nothing("NO_SHARED_ACCORD")]


def paths_of_rule(
    world: World, question: Question, rule: str, met: frozenset[str] = frozenset()
) -> list[Path]:
    """The paths for a question that end in one rule; conditions `met` count as true."""
    if rule not in world.rules:
        return []
    return list(_Search(world, question, met).of(world.rules[rule]))


def rules_asked(world: World, question: Question) -> list[Rule]:
    """The rules that may say anything about a question."""
    return _Search(world, question).rules()


def _one_entry_covers_both(world: World, question: Question) -> bool:
    home, target = question.home.place, question.target.place
    return not set(world.places.get(home, (home,))).isdisjoint(world.places.get(target, (target,)))


def asked_of_person(examiner: Examiner, rule: Rule) -> Iterator[Value]:
    """What a rule asks of the person; nothing if its title is in hand."""
    if rule.title is not None and examiner.holds_title(rule.title):
        return
    if rule.standards:
        versions = standards_on(examiner.world, rule, examiner.day)
        for standard, _ in versions:
            yield examiner.value(standard.root).using(standard.id)
        if not any(surely for _, surely in versions):
            yield unknown(NO_STANDARD)
    for condition in rule.conditions:
        yield examiner.value(condition)


class _Search:
    """One question in one world, and what was already looked up for it."""

    def __init__(self, world: World, question: Question, met: frozenset[str] = frozenset()) -> None:
        self.world, self.question = world, question
        self.examiner = examiner(world, question.profile, question.home, question.day, met)
        self.home = end(world, question.home, question.day, is_home=True)
        self.target = end(world, question.target, question.day, is_home=False)
        self.accreditor = accreditor_of(world, self.examiner.profile)
        self.in_force = world.remembered(("in force", question.day), dict[str, Value])

    def rules(self) -> list[Rule]:
        """The rules that may say anything: of accords that an end, or the degree's accreditor, knows."""
        world, question = self.world, self.question
        goal = question.goal
        home, target = self.home.near(goal), self.target.near(goal)
        accrediting = () if self.accreditor is None else spells(world, self.accreditor)
        near = dict.fromkeys((*home.accords, *target.accords, *accrediting, *home.inside, *target.inside))
        return [rule for accord in near for rule in world.rules_under(goal, accord)]

    def of(self, rule: Rule) -> Iterator[Path]:
        """The paths that end in one rule."""
        world, question = self.world, self.question
        accord, chain = world.accord_of(rule), world.chains[rule.id]
        if accord.territory:
            inside = [_is_inside(world, accord, side) for side in (question.home, question.target)]
            if not all(inside):
                if any(inside):
                    yield _out_of_scope(accord, rule)
                return
        elif not self._touches(rule):
            return
        # A rule that is gone is yielded to no more.
        first = None if rule.yields_to is None else world.rules.get(rule.yields_to)
        if first is not None and any(agreements_of(world, first, question)):
            return
        agreements = tuple(agreements_of(world, rule, question)) if rule.by_agreement else ()
        if rule.by_agreement and not agreements:
            return
        home, target = self.home.of_chain(chain), self.target.of_chain(chain)
        same = _same_entry(rule, home.standings, target.standings)
        closed = accord.is_agreement and (home.refused or target.refused or same is not TRUE)
        # Of an agreement closed to these two sides nobody asks what it would have wanted of a person.
        person = () if closed else tuple([tuple(asked_of_person(self.examiner, each)) for each in chain])
        asked = [value for values in person for value in values]
        value = conjunction([self._in_force(accord, chain), *asked, home.value, target.value, same])
        if world.supposed and not world.supposed.isdisjoint(value.used):
            value = value._replace(supposed=True)
        found = Found(home, target, person)
        if not rule.by_agreement:
            yield self._path(chain, value, rule.terms, found, None)
            return
        for agreement in agreements:
            surely = agreement.spell.covers(question.day, question.day) is Covers.YES
            by_it = Value(
                used=(agreement.id,),
                unsure=agreement.status_unknown or not surely,
                supposed=agreement.supposed or agreement.id in world.supposed,
                until=agreement.spell.end,
            )
            yield self._path(chain, conjunction([value, by_it]), agreement.terms, found, agreement)

    def _touches(self, rule: Rule) -> bool:
        """Whether the accord has anything to do with the question.

        Rules that ask something of the home side: either end is a member that day.  Others: the
        target, or the accreditor of the degree, was a member at some time.
        """
        accord = rule.accord
        if rule.id in self.world.asking_home:
            return self.home.is_member(accord) or self.target.is_member(accord)
        return accord in self.target.accords or bool(
            self.accreditor and ever_member(self.world, accord, self.accreditor)
        )

    def _in_force(self, accord: Accord, chain: tuple[Rule, ...]) -> Value:
        rule = chain[-1].id
        known = self.in_force.get(rule)
        if known is None:
            known = self.in_force[rule] = in_force(accord, chain, self.question.day)
        return known

    def _path(
        self,
        chain: tuple[Rule, ...],
        value: Value,
        terms: Terms,
        found: Found,
        agreement: Agreement | None,
    ) -> Path:
        rule, question = chain[-1], self.question
        reaches = not self.world.kinds[rule.concludes].is_scoped or question.scope in terms.scopes
        still_open = () if reaches else terms.still_open
        outcome = outcome_of(value.truth, value.unsure, bool(still_open))
        blocked = outcome is Outcome.BLOCKED
        told = Terms(force=terms.force) if blocked else terms
        return Path(
            accord=rule.accord,
            outcome=outcome,
            certainty=_certainty(value),
            terms=told
            if blocked or still_open == terms.still_open
            else terms._replace(still_open=still_open),
            value=value,
            steps=() if blocked else tuple(self._steps(chain, found, agreement)),
            hypothetical=value.supposed,
            rule=rule.id,
            agreement=agreement.id if agreement else None,
            home_bodies=found.home.bodies,
            target_bodies=found.target.bodies,
            list_confirmed_on=_list_confirmed_on(value, question.day),
            members_confirmed_on=min(
                filter(None, (found.home.confirmed_on, found.target.confirmed_on)), default=None
            ),
        )

    def _steps(
        self,
        chain: tuple[Rule, ...],
        found: Found,
        agreement: Agreement | None,
    ) -> Iterator[Step]:
        for rule, asked in zip(chain, found.person, strict=True):
            if rule.step_text is None or (rule.title is not None and self.examiner.holds_title(rule.title)):
                continue
            by = agreement if rule is chain[-1] else None
            used = [rule.id]
            for value in asked:
                used += value.used
            used += (*self.home.used_by(rule), *self.target.used_by(rule))
            if by:
                used.append(by.id)
            yield Step(
                rule=rule.id,
                concludes=rule.concludes,
                from_body=next(iter(found.home.bodies or self._members_among(asked)), None),
                to_body=next(iter(found.target.bodies), None),
                terms=by.terms if by else rule.terms,
                used=tuple(dict.fromkeys(used)),
                agreement=by.id if by else None,
            )

    def _members_among(self, values: Iterable[Value]) -> tuple[str, ...]:
        """Bodies whose memberships values rest on: of what the person shows, the accreditors."""
        known = (self.world.memberships.get(s) for value in values for s in value.used)
        return tuple(m.body for m in known if m is not None and m.body)


def _certainty(value: Value) -> Certainty:
    if value.supposed:
        return Certainty.HYPOTHETICAL
    return Certainty.STATUS_UNKNOWN if value.unsure else Certainty.IN_FORCE


def _list_confirmed_on(value: Value, day: date) -> date | None:
    """The day the member list was last known complete, where an answer for a later day rests on it."""
    if not value.reasons:
        return None
    return min([r.listed for r in value.reasons if r.listed and r.listed < day], default=None)


def _is_inside(world: World, accord: Accord, side: Side) -> bool:
    return any(place in accord.territory for place in world.places.get(side.place, (side.place,)))


def _out_of_scope(accord: Accord, rule: Rule) -> Path:
    value = refused(Reason("JURISDICTION_OUT_OF_SCOPE", accord.id)).using(accord.id, rule.id)
    certainty = Certainty.STATUS_UNKNOWN if accord.status_unknown else Certainty.IN_FORCE
    return Path(accord.id, Outcome.BLOCKED, certainty, Terms(), value, rule=rule.id)


def accreditor_of(world: World, profile: Profile) -> Side | None:
    """Who accredited the degree, as far as a profile says."""
    degree = profile.degree
    if degree is None:
        return None
    if degree.body in world.bodies:
        return Side(world.bodies[degree.body].jurisdiction, degree.body)
    return Side(degree.jurisdiction or "", degree.body)


def agreements_of(world: World, rule: Rule, question: Question) -> Iterator[Agreement]:
    """Agreements of the two ends under the rule's accord that hold, or may hold, on the day."""
    target = set(world.places.get(question.target.place, ()))
    found = {
        agreement.id: agreement
        for place in world.places.get(question.home.place, ())
        for agreement in world.agreements_at(rule.accord, place)
        if agreement.between & target
    }
    for agreement in found.values():
        if agreement.spell.covers(question.day, question.day) is not Covers.NO:
            yield agreement


def in_force(accord: Accord, chain: tuple[Rule, ...], day: date) -> Value:
    """Whether an accord and a chain of its rules are in force on a day."""
    unsure = accord.status_unknown or any(rule.status_unknown for rule in chain)
    until, reasons = date.max, []
    for spell in (accord.spell, *(rule.spell for rule in chain)):
        if spell is ALWAYS:
            continue
        covers = spell.covers(day, day)
        if covers is not Covers.NO:
            unsure = unsure or covers is Covers.POSSIBLY
            until = min(until, spell.end)
        elif day < spell.start_by:
            reasons.append(Reason("ACCORD_NOT_YET_IN_FORCE", accord.id, date=spell.start))
        else:
            reasons.append(Reason("ACCORD_ENDED", accord.id, date=spell.end_by))
    return Value(
        Truth.REFUSED if reasons else Truth.TRUE,
        reasons=tuple(dict.fromkeys(reasons)),
        used=(accord.id, *(rule.id for rule in chain)),
        unsure=unsure,
        until=until,
    )


def _same_entry(rule: Rule, home: tuple[Standing, ...], target: tuple[Standing, ...]) -> Value:
    """One entry that speaks for both ends recognises nothing between them."""
    for standing in home:
        if any(other.membership.id == standing.membership.id for other in target):
            return refused(Reason("SAME_JURISDICTION", rule.accord))
    return TRUE


def outcome_of(truth: Truth, unsure: bool, partial: bool) -> Outcome:
    """What a path gives: by its value, and by whether its terms leave something of the goal out."""
    if truth is Truth.REFUSED:
        return Outcome.BLOCKED
    if unsure:
        return Outcome.UNCERTAIN
    return Outcome.PARTIAL if partial else Outcome(int(truth))
