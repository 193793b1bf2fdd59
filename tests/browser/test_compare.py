"""Accords compared: chosen, told apart, saved and sent; by mouse, by keyboard alone and on a phone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

TWO = "/compare?accord=washington-accord,ipea"


def test_the_usual_ones_stand_beside_each_other(
    open_screen: Callable, violations: Callable[..., list[str]]
) -> None:
    screen = open_screen("laptop")
    page = screen.go("/")
    page.get_by_role("navigation").get_by_role("link", name="Compare").click()
    expect(page.locator(".sides thead th").nth(3)).to_be_attached()
    table = page.locator(".side")
    table.evaluate("each => { each.scrollLeft = 400; each.scrollTop = 300 }")
    first = page.locator(".sides tbody th").nth(4)
    assert first.bounding_box()["x"] >= table.bounding_box()["x"] - 1
    screen.keep("compare-laptop")
    assert not violations(page)


def test_what_differs_is_marked_on_demand_and_in_the_address(open_screen: Callable) -> None:
    page = open_screen().go(TWO)
    expect(page.locator(".differs")).to_have_count(0)
    page.get_by_role("link", name="Highlight what differs").click()
    expect(page.locator(".differs").first).to_be_visible()
    again = open_screen("phone", "zh").page
    again.goto(page.evaluate("location.href"))
    expect(again.locator(".differs").first).to_be_visible()
    expect(again.locator(".sides td[data-head='国际职业工程师协议']").first).to_be_visible()


def test_saved_as_a_table(open_screen: Callable, tmp_path: Path) -> None:
    page = open_screen().go(TWO)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV", exact=True).click()
    path = tmp_path / "found.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert {row["accord"] for row in rows} == {"washington-accord", "ipea"}
    assert {row["aspect"] for row in rows} >= {"tiers", "rights", "waived", "admission"}
    shown = page.locator(".sides").inner_text()
    assert all(row["text"] in shown for row in rows)
    assert any("source/" in row["sources"] for row in rows)


def test_chosen_by_keyboard_alone_and_a_source_reached(open_screen: Callable) -> None:
    page = open_screen().go("/compare")
    page.get_by_text("Choose what to compare").focus()
    page.keyboard.press("Enter")
    checked = page.locator("form.filters input[name=accord]:checked")
    for _ in range(checked.count()):
        checked.first.focus()
        page.keyboard.press("Space")
    for name in ("Washington Accord", "Seoul Accord"):
        page.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sides thead th")).to_have_text(["Seoul Accord", "Washington Accord"])
    page.locator(".sides .sources summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sides .sources a").first).to_be_visible()


def test_a_phone_has_cards(open_screen: Callable, violations: Callable[..., list[str]]) -> None:
    screen = open_screen("phone", "zh", color_scheme="dark")
    page = screen.go(TWO)
    cards = page.locator(".sides td[data-head]")
    one, other = cards.nth(0).bounding_box(), cards.nth(1).bounding_box()
    assert one["y"] + one["height"] <= other["y"] and one["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    cards.nth(2).scroll_into_view_if_needed()
    screen.keep("compare-phone-zh-dark")
    assert not violations(page)


def test_an_unknown_accord(open_screen: Callable) -> None:
    page = open_screen("laptop", "zh", quiet=False).go("/compare?accord=no-such-accord")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("checkbox").first).to_be_visible()
