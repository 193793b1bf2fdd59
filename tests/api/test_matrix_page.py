"""``/matrix`` and ``/accessions`` as pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.web.app import create_app
from accordgraph.web.pages.matrix import MOST

DAY = "2026-01-01"
ASKED = f"goal=competence&as_of={DAY}"
JOIN = f"/accessions?body=tarn-society&{ASKED}"


@pytest.fixture(scope="module")
def questions(open_world: Any) -> Iterator[TestClient]:
    with TestClient(create_app(open_world("questions"), today=lambda: date(2026, 1, 1))) as found:
        yield found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_mark_stands_for_each_pair_that_is_not_closed(client: Any, get: Any, lang: str) -> None:
    data = client.get(f"/api/v1/matrix?{ASKED}").json()["data"]
    page = get(f"/matrix?{ASKED}&lang={lang}")
    told = client.get(f"/api/v1/matrix?{ASKED}&lang={lang}").json()["data"]["outcomes"]
    words = {each["id"]: each["label"] for each in told}
    for outcome, count in data["counts"].items():
        cells = [link for link in page.all("a") if link.said == words[outcome]]
        signs = page.all("use", href=f"#sign-{outcome}")
        assert len(cells) == len(signs) == (0 if outcome == "blocked" else count)
        assert page.all("symbol", id=f"sign-{outcome}")
    assert {"en": "standard profile", "zh": "标准情形"}[lang] in page.said
    links = [a.attributes["href"] for a in page.all("a") if "/pathways?home=" in a.attributes["href"]]
    assert len(links) == sum(n for outcome, n in data["counts"].items() if outcome != "blocked")


def test_how_scripts_show_it_is_no_filter_and_a_chosen_place_is_told_first(client: Any, get: Any) -> None:
    page = get(f"/matrix?{ASKED}&home=XN&view=map&order=alike&map=9,8,7")
    assert len(page.all("td")) == len(get(f"/matrix?{ASKED}").all("td"))
    (row,) = client.get(f"/api/v1/matrix?{ASKED}&home=XN").json()["data"]["rows"]
    reached = sum(row["counts"].values())
    pairs = [a for a in page.all("a") if a.said.startswith(f"{row['label']} →")]
    assert len(pairs) == reached > 0
    assert page.all("input", name="home")[0].attributes["value"] == row["label"]
    assert "open nothing" in " ".join(p.said for p in get(f"/matrix?{ASKED}&home=XN&target=XN").all("p"))


def test_filters_leave_the_places_of_an_accord(get: Any) -> None:
    page = get(f"/matrix?{ASKED}&accord=meridian")
    codes = {th.said for th in page.all("th", scope="row")}
    assert "XN" in codes and "XQ" not in codes and len(codes) <= MOST


def test_no_goal_is_needed(get: Any) -> None:
    assert get("/matrix").all("table")


@pytest.mark.parametrize(
    "bad", ["group=none", "accord=nothing", "as_of=soon", "goal=fame", "colour=red", "home=Nowhere"]
)
def test_a_fault_of_a_filter_is_told(get: Any, bad: str) -> None:
    page = get(f"/matrix?{bad}", 422)
    assert page.all("div", role="alert") and not page.all("table")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_ranking_with_what_admission_asks(questions: Any, get: Any, lang: str) -> None:
    data = questions.get(f"/api/v1/accessions?body=tarn-society&{ASKED}&lang={lang}").json()["data"]
    page = get(f"{JOIN}&lang={lang}", by=questions)
    heads = [h.said for h in page.all("h3")]
    ranked = data["goals"][0]["ranked"]
    assert heads == [f"{e['rank']}. {e['accord']['label']} · {e['tier']['label']}" for e in ranked]
    assert data["plans"][0]["label"] in page.said and data["ruled_out"][0]["text"] in page.said
    assert {"en": "2 of 3 full members", "zh": "3个正式成员中的2票"}[lang] in page.said


def test_a_rank_leads_to_what_the_accession_would_change(questions: Any, get: Any) -> None:
    page = get(f"{JOIN}&lang=en&sort=-3", by=questions)
    links = [a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith("/scenarios?who")]
    data = questions.get(f"/api/v1/accessions?body=tarn-society&{ASKED}").json()["data"]
    assert len(links) == len(data["goals"][0]["ranked"]) > 0
    assert get(links[0], by=questions).all("section", **{"data-ui": "changes"})
    states = {c["state_label"] for a in data["accessions"] for r in a["rules"] for c in r["conditions"]}
    assert states and all(state in page.all("table", class_="ranking")[0].said for state in states)


def test_what_a_lower_tier_would_not_yet_give_and_pairs(questions: Any, get: Any) -> None:
    page = get(f"/accessions?body=dune-union&{ASKED}&pairs=true", by=questions)
    assert "Not yet, compared with Full member" in page.said and page.all("ol")


def test_the_form_comes_first_and_faults_are_told(get: Any) -> None:
    assert get("/accessions").all("form", action="/accessions")
    assert get("/accessions?jurisdiction=Nowhere", 422).all("div", role="alert")
    assert get("/accessions?jurisdiction=XN&goal=fame", 422).all("div", role="alert")


def test_both_are_found_from_the_page_of_everything(get: Any) -> None:
    there = {a.attributes["href"] for a in get("/browse?lang=en").all("a")}
    assert {"/matrix?lang=en", "/accessions?lang=en"} <= there
