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

from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.dates import ALWAYS, Covers
from accordgraph.pathways.model import Accord, Agreement, Rule, Terms, Text
from accordgraph.pathways.profile import NOBODY, Profile
from accordgraph.pathways.standing import Side, Sides, Standing, ever_member, has_member
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

    home: tuple[Standing, ...]
    target: tuple[Standing, ...]
    home_bodies: tuple[str, ...]
    target_bodies: tuple[str, ...]
    person: tuple[tuple[Value, ...], ...]


class Step(NamedTuple):
    """One rule applied on the way, with the statements it rests on."""

    rule: str
    text: Text
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


def find_paths(world: World, question: Question) -> list[Path]:
    """All paths for a question, unordered; one that says why when there is none."""
    kind = world.kinds[question.goal]
    if kind.crosses_border and _one_entry_covers_both(world, question):
        return [_nothing("SAME_JURISDICTION")]
    search = _Search(world, question)
    found = [path for rule in world.rules_by_kind.get(question.goal, ()) for path in search.of(rule)]
    return found or [_nothing("NO_SHARED_ACCORD")]


def paths_of_rule(world: World, question: Question, rule: str) -> list[Path]:
    """The paths for a question that end in one rule."""
    if rule not in world.rules:
        return []
    return list(_Search(world, question).of(world.rules[rule]))


def _one_entry_covers_both(world: World, question: Question) -> bool:
    ends = (world.places.get(s.place, (s.place,)) for s in (question.home, question.target))
    return bool(set.intersection(*(set(places) for places in ends)))


class _Search:
    """One question in one world, and what was already looked up for it."""

    def __init__(self, world: World, question: Question) -> None:
        self.world, self.question = world, question
        self.examiner = Examiner(world, question.profile, question.home, question.day)
        self.sides = Sides(world, question.home, question.target, question.day)
        accreditor = _accreditor(world, question)
        self._near = self.sides.home_accords | self.sides.target_accords
        if accreditor is not None:
            self._near |= world.accords_of(accreditor.place, accreditor.body)

    def of(self, rule: Rule) -> Iterator[Path]:
        """The paths that end in one rule."""
        world, question = self.world, self.question
        accord, chain = world.accord_of(rule), world.chains[rule.id]
        if not accord.territory and accord.id not in self._near:
            return
        if accord.territory:
            inside = [_is_inside(world, accord, side) for side in (question.home, question.target)]
            if not all(inside):
                if any(inside):
                    yield _out_of_scope(accord, rule)
                return
        elif not _touches(world, accord, chain, question):
            return
        if rule.yields_to is not None and any(_agreements(world, world.rules[rule.yields_to], question)):
            return
        agreements = tuple(_agreements(world, rule, question)) if rule.by_agreement else ()
        if rule.by_agreement and not agreements:
            return
        home, home_standings = self.sides.of_chain(chain, at_home=True)
        target, target_standings = self.sides.of_chain(chain, at_home=False)
        bodies = [*home, *target, _same_entry(rule, home_standings, target_standings)]
        closed = accord.is_agreement and any(value.truth is Truth.REFUSED for value in bodies)
        # Of an agreement closed to these two sides nobody asks what it would have wanted of a person.
        person = () if closed else tuple(tuple(self._asks(each)) for each in chain)
        asked = (value for values in person for value in values)
        value = conjunction([_in_force(accord, chain, question.day), *asked, *bodies])
        found = Found(
            home_standings, target_standings, _bodies(home_standings), _bodies(target_standings), person
        )
        if not rule.by_agreement:
            yield self._path(chain, value, rule.terms, found, None)
            return
        for agreement in agreements:
            surely = agreement.spell.covers(question.day, question.day) is Covers.YES
            by_it = Value(
                used=(agreement.id,),
                unsure=agreement.status_unknown or not surely,
                supposed=agreement.supposed,
                until=agreement.spell.end,
            )
            yield self._path(chain, conjunction([value, by_it]), agreement.terms, found, agreement)

    def _asks(self, rule: Rule) -> Iterator[Value]:
        """What a rule asks of the person; nothing if its title is in hand."""
        if rule.title is not None and self.examiner.holds_title(rule.title):
            return
        day = self.question.day
        if rule.standards:
            standards = [self.world.standards[s] for s in rule.standards]
            valid = [s for s in standards if s.spell.covers(day, day) is not Covers.NO]
            if valid:
                standard = max(valid, key=lambda s: (s.spell.start, s.id))
                yield self.examiner.value(standard.root).using(standard.id)
            else:
                yield unknown(NO_STANDARD)
        for condition in rule.conditions:
            yield self.examiner.value(condition)

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
        outcome = _outcome(value, bool(still_open))
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
            home_bodies=found.home_bodies,
            target_bodies=found.target_bodies,
            list_confirmed_on=_list_confirmed_on(value, question.day),
            members_confirmed_on=_members_confirmed_on(found, question.day),
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
            accreditors = self._members_among(asked)
            rights = (value for end in (True, False) for value, _ in self.sides.of(rule, at_home=end))
            values = (*asked, *rights)
            used = [rule.id, *(s for value in values for s in value.used), *([by.id] if by else [])]
            yield Step(
                rule=rule.id,
                text=self._text(rule),
                concludes=rule.concludes,
                from_body=next(iter(found.home_bodies or accreditors), None),
                to_body=next(iter(found.target_bodies), None),
                terms=by.terms if by else rule.terms,
                used=tuple(dict.fromkeys(used)),
                agreement=by.id if by else None,
            )

    def _members_among(self, values: Iterable[Value]) -> tuple[str, ...]:
        """Bodies whose memberships values rest on: of what the person shows, the accreditors."""
        known = (self.world.memberships.get(s) for value in values for s in value.used)
        return tuple(m.body for m in known if m is not None and m.body)

    def _text(self, rule: Rule) -> Text:
        world, home, target = self.world, self.question.home, self.question.target
        return (rule.step_text or Text("", "")).fill(
            accord=world.label(rule.accord),
            title=world.label(rule.title) if rule.title else "",
            home=world.label(home.body or home.place),
            target=world.label(target.body or target.place),
        )


def _certainty(value: Value) -> Certainty:
    if value.supposed:
        return Certainty.HYPOTHETICAL
    return Certainty.STATUS_UNKNOWN if value.unsure else Certainty.IN_FORCE


def _list_confirmed_on(value: Value, day: date) -> date | None:
    """The day the member list was last known complete, where an answer for a later day rests on it."""
    return min((r.listed for r in value.reasons if r.listed and r.listed < day), default=None)


def _members_confirmed_on(found: Found, day: date) -> date | None:
    """The day the memberships of both ends were last confirmed, where a later answer rests on them."""
    members = (s.membership for s in (*found.home, *found.target))
    known = (m.confirmed_on for m in members if m.confirmed_on and m.spell.end == date.max)
    return min((confirmed for confirmed in known if confirmed < day), default=None)


def _is_inside(world: World, accord: Accord, side: Side) -> bool:
    return any(place in accord.territory for place in world.places.get(side.place, (side.place,)))


def _out_of_scope(accord: Accord, rule: Rule) -> Path:
    value = refused(Reason("JURISDICTION_OUT_OF_SCOPE", accord.id)).using(accord.id, rule.id)
    certainty = Certainty.STATUS_UNKNOWN if accord.status_unknown else Certainty.IN_FORCE
    return Path(accord.id, Outcome.BLOCKED, certainty, Terms(), value, rule=rule.id)


def _accreditor(world: World, question: Question) -> Side | None:
    """Who accredited the degree, as far as the person says."""
    degree = question.profile.degree
    if degree is None:
        return None
    if degree.body in world.bodies:
        return Side(world.bodies[degree.body].jurisdiction, degree.body)
    return Side(degree.jurisdiction or "", degree.body)


def _touches(world: World, accord: Accord, chain: tuple[Rule, ...], question: Question) -> bool:
    """Whether the accord has anything to do with the question.

    Rules that ask something of the home side: either end is a member that day.  Others: the
    target, or the accreditor of the degree, was a member at some time.
    """
    if any(rule.asks_home for rule in chain):
        return any(
            has_member(world, accord.id, side, question.day, question.day)
            for side in (question.home, question.target)
        )
    accreditor = _accreditor(world, question)
    return ever_member(world, accord.id, question.target) or bool(
        accreditor and ever_member(world, accord.id, accreditor)
    )


def _agreements(world: World, rule: Rule, question: Question) -> Iterator[Agreement]:
    """Agreements of the two ends under the rule's accord that hold, or may hold, on the day."""
    home = set(world.places.get(question.home.place, ()))
    target = set(world.places.get(question.target.place, ()))
    for agreement in world.agreements(rule.accord):
        holds = agreement.spell.covers(question.day, question.day) is not Covers.NO
        if holds and agreement.between & home and agreement.between & target:
            yield agreement


def _in_force(accord: Accord, chain: tuple[Rule, ...], day: date) -> Value:
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
    shared = {s.membership.id for s in home} & {s.membership.id for s in target}
    return refused(Reason("SAME_JURISDICTION", rule.accord)) if shared else TRUE


def _outcome(value: Value, partial: bool) -> Outcome:
    if value.truth is Truth.REFUSED:
        return Outcome.BLOCKED
    if value.unsure:
        return Outcome.UNCERTAIN
    return Outcome.PARTIAL if partial else Outcome(int(value.truth))


def _bodies(standings: tuple[Standing, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.membership.body for s in standings if s.membership.body))
