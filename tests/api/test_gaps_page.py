"""``/gaps``: counted by accord and place, listed, with faults beside the filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES

DAY = "2031-01-01"
Get = Callable[..., Any]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_lists_what_the_api_lists(client: TestClient, get: Get, lang: str) -> None:
    found = client.get("/api/v1/gaps", params={"as_of": DAY}).json()
    page = get(f"/gaps?as_of={DAY}&lang={lang}")
    assert str(found["meta"]["total"]) in page.all("h1")[0].said
    for gap in found["data"]:
        assert gap["text"][lang] in page.said
        assert (gap["date"] or "") in page.said


def test_a_count_leads_to_the_gaps_it_counts(client: TestClient, get: Get) -> None:
    counts = client.get("/api/v1/gaps", params={"as_of": DAY}).json()["meta"]["by_accord"]
    page = get(f"/gaps?as_of={DAY}")
    for accord, kinds in counts.items():
        for kind, n in kinds.items():
            wanted = (f"accord={accord}", f"kind={kind}")
            links = [a for a in page.all("a") if all(w in a.attributes["href"] for w in wanted)]
            assert links and links[0].said.split()[0] == str(n)
            assert get(links[0].attributes["href"].split("#")[0]).all("h1")[0].said.endswith(str(n))


def test_a_pending_statement_has_no_page_and_no_link(get: Get) -> None:
    page = get(f"/gaps?as_of={DAY}&kind=pending")
    assert not [a for a in page.all("a") if a.attributes["href"].startswith("/memberships/")]


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "holes"), ("accord", "no-such"), ("as_of", "soon"), ("jurisdiction", "X!")]
)
def test_a_fault_stands_beside_its_field(get: Get, name: str, value: str) -> None:
    page = get(f"/gaps?{name}={value}", 422)
    assert page.by_id(f"fault-{name}").said
    assert f"fault-{name}" in page.by_id(f"f-{name}").attributes["aria-describedby"]
    assert not page.all("td")
