"""Every page in a real browser: no error, nothing from elsewhere, usable by everybody, both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PAGES = {
    "home": "/",
    "pathways": "/pathways?home=MY&target=SG&goal=competence",
    "network": "/network",
    "matrix": "/matrix",
    "growth": "/matrix/growth",
    "measures": "/network/measures",
    "timeline": "/timeline",
    "scenarios": "/scenarios",
    "compare": "/compare",
    "accessions": "/accessions",
    "browse": "/browse",
    "queries": "/queries",
    "sparql": "/sparql",
    "docs": "/docs",
    "gaps": "/gaps",
    "about": "/about",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_no_serious_barrier_and_no_error(
    open_screen: Callable, violations: Callable[[Page], list[str]], name: str, lang: str
) -> None:
    screen = open_screen("laptop", lang)
    page = screen.go(PAGES[name])
    screen.keep(f"{name}-laptop-{lang}")
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[lang]
    assert page.locator("h1").count() == 1
    assert not violations(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_scrolls_no_page_sideways(open_screen: Callable, name: str) -> None:
    screen = open_screen("phone", "zh")
    page = screen.go(PAGES[name])
    screen.keep(f"{name}-phone-zh")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


@pytest.mark.parametrize("name", ["home", "pathways", "network", "matrix"])
def test_dark_pages_have_no_serious_barrier(
    open_screen: Callable, violations: Callable[[Page], list[str]], name: str
) -> None:
    screen = open_screen("wide", "en", color_scheme="dark")
    page = screen.go(PAGES[name])
    screen.keep(f"{name}-wide-dark")
    assert not violations(page)


def test_the_choice_of_colours_stays(open_screen: Callable) -> None:
    page = open_screen(color_scheme="light").go("/")

    def paper() -> str:
        return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    light, switch = paper(), page.get_by_role("button", name="Colours")
    switch.click()
    assert paper() == light and "Light" in switch.get_attribute("aria-label")
    switch.click()
    dark = paper()
    assert dark != light and "Dark" in switch.get_attribute("aria-label")
    page.reload()
    assert paper() == dark


def test_the_watch_finds_an_error_and_a_request_to_elsewhere(open_screen: Callable) -> None:
    screen = open_screen(quiet=False)
    page = screen.go("/about")
    page.evaluate("console.error('a fault'); fetch('http://elsewhere.invalid/').catch(() => 0)")
    page.wait_for_timeout(200)
    assert any("a fault" in line for line in screen.watch.wrong)
    assert any("elsewhere" in line for line in screen.watch.wrong)
