"""The network of all times, and the filters of the network of a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from accordgraph.pathways.dates import Covers
from accordgraph.service import AccordGraph
from accordgraph.web import problems
from accordgraph.web.routers import network

TODAY = date(2026, 1, 1)


def asked(graph: AccordGraph) -> Iterator[TestClient]:
    """The routes of the network alone."""
    app = FastAPI()
    problems.install(app)
    app.include_router(network.router(graph, lambda: TODAY))
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="module")
def client(graph: AccordGraph) -> Iterator[TestClient]:
    yield from asked(graph)


@pytest.fixture(scope="module")
def grouped(open_world: Callable[..., AccordGraph]) -> Iterator[TestClient]:
    """A world with groups of places and a part of the world."""
    yield from asked(open_world("questions"))


@pytest.fixture(scope="module")
def told(client: TestClient) -> Any:
    return client.get("/api/v1/network/history").json()["data"]


def rows(client: TestClient, **params: str) -> list[dict[str, Any]]:
    found = client.get("/api/v1/network", params=params)
    assert found.status_code == 200, found.text
    table: list[dict[str, Any]] = found.json()["data"]["table"]
    return table


def covers(edge: dict[str, Any], day: str) -> Covers:
    """What a page concludes from the four days of a spell."""
    start, start_by, end, end_by = edge["spell"]
    if (start_by or "") <= day <= (end or "9999"):
        return Covers.YES
    return Covers.POSSIBLY if (start or "") <= day <= (end_by or "9999") else Covers.NO


@pytest.mark.parametrize(
    "day", ["1994-01-01", "2009-12-31", "2010-01-01", "2012-06-10", "2015-01-01", "2020-01-01", "2026-01-01"]
)
def test_each_day_holds_what_the_network_of_that_day_has(client: TestClient, told: Any, day: str) -> None:
    found = {each["id"]: covers(each, day) for each in told["edges"]}
    asked = rows(client, as_of=day, include="agreements,empty")
    assert {name for name, how in found.items() if how is not Covers.NO} == {
        row["membership"] or f"{row['accord']}--{row['jurisdiction']}" for row in asked
    }
    hubs = {each["id"].split("/")[1]: each for each in told["hubs"]}
    edges = {each["id"]: each for each in told["edges"]}
    for row in asked:
        if row["membership"]:
            assert edges[row["membership"]]["tier"] == row["tier"]
            sure = found[row["membership"]] is covers(hubs[row["accord"]], day) is Covers.YES
            assert row["certain"] is sure


def test_every_accord_and_place_has_a_position_and_nothing_is_named_that_is_not_there(told: Any) -> None:
    hubs, places, bodies = (
        {each["id"]: each for each in told[kind]} for kind in ("hubs", "places", "bodies")
    )
    for edge in told["edges"]:
        assert edge["hub"] in hubs and edge["place"] in places
        assert edge.get("body") is None or bodies[edge["body"]]["place"] in places
        assert f"jurisdiction/{edge['place']}" in told["layouts"]["all"]["at"]
        if not hubs[edge["hub"]]["agreement"]:
            assert f"jurisdiction/{edge['place']}" in told["layouts"]["accords"]["at"]
    assert set(hubs) <= set(told["layouts"]["all"]["at"])
    groups = {each["id"] for each in told["groups"]}
    assert all(set(each["groups"]) <= groups for each in told["places"])
    assert {each["edge"] for each in told["changes"]} <= {each["id"] for each in told["edges"]}
    assert [each["day"] for each in told["changes"]] == sorted(each["day"] for each in told["changes"])


def test_the_answer_is_in_the_language_asked_for(client: TestClient, told: Any) -> None:
    chinese = client.get("/api/v1/network/history", params={"lang": "zh"}).json()["data"]
    label = {each["id"]: each["label"] for each in chinese["hubs"]}
    assert label["accord/meridian"] == "子午线协议"
    assert {each["id"]: each["label"] for each in told["hubs"]}["accord/meridian"] != "子午线协议"
    assert chinese["layouts"] == told["layouts"] and told["today"] == "2026-01-01"


def test_the_same_filters_narrow_the_network_of_a_day(client: TestClient, told: Any) -> None:
    everything = rows(client, include="agreements")
    for tier in {row["tier"] for row in everything if row["tier"]}:
        assert rows(client, include="agreements", tier=tier) == [r for r in everything if r["tier"] == tier]
    for at, name in enumerate(("goal", "force")):
        for value in {pair[at] for hub in told["hubs"] for pair in hub["concludes"] if pair[at]}:
            hubs = {
                hub["id"].split("/")[1]
                for hub in told["hubs"]
                if value in {pair[at] for pair in hub["concludes"]}
            }
            assert rows(client, include="agreements", **{name: value}) == [
                row for row in everything if row["accord"] in hubs
            ]


def test_a_group_keeps_its_places_and_a_region_the_parts_of_them(grouped: TestClient) -> None:
    told = grouped.get("/api/v1/network/history").json()["data"]
    inside = {each["id"]: each["groups"] for each in told["places"]}
    assert {each["id"] for each in told["groups"] if each["region"]} == {"northern-lands", "southern-lands"}
    everything = rows(grouped, include="agreements")
    for group in {name for names in inside.values() for name in names}:
        kept = [row for row in everything if group in inside[row["jurisdiction"]]]
        assert rows(grouped, include="agreements", group=group) == kept
        assert kept
    assert rows(grouped, include="agreements", group="heath,shore") == [
        row for row in everything if {"heath", "shore"} & set(inside[row["jurisdiction"]])
    ]


def test_a_filter_that_leaves_nothing_says_why(client: TestClient) -> None:
    everything = client.get("/api/v1/network", params={"include": "agreements"}).json()["data"]
    tier = next(row["tier"] for row in everything["table"] if row["tier"])
    accords = {row["accord"] for row in everything["table"] if not row["accord"].count("-")}
    without = min(accords - {row["accord"] for row in everything["table"] if row["tier"] == tier})
    found = client.get("/api/v1/network", params={"tier": tier}).json()["data"]["left_out"]
    assert {each["id"]: each["why"] for each in found}[f"accord/{without}"] == "none-chosen"


def test_a_filter_moves_nothing_in_the_picture(client: TestClient, told: Any) -> None:
    def places(**params: str) -> dict[str, str]:
        text = client.get("/api/v1/network", params={"format": "svg", **params}).text
        return dict(re.findall(r'data-node="([^"]+)"[^>]*? transform="([^"]+)"', text))

    everything, some = places(), places(goal=told["hubs"][0]["concludes"][0][0], tier=told["tiers"][0]["id"])
    assert some and some.items() < everything.items()


@pytest.mark.parametrize("name", ["tier", "goal", "group", "force"])
def test_what_a_filter_does_not_know_is_refused(grouped: TestClient, name: str) -> None:
    for value in ("nowhere", ","):
        found = grouped.get("/api/v1/network", params={name: value})
        assert found.status_code == 422 and found.json()["field"] == name and found.json()["accepted"]


def test_the_network_of_all_times_takes_no_day(refused: Callable[..., str]) -> None:
    assert refused("/api/v1/network/history", as_of="2020-01-01") == "unknown-field"
