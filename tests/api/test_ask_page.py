"""``/`` and ``/pathways``: the form, faults beside their fields, an answer that says what the API says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES
from accordgraph.service import AccordGraph
from accordgraph.snapshot import Content, build
from accordgraph.web.app import create_app

Get = Callable[..., Any]
QUESTION = "/pathways?home=MY&target=SG&goal=competence"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_form_asks_for_every_field_of_the_data(get: Get, graph: AccordGraph) -> None:
    for lang in LANGUAGES:
        page = get(f"/?lang={lang}")
        names = {e.attributes.get("name") for e in page.elements}
        for each in graph.fields():
            assert each["name"] in names
            assert each["question"][lang] in page.said
        assert {"home", "target", "goal", "as_of", "scope", "include"} <= names
        goals = {e.attributes["value"] for e in page.all("input", name="goal")}
        assert goals == {kind.slug for kind in graph.served.world.kinds.values()}


def test_the_form_suggests_names_in_the_language_of_the_page(get: Get) -> None:
    for lang, name in (("en", "Malaysia"), ("zh", "马来西亚")):
        options = get(f"/?lang={lang}").all("option", value=name)
        assert options, lang


def test_what_was_told_stays_in_the_form(get: Get) -> None:
    page = get(f"{QUESTION}&post_grad_years=8&ethics=true&level=engineer&as_of=2025-03-04&lang=zh")
    assert page.all("input", name="home")[0].attributes["value"] == "马来西亚"
    assert page.all("input", name="post_grad_years")[0].attributes["value"] == "8"
    assert page.all("input", name="as_of")[0].attributes["value"] == "2025-03-04"
    assert "checked" in page.all("input", name="ethics", value="true")[0].attributes
    assert [o.attributes["value"] for o in page.all("option") if "selected" in o.attributes] == ["engineer"]


def test_empty_fields_leave_the_address(client: TestClient, get: Get, browser: dict[str, str]) -> None:
    address = f"{QUESTION}&as_of=&ethics=&include=pending&include=closed"
    answer = client.get(address, headers=browser, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{QUESTION}&include=pending%2Cclosed"
    get(answer.headers["location"])


def test_an_address_without_a_question_shows_the_form(get: Get) -> None:
    page = get("/pathways")
    assert page.all("form", class_="ask")
    assert not page.all("div", role="alert")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"home": "Nowhere"}, "home"),
        ({"home": None}, "home"),
        ({"target": "Malaysa"}, "target"),
        ({"target": "x" * 300}, "target"),
        ({"goal": "fame"}, "goal"),
        ({"goal": None}, "goal"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": "2026"}, "as_of"),
        ({"scope": "everything"}, "scope"),
        ({"post_grad_years": "-1"}, "post_grad_years"),
        ({"post_grad_years": "many"}, "post_grad_years"),
        ({"post_grad_years": "3", "in_charge_years": "4"}, "in_charge_years"),
        ({"degree_awarded": "1017"}, "degree_awarded"),
        ({"ethics": "perhaps"}, "ethics"),
        ({"level": "wizard"}, "level"),
        ({"titles": "Sir"}, "titles"),
    ],
)
def test_a_fault_stands_beside_its_field(
    client: TestClient,
    change: dict[str, str | None],
    name: str,
    lang: str,
    page_of: Any,
    browser: dict[str, str],
) -> None:
    given = {"home": "MY", "target": "SG", "goal": "competence", "cpd": "true", "lang": lang, **change}
    given = {k: v for k, v in given.items() if v is not None}
    answer = client.get("/pathways", params=given, headers=browser)
    assert answer.status_code == client.get("/api/v1/pathways", params=given).status_code == 422
    page = page_of(answer.text)
    fault = page.by_id(f"fault-{name}").said
    assert fault
    assert bool(re.search("[\u4e00-\u9fff]", fault)) == (lang == "zh")
    assert page.all("a", href=f"#f-{name}")
    assert f"fault-{name}" in page.by_id(f"f-{name}").attributes.get("aria-describedby", "")
    assert "checked" in page.all("input", name="cpd", value="true")[0].attributes
    assert not page.all("article")


def test_a_fault_offers_names_that_lead_on(get: Get) -> None:
    page = get("/pathways?home=MY&target=Singapor&goal=competence&cpd=true", 422)
    [link] = [a for a in page.all("a") if "(SG)" in a.said]
    assert "Malaysia" in get(link.attributes["href"]).all("h1")[0].said


def test_a_parameter_that_does_not_exist_is_named(get: Get) -> None:
    alert = get(f"{QUESTION}&fame=1", 422).all("div", role="alert")[0]
    assert "fame" in alert.said


def pathways(client: TestClient, address: str, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1{address}&lang={lang}").json()["data"]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "address",
    [
        QUESTION,
        f"{QUESTION}&post_grad_years=3&in_charge_years=1",
        "/pathways?home=US-TX&target=MX&goal=licence",
        "/pathways?home=CN&target=AU&goal=competence&include=closed",
        "/pathways?home=CN&target=AU&goal=academic&degree_jurisdiction=CN&degree_accredited=true&degree_awarded=2010-07-01",
    ],
)
def test_the_page_says_what_the_api_says(client: TestClient, get: Get, address: str, lang: str) -> None:
    data = pathways(client, address, lang)
    page = get(f"{address}&lang={lang}")
    cards = page.all("article")
    assert len(cards) == len(data["paths"])
    for path in data["paths"]:
        [card] = [
            c for c in cards if (path["accord_label"] or "") in c.said and path["outcome_label"] in c.said
        ]
        lists = ("waived", "residual", "to_show", "actions", "still_open", "assumed", "warnings")
        told = [] if path["outcome"] == "blocked" else [text for name in lists for text in path[name]]
        told += [step["text"] for step in path["steps"]]
        told += [reason["code"] for reason in path["reasons"]]
        told += [reason["sentence"] for reason in path["reasons"] if "sentence" in reason]
        told += [e["title"] for part in (*path["steps"], *path["reasons"]) for e in part["evidence"]]
        told += [path[name] for name in ("valid_until", "list_confirmed_on") if path[name]]
        assert [text for text in told if flat(text) not in card.said] == []
    for plan in data["plans"]:
        assert plan["label"] in page.said


def test_the_answer_links_to_itself_as_data_and_without_the_person(client: TestClient, get: Get) -> None:
    page = get(f"{QUESTION}&ethics=true&as_of=2025-01-01&lang=en")
    links = [a.attributes["href"] for a in page.all("a")]
    data, receipt = sorted({href for href in links if href.startswith("/api/v1/pathways")}, key=len)
    assert client.get(receipt).json()["answer"] == client.get(data).json()["data"]
    assert client.get(data).json()["data"] == pathways(
        client, f"{QUESTION}&ethics=true&as_of=2025-01-01", "en"
    )
    shared = [href for href in links if href.startswith("/pathways?") and "ethics" not in href]
    assert any("as_of=2025-01-01" in href for href in shared)


SMALL_AGREEMENT = """
PREFIX ag: <https://w3id.org/accordgraph/ns#>
PREFIX agreement: <https://w3id.org/accordgraph/id/agreement/>
PREFIX body: <https://w3id.org/accordgraph/id/body/>
PREFIX kind: <https://w3id.org/accordgraph/vocab/recognition-kind/>
PREFIX membership: <https://w3id.org/accordgraph/id/membership/>
PREFIX right: <https://w3id.org/accordgraph/vocab/tier-right/>
PREFIX rule: <https://w3id.org/accordgraph/id/rule/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX tier: <https://w3id.org/accordgraph/id/tier/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
agreement:two a ag:Accord , ag:Agreement ;
    skos:prefLabel "Agreement of two"@en , "两方协定"@zh ;
    ag:listCompleteThrough "2026-01-01"^^xsd:date .
tier:two-party a ag:Tier ; ag:isUnderAccord agreement:two ; ag:grants right:acknowledge .
membership:two-1 a ag:Membership ;
    ag:isHeldBy body:sg-engineers ;
    ag:isUnderAccord agreement:two ;
    ag:hasTier tier:two-party ;
    ag:validFrom "2020-01-01"^^xsd:date .
rule:two a ag:RecognitionRule ;
    ag:isUnderAccord agreement:two ;
    ag:concludes kind:competence ;
    ag:asksHome right:acknowledge ;
    ag:asksTarget right:acknowledge ;
    ag:stepText "{accord}"@en , "{accord}"@zh .
"""


def test_closed_agreements_unfold(get: Get, root: Path, tmp_path: Path) -> None:
    world = tmp_path / "world"
    world.mkdir()
    (world / "two.ttl").write_text(SMALL_AGREEMENT, "utf-8")
    data = (root / "tests" / "worlds" / "vectors", world)
    snapshot = build(Content(root / "ontology", data, root / "queries"), tmp_path / "home", check=False)
    with TestClient(create_app(AccordGraph(snapshot))) as client:
        page = get(QUESTION, by=client)
        assert "Agreement of two" not in page.said
        [unfold] = [a.attributes["href"] for a in page.all("a") if "include=closed" in a.attributes["href"]]
        whole = get(unfold, by=client)
        assert "Agreement of two" in whole.said
        assert len(whole.all("article")) == len(page.all("article")) + 1
        [fold] = [
            a.attributes["href"] for a in whole.all("a") if a.attributes["href"] == f"{QUESTION}#closed"
        ]
        assert get(fold, by=client).said == page.said


PROFILE = {"post_grad_years": "8", "ethics": "true", "level": "engineer"}


def posted(client: TestClient, page_of: Any, address: str, profile: Any, status: int = 200) -> Any:
    answer = client.post(address, json=profile, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    return page_of(answer.text)


def test_a_profile_in_the_body_answers_like_one_in_the_address_and_stands_in_no_link(
    client: TestClient, get: Get, page_of: Any
) -> None:
    there = get(f"{QUESTION}&{urlencode(PROFILE)}")
    page = posted(client, page_of, QUESTION, PROFILE)
    assert [e.said for e in page.all("article")] == [e.said for e in there.all("article")]
    assert page.all("input", name="post_grad_years")[0].attributes["value"] == "8"
    assert "checked" in page.all("input", name="ethics", value="true")[0].attributes
    links = [a.attributes.get("href", "") for a in page.all("a")]
    assert any(link.startswith("/pathways?") for link in links)
    assert not [link for link in links if any(name in link for name in PROFILE)]


def test_a_fault_in_a_body_stands_beside_its_field(client: TestClient, page_of: Any) -> None:
    page = posted(client, page_of, QUESTION, {**PROFILE, "post_grad_years": "many"}, 422)
    assert page.by_id("fault-post_grad_years").said
    assert page.all("input", name="post_grad_years")[0].attributes["value"] == "many"
    assert "checked" in page.all("input", name="ethics", value="true")[0].attributes


def test_a_body_that_is_no_profile_is_refused(client: TestClient, page_of: Any) -> None:
    assert posted(client, page_of, QUESTION, ["many"], 422).all("h1")
    assert "fame" in posted(client, page_of, QUESTION, {"fame": "1"}, 422).all("div", role="alert")[0].said
    assert posted(client, page_of, QUESTION, {"titles": "x" * 6_000}, 413).all("h1")


def test_how_scripts_show_an_answer_is_no_part_of_the_question(get: Get) -> None:
    page = get(f"{QUESTION}&ethics=true&view=picture&way=2&map=9,8,7")
    assert [e.said for e in page.all("article")] == [
        e.said for e in get(f"{QUESTION}&ethics=true").all("article")
    ]
    [shared] = [a.attributes["href"] for a in page.all("a") if "view=picture" in a.attributes.get("href", "")
                and "ethics" not in a.attributes["href"] and "goal" in a.attributes["href"]]  # fmt: skip
    get(shared)
    assert get("/pathways?view=map&map=9,8,7").all("form", class_="ask")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_carries_the_labels_that_its_answer_lacks(
    client: TestClient, browser: dict[str, str], lang: str
) -> None:
    text = client.get(f"{QUESTION}&lang={lang}", headers=browser).text
    found = re.search(r'<script type="application/json" id="labels">(.*?)</script>', text)
    assert found
    labels = json.loads(found[1])
    for path in pathways(client, QUESTION, lang)["paths"]:
        named = [path["evidence_grade"], *(step["concludes"] for step in path["steps"])]
        assert all(labels[name] for name in named)
        assert all(bool(re.search("[\u4e00-\u9fff]", labels[name])) == (lang == "zh") for name in named)


def test_ways_through_other_places_are_one_button_away(get: Get) -> None:
    [button] = [
        a.attributes["href"] for a in get(QUESTION).all("a") if a.attributes["href"].endswith("#relays")
    ]
    found = get(button.partition("#")[0])
    assert found.by_id("relays").said
    assert not [a for a in found.all("a") if a.attributes["href"].endswith("#relays")]


def test_a_no_begins_with_what_would_open_it(client: TestClient, get: Get) -> None:
    address = "/pathways?home=CN&target=AU&goal=competence"
    paths = pathways(client, address, "en")["paths"]
    assert {path["outcome"] for path in paths} == {"blocked"}
    page = get(f"{address}&lang=en")
    head = page.all("section", class_="opens panel")[0].said
    first = next(path for path in paths if path["opens"])
    assert first["accord_label"] in head
    assert all(fact["text"] in head for fact in first["opens"][0]["facts"])
    assert not get(QUESTION).all("section", class_="opens panel")


def test_each_card_bears_the_sign_of_its_legal_force(get: Get, graph: AccordGraph) -> None:
    """As many full bars as the force has rank, as in the pictures of the front end."""
    page = get(QUESTION)
    ranks = {force.slug: force.rank for force in graph.served.world.forces.values()}
    asked = {"home": "MY", "target": "SG", "goal": "competence"}
    paths = graph.pathways(asked, today=date(2026, 1, 1))["data"]["paths"]
    wanted = {ranks[path["force"]] for path in paths if path["outcome"] != "blocked"}
    starts = [n for n, each in enumerate(page.elements) if each.attributes.get("class") == "mark force"]
    bars = [page.elements[n + 1 : n + 5] for n in starts]
    assert all(each.tag == "path" for sign in bars for each in sign)
    full = [sum(each.attributes["fill"] == "currentColor" for each in sign) for sign in bars]
    assert set(full) == wanted and len(wanted) > 1 and len(full) >= len(paths) - 1
    assert {ranks[name] for name in json.loads(page.by_id("forces").said)} >= wanted
    assert json.loads(page.by_id("forces").said).items() <= ranks.items()
