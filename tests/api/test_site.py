"""What all pages share: languages, a frame that works without scripts, structure, colours, no dead ends."""

from __future__ import annotations

import re
import string
from collections import Counter, deque
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from accordgraph.answers import LANGUAGES
from accordgraph.records import COLLECTIONS
from accordgraph.service import AccordGraph
from accordgraph.web.pages.base import HERE
from accordgraph.web.pages.texts import texts

Get = Callable[..., Any]
QUESTION = "/pathways?home=MY&target=SG&goal=competence"
PAGES = (
    "/",
    QUESTION,
    "/network",
    "/timeline",
    "/gaps",
    "/browse",
    "/queries",
    "/search?q=engineer",
    "/docs",
    "/about",
    "/matrix/growth",
    "/network/measures",
)


def test_both_languages_have_the_same_texts_and_placeholders() -> None:
    def holes(text: str) -> Counter[str | None]:
        return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name)

    english, chinese = texts("en"), texts("zh")
    assert set(english) == set(chinese)
    assert [k for k in english if holes(english[k]) != holes(chinese[k])] == []
    assert all(english.values())
    assert [key for key in chinese if not chinese[key]] == ["site.gap"]  # Chinese marks bring their own space


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
def test_language_is_chosen_by_address_else_by_header(get: Get, address: str, header: str, lang: str) -> None:
    assert get(address, **{"Accept-Language": header}).all("html")[0].attributes["lang"] == lang


def test_an_unknown_language_is_refused(get: Get) -> None:
    assert "en, zh" in get("/?lang=fr", 422).said


def test_the_switch_keeps_the_question_and_links_keep_the_language(get: Get) -> None:
    page = get(f"{QUESTION}&ethics=true&lang=en")
    switch = urlsplit(page.all("a", hreflang="zh")[0].attributes["href"])
    kept = {"home": ["MY"], "target": ["SG"], "goal": ["competence"], "ethics": ["true"], "lang": ["zh"]}
    assert (switch.path, parse_qs(switch.query)) == ("/pathways", kept)
    own = [a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith("/")]
    assert all("lang=en" in href or "lang=zh" in href for href in own if not href.startswith("/api/"))


@pytest.mark.parametrize(
    ("address", "entry", "how"),
    [
        ("/network", "/network", "page"),
        ("/matrix", "/network", "true"),
        ("/pathways?home=MY&target=SG&goal=competence", "/", "true"),
        ("/accessions", "/scenarios", "true"),
        ("/bodies", "/browse", "true"),
        ("/about", None, None),
    ],
)
def test_the_navigation_says_where_a_page_belongs(
    get: Get, address: str, entry: str | None, how: str | None
) -> None:
    found = [
        (a.attributes["href"], a.attributes["aria-current"])
        for a in get(address).all("a")
        if "aria-current" in a.attributes
    ]
    assert found == ([(entry, how)] if entry else [])


@pytest.mark.parametrize("address", PAGES)
def test_pages_tell_other_sites_nothing_and_run_nothing_of_theirs(
    client: TestClient, address: str, page_of: Any, browser: dict[str, str]
) -> None:
    answer = client.get(address, headers=browser)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    page = page_of(answer.text)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    run = [e.attributes for e in page.all("script") if e.attributes["type"] != "application/json"]
    assert all(each["src"].startswith("/static/ui/") for each in run)
    assert not [
        e for e in page.elements if "style" in e.attributes or any(a[:2] == "on" for a in e.attributes)
    ]
    loaded = [e.attributes.get("src") or e.attributes.get("href") or "" for e in page.elements
              if e.tag in ("img", "link", "iframe", "object")]  # fmt: skip
    assert all(address.startswith("/") for address in loaded)


def test_an_answer_to_a_person_is_not_kept(client: TestClient, browser: dict[str, str]) -> None:
    assert client.get(QUESTION, headers=browser).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_the_notice_and_the_version(
    get: Get, graph: AccordGraph, address: str, lang: str
) -> None:
    foot = get(f"{address}{'&' if '?' in address else '?'}lang={lang}").all("footer")[0].said
    meta = graph.meta(lang)
    assert meta["notice"] in foot
    assert meta["data_version"] in foot


def test_head_is_answered(client: TestClient) -> None:
    assert client.head("/").status_code == 200


def well_made(address: str, page: Any) -> Iterator[str]:
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


def test_every_page_that_links_lead_to_exists_and_is_well_made(
    client: TestClient, page_of: Any, browser: dict[str, str]
) -> None:
    starts = [*PAGES, *(f"/{name}" for name in COLLECTIONS), f"{QUESTION}&include=closed", "/?lang=zh"]
    seen, waiting, wrong = set(starts), deque(starts), []
    while waiting and len(seen) < 900:
        address = waiting.popleft()
        answer = client.get(address, headers=browser)
        if answer.status_code != 200:
            wrong.append(f"{address}: {answer.status_code}")
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = page_of(answer.text)
        wrong += well_made(address, page)
        for link in page.all("a"):
            href = link.attributes["href"].split("#")[0]
            if href.startswith("/") and "lang=zh" not in href and href not in seen:
                seen.add(href)
                waiting.append(href)
    assert wrong == []
    assert len(seen) > 200


def luminance(colour: str) -> float:
    colour = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_colours_have_contrast_in_light_and_dark() -> None:
    sheet = (HERE / "static" / "site.css").read_text("utf-8")
    roots = [r for r in re.findall(r":root[^{]*\{(.*?)\}", sheet, re.DOTALL) if "--open" in r]
    assert len(roots) == 3  # light, dark by the reader's setting, dark by choice
    for root in roots:
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


def test_what_is_given_is_never_markup(client: TestClient, browser: dict[str, str]) -> None:
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
        text = client.get(address, params=params, headers=browser).text
        text = re.sub(r'<script type="module" src="/static/ui/[\w./-]+"></script>', "", text)
        assert "<script" not in text, address
        assert "<img src=x" not in text, address


def test_what_does_not_exist_is_a_page_for_people_and_a_problem_for_programs(
    client: TestClient, get: Get, browser: dict[str, str]
) -> None:
    for address in ("/nowhere", "/bodies/nobody", "/id/condition/none", "/vocab/none/none"):
        assert address in get(address, 404).said or "none" in address or "nobody" in address
    for address, headers in (("/api/v1/nowhere", browser), ("/nowhere", {"Accept": "application/json"})):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("lang", "said"), [("en", "Try again"), ("zh", "请再试一次")])
def test_a_page_that_fails_says_so_to_people(
    client: TestClient,
    graph: AccordGraph,
    browser: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    said: str,
) -> None:
    def fail(_: object) -> object:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(graph, "timeline", fail)
    page = client.get(f"/timeline?lang={lang}", headers=browser)
    assert page.status_code == 500 and said in page.text and "a fault of ours" not in page.text
    assert client.get("/api/v1/timeline", headers=browser).json()["code"] == "internal"


WRONG = [
    ("/network?as_of=1999-99-99", "1999-99-99"),
    ("/network?accord=nope", "nope"),
    ("/network/measures?as_of=soon", "soon"),
    ("/matrix?as_of=soon", "soon"),
    ("/matrix/growth?goal=fame", "fame"),
    ("/timeline?accord=nope", "nope"),
    ("/timeline?from=soon", "soon"),
    ("/gaps?jurisdiction=nope", "nope"),
    ("/compare?accord=nope", "nope"),
    ("/scenarios?who=Nowhere&accord=meridian", "Nowhere"),
    ("/scenarios?who=XN&accord=meridian&from=soon", "soon"),
    ("/accessions?jurisdiction=O'Neil %26 Sons", "O'Neil & Sons"),
    ("/accords/meridian?as_of=soon", "soon"),
    ("/bodies?valid=1", "1"),
    ("/no/such/page", "page"),
    ("/scenarios/no-such", "no-such"),
]


@pytest.mark.parametrize(("address", "given"), WRONG)
def test_a_bad_address_says_what_was_given_and_what_to_do_in_the_readers_language(
    client: TestClient, page_of: type, browser: dict[str, str], address: str, given: str
) -> None:
    for lang in ("en", "zh"):
        answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={lang}", headers=browser)
        assert answer.status_code in (404, 422)
        page = page_of(answer.text)
        alerts = page.all("div", role="alert") or page.all("main")
        assert given in alerts[0].said and "amp;" not in alerts[0].said
        rest = re.sub(rf"{re.escape(given)}|as_of", "", alerts[0].said)
        assert lang == "en" or not re.search(r"[a-z]+ [a-z]+ [a-z]+", rest), rest
        assert re.search(
            "Try|Write|Correct|take it out|try the search" if lang == "en" else "请", alerts[0].said
        )


def test_a_list_without_rows_leads_to_the_whole_list(get: Get) -> None:
    page = get("/timeline?from=2190&lang=en")
    (empty,) = page.all("p", class_="empty")
    assert "Show everything" in empty.said
    (whole,) = [a for a in page.all("a") if a.said == "Show everything"]
    assert not get(whole.attributes["href"]).all("p", class_="empty")


def test_a_search_of_too_many_hits_does_not_count_them(client: TestClient, get: Get) -> None:
    assert client.get("/api/v1/search?q=a").json()["meta"]["total"] > 10
    assert "More than 10" in get("/search?q=a&limit=10&lang=en").all("h2")[0].said
    few = client.get("/api/v1/search?q=northland").json()["meta"]["total"]
    assert f"{few} found" in get("/search?q=northland&lang=en").all("h2")[0].said


def test_a_closed_way_says_what_would_open_it_and_is_told_in_sentences(client: TestClient) -> None:
    for lang, opens, sentences in (
        ("en", "What would open it", "In plain sentences"),
        ("zh", "怎样才能打开", "用通俗的话说"),
    ):
        page = client.get(f"/pathways?home=CN&target=AU&goal=competence&lang={lang}").text
        assert opens in page and sentences in page
    assert "passes over" in client.get("/pathways?home=XN&target=XS&goal=licence&include=removed").text
