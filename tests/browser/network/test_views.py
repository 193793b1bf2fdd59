"""Every view of the network: usable by everybody, saved as it is seen, with the query behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx2
import networkx as nx
import pytest
from playwright.sync_api import expect

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("view", ["graph", "map", "matrix", "table"])
def test_every_view_is_open_to_everybody(
    open_screen: Callable, violations: Callable[..., list[str]], view: str
) -> None:
    for scheme, size in (("light", "laptop"), ("dark", "phone")):
        screen = open_screen(size, "zh" if size == "phone" else "en", color_scheme=scheme)
        page = screen.go(f"/network?view={view}&focus=jurisdiction/NZ")
        expect(page.locator(".net-panel h2")).to_be_visible()
        expect(page.locator(f"#panel-{view} :is(canvas, svg, table)").first).to_be_attached()
        assert not violations(page, within=f"#panel-{view}, .net-panel"), (view, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        screen.keep(f"network-{view}-{size}-{scheme}")


def test_the_map_and_the_matrix_show_the_day(open_screen: Callable, asked: Callable, rows: Callable) -> None:
    screen = open_screen("wide")
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


def test_legal_force_has_its_sign_in_graph_and_map(
    open_screen: Callable, rows: Callable, ready: Callable, saved: Callable
) -> None:
    page = ready(open_screen().go("/network?include=agreements&force=binding"))
    legend = page.get_by_label("Legal force", exact=True).locator("li .mark")
    expect(legend).to_have_count(6)
    binding, highest = (legend.nth(4).locator("path").nth(n).get_attribute("d") for n in (0, 3))
    drawing = ElementTree.parse(saved(page, "SVG")).getroot()  # noqa: S314 - our own
    found = rows(page.url.split("/network")[0], include="agreements", force="binding")
    hubs = {row["accord"] for row in found}
    in_key = 1
    assert [each.get("d") for each in drawing.iter(f"{SVG}path")].count(highest) == len(hubs) + in_key
    page.get_by_role("tab", name="Map").click()
    arcs = page.locator(".map-arc")
    expect(arcs.first).to_be_attached()
    expect(page.locator(".map-signs .mark")).to_have_count(arcs.count())
    assert "(binding)" in (arcs.first.locator("title").text_content() or "")
    names = page.locator(".map-names text").count()
    expect(page.locator(".map-mark .mark")).to_have_count(names)
    assert names > 5
    assert page.locator(".map-mark path").first.get_attribute("d") == binding
    for point in page.locator(".map-point").all():
        assert "most binding force: binding" in point.get_attribute("aria-label")


@pytest.mark.parametrize(
    "filters",
    [
        {"as_of": "2008-06-30"},
        {"as_of": "2008-06-30", "tier": "full"},
        {"as_of": "1999-12-31", "include": "agreements", "group": "europe"},
    ],
)
def test_the_query_behind_the_picture_yields_its_rows(
    open_screen: Callable, filters: dict[str, str], rows: Callable
) -> None:
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


def test_what_is_seen_is_saved(
    open_screen: Callable, rows: Callable, ready: Callable, saved: Callable, stands_alone: Callable
) -> None:
    screen = open_screen("phone")
    page = ready(screen.go("/network?as_of=2010-01-01&accord=washington-accord,sydney-accord"))
    wanted = rows(screen.address, as_of="2010-01-01", accord="washington-accord,sydney-accord")
    svg, png = saved(page, "SVG"), saved(page, "PNG")
    drawing = ElementTree.parse(svg).getroot()  # noqa: S314 - our own
    titles = [each.text for each in drawing.iter(f"{SVG}title")]
    assert titles[0] == "Recognition network on 2010-01-01" and "Washington Accord" in titles
    assert len([g for g in drawing.iter(f"{SVG}g") if g.get("stroke")]) == len(wanted)
    assert len(list(drawing.iter(f"{SVG}circle"))) == len({row["body"] for row in wanted})
    signs = ("all rights of the accord", "legal force: binding")
    stands_alone(svg, png, "Recognition network on 2010-01-01", *signs, scale=1)
    table = list(csv.DictReader(io.StringIO(saved(page, "CSV").read_text("utf-8-sig"))))
    assert {row["membership"] for row in table} == {row["membership"] for row in wanted}
    for button, read in (("GEXF", nx.read_gexf), ("GraphML", nx.read_graphml)):
        graph = read(saved(page, button))
        members = [edge for *_, edge in graph.edges(data=True) if edge["relation"] == "member"]
        assert len(members) == len(wanted)
