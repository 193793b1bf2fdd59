"""Relays and eased registrations: people register, and then take one path; recognition never chains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordgraph.pathways.model import Facts, Membership, Procedure, Requirement, Text, Waiver
from accordgraph.pathways.profile import NOBODY, HeldTitle
from accordgraph.pathways.rank import ask
from accordgraph.pathways.registration import Applicant, Burden, Registration
from accordgraph.pathways.relays import LISTED, Relays, registered, relays
from accordgraph.pathways.search import Outcome, Question
from accordgraph.pathways.standing import Side
from accordgraph.pathways.world import World

PERSON = {
    "degree_jurisdiction": "XN",
    "degree_awarded": "2014-06-30",
    "degree_accredited": True,
    "design_office_years": 4,
    "site_years": 2,
    "competence": True,
    "ethics": True,
    "referees": True,
}


@pytest.fixture
def world(relayed: Any) -> Any:
    return relayed


def question(world: Any, home: str, target: str, goal: str, **person: Any) -> Question:
    request = {"home": home, "target": target, "goal": goal, "profile": PERSON | person}
    found: Question = world.view.reader.read(request, today=date(2026, 1, 1)).question
    return found


def found(world: Any, home: str, target: str, goal: str, most: int = 1, **person: Any) -> Relays:
    asked = question(world, home, target, goal, **person)
    return relays(world.view.world, asked, ask(world.view.world, asked)[0].outcome, most)


def chains(relays: Relays) -> list[list[str]]:
    return [[r.procedure.slug for r in relay.registrations] for relay in relays.listed]


def burdens(registration: Registration) -> dict[str, Burden]:
    return {a.requirement.id.rsplit("/", 1)[-1]: a.burden for a in registration.asks}


def apply(world: Any, asked: Question, name: str) -> Registration:
    procedure = next(p for p in world.view.world.procedures.values() if p.slug == name)
    applicant = Applicant(world.view.world, asked.home, asked.profile, asked.day)
    return applicant.registration(procedure, procedure.places[0])


def test_a_relay_opens_what_is_closed_directly(world: Any) -> None:
    asked = question(world, "XQ", "XS", "competence")
    assert ask(world.view.world, asked)[0].outcome is Outcome.BLOCKED
    (relay,) = found(world, "XQ", "XS", "competence").listed
    assert [r.place.rsplit("/", 1)[-1] for r in relay.registrations] == ["XN"]
    assert relay.outcome is Outcome.OPEN_CONDITIONAL
    assert relay.onward[0].outcome is Outcome.OPEN
    assert relay.same_body


def test_none_is_looked_for_unless_asked(world: Any) -> None:
    assert found(world, "XQ", "XS", "competence", most=0) == Relays()


def test_all_that_the_registration_asks_is_shown(world: Any) -> None:
    (relay,) = found(world, "XQ", "XS", "competence", degree_jurisdiction="XS").listed
    assert burdens(relay.registrations[0]) == {
        "northland-degree": Burden.ASKED,
        "northland-residence": Burden.ASKED,
        "northland-test": Burden.ASKED,
        "northland-relief": Burden.PERHAPS,
    }
    assert [a.requirement.kind.rsplit("/", 1)[-1] for a in relay.registrations[0].outstanding] == [
        "academic",
        "residency",
        "exam",
    ]


def test_an_expired_requirement_is_not_asked_and_a_current_one_is(world: Any) -> None:
    asked = question(world, "XQ", "XS", "competence")
    assert "northland-old" not in burdens(apply(world, asked, "northland-chartered"))
    before = asked._replace(day=date(2019, 1, 1))
    assert burdens(apply(world, before, "northland-chartered"))["northland-old"] is Burden.ASKED


def test_a_relay_that_gives_nothing_more_is_not_listed(world: Any) -> None:
    assert found(world, "XN", "XS", "competence", most=2) == Relays()


def test_a_title_of_a_register_that_may_not_register_opens_nothing(world: Any) -> None:
    """Eastland's procedure gives the very title, and Eastland's tier withholds the right to register."""
    assert ["eastland-register"] not in chains(found(world, "XQ", "XS", "competence"))
    text = Text("", "")
    at_home = Procedure("p:n", "n", text, ("https://w3id.org/accordgraph/id/jurisdiction/XN",))
    gained = at_home._replace(title="https://w3id.org/accordgraph/id/title/meridian-engineer")
    facts = world.view.world.facts
    (relay,) = (
        relay
        for relay in relays(
            World(facts._replace(procedures=(gained,), requirements=())),
            question(world, "XQ", "XS", "competence", site_years=0, design_office_years=0),
            Outcome.BLOCKED,
            1,
        ).listed
    )
    assert [step.concludes.rsplit("/", 1)[-1] for step in relay.onward[0].steps] == ["competence"]


def test_a_licence_gained_on_the_way_counts_where_it_was_given(world: Any) -> None:
    listed = found(world, "XQ", "XN", "licence")
    assert chains(listed) == [["southland-licence"], ["westland-licence"]]
    relay = listed.listed[1]
    assert relay.outcome is Outcome.UNCERTAIN  # nobody knows whether the document still holds
    assert burdens(relay.registrations[0]) == {"westland-citizenship": Burden.ASKED}
    assert relay.same_body is None


def test_two_registrations_only_where_the_first_eases_the_second(world: Any) -> None:
    assert chains(found(world, "XQ", "XS", "competence", most=1)) == [["northland-chartered"]]
    two = found(world, "XQ", "XS", "competence", most=2)
    assert chains(two) == [["northland-chartered"], ["westland-licence", "northland-chartered"]]
    assert burdens(two.listed[1].registrations[1])["northland-test"] is Burden.WAIVED


def test_a_procedure_that_registers_nobody_is_no_relay(world: Any) -> None:
    asked = question(world, "XQ", "XN", "competence")
    listed = relays(world.view.world, asked, Outcome.BLOCKED, 1)
    assert ["quiet-paper"] not in chains(listed)


@pytest.mark.parametrize(
    ("home", "person", "degree"),
    [
        ("XN", {}, Burden.WAIVED),
        ("XN", {"degree_awarded": None, "degree_accredited": None}, Burden.PERHAPS),
        ("XN", {"degree_jurisdiction": "XS"}, Burden.ASKED),
    ],
)
def test_an_accord_and_its_degree_ease_a_registration(
    world: Any, home: str, person: dict[str, Any], degree: Burden
) -> None:
    asked = question(world, home, "XS", "licence", **person)
    assert burdens(apply(world, asked, "northland-chartered"))["northland-degree"] is degree


@pytest.mark.parametrize(
    ("home", "person", "competence"),
    [
        ("XN", {}, Burden.WAIVED),
        ("XN", {"referees": False, "competence": None, "interview": None}, Burden.PERHAPS),
        ("XW", {}, Burden.ASKED),
    ],
)
def test_an_accord_eases_by_an_open_path_alone(
    world: Any, home: str, person: dict[str, Any], competence: Burden
) -> None:
    """A path that is closed spares nothing; one with something to show may."""
    registration = apply(world, question(world, home, "XS", "licence", **person), "southland-licence")
    assert burdens(registration) == {
        "southland-competence": competence,
        "southland-language": Burden.ASKED,
    }


def test_a_title_in_hand_spares_and_an_unsaid_one_may_where_home_gives_it(world: Any) -> None:
    def test_of_law(home: str, **person: Any) -> Burden:
        asked = question(world, home, "XN", "title", **person)
        return burdens(apply(world, asked, "northland-chartered"))["northland-test"]

    westland = "westland-licensed"
    assert test_of_law("XW") is Burden.PERHAPS
    assert test_of_law("XW", titles=westland) is Burden.WAIVED
    assert test_of_law("XW", titles="meridian-engineer") is Burden.ASKED
    assert test_of_law("XE") is Burden.ASKED


def test_what_a_registration_settles(world: Any) -> None:
    inside = world.view.world
    asked = question(world, "XQ", "XS", "competence", home_registered=False, titles="meridian-engineer")
    licence = next(p for p in inside.procedures.values() if p.slug == "westland-licence")
    after = registered(inside, asked.profile, asked.home, licence, licence.places[0])
    said = {inside.fields[field].name: value for field, value in after.values.items()}
    assert said["home_registered"] is True
    assert said["licensed_in"] == licence.places
    assert after.degree == asked.profile.degree
    assert [(t.title.rsplit("/", 1)[-1], t.holder) for t in after.titles] == [
        ("meridian-engineer", asked.home.place),
        ("westland-licensed", licence.places[0]),
    ]


def test_a_title_gives_no_licence(world: Any) -> None:
    inside = world.view.world
    charter = next(p for p in inside.procedures.values() if p.slug == "northland-chartered")
    after = registered(inside, NOBODY, Side("X"), charter, charter.places[0])
    said = {inside.fields[field].name for field in after.values}
    assert "licensed_in" not in said
    assert HeldTitle(charter.title or "", charter.places[0]) in after.titles


def _word(text: str) -> Text:
    return Text(text, text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_relays_add_and_never_change(
    data: st.DataObject, facts: Callable[..., Facts], member: Callable[..., Membership]
) -> None:
    """Whatever the procedures: direct paths stay as they are, and each relay is better than all of them."""
    places = ["X", "Y", "Z"]
    procedures = tuple(
        Procedure(f"p:{i}", f"p{i}", _word("p"), (data.draw(st.sampled_from(places)),), gives="k:academic",
                  title=data.draw(st.sampled_from([None, "t:a", "t:b"])))
        for i in range(data.draw(st.integers(0, 4)))
    )  # fmt: skip
    requirements = tuple(
        Requirement(f"q:{i}", p.id, _word("q"), _word("q"), "k", _word("k"),
                    (Waiver(data.draw(st.sampled_from(["a:x", "c:degree", "t:a"])), _word("w")),))
        for i, p in enumerate(procedures)
    )  # fmt: skip
    members = [member("1", "Y")] if data.draw(st.booleans()) else []
    bare = World(facts(*members))
    full = World(facts(*members, procedures=procedures, requirements=requirements))
    asked = Question(Side("X"), Side("Y"), "k:academic", date(2026, 1, 1), "")
    assert ask(bare, asked) == ask(full, asked)
    direct = ask(full, asked)[0].outcome
    one, two = (relays(full, asked, direct, most) for most in (1, 2))
    assert all(direct > r.outcome >= Outcome.OPEN_CONDITIONAL for r in (*one.listed, *two.listed))
    assert set(map(tuple, chains(one))) <= set(map(tuple, chains(two))) or two.more
    assert len(two.listed) <= LISTED
