"""The network through time and through its filters, and what is told of a bad day or of a failing service."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

TODAY = "2026-11-01"


def test_sliding_by_keyboard_changes_the_network_and_the_address(
    open_screen: Callable, asked: Callable, rows: Callable, counted: Callable, ready: Callable
) -> None:
    screen = open_screen()
    page = ready(screen.go("/network"))
    assert counted(page) == len(rows(screen.address))
    years = page.get_by_role("slider")
    years.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("status").first).to_contain_text("2025-12-31")
    assert asked(page)["as_of"] == "2025-12-31"
    assert counted(page) == len(rows(screen.address, as_of="2025-12-31"))
    page.keyboard.press("Home")
    expect(page.get_by_role("status").first).to_contain_text("1951-12-31")
    assert counted(page) == len(rows(screen.address, as_of="1951-12-31"))
    page.go_back()
    expect(page.locator(".net-told")).to_contain_text("2025-12-31")
    page.go_back()
    expect(page.locator(".net-told")).to_contain_text(TODAY)
    assert "as_of" not in asked(page)


def test_playing_goes_through_the_years_and_stops(open_screen: Callable, ready: Callable) -> None:
    page = ready(open_screen("phone", "zh", reduced_motion="reduce").go("/network?as_of=2024-12-31"))
    page.evaluate(
        """() => {
          window.seen = [];
          const look = () => window.seen.push(document.querySelector('.net-told')?.textContent ?? '');
          const all = {subtree: true, childList: true, characterData: true};
          new MutationObserver(look).observe(document.body, all);
        }"""
    )
    page.get_by_role("button", name="播放").click()
    expect(page.locator(".net-told")).to_contain_text(TODAY)
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    assert "2025-12-31" in page.evaluate("window.seen.join()")


def test_an_address_restores_the_view(open_screen: Callable, rows: Callable) -> None:
    query = "as_of=2012-06-30&accord=washington-accord,ipea&tier=full&view=table&focus=jurisdiction/MY"
    screen = open_screen("wide", "zh")
    page = screen.go(f"/network?{query}")
    expect(page.get_by_role("tab", name="表格")).to_have_attribute("aria-selected", "true")
    wanted = rows(screen.address, as_of="2012-06-30", accord="washington-accord,ipea", tier="full")
    expect(page.locator("tbody tr")).to_have_count(len(wanted))
    expect(page.locator(".net-panel h2")).to_have_text("马来西亚")
    assert page.locator("select[name=tier]").input_value() == "full"
    assert page.get_by_label("日期", exact=True).input_value() == "2012-06-30"
    screen.keep("network-table-wide-zh")


def test_filters_by_mouse_agree_with_the_interface(
    open_screen: Callable, asked: Callable, rows: Callable
) -> None:
    screen = open_screen()
    page = screen.go("/network?view=table")
    page.locator(".net-filters > summary").click()
    for name, value in (("goal", "competence"), ("group", "asia"), ("force", "non-binding")):
        page.locator(f"select[name={name}]").select_option(value)
        expect(page).to_have_url(re.compile(f"{name}={value}"))
        wanted = rows(screen.address, **{k: v for k, v in asked(page).items() if k != "view"})
        expect(page.locator("tbody tr")).to_have_count(len(wanted))
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("tbody tr")).to_have_count(len(rows(screen.address)))
    assert asked(page) == {"view": "table"}
    page.get_by_text("Accords: All accords").click()
    page.get_by_label("Washington Accord").check()
    expect(page.locator("tbody tr")).to_have_count(len(rows(screen.address, accord="washington-accord")))


def test_a_service_that_fails_is_told_and_asked_again(open_screen: Callable, ready: Callable) -> None:
    screen = open_screen(quiet=False)
    screen.page.route("**/api/v1/network/history*", lambda route: route.abort())
    page = screen.go("/network")
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    screen.page.unroute("**/api/v1/network/history*")
    page.get_by_role("button", name="Try again").click()
    ready(page)


def test_a_bad_day_is_told_in_the_readers_language(open_screen: Callable) -> None:
    page = open_screen("laptop", "zh", quiet=False).go("/network?as_of=1999-99-99")
    expect(page.get_by_role("alert")).to_be_visible()
