"""The pages: both languages, without scripts, saying what the API says, faults beside their fields."""

from __future__ import annotations

import re
import string
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES, OUTCOMES
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.snapshot import Content, build
from accordgraph.web.app import create_app
from accordgraph.web.pages.base import HERE
from accordgraph.web.pages.sparql import examples
from accordgraph.web.pages.texts import texts
from accordgraph.web.site import sparql_page

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
QUESTION = "/pathways?home=MY&target=SG&goal=competence"
PAGES = ("/", QUESTION, "/network", "/browse", "/search?q=engineer", "/docs", "/about")
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle"}


@dataclass
class Element:
    """An element with its attributes and all the text in it."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.text).split())


class Page(HTMLParser):
    """A page as its elements, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            e
            for e in self.elements
            if e.tag == tag and all(e.attributes.get(k.rstrip("_")) == v for k, v in attributes.items())
        ]

    def by_id(self, name: str) -> Element:
        [found] = [e for e in self.elements if e.attributes.get("id") == name]
        return found

    @property
    def said(self) -> str:
        return self.all("body")[0].said


def get(client: TestClient, address: str, status: int = 200, **headers: str) -> Page:
    answer = client.get(address, headers={**BROWSER, **headers})
    assert answer.status_code == status, (address, answer.text[:500])
    assert answer.headers["content-type"].startswith("text/html"), address
    return Page(answer.text)


def flat(text: str) -> str:
    return " ".join(text.split())


# Words


def test_both_languages_have_the_same_texts_and_placeholders() -> None:
    def holes(text: str) -> Counter[str | None]:
        return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name)

    english, chinese = texts("en"), texts("zh")
    assert set(english) == set(chinese)
    assert [k for k in english if holes(english[k]) != holes(chinese[k])] == []
    assert all(english.values()) and all(chinese.values())


def test_chinese_texts_are_chinese() -> None:
    same = {key for key, text in texts("zh").items() if text == texts("en")[key]}
    assert same <= {"nav.sparql", "tag.sparql", "nav.docs", "docs.title"}


@pytest.mark.parametrize(
    ("address", "header", "lang"),
    [
        ("/", "", "en"),
        ("/", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("/", "fr, en;q=0.5, zh;q=0.6", "zh-Hans"),
        ("/", "zh;q=x, ,;", "en"),
        ("/?lang=en", "zh", "en"),
        ("/?lang=zh", "en", "zh-Hans"),
    ],
)
def test_language_is_chosen_by_address_else_by_header(
    client: TestClient, address: str, header: str, lang: str
) -> None:
    assert get(client, address, **{"Accept-Language": header}).all("html")[0].attributes["lang"] == lang


def test_an_unknown_language_is_refused(client: TestClient) -> None:
    assert "en, zh" in get(client, "/?lang=fr", 422).said


def test_the_switch_keeps_the_question_and_links_keep_the_language(client: TestClient) -> None:
    page = get(client, f"{QUESTION}&ethics=true&lang=en")
    switch = urlsplit(page.all("a", hreflang="zh")[0].attributes["href"])
    kept = {"home": ["MY"], "target": ["SG"], "goal": ["competence"], "ethics": ["true"], "lang": ["zh"]}
    assert (switch.path, parse_qs(switch.query)) == ("/pathways", kept)
    own = [a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith("/")]
    assert all("lang=en" in href or "lang=zh" in href for href in own if not href.startswith("/api/"))


# The frame


@pytest.mark.parametrize("address", PAGES)
def test_pages_tell_other_sites_nothing_and_run_nothing(client: TestClient, address: str) -> None:
    answer = client.get(address, headers=BROWSER)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    page = Page(answer.text)
    assert not page.all("script")
    assert not [
        e for e in page.elements if "style" in e.attributes or any(a[:2] == "on" for a in e.attributes)
    ]
    loaded = [e.attributes.get("src") or e.attributes.get("href") or "" for e in page.elements
              if e.tag in ("img", "link", "iframe", "object")]  # fmt: skip
    assert all(address.startswith("/") for address in loaded)


def test_an_answer_to_a_person_is_not_kept(client: TestClient) -> None:
    assert client.get(QUESTION, headers=BROWSER).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_the_notice_and_the_version(
    client: TestClient, graph: AccordGraph, address: str, lang: str
) -> None:
    foot = get(client, f"{address}{'&' if '?' in address else '?'}lang={lang}").all("footer")[0].said
    meta = graph.meta(lang)
    assert meta["notice"] in foot
    assert meta["data_version"] in foot


def test_head_is_answered(client: TestClient) -> None:
    assert client.head("/").status_code == 200


def well_made(address: str, page: Page) -> Iterator[str]:
    """What is wrong with the structure of a page."""
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    yield from (f"{address}: id {name} twice" for name, n in Counter(ids).items() if n > 1)
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    if levels.count(1) != 1 or any(b - a > 1 for a, b in pairwise(levels)):
        yield f"{address}: headings {levels}"
    named = {e.attributes.get("for") for e in page.all("label")}
    for e in page.elements:
        hidden = e.attributes.get("type") in ("hidden", "radio", "checkbox")
        if e.tag in ("input", "select", "textarea") and not hidden and e.attributes.get("id") not in named:
            yield f"{address}: no label for {e.attributes}"
        if e.tag == "img" and "alt" not in e.attributes:
            yield f"{address}: no text for {e.attributes}"
        for name in ("aria-describedby", "aria-labelledby"):
            yield from (f"{address}: {name} {i}" for i in e.attributes.get(name, "").split() if i not in ids)
    if len(page.all("caption")) != len(page.all("table")):
        yield f"{address}: a table without caption"
    if not page.all("main") or not page.all("a", class_="skip"):
        yield f"{address}: no main part or no way to skip to it"


def test_every_page_that_links_lead_to_exists_and_is_well_made(client: TestClient) -> None:
    starts = [*PAGES, *(f"/{name}" for name in COLLECTIONS), f"{QUESTION}&include=closed", "/?lang=zh"]
    seen, waiting, wrong = set(starts), deque(starts), []
    while waiting and len(seen) < 900:
        address = waiting.popleft()
        answer = client.get(address, headers=BROWSER)
        if answer.status_code != 200:
            wrong.append(f"{address}: {answer.status_code}")
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Page(answer.text)
        wrong += well_made(address, page)
        for link in page.all("a"):
            href = link.attributes["href"].split("#")[0]
            if href.startswith("/") and "lang=zh" not in href and href not in seen:
                seen.add(href)
                waiting.append(href)
    assert wrong == []
    assert len(seen) > 200


# Colours


def luminance(colour: str) -> float:
    colour = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_colours_have_contrast_in_light_and_dark() -> None:
    sheet = (HERE / "static" / "site.css").read_text("utf-8")
    roots = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    for root in roots[:2]:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", root))
        inks = ("ink", "soft", "accent", "open", "cond", "wait", "part", "doubt", "shut")
        pairs = [(ink, ground) for ink in inks for ground in ("paper", "sunk", "raised")]
        pairs += [
            ("accent-ink", "accent"),
            ("ink", "warn-bg"),
            ("accent", "accent-soft"),
            ("ink", "accent-soft"),
        ]
        for ink, ground in pairs:
            light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


# The form


def test_the_form_asks_for_every_field_of_the_data(client: TestClient, graph: AccordGraph) -> None:
    for lang in LANGUAGES:
        page = get(client, f"/?lang={lang}")
        names = {e.attributes.get("name") for e in page.elements}
        for each in graph.fields():
            assert each["name"] in names
            assert each["question"][lang] in page.said
        assert {"home", "target", "goal", "as_of", "scope", "include"} <= names
        goals = {e.attributes["value"] for e in page.all("input", name="goal")}
        assert goals == {kind.slug for kind in graph.served.world.kinds.values()}


def test_the_form_suggests_names_in_the_language_of_the_page(client: TestClient) -> None:
    for lang, name in (("en", "Malaysia"), ("zh", "马来西亚")):
        options = get(client, f"/?lang={lang}").all("option", value=name)
        assert options, lang


def test_what_was_told_stays_in_the_form(client: TestClient) -> None:
    page = get(client, f"{QUESTION}&post_grad_years=8&ethics=true&level=engineer&as_of=2025-03-04&lang=zh")
    assert page.all("input", name="home")[0].attributes["value"] == "马来西亚"
    assert page.all("input", name="post_grad_years")[0].attributes["value"] == "8"
    assert page.all("input", name="as_of")[0].attributes["value"] == "2025-03-04"
    assert "checked" in page.all("input", name="ethics", value="true")[0].attributes
    assert [o.attributes["value"] for o in page.all("option") if "selected" in o.attributes] == ["engineer"]


def test_empty_fields_leave_the_address(client: TestClient) -> None:
    address = f"{QUESTION}&as_of=&ethics=&include=pending&include=closed"
    answer = client.get(address, headers=BROWSER, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{QUESTION}&include=pending%2Cclosed"
    get(client, answer.headers["location"])


def test_an_address_without_a_question_shows_the_form(client: TestClient) -> None:
    page = get(client, "/pathways")
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
    client: TestClient, change: dict[str, str | None], name: str, lang: str
) -> None:
    given = {"home": "MY", "target": "SG", "goal": "competence", "cpd": "true", "lang": lang, **change}
    given = {k: v for k, v in given.items() if v is not None}
    answer = client.get("/pathways", params=given, headers=BROWSER)
    assert answer.status_code == client.get("/api/v1/pathways", params=given).status_code == 422
    page = Page(answer.text)
    fault = page.by_id(f"fault-{name}").said
    assert fault
    assert bool(re.search("[\u4e00-\u9fff]", fault)) == (lang == "zh")
    assert page.all("a", href=f"#f-{name}")
    assert f"fault-{name}" in page.by_id(f"f-{name}").attributes.get("aria-describedby", "")
    assert "checked" in page.all("input", name="cpd", value="true")[0].attributes
    assert not page.all("article")


def test_a_fault_offers_names_that_lead_on(client: TestClient) -> None:
    page = get(client, "/pathways?home=MY&target=Singapor&goal=competence&cpd=true", 422)
    [link] = [a for a in page.all("a") if "(SG)" in a.said]
    assert "Malaysia" in get(client, link.attributes["href"]).all("h1")[0].said


def test_a_parameter_that_does_not_exist_is_named(client: TestClient) -> None:
    alert = get(client, f"{QUESTION}&fame=1", 422).all("div", role="alert")[0]
    assert "fame" in alert.said


def test_what_is_given_is_never_markup(client: TestClient) -> None:
    bad = "<script>alert(1)</script>\"'><img src=x>"
    for address, params in (
        ("/pathways", {"home": bad, "target": bad, "goal": bad, "lang": "en"}),
        ("/pathways", {"home": "MY", "target": "SG", "goal": "competence", bad: bad}),
        ("/search", {"q": bad}),
        ("/network", {"as_of": bad}),
        ("/bodies", {"jurisdiction": bad}),
        (f"/bodies/{bad}", {}),
        (f"/id/x/{bad}", {}),
        (f"/vocab/{bad}", {}),
        (f"/{bad}", {}),
    ):
        text = client.get(address, params=params, headers=BROWSER).text
        assert "<script" not in text, address
        assert "<img src=x" not in text, address


# The answer


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
def test_the_page_says_what_the_api_says(client: TestClient, address: str, lang: str) -> None:
    data = pathways(client, address, lang)
    page = get(client, f"{address}&lang={lang}")
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


def test_the_answer_links_to_itself_as_data_and_without_the_person(client: TestClient) -> None:
    page = get(client, f"{QUESTION}&ethics=true&as_of=2025-01-01&lang=en")
    links = [a.attributes["href"] for a in page.all("a")]
    [data] = {href for href in links if href.startswith("/api/v1/pathways")}
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


def test_closed_agreements_unfold(root: Path, tmp_path: Path) -> None:
    world = tmp_path / "world"
    world.mkdir()
    (world / "two.ttl").write_text(SMALL_AGREEMENT, "utf-8")
    data = (root / "tests" / "worlds" / "vectors", world)
    snapshot = build(Content(root / "ontology", data, root / "queries"), tmp_path / "home", check=False)
    with TestClient(create_app(AccordGraph(snapshot))) as client:
        page = get(client, QUESTION)
        assert "Agreement of two" not in page.said
        [unfold] = [a.attributes["href"] for a in page.all("a") if "include=closed" in a.attributes["href"]]
        whole = get(client, unfold)
        assert "Agreement of two" in whole.said
        assert len(whole.all("article")) == len(page.all("article")) + 1
        [fold] = [
            a.attributes["href"] for a in whole.all("a") if a.attributes["href"] == f"{QUESTION}#closed"
        ]
        assert get(client, fold).said == page.said


# The other pages


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_lists_and_records_say_what_the_api_says(client: TestClient, collection: str) -> None:
    found = client.get(f"/api/v1/{collection}").json()
    page = get(client, f"/{collection}")
    assert str(found["meta"]["total"]) in page.all("h1")[0].said
    for record in found["data"][:3]:
        shown = get(client, f"/{collection}/{record['id']}")
        assert record["iri"] in shown.said
        assert all((each["title"] or "") in shown.said for each in record["evidence"])
        if record["label"]["en"] != record["id"]:
            assert record["label"]["en"] in shown.all("h1")[0].said


def test_lists_page_on(client: TestClient, graph: AccordGraph) -> None:
    seen, address = 0, "/jurisdictions?limit=7"
    while address:
        page = get(client, address)
        seen += len(page.all("tr")) - 1
        address = next((a.attributes["href"] for a in page.all("a", rel="next")), "")
    assert seen == len(graph.records.members("jurisdictions"))


def test_an_accord_lists_its_members_of_a_day(client: TestClient) -> None:
    accord = "/accords/washington-accord"
    late, early = (get(client, f"{accord}?as_of={day}").said for day in ("2020-01-01", "1990-01-01"))
    assert "Engineers of China" in late
    assert "Engineers of China" not in early
    assert get(client, f"{accord}?as_of=soon", 422)


def test_a_standard_is_told_as_a_tree(client: TestClient) -> None:
    name = client.get("/api/v1/standards").json()["data"][0]["id"]
    page = get(client, f"/standards/{name}?lang=en")
    assert "all of these:" in page.said
    assert page.all("ul", class_="tree")


def test_the_network_has_a_picture_and_its_table(client: TestClient) -> None:
    page = get(client, "/network?as_of=2020-01-01&lang=en")
    [picture] = [e for e in page.all("img") if e.attributes["alt"]]
    assert client.get(picture.attributes["src"]).headers["content-type"].startswith("image/svg+xml")
    rows = client.get("/api/v1/network?as_of=2020-01-01&lang=en").json()["data"]["table"]
    assert len(page.all("tr")) - 1 == len(rows) > 0
    assert all(row["accord_label"] in page.said for row in rows)
    fewer = get(client, f"/network?as_of=2020-01-01&accord={rows[0]['accord']}")
    assert 0 < len(fewer.all("tr")) < len(page.all("tr"))
    get(client, "/network?as_of=never", 422)


def test_search_finds_in_both_languages(client: TestClient) -> None:
    for q in ("Malaysia", "马来西亚"):
        links = [a.attributes["href"] for a in get(client, f"/search?q={q}").all("a")]
        assert "/jurisdictions/MY" in links
    get(client, "/search")


def test_docs_name_every_route_of_the_api_and_no_page(client: TestClient) -> None:
    page = get(client, "/docs")
    paths = client.get("/openapi.json").json()["paths"]
    assert all(path in page.said for path in paths)
    assert not {"/", "/pathways", "/network", "/about"} & set(paths)


def test_about_explains_every_outcome_and_reason(client: TestClient, graph: AccordGraph) -> None:
    for lang in LANGUAGES:
        said = get(client, f"/about?lang={lang}").said
        assert all(name in said for name in OUTCOMES)
        assert all(reason.notation in said for reason in graph.served.world.reasons.values())


def test_sparql_has_a_form_with_examples_that_run(graph: AccordGraph) -> None:
    app = FastAPI()
    show = sparql_page(graph)

    @app.get("/sparql")
    def page_of_sparql(request: Request) -> Response:
        return show(request)

    with TestClient(app) as client:
        for number, each in enumerate(examples(), 1):
            page = get(client, f"/sparql?example={number}&lang=zh")
            assert flat(each["query"]) == page.by_id("query").said
            assert each["title"]["zh"] in page.said
            served = [ox.NamedNode(f"https://w3id.org/accordgraph/graph/{g}") for g in ("ontology", "facts")]
            assert graph.store.query(each["query"], default_graph=served)
        assert get(client, "/sparql?example=99").all("textarea")
        get(client, "/sparql?lang=fr", 422)


def test_what_does_not_exist_is_a_page_for_people_and_a_problem_for_programs(client: TestClient) -> None:
    for address in ("/nowhere", "/bodies/nobody", "/id/condition/none", "/vocab/none/none"):
        assert address in get(client, address, 404).said or "none" in address or "nobody" in address
    for address, headers in (("/api/v1/nowhere", BROWSER), ("/nowhere", {"Accept": "application/json"})):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
