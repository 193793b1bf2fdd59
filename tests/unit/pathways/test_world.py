"""A changed world: what it adds, replaces and takes away, and that the world it came from stays as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accordgraph.pathways import index
from accordgraph.pathways.dates import ALWAYS, Spell
from accordgraph.pathways.model import (
    Accord,
    Agreement,
    Condition,
    Equivalence,
    Facts,
    Standard,
    Terms,
    Text,
)
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Certainty, Outcome, Path, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import Change, World

DAY = date(2026, 1, 1)
TEXT = Text("proof", "证明")


def best(world: World, home: str = "X", target: str = "Y") -> Path:
    return ask(world, Question(Side(home), Side(target), "k:academic", DAY, ""))[0]


@pytest.fixture(params=["small", "large"])
def world(request: Any, facts: Any, member: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same world, whose copies are either whole or share what they came from."""
    if request.param == "large":
        monkeypatch.setattr(index, "LARGE", 0)
    return World(facts(member("1", "X")))


def test_a_member_added_opens_in_the_copy_only(world: World, member: Any) -> None:
    more = world.changed(Change(Facts(memberships=(member("2", "Y"),))))
    assert [best(w).outcome for w in (world, more)] == [Outcome.BLOCKED, Outcome.OPEN_CONDITIONAL]
    assert best(more).certainty is Certainty.HYPOTHETICAL
    assert world.members_at("Y") == () and [m.id for m in more.members_at("Y")] == ["m:2"]


def test_a_member_replaced_or_gone_is_not_found_by_any_key(world: World, member: Any) -> None:
    moved = world.changed(Change(Facts(memberships=(member("1", "Y"),))))
    assert [m.id for m in moved.members_in("a:x")] == ["m:1"]
    assert moved.members_at("X") == () and moved.members_of("b:X") == ()
    gone = moved.changed(Change(removed=frozenset({"m:1"})))
    assert gone.members_in("a:x") == () and gone.members_of("b:Y") == ()
    assert [m.id for m in world.members_at("X")] == ["m:1"]


def test_a_rule_gone_takes_its_paths_along(world: World, member: Any) -> None:
    both = world.changed(Change(Facts(memberships=(member("2", "Y"),))))
    without = both.changed(Change(removed=frozenset({"r:academic"})))
    assert best(both).rule == "r:academic"
    assert best(without).rule is None and "r:academic" not in without.chains


def test_a_rule_gone_is_yielded_to_no_more(world: World, member: Any) -> None:
    first = world.rules["r:academic"]._replace(id="r:first", by_agreement=True)
    then = world.rules["r:academic"]._replace(yields_to="r:first")
    both = world.changed(Change(Facts(memberships=(member("2", "Y"),), rules=(first, then))))
    assert best(both).rule == best(both.changed(Change(removed=frozenset({"r:first"})))).rule == "r:academic"


def test_an_accord_replaced_is_read_everywhere(world: World, member: Any) -> None:
    both = world.changed(Change(Facts(memberships=(member("2", "Y"),))))
    doubtful = both.accords["a:x"]._replace(status_unknown=True, label=Text("Doubt", "疑"))
    changed = both.changed(Change(Facts(accords=(doubtful,))))
    assert (best(changed).outcome, changed.label("a:x").en) == (Outcome.UNCERTAIN, "Doubt")
    assert both.label("a:x").en != "Doubt"


def test_a_condition_replaced_is_examined_anew(world: World, member: Any) -> None:
    both = world.changed(Change(Facts(memberships=(member("2", "Y"),))))
    assert best(both).value.show  # remembered for whoever says nothing
    wanted = both.conditions["c:degree"]._replace(to_show=Text("other proof", "其他证明"))
    assert [t.en for t in best(both.changed(Change(Facts(conditions=(wanted,))))).value.show] == [
        "other proof"
    ]


def test_what_rests_on_a_replaced_condition_is_hypothetical(world: World, member: Any) -> None:
    both = world.changed(Change(Facts(memberships=(member("2", "Y"),))))
    before = World(both.facts._replace(memberships=tuple(both.memberships.values())))
    easier = Condition("c:degree", "AllOf")
    after = before.changed(Change(Facts(conditions=(easier,))))
    assert [best(w).hypothetical for w in (before, after)] == [False, True]
    assert best(after).certainty is Certainty.HYPOTHETICAL


def vague(year: int) -> Spell:
    return Spell.of(date(year, 1, 1), start_precision="year")


def test_a_version_that_may_hold_already_is_asked_beside_the_one_that_does(facts: Any, member: Any) -> None:
    easy, hard = Condition("c:easy", "AllOf"), Condition("c:hard", "AssessmentCondition", to_show=TEXT)
    known = facts(member("1", "X"), member("2", "Y"))
    rule = known.rules[0]._replace(conditions=(), standards=("s:1", "s:2"))
    known = known._replace(rules=(rule,), conditions=(*known.conditions, easy, hard))

    def found(first: Spell, then: Spell) -> tuple[Outcome, list[str]]:
        standards = (Standard("s:1", "c:easy", first), Standard("s:2", "c:hard", then))
        path = best(World(known._replace(standards=standards)))
        return path.outcome, [text.en for text in path.value.show]

    assert found(ALWAYS, vague(2026)) == (Outcome.OPEN_CONDITIONAL, ["proof"])
    assert found(vague(2026), vague(2027)) == (Outcome.OPEN_CONDITIONAL, ["entry standard of that day"])
    assert found(ALWAYS, vague(2027)) == (Outcome.OPEN, [])
    assert found(vague(2020), vague(2025)) == (Outcome.OPEN_CONDITIONAL, ["proof"])


def test_an_equivalence_that_may_hold_leaves_its_branch_to_be_shown(facts: Any, member: Any) -> None:
    easy, proof = Condition("c:easy", "AllOf"), Condition("c:hard", "AssessmentCondition", to_show=TEXT)
    both = Condition("c:both", "AllOf", operands=("c:degree", "c:hard"))
    either = Condition("c:either", "AnyOf", operands=("c:both",))
    known = facts(member("1", "X"), member("2", "Y"))
    rule = known.rules[0]._replace(conditions=("c:either",))
    known = known._replace(rules=(rule,), conditions=(*known.conditions, easy, proof, both, either))
    outcomes = []
    for spell in (vague(2025), vague(2026), vague(2027)):
        equal = Equivalence("e:1", "c:easy", "c:either", spell)
        path = best(World(known._replace(equivalences=(equal,))))
        outcomes.append((path.outcome, [text.en for text in path.value.show]))
    assert outcomes[0] == (Outcome.OPEN, [])
    assert outcomes[1] == (Outcome.OPEN_CONDITIONAL, ["an equivalence on that day"])
    assert outcomes[2] == (Outcome.OPEN_CONDITIONAL, ["a degree accredited under Accord X", "proof"])


def test_a_change_says_all_that_was_changed(world: World, member: Any) -> None:
    first = Change(Facts(memberships=(member("2", "Y"), member("3", "Z"))), frozenset({"m:1"}))
    then = Change(Facts(memberships=(member("1", "X"),)), frozenset({"m:3"}))
    twice = world.changed(first).changed(then)
    assert {m.id for m in twice.change.added.memberships} == {"m:1", "m:2"}
    assert twice.change.removed == {"m:3"}
    again = world.changed(twice.change)
    assert best(again).outcome is best(twice).outcome is Outcome.OPEN_CONDITIONAL


def test_supposed_agreements_come_first_and_those_gone_are_gone(world: World) -> None:
    def deal(name: str, *, supposed: bool) -> Agreement:
        return Agreement(name, "a:x", Text(name, name), frozenset({"X", "Y"}), Terms(), supposed=supposed)

    both = world.changed(Change(Facts(agreements=(deal("g:1", supposed=False), deal("g:2", supposed=True)))))
    assert [a.id for a in both.agreements_at("a:x", "Y")] == ["g:2", "g:1"]
    left = both.changed(Change(removed=frozenset({"g:2"})))
    assert [a.id for a in left.agreements_under("a:x")] == ["g:1"] and "g:2" not in left.agreements


def test_no_change_is_the_same_world(world: World) -> None:
    assert world.changed(Change()) is world


def test_what_is_remembered_is_bounded_and_never_stale(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordgraph.pathways.world.MEMORY", 3)
    made = [world.remembered(("n", number), lambda number=number: number) for number in range(10)]
    assert made == list(range(10)) and len(world._memory) <= 3
    assert world.remembered(("n", 9), lambda: "never made") == 9


def test_an_accord_may_be_new(world: World, member: Any) -> None:
    new = Accord("a:new", "new", Text("New", "新"), list_complete_through=DAY)
    rule = world.rules["r:academic"]._replace(id="r:new", accord="a:new", conditions=())
    tier = world.tiers["t:full"]._replace(id="t:new", accord="a:new")
    members = tuple(
        member(n, place, "t:new")._replace(accord="a:new") for n, place in (("8", "X"), ("9", "Y"))
    )
    found = best(
        world.changed(Change(Facts(accords=(new,), rules=(rule,), tiers=(tier,), memberships=members)))
    )
    assert (found.accord, found.outcome, found.hypothetical) == ("a:new", Outcome.OPEN, True)


def test_what_rests_on_a_replaced_agreement_is_hypothetical(world: World, member: Any) -> None:
    deal = Agreement("g:1", "a:x", Text("Deal", "协定"), frozenset({"X", "Y"}), Terms())
    agreed = world.rules["r:academic"]._replace(by_agreement=True)
    members = (*world.facts.memberships, member("2", "Y"))
    before = World(world.facts._replace(agreements=(deal,), rules=(agreed,), memberships=members))
    after = before.changed(Change(Facts(agreements=(deal._replace(status_unknown=True),))))
    assert [best(w).hypothetical for w in (before, after)] == [False, True]
    assert (best(after).agreement, best(after).outcome) == ("g:1", Outcome.UNCERTAIN)
