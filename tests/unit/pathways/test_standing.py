"""Who speaks for a place in an accord, and with what right."""

from __future__ import annotations

from datetime import date
from typing import Any

from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.model import Admission, Facts, Jurisdiction, Text
from accordgraph.pathways.standing import Side, Stance, absent, ever_member, has_member, standing
from accordgraph.pathways.values import Truth
from accordgraph.pathways.world import Change, World

DAY = date(2026, 1, 1)


def speaker(
    world: World, place: str, right: str = "r:accredit", day: date = DAY, body: str | None = None
) -> Any:
    return standing(world, "a:x", Side(place, body), right, day, day)


def test_the_best_stance_of_several_members_speaks(facts: Any, member: Any) -> None:
    world = World(facts(member("1", "X", "t:guest"), member("2", "X", body="b:other")))
    assert speaker(world, "X").membership.id == "m:2"
    assert speaker(world, "X", body="b:X").stance is Stance.WITHHELD


def test_a_right_that_a_tier_does_not_mention_is_silent(facts: Any, member: Any) -> None:
    assert speaker(World(facts(member("1", "X", "t:guest"))), "X", "r:accept").stance is Stance.SILENT


def test_a_part_is_spoken_for_by_its_whole_unless_it_speaks_itself(facts: Any, member: Any) -> None:
    whole = member("1", "X")
    assert speaker(World(facts(whole)), "Z").membership.id == "m:1"
    both = World(facts(whole, member("2", "Z", "t:guest")))
    assert speaker(both, "Z").stance is Stance.WITHHELD
    assert speaker(both, "X").stance is Stance.GRANTED


def test_a_body_is_never_covered_by_another(facts: Any, member: Any) -> None:
    assert speaker(World(facts(member("1", "X"))), "Z", body="b:Z") is None


def test_a_supposed_member_hides_the_real_one_of_its_body_on_its_days_only(facts: Any, member: Any) -> None:
    supposed = member("s", "X", "t:guest", start="2025-01-01", supposed=True)
    world = World(facts(member("1", "X"))).changed(Change(Facts(memberships=(supposed,))))
    assert speaker(world, "X").membership.id == "m:s"
    assert speaker(world, "X", day=date(2024, 1, 1)).membership.id == "m:1"


def test_a_supposed_member_hides_a_real_one_that_only_may_have_been_one(facts: Any, member: Any) -> None:
    vague = member("1", "X", spell=Spell.of(seen_on=date(2027, 1, 1)))
    supposed = member("s", "X", "t:guest", start="2025-01-01", supposed=True)
    world = World(facts(vague)).changed(Change(Facts(memberships=(supposed,))))
    found = speaker(world, "X")
    assert (found.membership.id, found.stance) == ("m:s", Stance.WITHHELD)


def test_of_equals_the_real_member_speaks_before_a_supposed_one(facts: Any, member: Any) -> None:
    earlier = member("s", "X", body="b:other", start="1990-01-01", supposed=True)
    world = World(facts(member("1", "X"))).changed(Change(Facts(memberships=(earlier,))))
    assert speaker(world, "X").membership.id == "m:1"


def test_a_whole_that_may_be_a_member_is_no_doubt_where_the_part_surely_is(facts: Any, member: Any) -> None:
    whole = member("1", "X", spell=Spell.of(seen_on=date(2027, 1, 1)))
    world = World(facts(whole, member("2", "Z", "t:guest")))
    assert speaker(world, "Z").stance is Stance.WITHHELD
    assert speaker(world, "X").covers is Covers.POSSIBLY


def test_a_member_without_a_start_speaks_from_the_day_it_was_seen(facts: Any, member: Any) -> None:
    world = World(facts(member("1", "X", spell=Spell.of(seen_on=date(2010, 1, 1)))))
    assert speaker(world, "X").covers is Covers.YES
    assert speaker(world, "X", day=date(1999, 1, 1)).covers is Covers.POSSIBLY
    assert has_member(world, "a:x", Side("X"), date(1999, 1, 1), date(1999, 1, 1))
    assert ever_member(world, "a:x", Side("Z")) and not ever_member(world, "a:x", Side("Y"))


def test_absence_closes_only_where_the_list_was_once_complete(facts: Any) -> None:
    world = World(facts())
    (accord,) = world.facts.accords
    value = absent(world, accord, Side("Y"), "TARGET_NOT_MEMBER")
    assert (value.truth, value.unsure) == (Truth.REFUSED, False)
    assert value.reasons[0].listed == date(2025, 12, 31)
    opened = absent(world, accord._replace(list_complete_through=None), Side("Y"), "TARGET_NOT_MEMBER")
    assert (opened.truth, opened.unsure, opened.reasons[0].code) == (Truth.TRUE, True, "MEMBERSHIP_UNKNOWN")


def test_an_agreement_between_places_is_closed_to_all_others(facts: Any) -> None:
    inside = Jurisdiction("Y-1", "Y-1", Text("Y-1", "Y-1"), part_of=("Y",))
    known = facts()
    agreement = known.accords[0]._replace(list_complete_through=None, between=frozenset({"X", "Y"}))
    world = World(known._replace(accords=(agreement,), jurisdictions=(*known.jurisdictions, inside)))
    open_, part, closed = (absent(world, agreement, Side(place), "CODE") for place in ("X", "Y-1", "W"))
    assert open_.unsure and part.unsure
    assert (closed.truth, [r.code for r in closed.reasons]) == (Truth.REFUSED, ["CODE"])


def test_an_accord_is_closed_to_places_that_it_admits_nobody_from(facts: Any) -> None:
    known = facts()
    inside = Jurisdiction("Y-1", "Y-1", Text("Y-1", "Y-1"), part_of=("Y",))
    bound = Admission(("admission:x",), frozenset({"X", "Y"}), date(2020, 1, 1))
    accord = known.accords[0]._replace(list_complete_through=None, admission=bound)
    world = World(known._replace(accords=(accord,), jurisdictions=(*known.jurisdictions, inside)))
    in_it, part, outside = (absent(world, accord, Side(place), "CODE") for place in ("Y", "Y-1", "W"))
    assert in_it.unsure and part.unsure
    assert (outside.truth, outside.unsure, outside.used) == (Truth.REFUSED, False, ("a:x", "admission:x"))
    assert [(r.code, r.statement, r.listed) for r in outside.reasons] == [("CODE", "admission:x", None)]


def test_a_list_that_is_complete_answers_before_the_places_of_admission(facts: Any) -> None:
    known = facts()
    bound = Admission(("admission:x",), frozenset({"X"}), date(2020, 1, 1))
    accord = known.accords[0]._replace(admission=bound)
    value = absent(World(known._replace(accords=(accord,))), accord, Side("Y"), "CODE")
    assert [(r.statement, r.listed) for r in value.reasons] == [(None, date(2025, 12, 31))]
