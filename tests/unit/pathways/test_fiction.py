"""An accord that exists only in Turtle answers: its tiers, title, standard, fields and reasons come out."""

from __future__ import annotations

from typing import Any

import pytest

from accordgraph.errors import BadValue, UnknownField

PERSON = {
    "degree_jurisdiction": "XN",
    "degree_awarded": "2014-06-30",
    "degree_accredited": True,
    "design_office_years": 4,
    "site_years": 2,
    "post_grad_years": 8,
    "competence": True,
    "ethics": True,
    "referees": True,
}
BROAD = "2026-01-01"


def asked(
    world: Any, home: str, target: str, goal: str, day: str = BROAD, scope: str | None = None, **person: Any
) -> Any:
    profile = {k: v for k, v in (PERSON | person).items() if v is not None}
    return world(
        {"home": home, "target": target, "goal": goal, "as_of": day, "scope": scope, "profile": profile}
    )[0]


CASES = {
    "all met": (("XN", "XS", "competence"), {}, {"outcome": "open", "steps": 2, "force": "endorsed"}),
    "host outside the education accord": (
        ("XN", "XS", "academic"),
        {},
        {"outcome": "blocked", "steps": 0, "reasons": ["TARGET_NOT_MEMBER"]},
    ),
    "agreement in force": (
        ("XN", "XS", "licence"),
        {},
        {
            "outcome": "open",
            "steps": 3,
            "residual": ["host language test"],
            "force": "binding",
            "valid_until": "2030-12-31",
        },
    ),
    "before the agreement": (
        ("XN", "XS", "licence", "2020-06-01"),
        {},
        {
            "outcome": "partial",
            "steps": 2,
            "residual": ["host language test"],
            "still_open": ["sole practice: interview with the host authority"],
            "force": "endorsed",
        },
    ),
    "the same, collaborative": (
        ("XN", "XS", "licence", "2020-06-01", "collaborative"),
        {},
        {"outcome": "open", "steps": 2, "residual": ["host language test"], "still_open": []},
    ),
    "part of the home": (("XN-CO", "XS", "licence"), {}, {"outcome": "open", "steps": 3, "force": "binding"}),
    "body as home": (("northland-engineers", "XS", "competence"), {}, {"outcome": "open", "steps": 2}),
    "host tier silent": (
        ("XN", "XE", "competence"),
        {},
        {"outcome": "uncertain", "steps": 2, "reasons": ["TARGET_TIER_PAUSED_SILENT"]},
    ),
    "host tier withholds": (
        ("XN", "XW", "competence"),
        {},
        {"outcome": "blocked", "steps": 0, "reasons": ["TARGET_TIER_OBSERVER"]},
    ),
    "home tier withholds": (
        ("XE", "XN", "competence"),
        {},
        {"outcome": "blocked", "reasons": ["SOURCE_TIER_PAUSED"]},
    ),
    "host not on a complete list": (
        ("XN", "XQ", "competence"),
        {},
        {"outcome": "blocked", "reasons": ["TARGET_NOT_MEMBER"], "list_confirmed_on": None},
    ),
    "host absent after the list was last confirmed": (
        ("XN", "XQ", "competence", "2026-07-01"),
        {},
        {"outcome": "blocked", "reasons": ["TARGET_NOT_MEMBER"], "list_confirmed_on": "2026-06-30"},
    ),
    "before the host was seen": (
        ("XN", "XS", "competence", "2013-01-01"),
        {"degree_awarded": "2012-07-30"},
        {"outcome": "uncertain", "steps": 2, "reasons": ["MEMBERSHIP_DATE_UNKNOWN"]},
    ),
    "before the accord": (
        ("XN", "XS", "title", "2009-01-01"),
        {"degree_awarded": "2008-06-30"},
        {
            "outcome": "blocked",
            "to_show": ["entry standard of that day"],
            "reasons": ["ACCORD_NOT_YET_IN_FORCE", "HOME_BODY_NOT_MEMBER"],
        },
    ),
    "office 1, site 1": (
        ("XN", "XS", "competence"),
        {"design_office_years": 1, "site_years": 1},
        {"outcome": "not_yet", "steps": 2, "gap_years": 4.0, "actions": ["practice +4"]},
    ),
    "one proof of two, one unknown": (
        ("XN", "XS", "competence"),
        {"referees": False},
        {"outcome": "open_conditional", "to_show": ["interview"]},
    ),
    "one proof of two, none left": (
        ("XN", "XS", "competence"),
        {"referees": False, "interview": False},
        {"outcome": "not_yet", "actions": ["obtain interview"]},
    ),
    "degree in the month of admission": (
        ("XS", "XN", "academic"),
        {"degree_awarded": "2012-06-15"},
        {
            "outcome": "open_conditional",
            "steps": 1,
            "to_show": ["standing of the accreditor on the award date"],
            "force": "non-binding",
        },
    ),
    "degree before admission": (
        ("XN", "XS", "competence"),
        {"degree_awarded": "2010-06-30"},
        {"outcome": "open_conditional", "to_show": ["education assessed by the home body"]},
    ),
    "standard of 2010": (
        ("XN", "XS", "competence", "2019-01-01"),
        {"post_grad_years": 3},
        {"outcome": "not_yet", "gap_years": 1.0, "actions": ["post_grad_years +1"]},
    ),
    "title in hand": (
        ("XN", "XS", "competence"),
        {"titles": "Meridian Engineer"},
        {"outcome": "open", "steps": 1},
    ),
    "title of another body": (
        ("XN", "XS", "competence"),
        {"titles": ["Meridian Engineer@southland-engineers"]},
        {"outcome": "open", "steps": 2},
    ),
    "a place inside the target": (
        ("XN-CO", "XN", "competence"),
        {},
        {"outcome": "blocked", "steps": 0, "reasons": ["SAME_JURISDICTION"]},
    ),
    "closed territory, unknown status": (
        ("XN", "XW", "licence"),
        {"licensed_in": ["XN"]},
        {"accord": "river", "outcome": "uncertain", "steps": 1},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case(fiction: Any, name: str) -> None:
    question, person, expected = CASES[name]
    path = asked(fiction, *question, **person)
    for key, value in expected.items():
        got = path[key]
        if key == "steps":
            got = len(got)
        if key == "reasons":
            got = [r["code"] for r in got]
        assert got == value, key


def test_open_list_makes_a_stranger_uncertain(fresh: Any) -> None:
    world = fresh("fiction")
    world.store.update(
        "PREFIX ag: <https://w3id.org/accordgraph/ns#> "
        "DELETE WHERE { GRAPH ?g { ?a ag:listCompleteThrough ?day } }"
    )
    world.compile()
    path = asked(world, "XN", "XQ", "competence", "2026-07-01")
    assert (path["outcome"], len(path["steps"])) == ("uncertain", 2)
    assert [r["code"] for r in path["reasons"]] == ["MEMBERSHIP_UNKNOWN"]


PLACES_OF_ADMISSION = """
PREFIX ag: <https://w3id.org/accordgraph/ns#>
PREFIX accord: <https://w3id.org/accordgraph/id/accord/>
PREFIX admission: <https://w3id.org/accordgraph/id/admission-rule/>
PREFIX group: <https://w3id.org/accordgraph/id/jurisdiction-group/>
PREFIX jurisdiction: <https://w3id.org/accordgraph/id/jurisdiction/>
PREFIX tier: <https://w3id.org/accordgraph/id/tier/>
DELETE {{ GRAPH ?g {{ accord:meridian ag:listCompleteThrough ?day }} }}
INSERT {{ GRAPH ?g {{
    admission:shores a ag:AdmissionRule ; ag:isUnderAccord accord:meridian ; ag:admitsFrom group:shores .
    group:shores a ag:JurisdictionGroup ;
        ag:groupsJurisdiction jurisdiction:XN , jurisdiction:XS , jurisdiction:XE , jurisdiction:XW .
    {more}
}} }}
WHERE {{ GRAPH ?g {{ accord:meridian ag:listCompleteThrough ?day }} }}
"""
WHOLE = 'group:shores ag:listCompleteThrough "2020-01-01"'
ANOTHER = """. group:more ag:groupsJurisdiction jurisdiction:XE .
    admission:more a ag:AdmissionRule ; ag:isUnderAccord accord:meridian ; ag:admitsFrom group:more"""
ANYWHERE = ". admission:all a ag:AdmissionRule ; ag:isUnderAccord accord:meridian ; ag:admitsTo"


@pytest.mark.parametrize(
    ("more", "outcome", "codes"),
    [
        (WHOLE, "blocked", ["TARGET_NOT_MEMBER"]),
        ("", "uncertain", ["MEMBERSHIP_UNKNOWN"]),
        (f"{WHOLE} ; ag:groupsJurisdiction jurisdiction:XQ", "uncertain", ["MEMBERSHIP_UNKNOWN"]),
        (f"{WHOLE} {ANOTHER}", "uncertain", ["MEMBERSHIP_UNKNOWN"]),
        (f"{WHOLE} {ANYWHERE} tier:meridian-charter", "uncertain", ["MEMBERSHIP_UNKNOWN"]),
        (f"{WHOLE} {ANYWHERE} tier:meridian-observer", "blocked", ["TARGET_NOT_MEMBER"]),
    ],
    ids=[
        "outside",
        "group not known whole",
        "inside",
        "another group not known whole",
        "a tier with rights for all",
        "a tier without rights for all",
    ],
)
def test_a_place_that_an_accord_admits_nobody_from(
    fresh: Any, more: str, outcome: str, codes: list[str]
) -> None:
    world = fresh("fiction")
    world.store.update(PLACES_OF_ADMISSION.format(more=more))
    world.compile()
    path = asked(world, "XN", "XQ", "competence", "2026-07-01")
    assert (path["outcome"], [r["code"] for r in path["reasons"]]) == (outcome, codes)
    assert path["list_confirmed_on"] is None
    back = asked(world, "XQ", "XN", "title", "2026-07-01")
    assert ("HOME_BODY_NOT_MEMBER" in [r["code"] for r in back["reasons"]]) == (outcome == "blocked")


def test_without_a_profile_everything_is_to_be_shown(fiction: Any) -> None:
    path = fiction({"home": "XN", "target": "XS", "goal": "competence"})[0]
    assert path["outcome"] == "open_conditional"
    assert path["to_show"] == [
        "competence",
        "education assessed by the home body",
        "ethics",
        "interview",
        "practice>=6",
    ]


def test_a_degree_does_not_count_before_its_day(fiction: Any) -> None:
    before, after = (
        fiction(
            {
                "home": "XS",
                "target": "XN",
                "goal": "academic",
                "as_of": day,
                "profile": {
                    "degree_jurisdiction": "XN",
                    "degree_accredited": True,
                    "degree_awarded": "2014-06-30",
                },
            }
        )[0]
        for day in ("2014-06-29", "2014-06-30")
    )
    assert (before["outcome"], before["actions"]) == ("not_yet", ["award of the degree on 2014-06-30"])
    assert after["outcome"] == "open"


def test_a_membership_seen_but_undated_never_disappears(fiction: Any) -> None:
    outcomes = [
        asked(fiction, "XN", "XS", "competence", day, degree_awarded=f"{int(day[:4]) - 1}-07-30")["outcome"]
        for day in ("2012-01-01", "2014-12-31", "2015-01-01", "2026-01-01")
    ]
    assert [o == "uncertain" for o in outcomes] == [True, True, False, False]


def test_removing_a_rule_removes_its_paths(fresh: Any) -> None:
    world = fresh("fiction")
    world.store.update(
        "PREFIX rule: <https://w3id.org/accordgraph/id/rule/> "
        "DELETE WHERE { GRAPH ?g { rule:meridian-acknowledge ?p ?o } }"
    )
    world.compile()
    assert asked(world, "XN", "XS", "competence")["accord"] is None


def test_a_new_field_is_checked_like_any_other(fiction: Any) -> None:
    with pytest.raises(BadValue) as caught:
        asked(fiction, "XN", "XS", "competence", site_years=61)
    assert (caught.value.field, caught.value.given) == ("site_years", 61)
    with pytest.raises(UnknownField) as unknown:
        asked(fiction, "XN", "XS", "competence", bridge_years=1)
    assert "site_years" in (unknown.value.accepted or ())


@pytest.mark.parametrize("where", [{"profile": {"": None}}, {"": "x"}])
def test_a_field_without_a_name_is_a_fault_with_a_place(fiction: Any, where: dict[str, Any]) -> None:
    with pytest.raises(UnknownField) as caught:
        fiction({"home": "XN", "target": "XS", "goal": "competence", **where})
    assert caught.value.field


def test_a_new_field_asks_its_question_in_both_languages(fiction: Any) -> None:
    field = next(f for f in fiction.view.world.fields.values() if f.name == "site_years")
    assert field.question == ("How many years on site?", "在现场工作多少年？")


def test_the_warning_of_an_accord_stands_on_its_paths(fiction: Any) -> None:
    path = asked(fiction, "XN", "XW", "licence", licensed_in="XN")
    assert path["warnings"] == ["Nobody knows whether the River Document still holds."]
    assert path["certainty"] == "status-unknown"


def test_home_outside_a_closed_territory(fiction: Any) -> None:
    paths = fiction({"home": "XS", "target": "XW", "goal": "licence", "profile": {"licensed_in": "XS"}})
    river = next(p for p in paths if p["accord"] == "river")
    assert [r["code"] for r in river["reasons"]] == ["JURISDICTION_OUT_OF_SCOPE"]
    assert (river["force"], river["certainty"]) == ("none", "status-unknown")
