"""Whatever takes longer than half a second says so, to the eye and to screen readers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

LEFT = [
    ("/compare", "details.again > summary", "main form button.main"),
    ("/scenarios", "", "form[data-ui=asking] button.main"),
    ("/accessions", "", "main form button[type=submit]"),
    ("/accords", "", "main tbody a"),
]
"""Pages, what is opened there first, and what then leads to another page."""

NOTED = """new MutationObserver(() => {
  const bar = document.querySelector('[role=status] > progress');
  if (bar) sessionStorage.waited = bar.getAttribute('aria-label');
}).observe(document, {subtree: true, childList: true})"""
"""While a page leaves, nothing can be asked of it: what it says then is kept for later."""

SLOW = 0.9
"""Seconds that the next page takes."""

STAYED = [
    ("/compare", "[data-ui=compare] button", "**/api/v1/compare*"),
    ("/sparql?query=ASK%20%7B%7D", "form.query button.main", "**/sparql"),
    ("/scenarios/china-joins-ipea-and-apec-engineer", "#tab-list", "**/api/v1/scenarios/compare"),
    ("/pathways?home=MY&target=SG&goal=title", "#tab-table", "**/api/v1/pathways*"),
]
"""Pages, what is pressed there, and what its answer waits for."""


@contextmanager
def held(page: Page, pattern: str) -> Iterator[None]:
    """Requests that wait until the test has seen how the page waits."""
    waiting: list[Route] = []
    page.route(pattern, lambda route: waiting.append(route))
    yield
    page.unroute(pattern)  # which lets those go on that wait


def tells_that_it_waits(page: Page) -> None:
    bar = page.get_by_role("status").get_by_role("progressbar")
    expect(bar).to_be_visible()
    assert bar.get_attribute("aria-label")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_that_is_slow_to_come_is_announced(open_screen: Callable[..., Any], lang: str) -> None:
    def late(route: Route) -> None:
        time.sleep(SLOW)
        route.continue_()

    screen = open_screen("phone", lang) if lang == "zh" else open_screen()
    screen.page.add_init_script(NOTED)
    for path, first, button in LEFT if lang == "en" else LEFT[:1]:
        page = screen.go(path)
        if first:
            page.locator(first).click()
        for each in page.locator("main form [required]").all():
            each.fill("China")
        page.evaluate("delete sessionStorage.waited")
        page.route(lambda url: True, late, times=1)
        with page.expect_navigation():
            page.locator(button).first.click()
        words = {"en": "The page is on its way …", "zh": "页面正在载入……"}
        assert page.evaluate("sessionStorage.waited") == words[lang], path
        expect(page.locator(".ui-waiting")).to_have_count(0)


def test_an_answer_that_is_slow_to_come_is_announced(open_screen: Callable[..., Any]) -> None:
    screen = open_screen()
    for path, button, request in STAYED:
        page = screen.go(path)
        with held(page, request):
            if "scenarios" in path:
                page.reload(wait_until="domcontentloaded")
            else:
                page.locator(button).first.click()
            tells_that_it_waits(page)
        expect(page.get_by_role("progressbar")).to_have_count(0)


def test_names_that_are_slow_to_come_are_announced(open_screen: Callable[..., Any]) -> None:
    page = open_screen().go("/")
    with held(page, "**/api/v1/search*"):
        page.locator("#f-home").press_sequentially("Mala")
        expect(page.get_by_text("Looking for names …")).to_be_visible()
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_text("Looking for names …")).to_have_count(0)
