"""What a degree is worth: who accredited it, and how that body stood on the award date."""

from __future__ import annotations

from datetime import date
from typing import Any

from accordgraph.pathways.conditions import Examiner
from accordgraph.pathways.dates import ALWAYS, Spell, parse_period
from accordgraph.pathways.degrees import degree_value
from accordgraph.pathways.model import Admission, Condition, Facts, RecognitionStart
from accordgraph.pathways.profile import Degree, Profile
from accordgraph.pathways.standing import Side
from accordgraph.pathways.values import Truth, Value
from accordgraph.pathways.world import World

DAY = date(2026, 1, 1)


def worth(known: Facts, awarded: str | None = "2018-07-01", day: date = DAY, **more: Any) -> Value:
    world = World(known)
    period = parse_period(awarded) if awarded else None
    degree = Degree(**{"jurisdiction": "X", "awarded": period, "accredited": True, **more})
    return degree_value(world, world.conditions["c:degree"], degree, day)


def test_the_tier_is_read_on_the_award_date(facts: Any, member: Any) -> None:
    known = facts(
        member("1", "X", "t:guest", spell=Spell.of(date(2010, 1, 1), date(2016, 6, 1))), member("2", "X")
    )
    assert worth(known).truth is Truth.TRUE
    early = worth(known, "2012-07-01")
    assert (early.truth, early.reasons[0].code) == (Truth.REFUSED, "DEGREE_BEFORE_ACCESSION")
    assert (early.reasons[0].date, early.reasons[0].statement) == (date(2016, 6, 2), "m:2")


def test_an_award_in_the_month_of_admission_is_open(facts: Any, member: Any) -> None:
    assert worth(facts(member("1", "X")), "2016-06").truth is Truth.UNKNOWN


def test_the_start_named_is_the_first_one_after_a_lapse(facts: Any, member: Any) -> None:
    known = facts(
        member("1", "X", spell=Spell.of(date(2000, 1, 1), date(2010, 12, 31))),
        member("2", "X", start="2020-01-01"),
    )
    before, between = worth(known, "1999-07-01"), worth(known, "2015-07-01")
    assert before.reasons[0].statement == "m:1"
    assert between.reasons[0].code == "ACCREDITOR_TIER_NONE"


def test_a_general_lead_moves_the_start_and_is_named(facts: Any, member: Any) -> None:
    lead = RecognitionStart("s:lead", "a:x", 12, ALWAYS)
    known = facts(member("1", "X"), starts=(lead,))
    assert worth(known, "2015-07-01").truth is Truth.TRUE
    reason = worth(known, "2015-06-01").reasons[0]
    assert (reason.date, reason.further) == (date(2015, 6, 2), ("s:lead",))


def test_an_admission_to_come_reaches_back_only_once_it_is_made(facts: Any, member: Any) -> None:
    lead = RecognitionStart("s:lead", "a:x", 12, ALWAYS)
    stated = Spell.of(date(2015, 6, 2))
    for known in (facts(member("1", "X"), starts=(lead,)), facts(member("1", "X", recognised=stated))):
        outcomes = [worth(known, "2015-07-01", day=day).truth for day in (date(2016, 6, 1), date(2016, 6, 2))]
        assert outcomes == [Truth.REFUSED, Truth.TRUE]


def test_a_closed_accreditor_is_named_with_its_statement(facts: Any, member: Any) -> None:
    guest = worth(facts(member("1", "X", "t:guest")))
    assert (guest.reasons[0].tier, guest.reasons[0].statement) == ("t:guest", "m:1")
    stranger = worth(facts(member("1", "Y")))
    assert (stranger.reasons[0].code, stranger.reasons[0].statement) == ("ACCREDITOR_TIER_NONE", "a:x")


def test_an_award_after_the_list_was_last_complete_says_so(facts: Any) -> None:
    assert worth(facts(), "2018").reasons[0].listed is None
    assert worth(facts(), "2026-02", day=date(2026, 6, 1)).reasons[0].listed == date(2025, 12, 31)


def test_a_degree_does_not_count_before_its_day(facts: Any, member: Any) -> None:
    value = worth(facts(member("1", "X")), "2027-01-01")
    assert (value.truth, float(value.gap)) == (Truth.NOT_YET, 1.0)


def test_what_is_not_said_is_unknown(facts: Any, member: Any) -> None:
    known = facts(member("1", "X"))
    assert worth(known, accredited=None).truth is Truth.UNKNOWN
    assert worth(known, awarded=None).truth is Truth.UNKNOWN
    assert worth(known, accredited=False).reasons[0].code == "DEGREE_NOT_ACCREDITED"
    assert worth(known, held=False).reasons[0].code == "NO_DEGREE"


def test_a_limit_of_the_accreditor_is_asked_of_the_degree(facts: Any, member: Any) -> None:
    plain = facts(member("1", "X", limited_to="c:campus"))
    campus = Condition("c:campus", "DeclaredCondition", field="f:campus", refusal="NOT_ON_CAMPUS")
    world = World(plain._replace(conditions=(*plain.conditions, campus)))

    def asked(**said: Any) -> Value:
        degree = Degree(jurisdiction="X", awarded=parse_period("2018-07-01"), accredited=True)
        profile = Profile(values=said, degree=degree)
        return Examiner(world, profile, Side("X"), DAY).value("c:degree")

    assert (asked().truth, asked().used) == (Truth.UNKNOWN, ("m:1",))
    assert asked(**{"f:campus": True}).truth is Truth.TRUE
    assert asked(**{"f:campus": False}).reasons[0].code == "NOT_ON_CAMPUS"


def test_an_accreditor_stands_nowhere_in_an_accord_that_is_closed_to_its_place(
    facts: Any, member: Any
) -> None:
    """Even where the member list is open."""
    known = facts()
    open_list = known.accords[0]._replace(list_complete_through=None)
    bound = Admission(("admission:x",), frozenset({"Y"}), date(2020, 1, 1))
    for accord, statement in (
        (open_list._replace(admission=bound), "admission:x"),
        (open_list._replace(between=frozenset({"Y", "Z"})), "a:x"),
    ):
        (reason,) = worth(known._replace(accords=(accord,))).reasons
        assert (reason.code, reason.statement) == ("ACCREDITOR_TIER_NONE", statement)
        since = facts(member("1", "X", start="2020-01-01"))._replace(accords=(accord,))
        assert worth(since).reasons[0].code == "DEGREE_BEFORE_ACCESSION"
    assert worth(known._replace(accords=(open_list,))).truth is Truth.UNKNOWN


def test_a_lead_that_may_not_be_in_use_yet_leaves_open_from_when_awards_count(
    facts: Any, member: Any
) -> None:
    lead = RecognitionStart("s:lead", "a:x", 12, Spell.of(DAY, start_precision="year"))
    known = facts(member("1", "X"), starts=(lead,))
    found = [worth(known, awarded).truth for awarded in ("2015-06-01", "2015-07-01", "2016-06-02")]
    assert found == [Truth.REFUSED, Truth.UNKNOWN, Truth.TRUE]


def test_an_award_that_may_fall_into_either_of_two_memberships_is_unknown(facts: Any, member: Any) -> None:
    """Each of them covers a part of the year only."""
    known = facts(
        member("1", "X", spell=Spell.of(date(2010, 1, 1), date(2018, 6, 30))),
        member("2", "X", start="2018-07-01"),
    )
    assert [worth(known, award).truth.name for award in ("2018", "2018-06", "2018-07")] == [
        "UNKNOWN", "TRUE", "TRUE",
    ]  # fmt: skip
