"""Accords side by side, over the interface and as a page."""

from __future__ import annotations

from typing import Any

import pytest

from accordgraph.side_by_side import ASPECTS, MOST, USUAL

DAY = "2026-01-01"
API = "/api/v1/compare"


def compared(client: Any, **asked: str) -> dict[str, Any]:
    answer = client.get(API, params={"as_of": DAY, **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def aspect(data: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [each for each in data["aspects"] if each["aspect"] == name]
    return found


def test_the_accords_with_most_members_if_none_is_named(client: Any, graph: Any) -> None:
    found = [each["id"] for each in compared(client)["accords"]]
    world = graph.served.world
    counts = {a.slug: len(world.members_in(a.id)) for a in world.accords.values() if not a.is_agreement}
    assert 1 < len(found) <= USUAL and set(found) <= set(counts)
    assert max(counts, key=lambda each: counts[each]) in found


def test_every_aspect_has_a_cell_for_each_accord_with_what_stands_behind_it(client: Any) -> None:
    data = compared(client, accord="meridian,ipea")
    assert [each["aspect"] for each in data["aspects"]] == list(ASPECTS)
    assert all(len(each["cells"]) == 2 for each in data["aspects"])
    rights = aspect(data, "rights")["cells"][0]
    assert rights["items"] and all(each["text"] and each["id"] for each in rights["items"])
    assert {each["statement"].split("/")[0] for each in rights["evidence"]} <= {"tier"}
    assert [each["label"] for each in data["accords"]] != [each["id"] for each in data["accords"]]


def test_what_all_have_is_common_and_the_rest_differs(client: Any) -> None:
    data = compared(client, accord="meridian,ipea")
    for each in data["aspects"]:
        texts = [{item["id"] for item in cell["items"]} for cell in each["cells"]]
        marked = [item for cell in each["cells"] for item in cell["items"] if not item["common"]]
        assert each["differs"] == bool(marked)
        if each["aspect"] in ("waived", "remains", "concludes"):
            assert {item["id"] for item in marked} == set.union(*texts) - set.intersection(*texts)
    alone = compared(client, accord="meridian")
    assert not any(each["differs"] for each in alone["aspects"])


def test_a_rule_by_agreement_has_the_terms_of_the_agreements_of_the_day(client: Any) -> None:
    agreement, force = "agreement/northland-southland", "legal-force/binding"
    cells = [
        aspect(compared(client, accord="meridian", as_of=day), "force")["cells"][0]
        for day in (DAY, "2020-12-31")
    ]
    forces = [{item["id"] for item in cell["items"]} for cell in cells]
    behind = [{each["statement"] for each in cell["evidence"]} for cell in cells]
    assert force in forces[0] and agreement in behind[0]
    assert forces[1] and force not in forces[1] and agreement not in behind[1]


def test_members_are_those_of_the_day(client: Any) -> None:
    now, before = (
        aspect(compared(client, accord="meridian", as_of=day), "members")["cells"][0]["items"]
        for day in (DAY, "1950-01-01")
    )
    assert now and not before


def test_chinese(client: Any) -> None:
    data = compared(client, accord="meridian", lang="zh")
    assert aspect(data, "waived")["label"] == "免除的事项"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"accord": "nothing"}, "unknown-name"),
        ({"accord": ",".join(["meridian"] * (MOST + 1))}, "bad-value"),
        ({"as_of": "soon"}, "bad-value"),
        ({"colour": "red"}, "unknown-field"),
    ],
)
def test_what_is_wrong(refused: Any, asked: dict[str, str], code: str) -> None:
    assert refused(API, **asked) == code


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_has_every_text_and_its_sources(client: Any, get: Any, lang: str) -> None:
    data = compared(client, accord="meridian,ipea", lang=lang)
    page = get(f"/compare?accord=meridian,ipea&as_of={DAY}&lang={lang}")
    for each in data["aspects"]:
        assert each["label"] in page.said
        assert all(item["text"] in page.said for cell in each["cells"] for item in cell["items"])
    assert page.all("details", class_="sources")
    assert not [e for e in page.elements if e.attributes.get("class") == "differs"]


def test_the_page_marks_what_differs_when_asked(client: Any, get: Any) -> None:
    data = compared(client, accord="meridian,ipea")
    page = get(f"/compare?accord=meridian,ipea&as_of={DAY}&differences=true")
    marked = [e for e in page.elements if e.attributes.get("class") == "differs"]
    wanted = [i for a in data["aspects"] for c in a["cells"] for i in c["items"] if not i["common"]]
    assert len(marked) == len(wanted) > 0


def test_a_fault_is_told_beside_the_choice_of_accords(get: Any) -> None:
    page = get("/compare?accord=nothing&lang=en", 422)
    assert page.all("div", role="alert") and page.all("form", action="/compare")
    assert not page.all("table")


def test_the_page_bears_the_sign_of_each_legal_force(get: Any, graph: Any) -> None:
    """As many full bars as the force has rank, as on the cards of an answer."""
    ranks = {force.slug: force.rank for force in graph.served.world.forces.values()}
    page = get(f"/compare?accord=meridian,ipea&as_of={DAY}")
    starts = [n for n, each in enumerate(page.elements) if each.attributes.get("class") == "mark force"]
    told = []
    for start in starts:
        full = sum(
            each.attributes.get("fill") == "currentColor" for each in page.elements[start + 1 : start + 5]
        )
        link = next(each for each in page.elements[start:] if each.tag == "a")
        told.append((ranks[link.attributes["href"].split("/")[-1]], full))
    assert told and all(rank == full for rank, full in told)
