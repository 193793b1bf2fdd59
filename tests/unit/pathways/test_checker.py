"""An independent statement of the rules, solved by clingo, answers random questions as the engine does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest
from random_questions import Case, cases_at_random
from recognition_checker import PROGRAM, Answer, differences, opinion, told

from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.world import World

pytestmark = pytest.mark.soak
QUESTIONS = 20
"""Questions to a world; each is asked as it is, under an overlay, and revised."""
CASES = 2_000
WORLDS = -(-CASES // (3 * QUESTIONS))


class Answered(NamedTuple):
    """A case with the engine's answers."""

    case: Case
    answers: list[Answer]


def answered(case: Case) -> Answered:
    world = World(case.facts).changed(case.change)
    return Answered(case, [told(world, question) for question in case.questions])


def cases(worlds: int) -> Iterator[Case]:
    for seed in range(worlds):
        yield from cases_at_random(seed, QUESTIONS)


def disagreements(each: Answered, program: str = PROGRAM) -> list[str]:
    """Where engine and checker differ on a case, with the number of the question."""
    case = each.case
    opinions = opinion(case.facts, case.change, case.questions, program)
    return [
        f"{case.name}, question {number}: {line}"
        for number, (engine, checker) in enumerate(zip(each.answers, opinions, strict=True))
        for line in differences(engine, checker)
    ]


@pytest.fixture(scope="module")
def engine() -> list[Answered]:
    """The engine's answers to the cases of the short form."""
    return [answered(case) for case in cases(WORLDS)]


def test_engine_and_checker_agree(engine: list[Answered], effort: Callable[[int, int], int]) -> None:
    worlds = effort(WORLDS, 10 * WORLDS)
    asked = 0
    for seed in range(worlds):
        known = engine[3 * seed : 3 * seed + 3] or map(answered, cases_at_random(seed, QUESTIONS))
        for each in known:
            asked += len(each.answers)
            found = disagreements(each)
            assert not found, "\n".join(["(engine | checker)", *found])
    assert asked >= effort(CASES, 10 * CASES)


REASONS = {
    "ACCORD_ENDED",
    "ACCORD_NOT_YET_IN_FORCE",
    "ACCREDITOR_TIER_NONE",
    "ACCREDITOR_TIER_{tier}",
    "DEGREE_BEFORE_ACCESSION",
    "DEGREE_NOT_ACCREDITED",
    "HOME_BODY_NOT_MEMBER",
    "JURISDICTION_OUT_OF_SCOPE",
    "LEVEL_NOT_COVERED",
    "MEMBERSHIP_DATE_UNKNOWN",
    "MEMBERSHIP_UNKNOWN",
    "NO_DEGREE",
    "NO_SHARED_ACCORD",
    "OWN_CODE",  # what a rule says in place of the general code at the target
    "REFUSED_8",  # a condition's own code
    "SAME_JURISDICTION",
    "SOURCE_TIER_{tier}",
    "SOURCE_TIER_{tier}_SILENT",
    "TARGET_NOT_MEMBER",
    "TARGET_TIER_{tier}",
    "TARGET_TIER_{tier}_SILENT",
}


def test_every_outcome_and_reason_occurs(engine: list[Answered]) -> None:
    """Agreement on cases that are all alike would say little."""
    answers = [answer for each in engine for answer in each.answers]
    paths = [path for answer in answers for path in answer.paths.values()]
    outcomes = Counter(Outcome(answer.best).slug for answer in answers)
    reasons = Counter(code for path in paths for code, _ in path.reasons)
    reasons += Counter(answer.nothing for answer in answers if answer.nothing)
    print("best outcomes:", dict(outcomes.most_common()))
    print("reasons:", dict(reasons.most_common()))
    print("paths:", len(paths), "hypothetical:", sum(path.hypothetical for path in paths))
    assert {outcome.slug for outcome in Outcome if outcomes[outcome.slug] < len(answers) // 100} == set()
    assert {code for code in REASONS if reasons[code] < 5} == set()
    assert sum(path.hypothetical for path in paths) > len(paths) // 100
    assert sum(path.unsure for path in paths) > len(paths) // 20
    assert sum(len(answer.paths) > 1 for answer in answers) > len(answers) // 4


MARKS: dict[str, Callable[[Any], bool]] = {
    "covered_by": lambda place: bool(place.covered_by),
    "part_of": lambda place: bool(place.part_of),
    "status_unknown": lambda thing: thing.status_unknown,
    "territory": lambda accord: bool(accord.territory),
    "between": lambda accord: accord.is_agreement and bool(accord.between),
    "admission": lambda accord: accord.admission is not None,
    "list_complete_through": lambda accord: accord.list_complete_through is not None,
    "open list": lambda accord: accord.list_complete_through is None,
    "seen only": lambda member: member.spell.start == date.min < member.spell.start_by,
    "end": lambda member: member.spell.end_by < date.max,
    "covers": lambda member: bool(member.covers),
    "recognised": lambda member: member.recognised is not None,
    "limited_to": lambda member: member.limited_to is not None,
    "after": lambda rule: rule.after is not None,
    "title": lambda rule: rule.title is not None,
    "yields_to": lambda rule: rule.yields_to is not None,
    "by_agreement": lambda rule: rule.by_agreement,
    "refusal_at_target": lambda rule: rule.refusal_at_target is not None,
    "versions": lambda rule: len(rule.standards) > 1,
    "included": lambda condition: bool(condition.included),
    "until_field": lambda condition: condition.until_field is not None,
    "names": lambda condition: condition.names is not None,
    "holds_unless_stated": lambda condition: condition.holds_unless_stated,
    **{
        kind: lambda condition, kind=kind: condition.kind == kind
        for kind in (
            "AllOf", "AnyOf", "AtLeast", "DeclaredCondition", "ExperienceCondition", "FormationCondition",
            "DegreeCondition", "AssessmentCondition",
        )
    },
}  # fmt: skip
GROUPS = {
    "jurisdictions": ["covered_by", "part_of"],
    "accords": [
        "status_unknown", "territory", "between", "admission", "list_complete_through", "open list",
    ],
    "memberships": ["seen only", "end", "covers", "recognised", "limited_to"],
    "rules": ["after", "title", "yields_to", "by_agreement", "refusal_at_target", "versions"],
    "conditions": [
        "included", "until_field", "names", "holds_unless_stated", "AllOf", "AnyOf", "AtLeast",
        "DeclaredCondition", "ExperienceCondition", "FormationCondition", "DegreeCondition",
        "AssessmentCondition",
    ],
    "agreements": ["status_unknown"],
    "equivalences": [],
    "starts": [],
}  # fmt: skip


def test_every_sort_of_fact_occurs(engine: list[Answered]) -> None:
    """Each in every tenth world at least, most in every second."""
    worlds = [each.case.facts for each in engine if each.case.name.endswith("plain")]
    share = {
        (group, mark): sum(
            any(MARKS[mark](thing) if mark else True for thing in getattr(facts, group)) for facts in worlds
        )
        for group, marks in GROUPS.items()
        for mark in ("", *marks)
    }
    print({" ".join(key): count for key, count in share.items()}, "of", len(worlds))
    assert not {key: count for key, count in share.items() if count < len(worlds) // 10}


BROKEN = {
    "who is absent from a complete list is refused": (
        "absence_tells(Q, End, A) :- list_complete(A), end(Q, End, _).",
        "",
    ),
    "an accord that admits from elsewhere only is closed": ("bounded(A) :- admits_from(A, _).", ""),
    "an agreement of named places is closed to others": ("named_places(A) :- between(A, _).", ""),
    "the nearer place speaks": ("Near = #min {", "Near = #max {"),
    "the best stance speaks": ("Who = #min {", "Who = #max {"),
    "a vague day is no sure day": (
        "spell(X, _,SB,E,_), day(Q, D), SB <= D",
        "spell(X, SB,_,E,_), day(Q, D), SB <= D",
    ),
    "what a replaced condition asks is hypothetical": ("own_supposed(Q, C) :- changed(C), need(Q, C).", ""),
    "of versions of which one may hold already each is asked": (
        "standard_of(X, Z), holds(Q, S, _), holds(Q, Z, yes)",
        "standard_of(X, Z), holds(Q, S, _), holds(Q, Z, _)",
    ),
    "an equivalence that may hold is no sure one": (
        "open_whether(Q, (1, Y)) :- equivalence(Y, _, _), holds(Q, Y, maybe).",
        "open_whether(Q, (1, Y)) :- equivalence(Y, _, _), holds(Q, Y, maybe), goal(Q, Y).",
    ),
    "a lead that may be in use moves no day for sure": (
        "earlier(S, Months, S2), holds(Q, X, maybe).",
        "earlier(S, Months, S2), goal(Q, X), holds(Q, X, maybe).",
    ),
    "no accreditor stands where its accord admits nobody": (
        "admitted(P, A) :- around(P, Z), admits_from(A, Z).",
        "admitted(P, A) :- around(P, Z), admits_from(A, Z). admitted(P, A) :- accreditor(_, P), accord(A).",
    ),
    "a supposed member hides the real one": ("replaces(X, M, P).", "replaces(X, M, P), X = M."),
    "the tier of the award's day counts": (
        "award(Q, F,L) :- awarded(Q, F,L).",
        "award(Q, D,D) :- awarded(Q, _,_), day(Q, D).",
    ),
    "awards count from before admission": (
        "earlier(S, Months, S2), earlier(SB, Months, SB2), holds(Q, X, yes).",
        "S2 = S, SB2 = SB, holds(Q, X, yes).",
    ),
    "the accreditor's limit is asked": (
        "beside(Q, C, X) :- open_degree",
        "beside(Q, C, X) :- X = C, open_degree",
    ),
    "years inside years": ("beside(Q, C, X) :- inner", "beside(Q, C, X) :- X = C, inner"),
    "minima of years in a row add up": ("G = #max { Short; Min-Total; 0 }", "G = #max { Min-Total; 0 }"),
    "the longest gap counts": ("G = #max { G1 : taken", "G = #min { G1 : taken"),
    "the branch of least effort is taken": ("(E2, N2) < (E, N)", "(E2, N2) > (E, N)"),
    "an equivalence adds a branch": (
        "branch(Q, C, X, (1, Y)) :-",
        "branch(Q, C, X, (1, Y)) :- X = C,",
    ),
    "what is not said is unknown": ("own(Q, C, 1, 0) :- reads(", "own(Q, C, 3, 0) :- reads("),
    "some things hold unless stated": (
        "own(Q, C, 0, 0) :- reads(Q, C, F), not",
        "own(Q, C, 1, 0) :- reads(Q, C, F), not",
    ),
    "a declaration ends": ("L < D.\nmay_have", "L < D-3000.\nmay_have"),
    "a title in hand answers": (
        "in_hand(Q, X) :- question(Q), enters",
        "in_hand(Q, X) :- X = T, question(Q), enters",
    ),
    "the version of the day is asked": (
        "version(Q, X, S) :- question(Q), standard_of(X, S), holds(Q, S, _)",
        "version(Q, X, S) :- question(Q), standard_of(X, S)",
    ),
    "a rule yields to an agreement": (
        "not yields(Q, R).\nplaying",
        "not yields(Q, R), not question(Q).\nplaying",
    ),
    "a title abroad is not one at home": (
        "title_held(Q, T, B), home_body(Q, B).",
        "title_held(Q, T, _), home_body(Q, B).",
    ),
    "an accord ends": ("lapsed(Q, R, X) :- playing", "lapsed(Q, R, X) :- R = X, playing"),
    "a status unknown makes unsure": (
        "playing(Q, R), basis(R, X), status_unknown(X).",
        "playing(Q, R), R = X, status_unknown(X).",
    ),
    "an agreement's terms decide": (
        "decides(Q, R, G, G) :- path(Q, R, G), agreement(G, _).",
        "decides(Q, R, G, R) :- path(Q, R, G), agreement(G, _).",
    ),
    "unsure comes before partial": ("T < 3, not unsure(Q, R, G), falls_short", "T < 3, falls_short"),
    "both ends inside a territory": (
        "in_scope(Q, A) :- inside(Q, A, home), inside(Q, A, target).",
        "in_scope(Q, A) :- inside(Q, A, _).",
    ),
    "one entry for both ends recognises nothing": (
        "side_refused(Q, R, same_jurisdiction",
        "side_unsure(Q, R, same_jurisdiction",
    ),
    "recognition is not a matter within one place": ("same(Q) :- goal", "same(Q) :- home(Q, T), goal"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found(engine: list[Answered], rule: str) -> None:
    whole, broken = BROKEN[rule]
    assert PROGRAM.count(whole) >= 1
    program = PROGRAM.replace(whole, broken)
    assert any(disagreements(each, program) for each in engine)


def test_a_broken_engine_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the engine takes every day that may be covered for one that is."""
    real = Spell.covers

    def rash(self: Spell, first: date, last: date) -> Covers:
        return Covers.YES if real(self, first, last) is not Covers.NO else Covers.NO

    monkeypatch.setattr(Spell, "covers", rash)
    assert any(disagreements(answered(case)) for case in cases(WORLDS))
