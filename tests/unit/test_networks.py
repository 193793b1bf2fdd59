"""The recognition network of a day as a graph and a table, and where the picture puts it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from accordgraph.layouts.anchored import CELL_HEIGHT, CELL_WIDTH
from accordgraph.layouts.kept import layout
from accordgraph.layouts.model import HUB_HEIGHT, HUB_WIDTH
from accordgraph.namespaces import AG, GRAPHS, ID
from accordgraph.networks import chosen, counts, covered, empty, held, recognition_network, table
from accordgraph.pathways.dates import Covers, Spell
from accordgraph.pathways.model import Accord, Agreement, Facts, Jurisdiction, Membership, Terms, Text
from accordgraph.pathways.world import World
from accordgraph.pictures.shapes import COLOURS, STYLES
from accordgraph.pictures.wording import WORDS
from accordgraph.service import View
from accordgraph.snapshot import Content, fill, read_network

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def world(root: Path) -> World:
    worlds = tuple(root / "tests" / "worlds" / name for name in ("vectors", "fiction"))
    content = Content(root / "ontology", worlds, root / "queries")
    store = ox.Store()
    fill(store, content)
    return View(read_network(store, content)).world


def only(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    found = [row for row in rows if all(row[k] == v for k, v in wanted.items())]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("day", [date(1994, 1, 1), date(2012, 6, 10), date(2020, 1, 1), DAY])
def test_every_membership_of_the_day_is_an_edge_and_a_row(world: World, day: date) -> None:
    graph = recognition_network(world, day, agreements=True)
    expected = {
        m.id.rsplit("/", 1)[-1]
        for m in world.memberships.values()
        if held(m, world.accords[m.accord]).covers(day, day) is not Covers.NO
    }
    edges = {told["membership"] for *_, told in graph.edges(data=True) if told["relation"] == "member"}
    rows = [row["membership"] for row in table(graph, "en") if row["membership"]]
    assert edges == set(rows) == expected
    assert len(rows) == len(expected) == counts(graph)["memberships"]


def test_a_membership_without_a_start_is_uncertain_before_it_was_seen_and_sure_after(world: World) -> None:
    def row(day: date) -> dict[str, Any]:
        return only(table(recognition_network(world, day), "en"), accord="meridian", jurisdiction="XS")

    assert [row(date(y, 1, 1))["certain"] for y in (2010, 2012, 2015, 2026)] == [False, False, True, True]
    assert (row(DAY)["from"], row(DAY)["seen_on"]) == (None, "2015-01-01")


def test_a_membership_without_a_start_does_not_reach_back_before_its_accord() -> None:
    begun = Spell.of(start=date(2007, 1, 1), start_precision="circa")
    accord = Accord("accord/a", "a", Text("A", "A"), spell=begun)
    spells = {
        "undated": Spell.of(seen_on=date(2013, 12, 31)),
        "ended": Spell.of(seen_on=date(2013, 12, 31), end=date(2020, 12, 31)),
        "seen-before": Spell.of(seen_on=date(2005, 6, 1)),
        "dated-before": Spell.of(start=date(2004, 1, 1)),
        "not-dated": Spell(),
    }
    world = World(
        Facts(
            accords=(accord,),
            jurisdictions=tuple(Jurisdiction(f"jurisdiction/{n}", n, Text(n, n)) for n in spells),
            memberships=tuple(
                Membership(f"membership/{n}", accord.id, "tier/full", f"jurisdiction/{n}", None, spell)
                for n, spell in spells.items()
            ),
        )
    )

    def shown(year: int) -> dict[str, bool]:
        rows = table(recognition_network(world, date(year, 6, 30)), "en")
        return {row["membership"]: row["certain"] for row in rows}

    assert shown(1999) == {}
    assert shown(2004) == {"dated-before": False}
    assert shown(2006) == {"dated-before": False, "seen-before": False}
    assert shown(2007) == dict.fromkeys(spells, False)
    assert shown(2010) == dict.fromkeys(spells, True) | {"undated": False, "ended": False}
    assert shown(2014) == dict.fromkeys(spells, True)
    assert "ended" not in shown(2021)
    assert empty(world, accord, date(1999, 1, 1)) == "not-in-force"
    assert held(world.memberships["membership/undated"], accord._replace(spell=Spell())).start == date.min


def test_an_accord_or_agreement_that_is_only_seen_is_not_sure_before_that_day(root: Path) -> None:
    content = Content(root / "ontology", (root / "tests" / "worlds" / "fiction",), root / "queries")
    store = ox.Store()
    fill(store, content)
    things = [f"{ID}{name}" for name in ("accord/meridian", "agreement/northland-southland")]
    dates = [ox.NamedNode(f"{AG}{name}") for name in ("validFrom", "validFromPrecision", "validThrough")]
    seen = ox.Literal("2024-03-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    for thing in map(ox.NamedNode, things):
        for quad in [quad for each in dates for quad in store.quads_for_pattern(thing, each, None)]:
            store.remove(quad)
        store.add(ox.Quad(thing, ox.NamedNode(f"{AG}seenOn"), seen, ox.NamedNode(GRAPHS["facts"])))
    world = View(read_network(store, content)).world
    known = [world.accords[things[0]], world.agreements[things[1]]]
    for day, sure in ((date(2024, 2, 29), Covers.POSSIBLY), (date(2024, 3, 1), Covers.YES)):
        assert {each.spell.covers(day, day) for each in known} == {sure}
        graph = recognition_network(world, day)
        assert graph.nodes["accord/meridian"]["in_force"] == sure.name.lower()
        members = [row for row in table(graph, "en") if row["accord"] == "meridian"]
        assert members and (sure is Covers.YES or not any(row["certain"] for row in members))


def test_a_start_known_to_the_month_is_uncertain_within_it(world: World) -> None:
    def edges(day: date) -> list[bool]:
        rows = table(recognition_network(world, day, ["lantern"]), "en")
        return [row["certain"] for row in rows if row["jurisdiction"] == "XN"]

    days = (date(2012, 5, 31), date(2012, 6, 15), date(2012, 7, 1))
    assert [edges(day) for day in days] == [[], [False], [True]]
    (row,) = [
        r for r in table(recognition_network(world, DAY, ["lantern"]), "en") if r["jurisdiction"] == "XN"
    ]
    assert row["from"] == "2012-06"


def test_one_spell_follows_another(world: World) -> None:
    tiers = [
        only(table(recognition_network(world, day, ["ipea"]), "zh"), jurisdiction="XA")["tier"]
        for day in (date(2021, 6, 30), date(2021, 7, 1))
    ]
    assert tiers == ["full", "restricted"]


def test_closed_territory_stands_without_bodies_and_unsure_where_the_status_is(world: World) -> None:
    rows = table(recognition_network(world, DAY, ["river"]), "en")
    assert [(r["jurisdiction"], r["body"], r["relation"], r["certain"]) for r in rows] == [
        ("XN", None, "applies-in", False),
        ("XW", None, "applies-in", False),
    ]
    early = recognition_network(world, date(1990, 1, 1), ["river"])
    assert table(early, "en") == [] and early.nodes["accord/river"]["in_force"] == "no"


def test_rights_of_a_tier_are_weighed_against_its_accord(world: World) -> None:
    rows = table(recognition_network(world, DAY, ["meridian"]), "en")
    assert {row["tier"]: row["rights_share"] for row in rows} == {
        "charter": "all",
        "observer": "none",
        "paused": "none",
    }


def test_accords_are_chosen_by_slug_or_id_and_agreements_on_request(world: World) -> None:
    lantern = "https://w3id.org/accordgraph/id/accord/lantern"
    assert chosen(world, ["lantern"]) == chosen(world, [lantern]) == (world.accords[lantern],)
    plain, all_of_them = chosen(world), chosen(world, agreements=True)
    assert set(plain) == set(world.accords.values()) and set(plain) < set(all_of_them)
    graph = recognition_network(world, DAY, ["northland-southland"])
    assert [r["jurisdiction"] for r in table(graph, "en")] == ["XN", "XS"]
    assert graph.nodes["agreement/northland-southland"]["kind"] == "agreement"


def test_a_hub_without_members_on_a_day_says_why() -> None:
    always, past = Spell(), Spell.of(start=date(1980, 1, 1), end=date(1985, 1, 1))
    plain = Accord("accord/a", "a", Text("A", "A"))
    member = Membership("m/1", "accord/a", "tier/full", "jurisdiction/J", "body/b", past)
    world = World(Facts(accords=(plain,), memberships=(member,)))
    placed = plain._replace(id="accord/p", territory=frozenset({"jurisdiction/J"}))
    assert empty(world, plain, date(1982, 1, 1)) is None
    assert empty(world, plain, DAY) == "none-that-day"
    assert empty(world, plain._replace(id="accord/other"), DAY) == "none-known"
    assert empty(world, placed._replace(spell=always), DAY) is None
    assert empty(world, placed._replace(spell=past), DAY) == "not-in-force"


def test_a_further_place_is_told_with_its_membership(world: World) -> None:
    first, *rest = world.facts.memberships
    wide = first._replace(covers=("https://w3id.org/accordgraph/id/jurisdiction/US-CA",))
    changed = World(world.facts._replace(memberships=(wide, *rest)))
    graph = recognition_network(changed, DAY)
    name = wide.id.rsplit("/", 1)[-1]
    assert covered(graph) == {name: ["US-CA"]}
    assert only(table(graph, "en"), membership=name)["covers"] == "US-CA"
    assert counts(graph)["covered"] == 1
    assert not any(place.endswith("US-CA") for place in layout(changed, (wide.accord,)).at)


def test_graph_attributes_are_plain_and_ordered(world: World) -> None:
    one, other = (recognition_network(world, DAY, agreements=True) for _ in range(2))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    told = [d for _, d in one.nodes(data=True)] + [d for *_, d in one.edges(data=True)]
    assert {type(value) for each in told for value in each.values()} <= {str, bool}


def grown(places: int, accords: int) -> World:
    """A world of that many places; each accord has a third of them, each of its own choosing."""
    ids = [f"jurisdiction/J{i}" for i in range(places)]
    return World(
        Facts(
            jurisdictions=tuple(Jurisdiction(i, i[13:], Text(i, i)) for i in ids),
            accords=tuple(
                Accord(
                    f"accord/a{n}", f"a{n}", Text(f"A{n}", f"A{n}"), territory=frozenset(ids[n :: 2 + n % 5])
                )
                for n in range(accords)
            ),
        )
    )


@pytest.mark.parametrize(("places", "accords"), [(1, 1), (30, 2), (60, 12), (5, 20)])
def test_nothing_in_the_picture_lies_on_anything_else(places: int, accords: int) -> None:
    world = grown(places, accords)
    found = layout(world, tuple(world.accords))
    assert set(found.at) == {*world.accords, *{p for a in world.accords.values() for p in a.territory}}
    for (one, (x, y)), (other, (u, v)) in combinations(found.at.items(), 2):
        hub, both = (
            one in world.accords or other in world.accords,
            one in world.accords and other in world.accords,
        )
        wide = HUB_WIDTH if both else (HUB_WIDTH + CELL_WIDTH) / 2 if hub else CELL_WIDTH / 2
        high = HUB_HEIGHT if both else (HUB_HEIGHT + CELL_HEIGHT) / 2 if hub else CELL_HEIGHT
        # Rounding to whole points may take one from either.
        assert abs(x - u) >= wide - 1 or abs(y - v) >= high - 1, (one, other)
    assert all(0 < x < found.width and 0 < y < found.height for x, y in found.at.values())


def test_agreements_and_an_empty_choice_have_a_place_too() -> None:
    places = [Jurisdiction(f"jurisdiction/{n}", n, Text(n, n)) for n in ("XA", "XB")]
    pact = Agreement(
        "agreement/pact",
        "accord/none",
        Text("Pact", "约定"),
        frozenset(p.id for p in places),
        Terms(),
        Spell(),
    )
    world = World(Facts(jurisdictions=tuple(places), agreements=(pact,)))
    assert set(layout(world, ("agreement/pact",)).at) == {
        "agreement/pact",
        "jurisdiction/XA",
        "jurisdiction/XB",
    }
    assert layout(world, ()).at == {}


def test_each_kind_of_edge_differs_without_colour_and_each_colour_is_seen_on_white() -> None:
    looks = [(s.shape, s.filled) for s in STYLES.values()]
    assert len(set(looks)) == len(looks)

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert all(1.05 / (light(colour) + 0.05) >= 3 for colour in COLOURS)


def test_the_picture_has_the_same_words_in_both_languages() -> None:
    assert set(WORDS["en"]) == set(WORDS["zh"])


def test_the_server_starts_without_networkx() -> None:
    code = "import sys, accordgraph.web.routers.network; print({'networkx', 'numpy'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
