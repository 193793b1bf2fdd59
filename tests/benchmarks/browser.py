"""How quickly the pages answer a hand, in the Chromium or Chrome of the machine; one run, printed.

Run with ``python tests/benchmarks/browser.py ADDRESS``, where ``accordgraph serve`` serves.  Times of a
shared machine say little by themselves: beside each stands an empty frame or page of the same run.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import statistics
import sys
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ROUNDS, SLOWER = 5, 4
HUBS, PLACES, LINES = 100, 1_900, 6_000
FIRST_VIEWS = {"/": "form", "/network": ".net-canvas[aria-busy=false]"}
"""Pages whose first view is timed, and what is there once it can be used."""

FRAMES = """
async (step) => {
  const years = document.querySelector(".net-time input[type=range]");
  const taken = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  for (let year = Number(years.min); year <= Number(years.max); year += 1) {
    const begun = performance.now();
    if (step) {
      years.value = String(year);
      years.dispatchEvent(new Event("input", {bubbles: true}));
    }
    await frame();
    await frame();
    taken.push((performance.now() - begun) / 2);
  }
  if (step) years.dispatchEvent(new Event("change", {bubbles: true}));
  return taken;
}
"""
DRAG = """
async ([x, y, dx]) => {
  const canvas = document.querySelector(".net-canvas");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const at = (kind, x, y, target) => target.dispatchEvent(new MouseEvent(kind, {
    bubbles: true, cancelable: true, view: window, clientX: x, clientY: y,
    buttons: kind === "mouseup" ? 0 : 1,
  }));
  const under = canvas.querySelector("canvas:last-of-type");
  at("mousedown", x, y, under);
  const taken = [];
  for (let n = 1; n <= 20; n += 1) {
    const begun = performance.now();
    at("mousemove", x + n * dx, y + n * dx, window);
    await frame();
    await frame();
    taken.push(performance.now() - begun);
  }
  at("mouseup", x + 20 * dx, y + 20 * dx, window);
  return taken;
}
"""


def line(name: str, value: str, goal: str) -> None:
    """One line of the report."""
    print(f"{name:52} {value:>36}   goal: {goal}", flush=True)


def large() -> dict[str, Any]:
    """A network of so many things and lines, in the form of ``/api/v1/network/history``."""
    chance = random.Random(2026)  # noqa: S311 - no secret
    at = {f"accord/a{n}": [chance.randrange(9_000), chance.randrange(6_000)] for n in range(HUBS)}
    at |= {f"jurisdiction/P{n}": [chance.randrange(9_000), chance.randrange(6_000)] for n in range(PLACES)}
    layout = {"width": 9_000, "height": 6_000, "at": at, "named_above": []}
    return {
        "since": "1951-01-01", "today": "2026-01-01", "bodies": [], "changes": [], "tiers": [], "goals": [],
        "forces": [], "groups": [], "layouts": {"accords": layout, "all": layout},
        "hubs": [
            {"id": f"accord/a{n}", "label": f"Accord {n}", "agreement": False, "colour": "#0072B2",
             "spell": [None] * 4, "status_unknown": False, "concludes": []}
            for n in range(HUBS)
        ],
        "places": [{"id": f"P{n}", "label": f"Place {n}", "groups": []} for n in range(PLACES)],
        "edges": [
            {"id": f"e{n}", "relation": "member", "hub": f"accord/a{chance.randrange(HUBS)}",
             "place": f"P{n % PLACES}", "share": "all", "spell": [f"{1951 + n % 70}-01-01"] * 2 + [None] * 2}
            for n in range(LINES)
        ],
    }  # fmt: skip


def ready(page: Page) -> None:
    """Wait until the graph is drawn and the page is at rest."""
    page.wait_for_selector(".net-canvas[aria-busy=false]", timeout=120_000)
    page.wait_for_timeout(1_000)


def rate(page: Page, *, step: bool) -> float:
    """Frames a second, by the median frame."""
    return 1_000 / float(statistics.median(page.evaluate(FRAMES, step)))


def sliding(browser: Browser, address: str) -> None:
    """Frames a second while sliding from 1951 to today through the real network."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/network")
    ready(page)
    idle, busy = rate(page, step=False), rate(page, step=True)
    line("sliding through the network, frames a second", f"{busy:.0f} (idle {idle:.0f})", ">= 30")
    page.close()


def dragging(browser: Browser, address: str) -> None:
    """How long a drag waits for its picture in a large generated network, of the whole and of one node."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    body = json.dumps({"data": large(), "meta": {}})

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="application/json")

    page.route("**/api/v1/network/history*", answer)
    page.goto(f"{address}/network")
    ready(page)
    page.locator(".net-canvas").scroll_into_view_if_needed()
    box = page.locator(".net-canvas").bounding_box()
    assert box
    taken = page.evaluate(DRAG, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 3])
    line(
        f"drag in {HUBS + PLACES:,} nodes and {LINES:,} edges, ms",
        f"{statistics.median(taken):.0f} (slowest {max(taken):.0f})",
        "<= 100",
    )
    page.close()


def bytes_of_scripts(browser: Browser, address: str, wanted: str) -> int:
    """Bytes of the scripts that a page loads until it can be used, compressed."""
    page = browser.new_page()
    heard: list[Any] = []
    page.on("response", lambda response: heard.append(response))
    page.goto(address)
    page.wait_for_selector(wanted, timeout=120_000, state="attached")
    scripts = {each.url: each for each in heard if each.request.resource_type == "script"}
    weight = sum(len(gzip.compress(each.body())) for each in scripts.values())
    page.close()
    return weight


def first_views(browser: Browser, address: str) -> None:
    """How long until a page can be used with the processor slowed, and what its scripts weigh."""
    for path, wanted in FIRST_VIEWS.items():
        times = list(slowed(browser, address + path, wanted))
        empty = list(slowed(browser, f"{address}/static/mark.svg", "svg"))
        line(
            f"first view of {path}, processor slowed {SLOWER} times, s",
            f"{statistics.median(times):.2f} (a mere drawing {statistics.median(empty):.2f})",
            "<= 1.5",
        )
        weight = bytes_of_scripts(browser, address + path, wanted)
        line(f"scripts of the first view of {path}, kB", f"{weight / 1000:.0f}", "<= 250")


def slowed(browser: Browser, address: str, wanted: str) -> Iterator[float]:
    """Seconds until something is there, in new contexts, so that nothing is kept."""
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="commit")
        page.wait_for_selector(wanted, timeout=120_000, state="attached")
        yield page.evaluate("performance.now()") / 1000
        context.close()


def main() -> None:
    """Measure the pages at an address and print."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python tests/benchmarks/browser.py ADDRESS, such as http://127.0.0.1:8000")
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("No Chromium or Chrome is installed: apt-get install chromium")
    address = sys.argv[1].rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        sliding(browser, address)
        dragging(browser, address)
        first_views(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
