"""The graph by mouse and by keys, before its library is there, and from where the address says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from playwright.sync_api import expect


def test_a_click_tells_of_a_thing_and_leads_to_its_record(
    open_screen: Callable, asked: Callable, rows: Callable, ready: Callable, point: Callable
) -> None:
    screen = open_screen()
    page = ready(screen.go("/network"))
    page.locator(".net-canvas").scroll_into_view_if_needed()
    x, y = point(page, "accord/washington-accord")
    page.locator(".net-canvas").hover(position={"x": x, "y": y})
    expect(page.locator(".net-named")).to_contain_text("Washington Accord")
    page.locator(".net-canvas").click(position={"x": x, "y": y})
    panel = page.locator(".net-panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Washington Accord")
    members = [row for row in rows(screen.address) if row["accord"] == "washington-accord"]
    expect(panel.locator("li")).to_have_count(len(members))
    assert asked(page)["focus"] == "accord/washington-accord"
    screen.keep("network-panel-laptop-en")
    query = panel.get_by_role("link", name="SPARQL").get_attribute("href")
    assert query
    asking = {"query": parse_qs(urlsplit(query).query)["query"][0]}
    answer = httpx2.get(f"{screen.address}/sparql", params=asking, headers={"Accept": "text/csv"}, timeout=60)
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["relation"].rsplit("/", 1)[-1] for row in found} == {row["membership"] for row in members}
    panel.get_by_role("link", name="The record").click()
    expect(page).to_have_url(re.compile("/accords/washington-accord"))
    page.go_back()
    expect(page.locator(".net-panel h2")).to_have_text("Washington Accord")


def test_the_graph_is_walked_by_keys_alone(open_screen: Callable, asked: Callable, ready: Callable) -> None:
    screen = open_screen()
    page = ready(screen.go("/network"))
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "application":
            break
    named = page.locator(".net-named")
    page.keyboard.press("ArrowRight")
    expect(named).not_to_be_empty()
    first = named.inner_text()
    page.keyboard.press("ArrowRight")
    expect(named).not_to_have_text(first)
    name = named.inner_text().rsplit(",", 1)[0]
    page.keyboard.press("Enter")
    heading = page.locator(".net-panel h2")
    expect(heading).to_have_text(name)
    expect(heading).to_be_focused()
    for key, told in (("+", ",1.3"), ("0", ""), ("-", ",0.769")):
        page.locator(".net-canvas").press(key)
        page.wait_for_function(
            "told => (new URLSearchParams(location.search).get('graph') ?? '').endsWith(told)", arg=told
        )
    seen = asked(page)
    page.reload()
    assert asked(ready(page)) == seen
    page.locator(".net-canvas").press("Escape")
    expect(page.locator(".net-panel")).to_have_count(0)


def test_the_address_tells_what_is_seen_of_the_graph(
    open_screen: Callable, told: Any, ready: Callable
) -> None:
    x, y = told["layouts"]["accords"]["at"]["accord/washington-accord"]
    page = ready(open_screen().go(f"/network?graph={x},{y},3&compare=1999-12-31"))
    for graph in page.locator(".net-graph").all():
        graph.evaluate("graph => graph.scrollIntoView({block: 'center', behavior: 'instant'})")
        expect(graph.locator(".net-sketch")).to_have_count(0)  # what takes over from it is drawn
        graph.locator(".net-canvas").hover()
        expect(graph.locator(".net-named")).to_contain_text("Washington Accord")
    page.get_by_role("button", name="Show everything").last.click()
    page.wait_for_function("() => !location.search.includes('graph')")


def test_it_answers_before_its_library_is_there(
    open_screen: Callable, asked: Callable, ready: Callable, point: Callable
) -> None:
    screen = open_screen(quiet=False)
    screen.page.route("**/drawing-*.js", lambda route: route.abort())
    page = ready(screen.go("/network"))
    picture = "() => document.querySelector('.net-canvas canvas').toDataURL()"
    today = page.evaluate(picture)
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator(".net-told")).to_contain_text("2025-12-31")
    assert page.evaluate(picture) != today
    page.locator(".net-canvas").scroll_into_view_if_needed()
    x, y = point(page, "accord/washington-accord")
    page.locator(".net-canvas").hover(position={"x": x, "y": y})
    expect(page.locator(".net-named")).to_contain_text("Washington Accord")
    page.locator(".net-canvas").click(position={"x": x, "y": y})
    expect(page.locator(".net-panel h2")).to_have_text("Washington Accord")
    assert asked(page)["focus"] == "accord/washington-accord"
