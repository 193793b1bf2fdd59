"""Lists and records as pages say what the API says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.web.pages.base import Reading
from accordgraph.web.pages.record import Teller

Get = Callable[..., Any]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_lists_and_records_say_what_the_api_says(client: TestClient, get: Get, collection: str) -> None:
    found = client.get(f"/api/v1/{collection}").json()
    page = get(f"/{collection}")
    assert str(found["meta"]["total"]) in page.all("h1")[0].said
    for record in found["data"][:3]:
        shown = get(f"/{collection}/{record['id']}")
        assert record["iri"] in shown.said
        assert all((each["title"] or "") in shown.said for each in record["evidence"])
        if record["label"]["en"] != record["id"]:
            assert record["label"]["en"] in shown.all("h1")[0].said


def test_lists_page_on(get: Get, graph: AccordGraph) -> None:
    seen, address = 0, "/jurisdictions?limit=7"
    while address:
        page = get(address)
        seen += len(page.all("tr")) - 1
        address = next((a.attributes["href"] for a in page.all("a", rel="next")), "")
    assert seen == len(graph.records.members("jurisdictions"))


def test_an_accord_lists_its_members_of_a_day(get: Get) -> None:
    accord = "/accords/washington-accord"
    late, early = (
        get(f"{accord}?as_of={day}").all("section", **{"aria-labelledby": "members"})[0].said
        for day in ("2020-01-01", "1990-01-01")
    )
    assert "Engineers of China" in late
    assert "Engineers of China" not in early
    assert get(f"{accord}?as_of=soon", 422)


def test_a_standard_is_told_as_a_tree(client: TestClient, get: Get) -> None:
    name = client.get("/api/v1/standards").json()["data"][0]["id"]
    page = get(f"/standards/{name}?lang=en")
    assert "all of these:" in page.said
    assert page.all("ul", class_="tree")


@pytest.mark.parametrize(("lang", "mark"), [("en", "(our wording)"), ("zh", "（本站所拟）")])
def test_a_name_of_ours_is_marked(get: Get, lang: str, mark: str) -> None:
    """The official name is bare; the mark is in the reader's language and explained."""
    head = get(f"/bodies/northland-engineers?lang={lang}")
    assert (mark in head.all("h1")[0].said) == (lang == "zh")
    assert (mark in head.all("p", class_="othername")[0].said) == (lang == "en")
    assert all(each.attributes["title"] for each in head.all("small"))
    place = get(f"/jurisdictions/XN?lang={lang}")
    assert mark not in place.all("h1")[0].said + place.all("p", class_="othername")[0].said


@pytest.mark.parametrize(("lang", "words"), [("en", "Engineers of the North"), ("zh", "北方工程师协会")])
def test_another_reading_is_told_in_the_language_of_the_page(get: Get, lang: str, words: str) -> None:
    (beside,) = get(f"/bodies/northland-engineers?lang={lang}").all("ul", class_="rivals")
    itself = get(f"/rivals/northland-name?lang={lang}").said
    for said in (beside.said, itself):
        assert words in said and ("（本站所拟）" in said) == (lang == "zh")


def _evidence(told: object) -> list[dict[str, Any]]:
    """Every citation that an answer names, wherever it stands."""
    if isinstance(told, list):
        return [each for part in told for each in _evidence(part)]
    if not isinstance(told, dict):
        return []
    own = [told] if {"citation", "source"} <= told.keys() else []
    return own + [each for part in told.values() for each in _evidence(part)]


@pytest.mark.parametrize("question", ["home=MY&target=SG&goal=competence", "home=XN&target=XS&goal=licence"])
def test_an_answer_leads_to_its_sources_in_two_clicks(client: TestClient, get: Get, question: str) -> None:
    """One click leads from the answer to the source's record, and one from there to the document."""
    named = {each["source"]: each for each in _evidence(client.get(f"/api/v1/pathways?{question}").json())}
    records = {
        link.attributes["href"].partition("?")[0]
        for link in get(f"/pathways?{question}").all("a", class_=None)
    }
    assert named
    for name, each in named.items():
        address = f"/sources/{name.removeprefix('source/')}"
        assert address in records
        leads = {link.attributes.get("href") for link in get(address).all("a")}
        assert each["address"] is None or each["address"] in leads


def test_what_is_not_known_of_a_thing_stands_on_its_page(client: TestClient, get: Get) -> None:
    gaps = client.get("/api/v1/gaps?limit=1000").json()["data"]
    accord = next(each["accord"] for each in gaps if each["accord"])
    section = get(f"/accords/{accord}?lang=en").by_id("gaps")
    told = [each for each in gaps if each["accord"] == accord]
    assert section.said.endswith(str(len(told)))
    membership = next(each for each in gaps if each["id"].startswith("membership/"))
    page = get(f"/memberships/{membership['id'].partition('/')[2]}?lang=en")
    assert page.by_id("gaps") and membership["text"]["en"] in page.said


def test_a_thing_without_gaps_has_no_empty_list_of_them(get: Get) -> None:
    page = get("/vocab/recognition-kind/competence")
    assert not [e for e in page.elements if e.attributes.get("id") == "gaps"]


def test_an_accord_leads_to_the_network_and_to_a_comparison_with_others(get: Get) -> None:
    links = {a.attributes["href"] for a in get("/accords/meridian").all("a")}
    assert "/network?accord=meridian" in links and "/scenarios?accord=meridian" in links
    [compared] = [each for each in links if each.startswith("/compare?accord=meridian")]
    assert get(compared).all("table") and "%2C" in compared
    assert "/accessions?jurisdiction=XN" in {a.attributes["href"] for a in get("/jurisdictions/XN").all("a")}


@pytest.mark.parametrize("thing", ["accords/meridian", "bodies/northland-engineers", "jurisdictions/XN"])
def test_the_latest_happenings_of_a_thing_stand_on_its_page(client: TestClient, get: Get, thing: str) -> None:
    name = thing.partition("/")[2]
    filters = {"accords": "accord", "bodies": "body", "jurisdictions": "jurisdiction"}
    asked = {filters[thing.partition("/")[0]]: name, "limit": "1000"}
    told = client.get("/api/v1/timeline", params=asked).json()["data"]
    page = get(f"/{thing}?lang=en")
    assert page.by_id("history").said == f"History {len(told)}"
    days = [each.said for each in page.all("span", class_="day")]
    assert days[: min(len(told), 12)] == [each["date"] for each in reversed(told)][:12]


def test_another_reading_of_what_belongs_to_a_place_stands_on_its_page(get: Get) -> None:
    page = get("/jurisdictions/XN?lang=en")
    (other,) = page.all("ul", class_="rivals")
    assert "About Northland Engineers" in other.said and "Engineers of the North" in other.said
    assert "/bodies/northland-engineers" in {a.attributes["href"].partition("?")[0] for a in page.all("a")}


def test_a_source_names_every_statement_that_rests_on_it(client: TestClient, get: Get) -> None:
    cited = [
        each
        for record in client.get("/api/v1/memberships?limit=1000").json()["data"]
        for each in record["evidence"]
    ]
    source = cited[0]["source"].partition("/")[2]
    page = get(f"/sources/{source}?lang=en")
    rows = [row.said for row in page.all("tr") if not row.said.startswith("Statement")]
    links = {a.attributes["href"].partition("?")[0] for a in page.all("a")}
    for each in cited:
        if each["source"] == cited[0]["source"]:
            assert f"/memberships/{each['statement'].partition('/')[2]}" in links
            assert any((each["locator"] or "") in row and "Membership" in row for row in rows)
    assert page.by_id("resting").said == f"What rests on it {len(rows)}"


def test_a_source_is_named_in_the_readers_language(client: TestClient, get: Get) -> None:
    sources = client.get("/api/v1/sources?limit=1000").json()["data"]
    named = {s["id"]: s["label"] for s in sources if s["label"]["en"] != s["label"]["zh"]}
    records = client.get("/api/v1/memberships?limit=1000").json()["data"]
    record, label = next(
        (record, named[each["source"].partition("/")[2]])
        for record in records
        for each in record["evidence"]
        if each["source"].partition("/")[2] in named
    )
    assert label["zh"] in get(f"/memberships/{record['id']}?lang=zh").said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Meridian & Co: full members at least 1234567 (2019-06)"),
        ("zh", "子午线：正式成员数至少1234567（2019-06）"),
    ],
)
def test_a_figure_without_a_label_is_named_by_what_was_counted(
    graph: AccordGraph, lang: str, said: str
) -> None:
    figure = {
        "id": "figure-1",
        "iri": "https://w3id.org/accordgraph/id/observation/figure-1",
        "type": ["Observation"],
        "label": {"en": "figure-1", "zh": "figure-1"},
        "observes": {"id": "accord/meridian", "label": {"en": "Meridian & Co", "zh": "子午线"}},
        "indicator": {"id": "indicator/full", "label": {"en": "full members", "zh": "正式成员数"}},
        "quantifier": {"id": "quantifier/at-least", "label": {"en": "at least", "zh": "至少"}},
        "value": 1234567.0,
        "observed_on": "2019-06-01",
        "observed_on_precision": {"id": "precision/month", "label": {"en": "month", "zh": "月"}},
    }
    assert Teller(graph.records, Reading(lang, "/", {}, False)).name(figure) == said


def test_what_points_at_a_record_is_named_in_words(get: Get) -> None:
    said = get("/accords/meridian").said
    assert "As “Under accord”" in said and "←" not in said
    assert "作为“所属协议”" in get("/accords/meridian?lang=zh").said
