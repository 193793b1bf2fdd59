"""What a scenario supposes lies in front of the facts, and nowhere else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accordgraph.errors import AccordGraphError, BadScenario, BadValue, MissingValue
from accordgraph.pathways.dates import Covers
from accordgraph.pathways.model import Facts
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome, Path, Question
from accordgraph.pathways.world import Change, World
from accordgraph.scenarios import overlay, read
from accordgraph.scenarios.entries import KEYS
from accordgraph.service import View

MEMBER = {"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2020"}
DEAL = {
    "between": ["XN", "XW"],
    "under": "meridian",
    "force": "binding",
    "scope": ["any"],
    "residual": ["host language test"],
}
BODY = {"accord": "meridian", "body": "southland-engineers"}


@pytest.fixture
def view(fiction_view: View) -> View:
    return fiction_view


def supposed(view: View, scenario: Any) -> World:
    return overlay(view.world, view.names, scenario)


def found(view: View, scenario: Any, *, day: str = "2026-01-01", **asked: Any) -> list[Path]:
    given = {"home": "XN", "target": "XS", "goal": "competence", "as_of": day, **asked}
    question: Question = view.reader.read(given, today=date(2026, 1, 1)).question
    return ask(supposed(view, scenario), question)


def best(view: View, scenario: Any, **asked: Any) -> Outcome:
    return found(view, scenario, **asked)[0].outcome


@pytest.mark.parametrize(
    "empty",
    [None, {}, [], {"title": {"en": "x"}}, {part: [] for part in KEYS}, {"memberships": None}],
)
def test_an_empty_scenario_is_no_scenario(view: View, empty: Any) -> None:
    assert supposed(view, empty) is view.world


def test_a_supposed_member_is_in_the_new_world_only(view: View) -> None:
    world = supposed(view, {"memberships": [MEMBER]})
    accord = view.names.find("meridian", ("accord",), "accord")
    place = view.names.find("XQ", ("jurisdiction",), "home")
    (member,) = (m for m in world.members_in(accord) if m.jurisdiction == place)
    assert member.supposed and member.spell.start.isoformat() == "2020-01-01"
    assert all(m.jurisdiction != place for m in view.world.members_in(accord))


def test_an_agreement_reads_items_scopes_and_force_by_name(view: View) -> None:
    world = supposed(view, {"agreements": [DEAL]})
    accord = view.names.find("meridian", ("accord",), "accord")
    deal = world.agreements_under(accord)[0]
    assert deal.supposed and len(deal.between) == 2
    assert [world.label(item).en for item in deal.terms.residual] == ["host language test"]
    assert deal.spell.covers(deal.spell.start_by, deal.spell.end) is Covers.YES


def test_an_agreement_that_names_no_scope_means_every_scope(view: View) -> None:
    world = supposed(view, {"agreements": [{k: v for k, v in DEAL.items() if k != "scope"}]})
    (deal,) = (a for a in world.agreements.values() if a.supposed)
    assert deal.terms.scopes == frozenset(world.scopes)


def test_an_agreement_that_exists_takes_other_terms_and_keeps_the_rest(view: View) -> None:
    change = {"agreement": "northland-southland", "force": "endorsed", "status": "unknown"}
    world = supposed(view, {"agreements": [change]})
    (deal,) = (a for a in world.agreements.values() if a.id.endswith("/northland-southland"))
    (before,) = (a for a in view.world.agreements.values() if a.id == deal.id)
    assert world.forces[deal.terms.force or ""].slug == "endorsed" and deal.status_unknown
    assert deal.terms.residual == before.terms.residual and deal.spell == before.spell


def test_a_body_holds_what_is_supposed_and_not_what_it_really_holds(view: View) -> None:
    paused = {"memberships": [{**BODY, "tier": "paused", "valid_from": "2025"}]}
    assert best(view, None, home="XS", target="XN") is not Outcome.BLOCKED
    assert best(view, paused, home="XS", target="XN") is Outcome.BLOCKED
    assert best(view, paused, home="XS", target="XN", day="2024-01-01") is not Outcome.BLOCKED


def test_what_is_supposed_of_a_body_holds_wherever_its_membership_speaks(view: View) -> None:
    """Else a place that it covers would go on by the membership that is hidden."""
    body = view.names.find(BODY["body"], ("body",), "body")
    (real,) = view.world.members_of(body)
    other = view.names.find("XQ", ("jurisdiction",), "home")
    wider = view.world.changed(Change(Facts(memberships=(real._replace(covers=(other,)),))))
    for holder in ({"body": BODY["body"]}, {"jurisdiction": "XS"}):
        paused = {"accord": BODY["accord"], **holder, "tier": "paused", "valid_from": "2025"}
        given = {"home": "XQ", "target": "XN", "goal": "competence", "as_of": "2026-01-01"}
        question = view.reader.read(given, today=date(2026, 1, 1)).question
        world = overlay(wider, view.names, {"memberships": [paused]})
        assert ask(wider, question)[0].outcome is not Outcome.BLOCKED
        assert ask(world, question)[0].outcome is Outcome.BLOCKED


def test_a_membership_ends_on_its_last_day(view: View) -> None:
    ended = {"ended": [{**BODY, "valid_through": "2024-06-30"}]}
    assert best(view, ended, day="2024-06-30") is not Outcome.BLOCKED
    assert best(view, ended, day="2024-07-01") is Outcome.BLOCKED


def test_an_accord_a_rule_and_an_agreement_end(view: View) -> None:
    last = {"valid_through": "2024"}
    assert best(view, {"ended": [{"accord": "meridian", **last}]}) is Outcome.BLOCKED
    assert best(view, {"ended": [{"rule": "meridian-acknowledge", **last}]}) is Outcome.BLOCKED
    with_deal, without = (
        {p.agreement for p in found(view, scenario, goal="licence")}
        for scenario in (None, {"ended": [{"agreement": "northland-southland", **last}]})
    )
    assert with_deal != {None} and without == {None}


def test_what_is_said_of_an_accords_standing_holds_for_its_rules(view: View) -> None:
    asked = {
        "home": "XN",
        "target": "XW",
        "goal": "licence",
        "scope": "any",
        "profile": {"licensed_in": "XN"},
    }
    alive = {"accords": [{"accord": "river", "status": "in-force"}]}
    river = [(p.outcome, p.hypothetical) for p in found(view, alive, **asked) if p.rule and "river" in p.rule]
    assert river == [(Outcome.OPEN, True)]
    (rule,) = (r for r in supposed(view, alive).rules.values() if "river" in r.id)
    assert not rule.status_unknown
    own = {**alive, "rules": [{"rule": rule.id.rsplit("/", 1)[-1], "status": "unknown"}]}
    assert supposed(view, own).rules[rule.id].status_unknown


def test_a_tier_gains_loses_and_stops_speaking_of_rights(view: View) -> None:
    entry = {"accord": "meridian", "tier": "observer", "grants": ["acknowledge"], "silent": ["register"]}
    (tier,) = (t for t in supposed(view, {"tiers": [entry]}).tiers.values() if t.slug == "observer")
    assert [r.rsplit("/", 1)[-1] for r in tier.grants] == ["acknowledge"] and not tier.withholds


def test_a_condition_by_its_field_or_its_name_takes_another_number(view: View) -> None:
    for name in ("meridian-site", "site", "site_years", "现场年限"):
        world = supposed(view, {"standards": [{"accord": "meridian", "condition": name, "min_years": 0.5}]})
        (site,) = (c for c in world.conditions.values() if c.id.endswith("/meridian-site"))
        assert site.min_years == Decimal("0.5")


def test_a_condition_is_dropped(view: View) -> None:
    world = supposed(view, {"standards": [{"accord": "meridian", "condition": "practice", "dropped": True}]})
    (entry,) = (c for c in world.conditions.values() if c.id.endswith("/meridian-entry-2020"))
    assert not any(c.endswith("/meridian-practice") for c in entry.operands) and entry.operands


def test_a_condition_that_is_dropped_takes_no_number(view: View) -> None:
    entry = {"accord": "meridian", "condition": "site", "dropped": True, "min_years": 0.5}
    with pytest.raises(BadScenario) as caught:
        supposed(view, {"standards": [entry]})
    told = caught.value.as_dict()
    assert told["field"] == "scenario.standards[0]" and told["given"] == "meridian-site"
    assert "min_years" in str(caught.value) and "min_years" in told["accepted"]
    del entry["min_years"]
    assert supposed(view, {"standards": [entry]})


def test_a_new_accord_with_a_tier_a_rule_and_members(view: View) -> None:
    both = {"en": "Comet", "zh": "彗星"}
    scenario = {
        "accords": [{"accord": "comet", "label": both, "kind": "competence", "may_conclude": ["competence"]}],
        "tiers": [{"accord": "comet", "tier": "full", "label": both, "grants": ["register", "acknowledge"]}],
        "rules": [
            {
                "rule": "comet-acknowledge", "accord": "comet", "concludes": "competence",
                "force": "endorsed", "asks_home": ["register"], "asks_target": ["acknowledge"],
                "step": {"en": "{accord}: in {target}", "zh": "{accord}：{target}"},
            }
        ],
        "memberships": [{"accord": "comet", "jurisdiction": p, "tier": "full"} for p in ("XQ", "XW")],
    }  # fmt: skip
    (path,) = (p for p in found(view, scenario, home="XQ", target="XW") if p.rule and "comet" in p.rule)
    assert path.outcome is Outcome.OPEN and path.hypothetical


def test_what_stands_twice_stands_once(view: View) -> None:
    once, twice = (read(view.world, view.names, {"memberships": [MEMBER] * n}) for n in (1, 2))
    assert once == twice


WRONG = [
    ("two tiers at a time", {"memberships": [MEMBER, {**MEMBER, "tier": "observer"}]}, 1),
    (
        "a place and its body",
        {"memberships": [{**BODY, "tier": "charter"}, {**MEMBER, "jurisdiction": "XS"}]},
        1,
    ),
    ("a body elsewhere", {"memberships": [{**BODY, "jurisdiction": "XN", "tier": "charter"}]}, 0),
    (
        "no such membership",
        {"ended": [{"accord": "meridian", "jurisdiction": "XQ", "valid_through": "2024"}]},
        0,
    ),
    (
        "not yet begun",
        {"ended": [{"accord": "meridian", "body": "eastland-engineers", "valid_through": "2017"}]},
        0,
    ),
    ("ended before", {"ended": [{"agreement": "northland-southland", "valid_through": "2040"}]}, 0),
    ("ends before it begins", {"ended": [{"agreement": "northland-southland", "valid_through": "2020"}]}, 0),
    (
        "one thing said twice",
        {"accords": [{"accord": "river", "status": s} for s in ("in-force", "unknown")]},
        1,
    ),
    ("two agreements at a time", {"agreements": [DEAL, {**DEAL, "valid_from": "2020"}]}, 1),
    ("other places", {"agreements": [{"agreement": "northland-southland", "between": ["XN", "XW"]}]}, 0),
    (
        "a right twice",
        {"tiers": [{"accord": "meridian", "tier": "paused", "grants": ["register"], "silent": ["register"]}]},
        0,
    ),
    ("no years there", {"standards": [{"accord": "meridian", "condition": "referees", "min_years": 3}]}, 0),
    (
        "the whole standard",
        {"standards": [{"accord": "meridian", "condition": "entry-2020", "dropped": True}]},
        0,
    ),
    (
        "a taken name",
        {"accords": [{"accord": "river", "label": {"en": "R", "zh": "河"}, "kind": "title"}]},
        0,
    ),
]


@pytest.mark.parametrize(("scenario", "index"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_contradictions_name_the_entry(view: View, scenario: Any, index: int) -> None:
    with pytest.raises(AccordGraphError) as caught:
        read(view.world, view.names, scenario)
    (part,) = scenario
    assert caught.value.code == "bad-scenario"
    assert caught.value.field == f"scenario.{part}[{index}]"
    assert caught.value.given and caught.value.accepted


UNKNOWN = [
    ({"memberships": [{**MEMBER, "accord": "sundial"}]}, "scenario.memberships[0].accord", "unknown-name"),
    ({"memberships": [{**MEMBER, "tier": "golden"}]}, "scenario.memberships[0].tier", "unknown-name"),
    ({"tiers": [{"accord": "meridian", "tier": "golden"}]}, "scenario.tiers[0].tier", "unknown-name"),
    (
        {"tiers": [{"accord": "meridian", "tier": "paused", "grants": ["fly"]}]},
        "scenario.tiers[0].grants",
        "unknown-name",
    ),
    ({"rules": [{"rule": "meridian-fly"}]}, "scenario.rules[0].rule", "unknown-name"),
    ({"rules": [{"rule": "meridian-licence", "status": "maybe"}]}, "scenario.rules[0].status", "bad-value"),
    ({"rules": [{"rule": "meridian-licence", "step": "go"}]}, "scenario.rules[0].step", "bad-value"),
    ({"accords": [{"accord": "comet"}]}, "scenario.accords[0].accord", "unknown-name"),
    (
        {"accords": [{"accord": "Comet!", "label": {"en": "C", "zh": "彗"}, "kind": "title"}]},
        "scenario.accords[0].accord",
        "bad-value",
    ),
    (
        {"standards": [{"accord": "meridian", "condition": "luck"}]},
        "scenario.standards[0].condition",
        "unknown-name",
    ),
    ({"standards": [{"accord": "meridian", "condition": "site"}]}, "scenario.standards[0]", "missing-value"),
    (
        {"standards": [{"accord": "meridian", "condition": "site", "min_years": True}]},
        "scenario.standards[0].min_years",
        "bad-value",
    ),
    (
        {"standards": [{"accord": "meridian", "condition": "site", "min_years": "NaN"}]},
        "scenario.standards[0].min_years",
        "bad-value",
    ),
    ({"ended": [{"accord": "meridian"}]}, "scenario.ended[0].valid_through", "missing-value"),
    ({"ended": [{"accord": "meridian", "until": "2020"}]}, "scenario.ended[0]", "unknown-field"),
]


@pytest.mark.parametrize(("scenario", "field", "code"), UNKNOWN, ids=lambda value: str(value)[:50])
def test_the_part_at_fault_is_named(view: View, scenario: Any, field: str, code: str) -> None:
    with pytest.raises(AccordGraphError) as caught:
        read(view.world, view.names, scenario)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert caught.value.accepted


@pytest.mark.parametrize(
    ("part", "entry"),
    [("memberships", {**MEMBER, "valid_from": "2025"}), ("agreements", {**DEAL, "valid_from": "2025"})],
)
def test_nothing_begins_under_an_accord_that_has_ended(view: View, part: str, entry: Any) -> None:
    late = {part: [entry], "ended": [{"accord": "meridian", "valid_through": "2024-12-31"}]}
    with pytest.raises(BadScenario) as caught:
        read(view.world, view.names, late)
    assert caught.value.field == f"scenario.{part}[0]"
    early = {**late, "ended": [{"accord": "meridian", "valid_through": "2025-01-01"}]}
    assert read(view.world, view.names, early).fields


def test_a_spell_that_ends_before_it_begins(view: View) -> None:
    with pytest.raises(BadValue, match="ends before it begins"):
        supposed(view, {"memberships": [{**MEMBER, "valid_through": "2019"}]})


@pytest.mark.parametrize("between", [None, [], ["XN"], ["XN", "Northland"]])
def test_an_agreement_needs_two_places(view: View, between: Any) -> None:
    with pytest.raises(MissingValue):
        supposed(view, {"agreements": [{**DEAL, "between": between}]})
