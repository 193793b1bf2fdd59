"""Every page in a real browser: no error, nothing from elsewhere, usable by everybody, both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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


@pytest.mark.parametrize("name", PAGES)
def test_no_serious_barrier_and_no_error(
    open_screen: Callable, violations: Callable[..., list[str]], name: str
) -> None:
    screen = open_screen("laptop", "en")
    page = screen.go(PAGES[name])
    screen.keep(f"{name}-laptop-en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    assert not violations(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_scrolls_no_page_sideways_and_all_has_a_name_in_chinese(
    open_screen: Callable, violations: Callable[..., list[str]], name: str
) -> None:
    screen = open_screen("phone", "zh")
    page = screen.go(PAGES[name])
    screen.keep(f"{name}-phone-zh")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert not violations(page, words=True)


@pytest.mark.parametrize("name", ["home", "pathways", "network", "matrix"])
def test_dark_pages_have_no_serious_barrier(
    open_screen: Callable, violations: Callable[..., list[str]], name: str
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
    for _ in range(300):
        told = " ".join(screen.watch.wrong)
        if "a fault" in told and "elsewhere" in told:
            break
        page.wait_for_timeout(100)
    assert "a fault" in told and "elsewhere" in told


def test_a_barrier_is_found_in_a_page_in_a_part_and_in_words(
    open_screen: Callable, violations: Callable[..., list[str]]
) -> None:
    page = open_screen().go("/about")
    assert not violations(page)
    page.evaluate("document.querySelector('main').innerHTML += '<p id=b><button></button>'")
    for found in (violations(page), violations(page, within="#b"), violations(page, words=True)):
        assert [line.split()[0] for line in found] == ["button-name"]
    assert not violations(page, within="h1")
