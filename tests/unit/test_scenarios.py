"""What a scenario supposes lies in front of the facts, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from accordgraph.errors import BadValue, MissingValue
from accordgraph.pathways.dates import Covers
from accordgraph.scenarios import overlay
from accordgraph.service import View

MEMBER = {"accord": "meridian", "jurisdiction": "XQ", "tier": "charter", "valid_from": "2020"}
DEAL = {
    "between": ["XN", "XW"],
    "under": "meridian",
    "force": "binding",
    "scope": ["any"],
    "residual": ["host language test"],
}


@pytest.fixture
def view(fiction_view: View) -> View:
    return fiction_view


def supposed(view: View, scenario: Any) -> Any:
    return overlay(view.world, view.names, scenario)


@pytest.mark.parametrize(
    "empty", [None, {}, [], {"title": {"en": "x"}}, {"memberships": [], "agreements": []}]
)
def test_an_empty_scenario_is_no_scenario(view: View, empty: Any) -> None:
    assert supposed(view, empty) is view.world


def test_a_supposed_member_is_in_the_new_world_only(view: View) -> None:
    world = supposed(view, {"memberships": [MEMBER]})
    accord = view.names.find("meridian", ("accord",), "accord")
    place = view.names.find("XQ", ("jurisdiction",), "home")
    (found,) = (m for m in world.members_in(accord) if m.jurisdiction == place)
    assert found.supposed and found.spell.start.isoformat() == "2020-01-01"
    assert all(m.jurisdiction != place for m in view.world.members_in(accord))


def test_an_agreement_reads_items_scopes_and_force_by_name(view: View) -> None:
    world = supposed(view, {"agreements": [DEAL]})
    accord = view.names.find("meridian", ("accord",), "accord")
    found = world.agreements_under(accord)[0]
    assert found.supposed and len(found.between) == 2
    assert [world.label(item).en for item in found.terms.residual] == ["host language test"]
    assert found.spell.covers(found.spell.start_by, found.spell.end) is Covers.YES


def test_a_spell_that_ends_before_it_begins(view: View) -> None:
    with pytest.raises(BadValue, match="ends before it begins"):
        supposed(view, {"memberships": [{**MEMBER, "valid_through": "2019"}]})


@pytest.mark.parametrize("between", [None, [], ["XN"], ["XN", "Northland"]])
def test_an_agreement_needs_two_places(view: View, between: Any) -> None:
    with pytest.raises(MissingValue):
        supposed(view, {"agreements": [{**DEAL, "between": between}]})
