"""A request becomes a question: checked, typed, and the same by whatever way it comes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accordgraph.errors import AccordGraphError, BadValue, MissingValue, UnknownField
from accordgraph.service import View

TODAY = date(2026, 1, 1)
ASK = {"home": "XN", "target": "XS", "goal": "competence"}


def read(view: View, **more: Any) -> Any:
    return view.reader.read({**ASK, **more}, today=TODAY)


def test_what_is_not_said_is_the_day_of_today_the_first_scope_and_nobody(fiction_view: View) -> None:
    asked = read(fiction_view)
    assert (asked.question.day, asked.lang, asked.include, asked.scenario) == (TODAY, "en", frozenset(), None)
    assert (dict(asked.question.profile.values), asked.question.profile.degree) == ({}, None)


def test_profile_fields_stand_beside_the_others_or_apart(fiction_view: View) -> None:
    beside = read(fiction_view, site_years="2.5", ethics="yes")
    apart = read(fiction_view, profile={"site_years": 2.5, "ethics": True})
    assert beside == apart
    assert Decimal("2.5") in apart.question.profile.values.values()


def test_a_body_stands_for_itself_at_home_and_for_its_place_as_target(fiction_view: View) -> None:
    asked = read(fiction_view, home="body/northland-engineers", target="body/southland-engineers").question
    assert asked.home.body is not None and asked.home.place.endswith("/XN")
    assert (asked.target.body, asked.target.place[-3:]) == (None, "/XS")


WRONG: list[tuple[dict[str, Any], type[AccordGraphError], str]] = [
    ({"home": None}, MissingValue, "home"),
    ({"home": ["XN"]}, BadValue, "home"),
    ({"goal": ""}, MissingValue, "goal"),
    ({"goal": {}}, BadValue, "goal"),
    ({"as_of": "2026-01"}, BadValue, "as_of"),
    ({"as_of": "2201-01-01"}, BadValue, "as_of"),
    ({"scope": ["any"]}, BadValue, "scope"),
    ({"lang": []}, BadValue, "lang"),
    ({"lang": ["en"]}, BadValue, "lang"),
    ({"include": "pending,most"}, BadValue, "include"),
    ({"include": True}, BadValue, "include"),
    ({"profile": "ethics"}, BadValue, "profile"),
    ({"colour": 1}, UnknownField, "colour"),
    ({"profile": {"colour": 1}}, UnknownField, "colour"),
    ({"site_years": 1, "profile": {"site_years": 2}}, BadValue, "site_years"),
    ({"degree_awarded": "1899"}, BadValue, "degree_awarded"),
    ({"site_years": True}, BadValue, "site_years"),
    ({"ethics": "perhaps"}, BadValue, "ethics"),
    ({"licensed_in": [1]}, BadValue, "licensed_in"),
    ({"licensed_in": ["XN"] * 51}, BadValue, "licensed_in"),
]


@pytest.mark.parametrize(("more", "error", "field"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_named(
    fiction_view: View, more: dict[str, Any], error: type[AccordGraphError], field: str
) -> None:
    with pytest.raises(error) as told:
        read(fiction_view, **more)
    assert told.value.field == field
