"""Every stored query, asked of the real facts with the parameters that its header gives as examples."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.namespaces import PREFIXES, expand, shorten, slug
from accordgraph.networks import held
from accordgraph.pathways.dates import Covers
from accordgraph.service import AccordGraph
from accordgraph.stored_queries import BASES, Row, StoredQuery, load_queries

FOR_THE_PROGRAM = ("network", "records")
QUERIES = {
    name: query
    for name, query in load_queries(Path(__file__).resolve().parents[2] / "queries").items()
    if query.topic not in FOR_THE_PROGRAM
}
MAY_BE_EMPTY = {
    "gaps/pending": "a source may be found for everything that waits for one",
    "gaps/silent-rights": "a source may tell of every right",
    "gaps/undated-members": "a source may be found for every start",
    "gaps/unknown-status": "it may become known of each whether it still holds",
    "statements/without-confirmation-for-a-year": "everything may have been confirmed within the year",
}
"""Queries to which no row is a good answer, each with the reason; all others find something."""


def example(query: StoredQuery, *, whole: bool) -> dict[str, str]:
    """The example parameters: all of them, or only those required."""
    return {p.name: p.example or "" for p in query.params if p.required or whole}


def answer(real: AccordGraph, name: str, **params: str) -> list[Row]:
    found: list[Row] = real.ask_stored(name, params)["data"]["rows"]
    return found


def members(real: AccordGraph, accord: str, tier: str, day: str) -> list[Row]:
    """The members of a tier on a day, by the tier's own name for it."""
    found = answer(real, "members/on-date", accord=accord, day=day)
    return [row for row in found if slug(row["held_tier"]) == f"{accord}-{tier}"]


@pytest.mark.parametrize("name", QUERIES)
def test_each_answers_its_examples(real: AccordGraph, name: str) -> None:
    query = QUERIES[name]
    order = re.findall(r"\?(\w+)", query.text.rpartition("ORDER BY")[2])
    for whole in (False, True):
        found = answer(real, name, **example(query, whole=whole))
        assert found or name in MAY_BE_EMPTY, f"no row for {example(query, whole=whole)}"
        keys = [tuple(row[variable] for variable in order) for row in found]
        assert len(set(keys)) == len(keys), "the order of the rows is not unique"


def test_what_may_be_empty_exists() -> None:
    assert set(MAY_BE_EMPTY) <= set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_each_example_names_a_thing(real: AccordGraph, name: str) -> None:
    for parameter in QUERIES[name].params:
        if parameter.type == "iri":
            assert parameter.example
            thing = ox.NamedNode(expand(parameter.example))
            assert next(real.store.quads_for_pattern(thing, None, None, None), None), parameter.example
            kind, _, local = shorten(thing.value).partition("/")
            assert BASES[kind] + local == thing.value, "`kind/name` means the same"


STATED = {
    ("washington-accord", "full", "2000-01-01"): 8,
    ("washington-accord", "full", "2024-07-31"): 25,
    ("sydney-accord", "full", "2024-07-31"): 11,
    ("sydney-accord", "provisional", "2024-07-31"): 2,
    ("dublin-accord", "full", "2024-07-31"): 9,
    ("seoul-accord", "full", "2008-12-31"): 6,
    ("seoul-accord", "full", "2009-12-31"): 8,
    ("seoul-accord", "full", "2025-01-01"): 13,
    ("ipea", "full", "2022-06-30"): 16,
    ("apec-engineer-agreement", "full", "2000-11-01"): 7,
    ("apec-engineer-agreement", "full", "2022-06-30"): 14,
    ("asean-mraes", "member", "2022-06-30"): 10,
    ("eur-ace", "authorised", "2008-12-31"): 6,
    ("ieta", "full", "2026-11-20"): 7,
    ("aiet", "founding", "2015-12-31"): 2,
}
"""How many members of a tier the tables of the sources name for a day, a start not known included."""


@pytest.mark.parametrize(("accord", "tier", "day"), STATED)
def test_as_many_members_as_the_sources_name(real: AccordGraph, accord: str, tier: str, day: str) -> None:
    found = members(real, accord, tier, day)
    started = [row for row in found if row["certain"]]
    assert len(started) == STATED[accord, tier, day], [slug(row["membership"]) for row in found]
    for row in found:
        assert (row["start"] == "dated") is (row["valid_from"] is not None), row["membership"]
        assert row["start"] == "dated" or row["seen_on"], row["membership"]


@pytest.mark.parametrize("accord", ["ipea", "apec-engineer-agreement", "eur-ing"])
def test_members_without_a_start_are_marked_from_the_first_day_of_their_accord(
    real: AccordGraph, accord: str
) -> None:
    begun = next(a.spell.start for a in real.served.world.accords.values() if a.slug == accord)

    def undated(day: date) -> list[Row]:
        found = answer(real, "members/on-date", accord=accord, day=day.isoformat())
        return [row for row in found if row["start"] != "dated"]

    assert {(row["start"], row["certain"]) for row in undated(begun)} == {("not dated", False)}
    assert undated(begun - timedelta(1)) == []


def test_each_count_is_compared_and_each_difference_explained(real: AccordGraph) -> None:
    found = {slug(row["observation"]): row for row in answer(real, "figures/compare-counts")}
    assert found
    for name, row in found.items():
        assert row["difference"] is not None, f"{name}: no day to compare it on"
        assert row["counted_on"] or row["seen_on"], name
        assert float(row["difference"]) == 0 or (row["note_en"] and row["note_zh"]), name
    agreeing = {"ipea-full-members-manuscript": 16, "ipea-countries-manuscript": 16,
                "apec-engineer-agreement-full-members-manuscript": 14, "asean-mraes-members-manuscript": 10,
                "apec-engineer-registers-2000": 7, "eur-ace-first-agencies": 6}  # fmt: skip
    assert {name: int(float(found[name]["counted"])) for name in agreeing} == agreeing
    assert {name for name in agreeing if float(found[name]["difference"])} == set()
    federation = found["eur-ing-national-members-manuscript"]
    assert (federation["counted"], federation["seen_on"]) == ("33", "2021-03-18")
    assert float(federation["difference"]) > 0


def test_every_count_of_members_is_compared(real: AccordGraph) -> None:
    """A count of members of an accord names the tier that was counted."""
    text = """SELECT ?count { ?count a ag:Observation ; ag:hasIndicator ?indicator ; ag:observes ?thing .
      VALUES ?indicator { indicator:full-members indicator:provisional-members indicator:restricted-members
                          indicator:members }
      FILTER EXISTS { ?thing a ag:Accord }
      FILTER NOT EXISTS { ?thing a ag:Agreement }
      FILTER NOT EXISTS { ?count ag:forTier ?tier } }"""
    prefixes = {name: PREFIXES[name] for name in ("ag", "indicator")}
    found = real.store.query(text, prefixes=prefixes, use_default_graph_as_union=True)
    assert [slug(row["count"].value) for row in found] == []


@pytest.mark.parametrize("day", ["1996-03-15", "2010-03-15", "2022-03-15"])
def test_who_is_a_member_is_what_the_network_of_the_day_shows(real: AccordGraph, day: str) -> None:
    world, on = real.served.world, date.fromisoformat(day)
    for accord in world.accords.values():
        spells = {m.id: held(m, accord) for m in world.members_in(accord.id)}
        covers = {membership: spell.covers(on, on) for membership, spell in spells.items()}
        expected = {each: found is Covers.YES for each, found in covers.items() if found is not Covers.NO}
        found = answer(real, "members/on-date", accord=accord.id, day=day)
        assert {row["membership"]: row["certain"] for row in found} == expected, accord.slug


def test_the_turnover_of_2018_is_marked_and_stands_beside_its_neighbours(real: AccordGraph) -> None:
    series = answer(real, "figures/series", indicator="indicator:overseas-contracting-turnover")
    marked = [row for row in series if slug(row["status"]) == "outlier"]
    assert [row["observed_on"][:4] for row in marked] == ["2018"]
    (found,) = [
        row for row in answer(real, "figures/outliers") if row["observation"] == marked[0]["observation"]
    ]
    assert (found["previous_on"][:4], found["next_on"][:4]) == ("2017", "2019")
    assert float(found["value"]) > 5 * max(float(found["previous"]), float(found["next"]))
    assert found["note_en"] and found["note_zh"]
    corrected = {row["thing"]: row["kind"] for row in answer(real, "doubts/corrected")}
    assert corrected[found["observation"]] == "outlier"


def test_targets_of_registered_engineers_and_their_parts(real: AccordGraph) -> None:
    totals = {
        (row["planned_for"][:4], row["value"])
        for row in answer(real, "targets/by-year")
        if row["planned_for"] and row["value"] and row["part_of"] is None
        and slug(row["indicator"]) == "registered-persons"
    }  # fmt: skip
    assert {("2022", "280"), ("2025", "4000"), ("2035", "40000")} <= totals
    sums = {row["value"]: row["difference"] for row in answer(real, "targets/sums")}
    assert (sums["280"], sums["4000"]) == ("0", "0")
    shares = {row["persons"]: float(row["percent"]) for row in answer(real, "targets/share-of-workforce")}
    assert shares["40000"] == pytest.approx(0.1, abs=0.01)


def test_what_rests_on_the_replaced_treaty_is_of_unknown_status(real: AccordGraph) -> None:
    found: list[dict[str, Any]] = answer(real, "instruments/replaced")
    (row,) = [row for row in found if slug(row["older"]) == "nafta" and row["dependant"]]
    assert (slug(row["newer"]), row["newer_begins"]) == ("usmca", "2020-07-01")
    assert (slug(row["dependant"]), slug(row["dependant_status"])) == ("nafta-mrd", "unknown")


def test_both_claims_of_the_widest_reach_are_shown(real: AccordGraph) -> None:
    found = {
        (slug(row["stated_by"]), slug(row["statement"]))
        for row in answer(real, "doubts/contradictions")
        if row["kind"] == "contradiction"
    }
    assert {(b, a) for a, b in found} & found, "two claims that contradict each other"


def test_the_continents_of_members(real: AccordGraph) -> None:
    """One accord spans five parts of the world and has no member in the sixth; another stays in one."""
    found: dict[str, dict[str | None, Row]] = defaultdict(dict)
    for row in answer(real, "members/by-continent", day="2022-06-30"):
        found[slug(row["accord"])][row["region"] and slug(row["region"])] = row
    assert {region for region in found["ipea"] if region} == {
        "africa", "asia", "europe", "northern-america", "oceania",
    }  # fmt: skip
    assert set(found["asean-mraes"]) == {"asia"}
    assert {"latin-america-and-caribbean", "africa"} <= set(found["washington-accord"])
    for regions in found.values():
        assert all(row["places"] and row["uncertain"] <= row["places"] for row in regions.values())


def test_each_country_lies_in_one_part_of_the_world_or_in_none(real: AccordGraph) -> None:
    """Sums over parts of the world are sums over places; what the division leaves out is in no part."""
    text = """SELECT ?place (COUNT(?region) AS ?regions) {
      ?place a ag:Jurisdiction FILTER NOT EXISTS { ?place ag:isPartOf ?whole }
      OPTIONAL { ?region a ag:GeographicRegion ; ag:groupsJurisdiction ?place }
    } GROUP BY ?place"""
    found = {
        slug(row["place"].value): int(row["regions"].value)
        for row in real.store.query(text, prefixes={"ag": PREFIXES["ag"]}, use_default_graph_as_union=True)
    }
    assert set(found.values()) <= {0, 1}
    assert {place for place, regions in found.items() if not regions} == {"AQ", "TW"}
