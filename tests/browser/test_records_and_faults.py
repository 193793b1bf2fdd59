"""Records on every screen and on paper, and pages of which a part does not arrive."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

RECORDS = (
    "/accords/ipea",
    "/bodies/institution-of-engineers-singapore",
    "/jurisdictions/MY",
    "/titles/acpe",
    "/sources/cast-notice-2022-16",
)


def test_records_fit_a_phone_and_the_dark(
    open_screen: Callable, violations: Callable[..., list[str]]
) -> None:
    screen = open_screen("phone", "zh", color_scheme="dark")
    for path in RECORDS:
        page = screen.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path
        assert not violations(page), path
        if "accords" in path:
            page.locator("#members").scroll_into_view_if_needed()
            screen.keep("record-accord-phone-dark")
            narrowest = min(each.bounding_box()["width"] for each in page.locator("tbody th").all()[:9])
            assert narrowest > 100


def test_what_if_and_the_ranking_in_the_dark(
    open_screen: Callable, violations: Callable[..., list[str]]
) -> None:
    screen = open_screen("wide", "en", color_scheme="dark")
    page = screen.go("/scenarios?who=China&accord=ipea&goal=competence")
    expect(page.locator(".ui-change").first).to_be_visible()
    screen.keep("what-if-wide-dark")
    assert not violations(page)
    page = screen.go("/accessions?jurisdiction=CN&goal=competence")
    screen.keep("accessions-wide-dark")
    assert not violations(page)


def test_a_source_leads_to_what_rests_on_it_by_keyboard(open_screen: Callable) -> None:
    page = open_screen().go("/jurisdictions/MY")
    page.get_by_role("link", name=re.compile("in the timeline$")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Timeline")
    page.locator(".happenings .sources summary").first.focus()
    page.keyboard.press("Enter")
    page.locator(".happenings .source a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#resting")).to_be_visible()


def test_on_paper_accords_stand_side_by_side_and_an_answer_has_its_sources(open_screen: Callable) -> None:
    screen = open_screen("laptop")
    page = screen.go("/compare?accord=washington-accord,ipea")
    page.set_viewport_size({"width": 720, "height": 1000})
    page.emulate_media(media="print")
    one, other = (page.locator(".sides thead th").nth(each).bounding_box() for each in (0, 1))
    assert other["x"] > one["x"] and abs(other["y"] - one["y"]) < 2
    assert other["x"] + other["width"] <= 720
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".sides .sources li").first).to_be_hidden()
    page.goto(f"{screen.address}/pathways?home=MY&target=SG&goal=competence")
    page.emulate_media(media="print")
    expect(page.locator(".steps .sources li").first).to_be_visible()
    expect(page.locator("footer .notice")).to_be_visible()
    # A way may be longer than a page: it begins under its heading, not on the next page.
    card, heading = page.locator("article.path").first, page.locator("h2:visible").first
    assert card.evaluate("each => getComputedStyle(each).breakInside") == "auto"
    assert "avoid" in heading.evaluate("each => getComputedStyle(each).breakAfter")


def test_a_script_that_does_not_arrive_leaves_the_plain_page(open_screen: Callable) -> None:
    screen = open_screen("laptop", quiet=False)
    screen.page.route("**/assets/network-*.js", lambda route: route.abort())
    page = screen.go("/network?as_of=1999-12-31&accord=washington-accord")
    expect(page.get_by_role("alert")).to_contain_text("did not arrive")
    expect(page.locator("main figure img")).to_be_visible()
    expect(page.locator("form.filters")).to_be_visible()
    page.get_by_role("link", name="To the table").click()
    expect(page.get_by_role("alert")).to_contain_text("did not arrive")
    expect(page.locator("main table")).to_be_visible()
    page.get_by_role("link", name="To the picture").click()
    expect(page.locator("main figure img")).to_be_visible()
    page.unroute_all()
    page.get_by_role("link", name="Load it again").click()
    expect(page.locator("[data-ui=network] canvas, [data-ui=network] svg").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_history_and_a_timeline_are_saved_as_tables(open_screen: Callable) -> None:
    screen = open_screen()
    for path, name in (("/timeline?accord=ipea", "Timeline"), ("/accords/ipea", "History")):
        page = screen.go(path)
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Save as CSV: {name}").click()
        text = Path(waiting.value.path()).read_text("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        days = page.locator(".happenings > li > .day").all_inner_texts()
        assert [row["date"] for row in rows] == days and len(days) > 5
        assert all(row["what"] and row["address"].startswith(screen.address) for row in rows)
