"""``/matrix/growth`` and ``/network/measures`` as pages: what the routes of the same names answer."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.web.pages.measures import FIRST


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("goal", "kinds"), [("competence", {"begins"}), ("licence", {"in-force"})])
def test_the_growth_is_told(client: TestClient, get: Any, goal: str, kinds: set[str], lang: str) -> None:
    asked = f"goal={goal}&as_of=2026-01-01&lang={lang}"
    data = client.get(f"/api/v1/matrix/growth?{asked}").json()["data"]
    assert kinds <= {cause["what"] for step in data["steps"] for cause in step["causes"]}
    page = get(f"/matrix/growth?{asked}&step={data['steps'][0]['date']}")
    for year in data["years"]:
        assert f"{year['year']}" in {th.said for th in page.all("th", scope="row")}
    for step in data["steps"]:
        assert step["date"] in page.said
        for cause in step["causes"]:
            assert cause["what_label"] in page.said
    assert data["asked"]["for"] in page.said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_measures_stand_with_their_definitions(client: TestClient, get: Any, lang: str) -> None:
    data = client.get(f"/api/v1/network/measures?as_of=2026-01-01&lang={lang}").json()["data"]
    page = get(f"/network/measures?as_of=2026-01-01&lang={lang}")
    for definition in data["definitions"].values():
        assert definition in page.said
    named = {a.said for a in page.all("a")}
    for measure in ("hubs", "bridges"):
        for kind in ("accord", "jurisdiction"):
            first = [each["label"] for each in data[measure] if each["kind"] == kind][:FIRST]
            assert set(first) <= named
    for group in data["communities"]:
        assert {node["label"] for node in group["nodes"]} <= named


@pytest.mark.parametrize(
    "bad", ["/matrix/growth?as_of=soon", "/matrix/growth?goal=fame", "/network/measures?as_of=soon"]
)
def test_a_fault_of_a_filter_is_told(get: Any, bad: str) -> None:
    page = get(bad, 422)
    assert page.all("div", role="alert") and not page.all("table")


def test_both_are_reached_from_the_pages_they_belong_to(get: Any) -> None:
    for page in ("/matrix", "/network", "/browse"):
        links = [a.attributes.get("href", "") for a in get(page).all("a")]
        assert any(href.startswith("/matrix/growth") for href in links), page
    assert any(a.attributes.get("href", "").startswith("/network/measures") for a in get("/network").all("a"))
