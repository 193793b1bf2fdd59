"""``/timeline``: the happenings by year, filters with faults beside them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES

Get = Callable[..., Any]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_the_api_says_by_year(client: TestClient, get: Get, lang: str) -> None:
    found = client.get("/api/v1/timeline?accord=meridian").json()
    page = get(f"/timeline?accord=meridian&lang={lang}")
    assert str(found["meta"]["total"]) in page.all("h1")[0].said
    years = {each["date"][:4] for each in found["data"]}
    assert {h.said for h in page.all("h2") if re.fullmatch("[0-9]{4}", h.said)} == years
    assert set(found["meta"]["by_year"]) == years
    assert (
        sum(found["meta"]["by_year"].values()) == sum(found["meta"]["by_what"].values()) == len(found["data"])
    )
    links = {a.attributes["href"].partition("?")[0] for a in page.all("a")}
    for each in found["data"]:
        assert each["date"] in page.said
        assert {
            f"/{source['source'].replace('source', 'sources', 1)}" for source in each["evidence"]
        } <= links
        assert all(thing["label"][lang] in page.said for thing in each["involves"])


def test_a_year_leads_to_itself(get: Get) -> None:
    page = get("/timeline")
    [strip] = page.all("nav", class_="toc years")
    first = strip.said.split()[0]
    [link] = {
        a.attributes["href"] for a in page.all("a") if f"from={first}&to={first}" in a.attributes["href"]
    }
    assert [h.said for h in get(link).all("h2")] == [first]


def test_filters_stay_in_the_form_by_their_names(get: Get) -> None:
    page = get("/timeline?accord=meridian&jurisdiction=XN&from=2010&what=start&lang=zh")
    assert page.all("input", name="jurisdiction")[0].attributes["value"] == "北境"
    assert page.all("input", name="from")[0].attributes["value"] == "2010"
    assert [o.attributes["value"] for o in page.all("option") if "selected" in o.attributes] == ["start"]


def test_it_pages_on(get: Get, client: TestClient) -> None:
    seen, address = 0, "/timeline?limit=7"
    while address:
        page = get(address)
        seen += len(page.all("span", class_="day"))
        address = next((a.attributes["href"] for a in page.all("a", rel="next")), "")
    assert seen == client.get("/api/v1/timeline").json()["meta"]["total"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "value"), [("from", "yesterday"), ("accord", "no-such"), ("jurisdiction", "Atlantis")]
)
def test_a_fault_stands_beside_its_field(get: Get, name: str, value: str, lang: str) -> None:
    page = get(f"/timeline?{name}={value}&lang={lang}", 422)
    fault = page.by_id(f"fault-{name}").said
    assert bool(re.search("[\u4e00-\u9fff]", fault)) == (lang == "zh")
    assert page.by_id(f"f-{name}").attributes["value"] == value
    assert page.all("a", href=f"#f-{name}")


def test_a_parameter_that_does_not_exist_is_named(get: Get) -> None:
    assert "fame" in get("/timeline?fame=1", 422).all("div", role="alert")[0].said
