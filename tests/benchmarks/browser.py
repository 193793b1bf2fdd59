"""How quickly the pages answer a hand, in the Chromium or Chrome of the machine; one run, printed.

Run with `make bench`, or with ``python tests/benchmarks/browser.py ADDRESS`` where ``accordgraph serve``
serves.  Times of a shared machine say little by themselves: beside each stands an empty frame or page of the
same run.

A first view counts as usable once it has answered a hand: on the path finder a letter typed stands in its
field, on the network a step of the slider has changed the picture and the sentence above it.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from names import DRAG as DRAGGED
from names import FIRST_VIEW, SLIDING, WEIGHT
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ROUNDS, SLOWER = 5, 4
HUBS, PLACES, LINES = 100, 1_900, 6_000
PATIENCE = 120_000
"""Milliseconds after which what is waited for counts as broken."""

TYPED = """
async () => {
  const home = document.querySelector("#f-home");
  home.focus();
  document.execCommand("insertText", false, "M");
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  if (home.value !== "M") throw new Error("nothing was typed");
  return performance.now();
}
"""
SLID = """
async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const picture = () => {  // a band through its middle
    const canvas = document.querySelector(".net-canvas canvas");
    return canvas.getContext("2d").getImageData(0, canvas.height / 2, canvas.width, 8).data.join();
  };
  const told = () => document.querySelector(".net-told").textContent;
  const years = document.querySelector(".net-time input[type=range]");
  const slid = async (year) => {
    const before = told();
    years.value = String(year);
    years.dispatchEvent(new Event("input", {bubbles: true}));
    while (told() === before) await frame();
    await frame();  // the picture is drawn before the frame that tells of it is over
    return performance.now();
  };
  const year = Number(years.value);
  const answered = await slid(year - 20);
  const drawn = picture();
  await slid(year);
  await new Promise((done) => setTimeout(done, 500));  // a picture that lags behind its words is there by now
  if (picture() === drawn) throw new Error("the picture has not changed");
  return answered;
}
"""
"""What the picture shows is read once the time is taken: to read it takes longer than to draw it."""

FIRST_VIEWS = {
    "finder": ("/", "form.ask button.main", TYPED),
    "network": ("/network", ".net-canvas[aria-busy=false]", SLID),
}
"""Pages whose first view is timed: their address, what is there first, and a hand that it answers."""

WAITING = """
window.answered = (async () => {
  const there = () => document.querySelector(%(wanted)s);
  await new Promise((done) => {
    if (there()) done();
    new MutationObserver((_, watching) => {
      if (!there()) return;
      watching.disconnect();
      done();
    }).observe(document, {attributes: true, childList: true, subtree: true});
  });
  return await (%(hand)s)();
})();
"""
"""Waits within a page for what is there first, and is the hand then; frames in between are the page's own."""

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
    """One row of the table."""
    print(f"| {name} | {value} | {goal} |", flush=True)


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
    """Wait until the network is drawn and the page is at rest."""
    page.wait_for_selector(".net-canvas[aria-busy=false]", timeout=PATIENCE)
    page.wait_for_timeout(1_000)


def reached_for(page: Page) -> None:
    """Reach for the graph, which then loads its library, and wait until that has drawn it."""
    page.locator(".net-canvas").focus()
    page.wait_for_selector(".net-canvas canvas[data-id]", timeout=PATIENCE, state="attached")
    page.wait_for_selector(".net-sketch", timeout=PATIENCE, state="detached")
    page.wait_for_timeout(1_000)


def rate(page: Page, *, step: bool) -> float:
    """Frames a second, by the median frame."""
    return 1_000 / float(statistics.median(page.evaluate(FRAMES, step)))


def sliding(browser: Browser, address: str) -> None:
    """Frames a second while sliding from 1951 to today through the real network."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/network")
    ready(page)
    idle, first = rate(page, step=False), rate(page, step=True)
    reached_for(page)
    then = rate(page, step=True)
    line(
        SLIDING,
        f"{first:.0f} at first, {then:.0f} once its library is there (idle {idle:.0f})",
        "30 at least",
    )
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
    reached_for(page)
    page.locator(".net-canvas").scroll_into_view_if_needed()
    box = page.locator(".net-canvas").bounding_box()
    assert box
    taken = page.evaluate(DRAG, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 3])
    line(DRAGGED, f"{statistics.median(taken):.0f} (slowest {max(taken):.0f})", "100 at most")
    page.close()


def bytes_of_scripts(browser: Browser, address: str, wanted: str) -> int:
    """Bytes of the scripts that a page loads until it can be used, compressed."""
    page = browser.new_page()
    heard: list[Any] = []
    page.on("response", lambda response: heard.append(response))
    page.goto(address)
    page.wait_for_selector(wanted, timeout=PATIENCE, state="attached")
    scripts = {each.url: each for each in heard if each.request.resource_type == "script"}
    weight = sum(len(gzip.compress(each.body())) for each in scripts.values())
    page.close()
    return weight


def first_views(browser: Browser, address: str) -> None:
    """How long until a page has answered a hand with the processor slowed, and what its scripts weigh."""
    for name, (path, wanted, hand) in FIRST_VIEWS.items():
        times = list(slowed(browser, address + path, wanted, hand))
        empty = list(slowed(browser, f"{address}/static/mark.svg", "svg", "() => performance.now()"))
        value = f"{statistics.median(times):.2f} (a mere drawing {statistics.median(empty):.2f})"
        line(FIRST_VIEW[name], value, "1.5 at most")
    for name, (path, wanted, _) in FIRST_VIEWS.items():
        line(WEIGHT[name], f"{bytes_of_scripts(browser, address + path, wanted) / 1000:.0f}", "250 at most")


def slowed(browser: Browser, address: str, wanted: str, hand: str) -> Iterator[float]:
    """Seconds until a hand is answered, in new contexts, so that nothing is kept.

    The hand waits in the page itself: Playwright's own ways to wait and to ask put a large script into the
    page, which the slowed processor would have to read first.
    """
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.add_init_script(WAITING % {"wanted": json.dumps(wanted), "hand": hand})
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="commit")
        ask = {"expression": "window.answered", "awaitPromise": True, "returnByValue": True}
        told = session.send("Runtime.evaluate", ask)
        if "exceptionDetails" in told:
            raise RuntimeError(f"{address}: {told['exceptionDetails']}")
        yield told["result"]["value"] / 1000
        context.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of our own, over a snapshot of its own."""
    from serving import server

    with (
        tempfile.TemporaryDirectory() as home,
        server(os.environ | {"ACCORDGRAPH_HOME": home}) as (_, client),
    ):
        yield str(client.base_url).rstrip("/")


def main() -> None:
    """Measure the pages at an address, or those of a server of our own, and print."""
    if len(sys.argv) > 2:
        sys.exit("Usage: python tests/benchmarks/browser.py [ADDRESS], such as http://127.0.0.1:8000")
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        print(
            "left out: the pages in a browser, as there is no Chromium or Chrome (apt-get install chromium)"
        )
        return
    given = [nullcontext(each.rstrip("/")) for each in sys.argv[1:]]
    with (given or [served()])[0] as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print("| what | seen | goal |\n|---|---|---|")
        first_views(browser, address)
        sliding(browser, address)
        dragging(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
