"""How the matrix is looked at: how large its cells are and where one is stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs
from xml.etree import ElementTree

from playwright.sync_api import Page, expect

SVG = "{http://www.w3.org/2000/svg}"
NEAR = """([left, top, size]) => {
  const box = document.querySelector('[role=grid]');
  return box && Math.abs(box.scrollLeft - left) <= size && Math.abs(box.scrollTop - top) <= size;
}"""


def held(page: Page) -> dict[str, str]:
    """What the address says of size and corner; asked of the page, as `page.url` may lag behind it."""
    query = parse_qs(page.evaluate("location.search.slice(1)"))
    return {name: query[name][0] for name in ("cell", "at") if name in query}


def test_size_and_corner_are_restored_from_the_address(open_screen: Callable) -> None:
    screen = open_screen()
    page = screen.go("/matrix?order=group")
    frame = page.get_by_role("grid")
    expect(frame).to_have_attribute("aria-rowcount", re.compile("[0-9]{2}"))
    page.get_by_role("button", name="Larger cells").click()
    expect(page).to_have_url(re.compile("cell=[0-9]+"))
    before = page.url
    frame.evaluate("box => box.scrollTo(400, 300)")
    expect(page).not_to_have_url(before)
    told = held(page)
    left, top = frame.evaluate("box => [box.scrollLeft, box.scrollTop]")
    assert left and top and set(told) == {"cell", "at"}
    screen.keep("matrix-regions")
    page.reload()
    page.wait_for_function(NEAR, arg=[left, top, int(told["cell"])])
    assert held(page) == told
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("table").first).to_be_visible()
    assert held(page) == {}
    page.go_back()
    page.wait_for_function(NEAR, arg=[left, top, int(told["cell"])])
    assert held(page) == told


def test_regions_head_their_rows_and_columns(open_screen: Callable) -> None:
    screen = open_screen("laptop", "zh")
    page = screen.go("/matrix?order=group")
    expect(page.get_by_role("grid")).to_be_visible()
    page.wait_for_load_state("networkidle")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG", exact=True).click()
    drawing = ElementTree.parse(waiting.value.path()).getroot()  # noqa: S314 - our own
    told = [each.text for each in drawing.iter(f"{SVG}text") if each.get("font-weight") == "650"]
    assert told.count("欧洲") == told.count("亚洲") == 2
    page.get_by_role("combobox", name="顺序").select_option("code")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG", exact=True).click()
    plain = ElementTree.parse(waiting.value.path()).getroot()  # noqa: S314 - our own
    assert "欧洲" not in [each.text for each in plain.iter(f"{SVG}text")]


def test_on_paper_the_matrix_is_whole_and_in_the_colours_of_paper(open_screen: Callable) -> None:
    page = open_screen("laptop", "en", color_scheme="dark").go("/matrix?group=asean&order=code")
    cells = page.get_by_role("grid")
    expect(cells).to_be_visible()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet = page.locator(".heat-paper svg")
    expect(sheet).to_have_count(1)
    expect(cells).to_be_hidden()
    wide, room, heads, paper = sheet.evaluate(
        """sheet => [
          sheet.getBoundingClientRect().width, sheet.parentElement.clientWidth,
          [...sheet.querySelectorAll('text')].filter((each) => each.textContent === 'SG').length,
          getComputedStyle(sheet.querySelector('rect')).fill,
        ]"""
    )
    assert (wide <= room, heads, paper) == (True, 2, "rgb(255, 255, 255)")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(sheet).to_have_count(0)
    expect(cells).to_be_visible()


def test_on_paper_the_table_of_readers_without_scripts_is_whole(open_screen: Callable) -> None:
    page = open_screen(java_script_enabled=False).go("/matrix")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    table = page.locator("table.grid60").bounding_box()
    assert table["x"] + table["width"] <= 703
