"""What if: an accession supposed by mouse, by keyboard alone and on a phone; its gains seen in every way."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

CHINA = "/scenarios?who=China&accord=ipea&goal=competence"
IPEA = "International Professional Engineers Agreement"
JOINED_ZH = "如果中国以“正式成员”身份加入“国际职业工程师协议”，会怎样？"


def joined(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"What if China joined “{IPEA}” as full member?"
    )
    expect(page.locator(".ui-change.gained").first).to_be_visible()


def saved(page: Page, kind: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=kind, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_by_mouse_in_five_actions_from_the_first_page(open_screen: Callable) -> None:
    page = open_screen().go("/")
    page.get_by_role("navigation").get_by_role("link", name="What if").click()
    page.get_by_label("Who joins").fill("China")
    page.get_by_label("Which accord").select_option(label=IPEA)
    page.get_by_role("button", name="Show what changes").click()
    joined(page)


def test_by_keyboard_alone(open_screen: Callable, tab_to: Callable) -> None:
    page = open_screen("wide", "zh").go("/")
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="假设情景"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("由谁加入"))
    page.keyboard.type("中国")
    page.keyboard.press("Tab")
    expect(page.get_by_label("加入哪个协议")).to_be_focused()
    while page.get_by_label("加入哪个协议").input_value() != "ipea":
        page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="查看变化"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(JOINED_ZH)
    expect(page.locator(".ui-change.gained").first).to_be_in_viewport()
    tab_to(page, page.get_by_role("tab", name="列表"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="地图")).to_be_focused()
    expect(page.locator(".map-drawing")).to_be_visible()


def test_on_a_phone(open_screen: Callable, violations: Callable[..., list[str]]) -> None:
    screen = open_screen("phone", "zh")
    page = screen.go("/")
    page.get_by_role("navigation").get_by_role("link", name="假设情景").tap()
    page.get_by_label("由谁加入").fill("中国")
    page.get_by_label("加入哪个协议").select_option(value="ipea")
    page.get_by_role("button", name="查看变化").tap()
    expect(page.locator(".ui-change.gained").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("如果中国以")
    page.locator("#changes").scroll_into_view_if_needed()
    screen.keep("what-if-phone-zh")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert not violations(page)


def test_tiers_are_those_of_the_accord(open_screen: Callable) -> None:
    page = open_screen().go("/scenarios")
    tiers = page.get_by_label("At which tier").locator("option")
    expect(tiers).to_have_count(1)
    page.get_by_label("Which accord").select_option("ipea")
    expect(tiers.filter(has_text="provisional")).to_have_count(1)


def test_the_same_changes_as_list_map_and_matrix(
    open_screen: Callable, stands_alone: Callable, tmp_path: Path
) -> None:
    screen = open_screen("laptop")
    page = screen.go(CHINA)
    expect(page.locator(".ui-change").first).to_be_visible()
    told = list(csv.DictReader(saved(page, "CSV", tmp_path).read_text("utf-8-sig").splitlines()))
    assert {row["change"] for row in told} == {"gained"} and {row["goal"] for row in told} == {"competence"}
    assert "CN" in {row["home"] for row in told} and "MY" in {row["target"] for row in told}
    expect(page.get_by_role("status").filter(has_text="pairs gain")).to_contain_text(f"{len(told)} pairs")
    page.get_by_role("tab", name="Map").click()
    expect(page.locator(".map-drawing")).to_be_visible()
    screen.keep("what-if-map-laptop")
    svg = saved(page, "SVG", tmp_path)
    text = svg.read_text("utf-8")
    assert "var(" not in text and len(text) < 250_000
    drawing = ET.fromstring(text)  # noqa: S314 (our own)
    assert drawing.tag.endswith("svg") and len(list(drawing.iter())) > len({row["home"] for row in told})
    title = page.get_by_role("heading", level=1).inner_text()
    what = "What would follow from a scenario, not what holds."
    stands_alone(svg, saved(page, "PNG", tmp_path), title, what, f"{len(told)} pairs gain")
    page.get_by_role("tab", name="Matrix").click()
    expect(page.locator("canvas")).to_be_visible()
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("pair="))
    in_hand = page.locator(".heat-said").inner_text()
    page.reload()
    expect(page.locator(".heat-said")).to_have_text(in_hand)
    screen.keep("what-if-matrix-laptop")


def test_the_address_restores_the_view(open_screen: Callable) -> None:
    page = open_screen().go(f"{CHINA}&lang=en")
    expect(page.locator(".ui-change").first).to_be_visible()
    page.get_by_label("Only with").select_option("MY")
    page.get_by_role("tab", name="Map").click()
    again = open_screen("laptop", "zh").page
    expect(page.locator(".map-drawing")).to_be_visible()
    again.goto(page.evaluate("location.href"), wait_until="networkidle")
    expect(again.get_by_role("tab", name="Map")).to_have_attribute("aria-selected", "true")
    expect(again.get_by_label("Only with")).to_have_value("MY")
    page.go_back()
    expect(page.get_by_role("tab", name="List")).to_have_attribute("aria-selected", "true")


def test_another_goal_leaves_the_map_where_it_is(open_screen: Callable) -> None:
    page = open_screen().go(f"{CHINA.partition('&goal')[0]}&view=map&lang=en")
    goal, panel = page.locator("[data-ui=changes] select").first, page.get_by_role("tabpanel")
    land = page.locator(".map-drawing > g").first
    expect(page.locator(".map-point").first).to_be_attached()
    whole = land.get_attribute("transform") or ""
    page.get_by_label("Only with").select_option("MY")
    page.get_by_role("button", name="Zoom in").click()
    expect(land).not_to_have_attribute("transform", whole)
    expect(page).to_have_url(re.compile("map="))
    there = land.get_attribute("transform") or ""
    waiting: list[Route] = []
    page.route("**/api/v1/scenarios/compare*", lambda route: waiting.append(route))
    goal.select_option("title")
    expect(page).to_have_url(re.compile("show=title"))
    expect(panel.get_by_role("progressbar")).to_be_visible()
    expect(panel.locator(".map-drawing")).to_be_visible()
    waiting[0].continue_()
    expect(panel).to_have_attribute("aria-busy", "false")
    expect(panel.get_by_role("progressbar")).to_have_count(0)
    expect(land).to_have_attribute("transform", there)
    expect(page.get_by_label("Only with")).to_have_value("MY")
    expect(page).to_have_url(re.compile("(?=.*map=)(?=.*place=MY)"))


def test_a_stored_scenario_that_takes_something_away(open_screen: Callable) -> None:
    page = open_screen().go("/scenarios/north-american-document-dead?lang=en")
    expect(page.locator(".ui-change.lost").first).to_be_visible()


def test_an_unknown_scenario_and_an_unknown_place_are_told(open_screen: Callable) -> None:
    screen = open_screen("laptop", "zh", quiet=False)
    page = screen.go("/scenarios/no-such-scenario")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page = screen.go("/scenarios?who=Nowhereland&accord=ipea")
    expect(page.get_by_role("alert")).to_contain_text("Nowhereland")
    expect(page.locator("#f-who")).to_have_value("Nowhereland")


def test_a_service_that_does_not_answer(open_screen: Callable) -> None:
    screen = open_screen(quiet=False)
    screen.page.route("**/api/v1/scenarios/compare*", lambda route: route.abort())
    page = screen.go(CHINA)
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    screen.page.unroute("**/api/v1/scenarios/compare*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".ui-change").first).to_be_visible()


def test_without_scripts(open_screen: Callable) -> None:
    page = open_screen(java_script_enabled=False).go("/scenarios")
    page.get_by_label("Who joins").fill("China")
    page.get_by_label("Which accord").select_option("ipea")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator("[data-ui=changes] tbody tr").nth(50)).to_be_visible()


def test_the_ranking_is_sorted_and_leads_to_what_if(
    open_screen: Callable, violations: Callable[..., list[str]]
) -> None:
    screen = open_screen()
    page = screen.go("/accessions?jurisdiction=CN&goal=competence")
    ranks = page.locator(".ranking tbody td:first-child")
    by_rank = ranks.all_inner_texts()
    page.get_by_role("button", name="Conditions of admission").press("Enter")
    expect(page.locator(".ranking th[aria-sort=descending]")).to_have_count(1)
    assert ranks.all_inner_texts() != by_rank and "sort=-6" in page.evaluate("location.search")
    screen.keep("accessions-laptop")
    assert not violations(page)
    page.reload()
    expect(page.locator(".ranking th[aria-sort=descending]")).to_contain_text("Conditions")
    page.get_by_role("row").filter(has_text=IPEA).filter(has_text="full member").get_by_role(
        "link", name="See the changes"
    ).click()
    joined(page)
