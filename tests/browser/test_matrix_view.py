"""How the matrix is looked at: how large its cells are and where one is stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs
from xml.etree import ElementTree

from playwright.sync_api import Page, expect

expect.set_options(timeout=30_000)  # machines are shared: only what never comes is wrong

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
