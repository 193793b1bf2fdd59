"""The network in a real browser: by mouse, keyboard and fingers, through time, side by side, and saved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx2
import networkx as nx
import pytest
from playwright.sync_api import Page, expect

TODAY = "2026-11-01"
PATIENCE = 30_000
"""Milliseconds that the drawing may take: machines are shared."""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", autouse=True)
def told(address: str) -> Any:
    """The network of all times; asked for once before any page is, as the first answer takes longer."""
    return httpx2.get(f"{address}/api/v1/network/history", timeout=60).json()["data"]


def asked(page: Page) -> dict[str, str]:
    """What the address of a page holds; asked of the page, as `page.url` may lag behind it."""
    query = page.evaluate("location.search.slice(1)")
    return {name: value[0] for name, value in parse_qs(query).items()}


def rows(address: str, **params: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx2.get(f"{address}/api/v1/network", params=params, timeout=60).json()[
        "data"
    ]["table"]
    return found


def counted(page: Page) -> int:
    """How many memberships and named places the page says it shows."""
    said = page.locator(".net-told").inner_text()
    return int((re.search(r"(\d+) memberships", said) or re.search(r"的 (\d+) 项", said) or [0, 0])[1])


def ready(page: Page) -> Page:
    """The page once its graph is drawn."""
    expect(page.locator(".net-canvas").first).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


def saved(page: Page, button: str) -> Path:
    with page.expect_download() as waiting:
        page.locator(".net-save").get_by_text(button, exact=True).click()
    return Path(waiting.value.path())


def point(page: Page, told: Any, thing: str) -> tuple[float, float]:
    """Where a thing stands on the screen, in a graph that shows everything."""
    at = told["layouts"]["accords"]["at"]
    box = page.locator(".net-canvas").bounding_box()
    assert box
    half = {name: (110, 48) if name.startswith("accord/") else (32, 32) for name in at}
    left, right = min(at[n][0] - half[n][0] for n in at), max(at[n][0] + half[n][0] for n in at)
    top, bottom = min(at[n][1] - half[n][1] for n in at), max(at[n][1] + half[n][1] for n in at)
    scale = min((box["width"] - 24) / (right - left), (box["height"] - 24) / (bottom - top))
    return (
        box["width"] / 2 + (at[thing][0] - (left + right) / 2) * scale,
        box["height"] / 2 + (at[thing][1] - (top + bottom) / 2) * scale,
    )


def test_sliding_by_keyboard_changes_the_network_and_the_address(open_screen: Callable) -> None:
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


def test_an_address_restores_the_view(open_screen: Callable) -> None:
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


def test_filters_by_mouse_agree_with_the_interface(open_screen: Callable) -> None:
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


def test_a_click_tells_of_a_thing_and_leads_to_its_record(open_screen: Callable, told: Any) -> None:
    screen = open_screen()
    page = ready(screen.go("/network"))
    page.locator(".net-canvas").scroll_into_view_if_needed()
    x, y = point(page, told, "accord/washington-accord")
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


@pytest.mark.parametrize(
    "filters",
    [
        {"as_of": "2008-06-30"},
        {"as_of": "2008-06-30", "tier": "full"},
        {"as_of": "1999-12-31", "include": "agreements", "group": "europe"},
    ],
)
def test_the_query_behind_the_picture_yields_its_rows(open_screen: Callable, filters: dict[str, str]) -> None:
    screen = open_screen()
    told = "&".join(f"{name}={value}" for name, value in filters.items())
    page = screen.go(f"/network?view=table&{told}")
    expect(page.locator("tbody tr").first).to_be_visible()
    href = page.get_by_role("link", name="The query behind the picture").get_attribute("href")
    assert href
    query = parse_qs(urlsplit(href).query)["query"][0]
    answer = httpx2.post(
        f"{screen.address}/sparql", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60
    )
    assert answer.status_code == 200, answer.text[:500]
    wanted = rows(screen.address, **filters)
    members = {row["membership"] for row in wanted if row["membership"]}
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["relation"].rsplit("/", 1)[-1] for row in found if row["relation"]} == members
    assert len(found) == len(wanted) == page.locator("tbody tr").count()


def test_the_graph_is_walked_by_keys_alone(open_screen: Callable) -> None:
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


def test_the_address_tells_what_is_seen_of_the_graph(open_screen: Callable, told: Any) -> None:
    x, y = told["layouts"]["accords"]["at"]["accord/washington-accord"]
    page = ready(open_screen().go(f"/network?graph={x},{y},3&compare=1999-12-31"))
    for graph in page.locator(".net-graph").all():
        graph.evaluate("graph => graph.scrollIntoView({block: 'center', behavior: 'instant'})")
        expect(graph.locator(".net-sketch")).to_have_count(0)  # what takes over from it is drawn
        graph.locator(".net-canvas").hover()
        expect(graph.locator(".net-named")).to_contain_text("Washington Accord")
    page.get_by_role("button", name="Show everything").last.click()
    page.wait_for_function("() => !location.search.includes('graph')")


def compare(page: Page) -> None:
    page.get_by_role("link", name="Network", exact=True).click()
    page.locator("input[name=compare]").fill("1999-12-31")
    expect(page.locator(".net-differences .gained h2")).to_contain_text("1999-12-31")


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_the_network_of_1999_stands_beside_todays(open_screen: Callable, size: str) -> None:
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
        assert (
            told.count() >= 4
            and told.first.evaluate("name => parseFloat(getComputedStyle(name).fontSize)") >= 11
        )
    screen.keep(f"network-1999-{size}-en")
    page.reload()
    expect(page.locator(".net-canvas")).to_have_count(2)


def test_the_network_of_1999_by_keyboard_alone(open_screen: Callable, tab_to: Callable) -> None:
    page = open_screen().go("/")
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="Network", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("input[name=compare]"))
    page.keyboard.type("12121999")  # a field for dates asks for the day first, or for the month
    expect(page.locator(".net-differences .gained h2")).to_contain_text("1999-12-12")
    expect(page.locator(".net-canvas")).to_have_count(2)
    assert asked(page)["compare"] == "1999-12-12"


PAINTED = """() => [...document.querySelectorAll(".net-canvas")].every((graph) =>
  [...graph.querySelectorAll("canvas")].some((canvas) => {
    const seen = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return seen.some((part, n) => n % 4 === 3 && part > 0);
  }))"""
"""Whether something is drawn in every graph of the page."""
PLUS = "M12 6v12M6 12h12"
"""The stroke by which a new line is known in every drawing."""


def test_what_differs_between_two_days_is_marked_in_every_view(open_screen: Callable) -> None:
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
    page.wait_for_function(PAINTED, timeout=PATIENCE)
    drawing = ElementTree.parse(saved(page, "SVG")).getroot()  # noqa: S314 - our own
    titles = [each.text or "" for each in drawing.iter(f"{SVG}title")]
    assert "1999-12-31" in titles[0] and "2015-01-01" in titles[0]
    strokes = [each.get("d") for each in drawing.iter(f"{SVG}path")]
    assert strokes.count(PLUS) >= counts[0] and counts[0] + 2 * len(other) <= len(strokes) / 3

    page.get_by_role("tab", name="Table").click()
    for kind, n in zip(("new", "gone", "another tier"), counts, strict=True):
        assert page.locator(".net-differing", has_text=re.compile(f"^\\s*{kind}$")).count() >= n
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


def test_legal_force_has_its_sign_in_graph_and_map(open_screen: Callable) -> None:
    page = ready(open_screen().go("/network?include=agreements&force=binding"))
    legend = page.get_by_label("Legal force", exact=True).locator("li .mark")
    assert legend.count() == 6
    binding = legend.nth(4).locator("path").first.get_attribute("d")
    drawing = ElementTree.parse(saved(page, "SVG")).getroot()  # noqa: S314 - our own
    found = rows(page.url.split("/network")[0], include="agreements", force="binding")
    hubs = {row["accord"] for row in found}
    assert [each.get("d") for each in drawing.iter(f"{SVG}path")].count(binding) == len(hubs)
    page.get_by_role("tab", name="Map").click()
    arcs = page.locator(".map-arc")
    expect(arcs.first).to_be_attached()
    assert page.locator(".map-signs .mark").count() == arcs.count()
    assert "(binding)" in (arcs.first.locator("title").text_content() or "")
    names = page.locator(".map-names text").count()
    assert page.locator(".map-mark .mark").count() == names > 5
    assert page.locator(".map-mark path").first.get_attribute("d") == binding
    for point in page.locator(".map-point").all():
        assert "most binding force: binding" in point.get_attribute("aria-label")


def test_what_is_seen_is_saved(open_screen: Callable) -> None:
    screen = open_screen()
    page = ready(screen.go("/network?as_of=2010-01-01&accord=washington-accord,sydney-accord"))
    wanted = rows(screen.address, as_of="2010-01-01", accord="washington-accord,sydney-accord")
    drawing = ElementTree.parse(saved(page, "SVG")).getroot()  # noqa: S314 - our own
    titles = [each.text for each in drawing.iter(f"{SVG}title")]
    assert titles[0] == "Recognition network on 2010-01-01" and "Washington Accord" in titles
    assert len([g for g in drawing.iter(f"{SVG}g") if g.get("stroke")]) == len(wanted)
    assert len(list(drawing.iter(f"{SVG}circle"))) == len({row["body"] for row in wanted})
    picture = saved(page, "PNG").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 20_000
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert (str(width), str(height)) == (drawing.get("width"), drawing.get("height"))
    table = list(csv.DictReader(io.StringIO(saved(page, "CSV").read_text("utf-8-sig"))))
    assert {row["membership"] for row in table} == {row["membership"] for row in wanted}
    for button, read in (("GEXF", nx.read_gexf), ("GraphML", nx.read_graphml)):
        graph = read(saved(page, button))
        members = [edge for *_, edge in graph.edges(data=True) if edge["relation"] == "member"]
        assert len(members) == len(wanted)


def test_it_answers_before_its_library_is_there(open_screen: Callable, told: Any) -> None:
    screen = open_screen(quiet=False)
    screen.page.route("**/drawing-*.js", lambda route: route.abort())
    page = ready(screen.go("/network"))
    picture = "() => document.querySelector('.net-canvas canvas').toDataURL()"
    today = page.evaluate(picture)
    page.get_by_role("slider").press("ArrowLeft")
    expect(page.locator(".net-told")).to_contain_text("2025-12-31")
    assert page.evaluate(picture) != today
    page.locator(".net-canvas").scroll_into_view_if_needed()
    x, y = point(page, told, "accord/washington-accord")
    page.locator(".net-canvas").hover(position={"x": x, "y": y})
    expect(page.locator(".net-named")).to_contain_text("Washington Accord")
    page.locator(".net-canvas").click(position={"x": x, "y": y})
    expect(page.locator(".net-panel h2")).to_have_text("Washington Accord")
    assert asked(page)["focus"] == "accord/washington-accord"


def test_playing_goes_through_the_years_and_stops(open_screen: Callable) -> None:
    page = ready(open_screen("laptop", "en", reduced_motion="reduce").go("/network?as_of=2024-12-31"))
    page.evaluate(
        """() => {
          window.seen = [];
          const look = () => window.seen.push(document.querySelector('.net-told')?.textContent ?? '');
          const all = {subtree: true, childList: true, characterData: true};
          new MutationObserver(look).observe(document.body, all);
        }"""
    )
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".net-told")).to_contain_text(TODAY)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert "2025-12-31" in page.evaluate("window.seen.join()")


@pytest.mark.parametrize("view", ["graph", "map", "matrix", "table"])
def test_every_view_is_open_to_everybody(
    open_screen: Callable, violations: Callable[..., list[str]], view: str
) -> None:
    for scheme, size in (("light", "laptop"), ("dark", "phone")):
        screen = open_screen(size, "zh" if size == "phone" else "en", color_scheme=scheme)
        page = screen.go(f"/network?view={view}&focus=jurisdiction/NZ")
        expect(page.locator(".net-panel h2")).to_be_visible(timeout=PATIENCE)
        expect(page.locator(f"#panel-{view} :is(canvas, svg, table)").first).to_be_attached()
        assert not violations(page, within=f"#panel-{view}, .net-panel"), (view, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        screen.keep(f"network-{view}-{size}-{scheme}")


def test_the_map_and_the_matrix_show_the_day(open_screen: Callable) -> None:
    screen = open_screen()
    page = screen.go("/network?view=map&as_of=1995-12-31&accord=washington-accord")
    wanted = {
        row["jurisdiction"] for row in rows(screen.address, as_of="1995-12-31", accord="washington-accord")
    }
    expect(page.locator("[data-code]")).to_have_count(len(wanted))
    page.locator("[data-code=IE]").click()
    expect(page.locator(".net-panel h2")).to_have_text("Ireland")
    page.get_by_role("tab", name="Map").focus()
    page.keyboard.press("ArrowRight")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(len(wanted)))
    assert asked(page)["view"] == "matrix"


def test_a_service_that_fails_is_told_and_asked_again(open_screen: Callable) -> None:
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
