"""The matrix page: cells by pointer and keys, filters at once, addresses, tables and what is saved."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

SVG = "{http://www.w3.org/2000/svg}"


def parameters(page: Page) -> dict[str, str]:
    """The parameters of the address, each once; asked of the page, as `page.url` may lag behind it."""
    query = page.evaluate("location.search.slice(1)")
    return {name: value[0] for name, value in parse_qs(query).items()}


def saved(page: Page, name: str, folder: Path) -> Path:
    """What a button saves."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def cell(page: Page, home: str, target: str) -> None:
    """The cell in hand is that of a pair."""
    expect(page.locator(".heat-said")).to_contain_text(f"{home} → {target}")


def test_keys_lead_from_cell_to_cell_and_open_the_pathways(open_screen: Callable) -> None:
    page = open_screen().go("/matrix?home=MY&target=SG")
    cell(page, "Malaysia", "Singapore")
    expect(page.locator(".heat-said")).to_contain_text(" · by ")
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".heat-said")).not_to_contain_text("→ Singapore")
    page.keyboard.press("ArrowLeft")
    cell(page, "Malaysia", "Singapore")
    described = page.locator(f"#{grid.get_attribute('aria-activedescendant')}")
    expect(described).to_have_accessible_name(re.compile("Malaysia → Singapore: open"))
    page.keyboard.press("Control+Home")
    first = page.locator(".heat-said").inner_text()
    page.keyboard.press("Control+End")
    expect(page.locator(".heat-said")).not_to_have_text(first)
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    pair = parameters(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pathways?*")
    assert {name: parameters(page)[name] for name in ("home", "target")} == {
        name: pair[name] for name in ("home", "target")
    }


def test_keys_that_come_faster_than_the_screen_lose_no_step(open_screen: Callable) -> None:
    page = open_screen().go("/matrix?home=MY&target=SG")
    cell(page, "Malaysia", "Singapore")
    told = page.evaluate(
        """async () => {
          const grid = document.querySelector('[role=grid]'), told = [];
          const turn = () => new Promise((done) => Promise.resolve().then().then().then(done));
          for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft']) {
            grid.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            await turn();
            const pair = document.querySelector('#heat-cell').ariaLabel.split(':')[0];
            told.push(`${pair} ${location.search}`);
          }
          return told;
        }"""
    )
    assert told[0] == told[2] and len({*told}) == 3
    assert told[3].startswith("Malaysia → Singapore ") and "target=SG" in told[3]


def test_a_pointer_reads_cells_and_a_click_opens(open_screen: Callable) -> None:
    screen = open_screen()
    page = screen.go("/matrix?order=code&group=asean")
    grid = page.get_by_role("grid")
    grid.evaluate("grid => grid.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = grid.bounding_box()
    page.mouse.move(box["x"] + 168 + 26 * 5.5, box["y"] + 48 + 26 * 1.5)
    said = page.locator(".heat-said")
    expect(said).to_contain_text("→")
    read = said.inner_text()
    page.mouse.move(box["x"] + 168 + 26 * 7.5, box["y"] + 48 + 26 * 1.5)
    expect(said).not_to_have_text(read)
    screen.keep("matrix-cells")
    page.mouse.click(box["x"] + 168 + 26 * 5.5, box["y"] + 48 + 26 * 1.5)
    page.wait_for_url("**/pathways?*")
    assert parameters(page)["goal"] == "competence"


def test_filters_act_at_once_and_the_address_restores_them(open_screen: Callable) -> None:
    page = open_screen().go("/matrix")
    page.evaluate("window.stays = true")
    page.get_by_label("Goal").select_option("licence")
    heading = page.get_by_role("heading", name="licence to practise, 2026-11-01")
    expect(heading).to_be_visible()
    page.get_by_label("Order").select_option("alike")
    page.get_by_role("tab", name="Table").click()
    page.locator("#f-home").fill("Malaysia")
    page.locator("#f-home").press("Tab")
    expect(page.get_by_role("heading", name="From Malaysia")).to_be_visible()
    assert page.evaluate("window.stays")
    told = {"goal": "licence", "order": "alike", "view": "table", "home": "MY"}
    assert told.items() <= parameters(page).items()
    rows = page.locator("main tbody tr").count()
    page.reload()
    expect(page.locator("main tbody tr")).to_have_count(rows)
    expect(page.locator("#f-home")).to_have_value("Malaysia")
    page.go_back()
    expect(page.get_by_role("heading", name="From Malaysia")).to_have_count(0)
    page.get_by_role("tab", name="Matrix").click()
    expect(page.get_by_label("Order")).to_have_value("alike")


@pytest.mark.parametrize("bad", ["home=Nowhere", "as_of=soon", "group=none"])
def test_what_is_wrong_is_told_in_the_readers_language(open_screen: Callable, bad: str) -> None:
    page = open_screen("laptop", "zh", quiet=False).go(f"/matrix?{bad}&view=map")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)


def test_filters_that_leave_nothing_say_so(open_screen: Callable) -> None:
    page = open_screen().go("/matrix?places=FJ")
    expect(page.locator(".matrix .empty")).to_contain_text("another day")


def test_a_service_that_is_down_is_told_and_asked_again(open_screen: Callable) -> None:
    screen = open_screen(quiet=False)
    screen.page.route("**/api/v1/matrix?*", lambda route: route.abort())
    page = screen.go("/matrix")
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    assert page.locator("table.grid60").is_visible()
    page.unroute("**/api/v1/matrix?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.locator("table.grid60")).to_have_count(0)


def test_pictures_and_table_hold_every_cell(
    open_screen: Callable, stands_alone: Callable, tmp_path: Path
) -> None:
    page = open_screen().go("/matrix?group=asean&goal=licence")
    expect(page.get_by_role("grid")).to_be_visible()
    lines = list(csv.reader(saved(page, "CSV", tmp_path).read_text("utf-8-sig").splitlines()))
    assert lines[0][:4] == ["home", "home_label", "target", "target_label"]
    assert ["MY", "Malaysia", "SG", "Singapore"] in [line[:4] for line in lines]
    svg, png = saved(page, "SVG", tmp_path), saved(page, "PNG", tmp_path)
    drawing = ElementTree.parse(svg).getroot()  # noqa: S314 - of our own making
    names = [text.text for text in drawing.iter(f"{SVG}text")]
    assert names.count("MY") == 2 and "Malaysia" in names
    signs = [g for g in drawing.iter(f"{SVG}g") if "scale" in g.get("transform", "")]
    assert len(signs) >= len(lines) - 1
    title = f"Who is open to whom: {page.locator('.matrix h2').inner_text()}"
    supposed = page.locator("#supposed").inner_text()
    stands_alone(svg, png, title, "Group of places: Association of Southeast Asian Nations", supposed)


def test_a_phone_chooses_a_cell_before_it_opens(open_screen: Callable) -> None:
    screen = open_screen("phone", "zh")
    page = screen.go("/matrix?group=asean")
    grid = page.get_by_role("grid")
    grid.evaluate("grid => grid.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.get_by_role("button", name="放大单元格").tap()
    box = grid.bounding_box()
    page.touchscreen.tap(box["x"] + 48 + 100, box["y"] + 48 + 40)
    said = page.locator(".heat-said")
    expect(said).to_contain_text("→")
    screen.keep("matrix-phone-cell")
    assert urlsplit(page.url).path == "/matrix"
    said.get_by_role("link").tap()
    page.wait_for_url("**/pathways?*")


def test_a_hundred_and_twenty_places_are_readable(
    open_screen: Callable, work: Callable[[Page, str], float]
) -> None:
    page = open_screen("wide").go("/matrix?order=group")
    grid = page.get_by_role("grid")
    assert int(grid.get_attribute("aria-rowcount")) >= 120
    top = page.evaluate("document.querySelector('.heat-frame canvas').width")
    assert top > 900
    # Drawing all that is in sight again takes less than a frame of ten a second, even on a slow machine.
    spent = work(
        page,
        """async () => {
          const box = document.querySelector('.heat-frame');
          for (let n = 0; n < 12; n += 1) {
            box.scrollTop = n * 20;
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        }""",
    )
    print(f"matrix: {spent / 12:.0f} ms of work for two frames while scrolling")
    assert spent / 12 < 400


def test_the_growth_names_what_stands_behind_each_step(
    open_screen: Callable, stands_alone: Callable, tmp_path: Path
) -> None:
    screen = open_screen()
    page = screen.go("/matrix/growth")
    chart = page.get_by_role("slider")
    expect(chart.locator("svg")).to_be_visible()
    chart.focus()
    page.keyboard.press("End")
    expect(chart).to_have_attribute("aria-valuetext", re.compile("pairs gained"))
    told = chart.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    expect(chart).not_to_have_attribute("aria-valuetext", told)
    step = parameters(page)["step"]
    expect(page.locator(".growth-said")).to_contain_text(step)
    screen.keep("growth-step")
    page.reload()
    expect(page.locator(".growth-said")).to_contain_text(step)
    lines = list(csv.reader(saved(page, "CSV", tmp_path).read_text("utf-8-sig").splitlines()))
    assert len(lines) - 1 == int(chart.get_attribute("aria-valuemax")) + 1
    svg, png = saved(page, "SVG", tmp_path), saved(page, "PNG", tmp_path)
    drawing = ElementTree.parse(svg).getroot()  # noqa: S314 - of our own making
    assert len(list(drawing.iter(f"{SVG}circle"))) >= len(lines) - 1
    title = (chart.get_attribute("aria-label") or "").partition(". ")[0]
    said = page.locator(".growth-said strong").inner_text()
    stands_alone(svg, png, title, said, page.locator("#supposed").inner_text())
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 60)
    expect(page.locator(".growth-said")).to_contain_text(lines[1][0])
