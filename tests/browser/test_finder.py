"""The path finder as people use it: suggestions, asking again, views, links that tell no profile, faults."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, Route, expect

QUESTION = "/pathways?home=MY&target=SG&goal=competence"
MOST_ACTIONS = 5
Open = Callable[..., Any]
OPTION = ".ui-options [role=option]"
VIEWS = ("sentence", "table", "picture", "map")


class Reader:
    """Somebody who uses a page; each thing done counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def type(self, name: str, text: str) -> Reader:
        """Write into a field, as a mouse or a finger puts the cursor there."""
        self.page.locator(f"#f-{name}").press_sequentially(text, delay=15)
        self.actions += 1
        return self

    def pick(self, text: str) -> Reader:
        option = self.page.locator(OPTION).filter(has_text=text).first
        (option.tap if self.page.evaluate("navigator.maxTouchPoints") else option.click)()
        self.actions += 1
        return self

    def send(self) -> Reader:
        button = self.page.locator("form.ask button.main")
        (button.tap if self.page.evaluate("navigator.maxTouchPoints") else button.click)()
        self.actions += 1
        return self

    def press(self, *keys: str) -> Reader:
        for key in keys:
            self.page.keyboard.press(key)
        self.actions += 1
        return self

    def arrived(self, home: str = "Malaysia", target: str = "Singapore") -> None:
        expect(self.page.locator("h1.journey")).to_contain_text(target)
        expect(self.page.locator("h1.journey")).to_contain_text(home)
        assert self.actions <= MOST_ACTIONS


@pytest.fixture
def asked() -> list[str]:
    """The addresses that a page asked for, filled by `watch`."""
    return []


def watch(page: Page, asked: list[str]) -> None:
    page.on("request", lambda request: asked.append(request.url))


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_malaysia_to_singapore_by_mouse_and_by_finger(open_screen: Open, size: str) -> None:
    screen = open_screen(size)
    reader = Reader(screen.go("/"))
    reader.type("home", "malay").pick("Malaysia").type("target", "singa").pick("Singapore").send().arrived()
    assert parse_qs(screen.page.evaluate("location.search.slice(1)"))["home"] == ["MY"]
    screen.keep(f"finder-answer-{size}")
    screen.page.go_back()
    expect(screen.page.locator("form.ask button.main")).to_be_visible()
    expect(screen.page.locator("h1.journey")).to_have_count(0)


def test_malaysia_to_singapore_by_keyboard_alone(open_screen: Open, tab_to: Callable) -> None:
    page = open_screen().go("/")
    reader = Reader(page)
    field = page.locator("#f-home")
    tab_to(page, field)
    reader.actions += 1
    with page.expect_response(lambda answer: "q=mala&" in f"{answer.url}&") as answered:
        page.keyboard.type("mala", delay=15)
    answered.value.finished()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="suggestions")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    while "Malaysia" not in page.locator("[role=option][aria-selected=true] .name").inner_text():
        page.keyboard.press("ArrowDown")
    reader.press("Enter")
    expect(field).to_have_value("Malaysia")
    reader.press("Tab")
    page.keyboard.type("Singapore", delay=15)
    reader.actions += 1
    reader.press("Escape", "Enter").arrived()
    expect(page.locator("#said")).to_contain_text("on this question")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    tab_to(page, page.locator("#tab-cards"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-sentence .notes li").first).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [
        ("en", "马来", "Malaysia"),
        ("zh", "singap", "新加坡"),
        ("en", "turkiye", "Türkiye"),
        ("zh", "MY", "马来西亚"),
    ],
)
def test_names_are_suggested_in_both_languages_at_once(
    open_screen: Open, lang: str, typed: str, found: str
) -> None:
    screen = open_screen("laptop", lang)
    page = screen.go("/")
    Reader(page).type("home", typed)
    expect(page.locator("[role=option] .name").first).to_have_text(found)
    screen.keep(f"finder-suggestions-{lang}-{found}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#f-home")).to_have_value(typed)


def test_a_list_takes_several_suggestions(open_screen: Open) -> None:
    page = open_screen().go("/")
    page.locator(".you summary").click()
    field = page.locator("#f-titles")
    for _ in range(2):
        field.press_sequentially("engineer", delay=15)
        page.locator(OPTION).nth(1).click()
        field.press_sequentially(",")
    expect(field).to_have_value(re.compile(r"^[\w-]+, [\w-]+,$"))


@pytest.mark.parametrize(("lang", "colours"), [("en", "light"), ("zh", "dark")])
def test_each_view_has_an_address_and_no_serious_barrier(
    open_screen: Open, violations: Callable[..., list[str]], lang: str, colours: str
) -> None:
    screen = open_screen("laptop", lang, color_scheme=colours)
    page = screen.go(QUESTION)
    for view in VIEWS:
        page.locator(f"#tab-{view}").click()
        expect(page).to_have_url(re.compile(f"view={view}"))
        expect(page.locator(f"#panel-{view} > .ui-tools")).to_be_visible()
        expect(page.locator("#panel-cards")).to_be_hidden()
        if view == "map":
            page.locator(f"#panel-{view} svg path").first.wait_for(state="attached")
        assert not violations(page, within=f"#panel-{view}")
        screen.keep(f"finder-{view}-{lang}")
    page.go_back()
    expect(page.locator("#tab-picture")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.locator("#panel-table")).to_be_visible()


@pytest.mark.parametrize("view", VIEWS)
def test_an_address_restores_its_view_on_a_phone(open_screen: Open, view: str) -> None:
    screen = open_screen("phone", "zh", color_scheme="dark")
    page = screen.go(f"{QUESTION}&as_of=2020-01-01&view={view}")
    expect(page.locator(f"#panel-{view} > .ui-tools")).to_be_visible()
    expect(page.locator(".eyebrow").first).to_contain_text("2020-01-01")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    screen.keep(f"finder-{view}-phone-dark")


def test_the_table_tells_the_trade_offs_as_the_api_does(open_screen: Open) -> None:
    page = open_screen().go(f"{QUESTION}&view=table")
    paths = page.evaluate(f"fetch('/api/v1{QUESTION}').then(r => r.json())")["data"]["paths"]
    heads = page.locator(".compared thead th")
    expect(heads).to_have_count(len(paths))
    for number, path in enumerate(paths):
        expect(heads.nth(number)).to_contain_text(path["accord_label"])
        assert ("◆" in heads.nth(number).inner_text()) == path["pareto"]
        cells = page.locator(f".compared tbody td:nth-child({number + 2})").all_inner_texts()
        told = " ".join(" ".join(cells).split())
        assert all(text in told for name in ("waived", "to_show", "residual") for text in path[name])


def test_the_picture_is_walked_by_keys_and_leads_to_sources(open_screen: Open) -> None:
    page = open_screen().go(f"{QUESTION}&view=picture")
    first = page.locator("#part-0-0")
    first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "part-0-2"
    expect(page.locator("#part-0-2")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".chosen-part .sources a").first).to_have_attribute("href", re.compile("^/sources/"))
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "part-1-2"
    expect(page).to_have_url(re.compile("part=2-3"))
    told = page.locator(".chosen-part").inner_text()
    page.reload()
    expect(page.locator(".chosen-part")).to_have_text(told, use_inner_text=True)
    page.get_by_text("The picture in words").click()
    expect(page.locator(".twin ol").first).to_contain_text("Malaysia")


def test_what_is_seen_is_saved(open_screen: Open, stands_alone: Callable, tmp_path: Path) -> None:
    page = open_screen("wide", "zh").go(f"{QUESTION}&view=picture")

    def saved(name: str) -> Path:
        with page.expect_download() as found:
            page.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / found.value.suggested_filename
        found.value.save_as(path)
        return path

    svg = saved("SVG")
    drawing = ElementTree.parse(svg).getroot()  # noqa: S314 (of our own making)
    texts = " ".join(filter(None, (text.strip() for text in drawing.itertext())))
    assert "马来西亚" in texts
    assert "新加坡" in texts
    goal, day = page.locator("main .eyebrow").inner_text(), re.compile(r"\d{4}-\d\d-\d\d")
    title = drawing.findtext("{http://www.w3.org/2000/svg}title") or ""
    assert title.startswith("马来西亚 → 新加坡：")
    assert day.findall(title) == day.findall(goal)
    stands_alone(svg, saved("PNG"), title)
    rows = list(csv.reader(saved("CSV").read_text("utf-8-sig").splitlines()))
    assert len(rows) == 1 + page.locator("svg .lane").count()
    assert {len(row) for row in rows} == {len(rows[0])}


def tell(page: Page) -> None:
    """Tell of oneself and ask."""
    page.locator(".again summary").first.click()
    page.locator(".you summary").click()
    page.locator("#f-post_grad_years").fill("9")
    page.locator("#f-cpd label").first.click()
    page.locator("form.ask button.main").click()
    expect(page.locator(".again .count").first).to_contain_text("2")


def private(asked: list[str]) -> bool:
    return not [url for url in asked if "post_grad" in url or "cpd" in url]


def test_what_one_tells_of_oneself_is_in_no_address_unless_the_sender_ticks_it(
    open_screen: Open, asked: list[str]
) -> None:
    page = open_screen().go(QUESTION)
    watch(page, asked)
    asks_years = "7 years of practice"
    expect(page.locator("#panel-cards .show").first).to_contain_text(asks_years)
    tell(page)
    expect(page.locator("#panel-cards .show").first).not_to_contain_text(asks_years)
    assert "post_grad" not in page.evaluate("location.href")
    page.locator("#tab-table").click()
    expect(page.locator(".compared thead th").first).to_be_visible()
    expect(page.locator(".compared")).not_to_contain_text(asks_years)
    link = page.locator("#share-link")
    assert "post_grad" not in link.input_value()
    assert "view=table" in link.input_value()
    with page.expect_download() as receipt:
        page.locator("[data-answer=receipt]").click()
    assert "post_grad_years" in Path(receipt.value.path()).read_text("utf-8")
    page.locator(".tongues a").click()
    expect(page.locator(".again .count").first).to_contain_text("2")
    page.locator(".tick input[aria-describedby=share-hint]").check()
    whole = link.input_value()
    assert "post_grad_years=9" in urlsplit(whole).fragment
    assert "post_grad" not in urlsplit(whole).query
    assert private(asked)

    there = open_screen()
    again: list[str] = []
    watch(there.page, again)
    there.page.goto(whole)
    expect(there.page.locator(".again .count").first).to_contain_text("2")
    expect(there.page.locator(".compared")).not_to_contain_text("从业7年")
    assert there.page.locator("#f-post_grad_years").input_value() == "9"
    assert "post_grad" in there.page.evaluate("location.href")
    assert private([url for url in again if "#" not in url])


def test_a_copied_link_says_so(open_screen: Open) -> None:
    screen = open_screen(permissions=["clipboard-read", "clipboard-write"])
    page = screen.go(f"{QUESTION}&view=picture")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator(".share .said")).to_contain_text("copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#share-link").input_value()


def test_a_no_says_what_would_open_it_and_looks_for_other_ways_when_asked(open_screen: Open) -> None:
    screen = open_screen()
    page = screen.go("/pathways?home=MY&target=DE&goal=licence")
    expect(page.locator("section.opens.panel li").first).to_be_in_viewport()
    first = page.locator("article.o-blocked").first
    expect(first.locator(".opens li").first).to_be_visible()
    screen.keep("finder-no")
    page.get_by_role("link", name="Look for ways through another place").click()
    expect(page).to_have_url(re.compile("relay=1"))
    expect(page.locator("#relays")).to_be_in_viewport()
    expect(page.locator("article.relay, .relay").first).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("change", "field", "kept"),
    [("home=Nowhere", "home", "Nowhere"), ("as_of=2026-02-30", "as_of", "2026-02-30")],
)
def test_a_bad_address_is_told_beside_its_field(
    open_screen: Open, lang: str, change: str, field: str, kept: str
) -> None:
    question = QUESTION.replace("home=MY&", "") if field == "home" else QUESTION
    page = open_screen("laptop", lang, quiet=False).go(f"{question}&{change}")
    told = page.locator(f"#fault-{field}").inner_text()
    assert bool(re.search("[\u4e00-\u9fff]", told)) == (lang == "zh")
    expect(page.locator(f"#f-{field}")).to_have_value(kept)
    page.locator(f"#f-{field}").fill("MY" if field == "home" else "2026-02-28")
    page.locator("form.ask button.main").click()
    expect(page.locator("h1.journey")).to_be_visible()


def test_a_service_that_is_down_or_slow_keeps_what_was_typed(open_screen: Open) -> None:
    screen = open_screen(quiet=False)
    page = screen.go("/")
    page.route("**/api/v1/search*", lambda route: route.abort())
    page.route("**/pathways?*", lambda route: route.abort())
    reader = Reader(page).type("home", "Malaysia").type("target", "Singapore").send()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    expect(page.locator("#f-home")).to_have_value("Malaysia")
    screen.keep("finder-down")
    page.unroute("**/pathways?*")
    waiting: list[Route] = []
    page.route("**/pathways?*", lambda route: waiting.append(route))
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".ui-waiting progress")).to_be_visible()
    for _ in range(300):
        if waiting:
            break
        page.wait_for_timeout(100)
    waiting[0].continue_()
    reader.arrived()
    expect(page.locator(".ui-waiting")).to_have_count(0)
    page.route(
        "**/api/v1/pathways*",
        lambda route: route.fulfill(status=503, json={"code": "busy", "detail": "Too busy."}),
    )
    page.locator("#tab-table").click()
    expect(page.get_by_role("alert")).to_contain_text("Too busy.")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".compared")).to_be_visible()


def test_an_answer_without_a_way_says_what_to_do(open_screen: Open) -> None:
    page = open_screen().go(QUESTION)

    def none(route: Route) -> None:
        answer = route.fetch().json()
        route.fulfill(json={**answer, "data": {**answer["data"], "paths": []}})

    page.route("**/api/v1/pathways*", none)
    page.locator("#tab-picture").click()
    expect(page.locator("#panel-picture .empty")).to_contain_text("Try another goal")


def test_without_scripts_the_form_asks_and_the_answer_is_whole(open_screen: Open) -> None:
    page = open_screen(java_script_enabled=False).go("/")
    page.locator("#f-home").fill("Malaysia")
    page.locator("#f-target").fill("新加坡")
    page.locator("form.ask button.main").click()
    expect(page.locator("article .steps").first).to_be_visible()
    expect(page.locator("article .told").first).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)


def test_the_many_names_are_read_only_where_no_script_suggests_them(open_screen: Open) -> None:
    plain = open_screen(java_script_enabled=False).go("/")
    assert plain.locator("datalist option[value=Malaysia]").count() > 0
    screen = open_screen()
    page = screen.go("/")
    expect(page.locator("datalist")).to_have_count(0)
    reader = Reader(page)
    reader.type("home", "malay").pick("Malaysia").type("target", "singa").pick("Singapore").send().arrived()
    expect(page.locator("datalist, noscript")).to_have_count(0)
