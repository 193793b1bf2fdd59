"""The networks of two days, side by side and in every view."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

SVG = "{http://www.w3.org/2000/svg}"
PAINTED = """() => [...document.querySelectorAll(".net-canvas")].every((graph) =>
  [...graph.querySelectorAll("canvas")].some((canvas) => {
    const seen = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return seen.some((part, n) => n % 4 === 3 && part > 0);
  }))"""
"""Whether something is drawn in every graph of the page."""
PLUS = "M12 6v12M6 12h12"
"""The stroke by which a new line is known in every drawing."""


def compare(page: Page) -> None:
    page.get_by_role("link", name="Network", exact=True).click()
    page.locator("input[name=compare]").fill("1999-12-31")
    expect(page.locator(".net-differences .gained h2")).to_contain_text("1999-12-31")


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_the_network_of_1999_stands_beside_todays(
    open_screen: Callable, size: str, asked: Callable, rows: Callable
) -> None:
    """Two actions from the first page."""
    screen = open_screen(size)
    page = screen.go("/")
    compare(page)
    expect(page.locator(".net-canvas")).to_have_count(2)
    old = {(r["accord"], r["body"] or r["jurisdiction"]) for r in rows(screen.address, as_of="1999-12-31")}
    new = {(r["accord"], r["body"] or r["jurisdiction"]) for r in rows(screen.address)}
    for kind, pairs in (("gained", new - old), ("lost", old - new)):
        expect(page.locator(f".net-differences .{kind} li a")).to_have_count(len(pairs))
    assert asked(page)["compare"] == "1999-12-31"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    for graph in page.locator(".net-graph").all():
        told = graph.locator(".net-names text")
        expect(told.filter(has_text="Washington")).to_have_count(1)
        expect(told.nth(2)).to_be_attached()
        assert told.first.evaluate("name => parseFloat(getComputedStyle(name).fontSize)") >= 11
    screen.keep(f"network-1999-{size}-en")
    page.reload()
    expect(page.locator(".net-canvas")).to_have_count(2)


def test_the_network_of_1999_by_keyboard_alone(
    open_screen: Callable, tab_to: Callable, asked: Callable
) -> None:
    page = open_screen().go("/")
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="Network", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("input[name=compare]"))
    page.keyboard.type("12121999")  # a field for dates asks for the day first, or for the month
    expect(page.locator(".net-differences .gained h2")).to_contain_text("1999-12-12")
    expect(page.locator(".net-canvas")).to_have_count(2)
    assert asked(page)["compare"] == "1999-12-12"


def test_what_differs_between_two_days_is_marked_in_every_view(
    open_screen: Callable, asked: Callable, rows: Callable, ready: Callable, saved: Callable
) -> None:
    screen = open_screen()
    page = ready(screen.go("/network?as_of=2015-01-01&compare=1999-12-31"))
    days: list[dict[tuple[str, str], set[str]]] = []
    for day in ("1999-12-31", "2015-01-01"):
        tiers: dict[tuple[str, str], set[str]] = {}
        for row in rows(screen.address, as_of=day):
            tiers.setdefault((row["accord"], row["body"] or row["jurisdiction"]), set()).add(row["tier"])
        days.append(tiers)
    old, new = days
    other = {each for each in old.keys() & new.keys() if old[each] != new[each]}
    counts = [len(new.keys() - old.keys()), len(old.keys() - new.keys()), len(other)]
    assert all(counts), "the days chosen differ in every way"
    told = page.locator(".net-summary li")
    expect(told).to_have_text(
        [f"{word} {n}" for word, n in zip(("new", "gone", "at another tier"), counts, strict=True)]
    )

    page.get_by_label("Only what differs").check()
    expect(page).to_have_url(re.compile("only=differences"))
    page.wait_for_function(PAINTED)
    drawing = ElementTree.parse(saved(page, "SVG")).getroot()  # noqa: S314 - our own
    titles = [each.text or "" for each in drawing.iter(f"{SVG}title")]
    assert "1999-12-31" in titles[0] and "2015-01-01" in titles[0]
    strokes = [each.get("d") for each in drawing.iter(f"{SVG}path")]
    assert strokes.count(PLUS) >= counts[0] and counts[0] + 2 * len(other) <= len(strokes) / 3

    page.get_by_role("tab", name="Table").click()
    for kind, n in zip(("new", "gone", "another tier"), counts, strict=True):
        marked = page.locator(".net-differing", has_text=re.compile(f"^\\s*{kind}$"))
        expect(marked.nth(n - 1)).to_be_attached()
    expect(page.locator("tbody tr:not(:has(.net-differing))")).to_have_count(0)
    table = list(csv.DictReader(io.StringIO(saved(page, "CSV").read_text("utf-8-sig"))))
    assert len(table) == page.locator("tbody tr").count()
    assert {"new", "gone"} < {row["Difference"] for row in table}

    page.get_by_role("tab", name="Map").click()
    places = {place["place"] for place in table}
    expect(page.locator(".map-point .mark")).to_have_count(len(places))
    page.reload()
    expect(page.get_by_label("Only what differs")).to_be_checked()
    expect(page.locator(".map-point .mark")).to_have_count(len(places))
    screen.keep("network-differences-map")
    page.get_by_label("Only what differs").uncheck()
    page.get_by_role("tab", name="Matrix").click()
    expect(page.get_by_text("first accord shared")).to_be_visible()
    page.get_by_role("button", name="End the comparison").click()
    expect(page.locator(".net-summary")).to_have_count(0)
    assert not {"only", "compare"} & set(asked(page))
