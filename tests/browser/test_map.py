"""The world map: points by pointer, keys and fingers; zoom, arcs, what has no point, what is saved."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Locator, Page, expect

SVG = "{http://www.w3.org/2000/svg}"
POINT = ".map-point[data-code='{}']"


def land(page: Page) -> Locator:
    """What holds how the land lies: it changes when a map is moved or made larger."""
    return page.locator(".map-drawing > g").first


def lies(page: Page) -> str:
    """How the land lies now, once it is drawn."""
    expect(page.locator(".map-land")).to_be_attached()
    return land(page).get_attribute("transform") or ""


def numbers(transform: str) -> list[float]:
    """What a transform says."""
    return [float(each) for each in re.findall(r"-?[0-9.]+", transform)]


def moved(page: Page, before: str) -> str:
    """How the land lies when it lies otherwise than before."""
    expect(land(page)).not_to_have_attribute("transform", before)
    return lies(page)


def test_a_click_chooses_a_place_and_shows_where_it_opens(open_screen: Callable) -> None:
    screen = open_screen()
    page = screen.go("/matrix?view=map")
    page.locator(POINT.format("NZ")).click()
    expect(page.locator(".matrix-said")).to_contain_text("From New Zealand")
    expect(page).to_have_url(re.compile("home=NZ"))
    arcs = page.locator(".map-arc")
    expect(arcs).not_to_have_count(0)
    assert arcs.count() == page.locator(".map-point .o-open").count()
    page.locator(POINT.format("SG")).hover()
    expect(page.locator(".map-tip")).to_contain_text("Singapore")
    screen.keep("map-from")
    page.get_by_role("button", name="Turn round").click()
    expect(page.locator(".matrix-said")).to_contain_text("To New Zealand")
    expect(page).to_have_url(re.compile("target=NZ"))
    page.go_back()
    expect(page.locator(".matrix-said")).to_contain_text("From New Zealand")
    page.get_by_role("button", name="All places").click()
    expect(page.locator(".map-arc")).to_have_count(0)


def test_keys_alone_reach_choose_and_zoom(open_screen: Callable, violations: Callable) -> None:
    page = open_screen().go("/matrix?view=map&home=MY")
    chosen = page.locator(POINT.format("MY"))
    expect(chosen).to_have_attribute("tabindex", "0")
    page.get_by_role("tab", name="World map").focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.code"):
            break
    expect(chosen).to_be_focused()
    page.keyboard.press("ArrowLeft")
    other = page.locator(".map-point:focus")
    assert other.get_attribute("data-code") != "MY"
    expect(page.locator(".map-tip")).to_be_visible()
    whole = lies(page)
    page.keyboard.press("+")
    larger = moved(page, whole)
    page.keyboard.press("Shift+ArrowRight")
    moved(page, larger)
    page.keyboard.press("0")
    expect(land(page)).to_have_attribute("transform", whole)
    code = other.get_attribute("data-code")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"home={code}"))
    expect(page.locator(".map-point:focus")).to_have_attribute("data-code", code)
    assert not violations(page, within="#panel-map")


def test_buttons_wheel_and_drag_move_the_map(open_screen: Callable) -> None:
    page = open_screen().go("/matrix?view=map")
    whole = lies(page)
    page.get_by_role("button", name="Zoom in").click()
    larger = moved(page, whole)
    expect(page).to_have_url(re.compile("map=.*1.6"))
    before = page.url
    page.locator(".map-drawing").evaluate("map => map.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = page.locator(".map-drawing").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 60, middle[1] - 10, steps=4)
    page.mouse.up()
    moved(page, larger)
    expect(page).not_to_have_url(before)  # the address tells where the map is once it rests
    there = lies(page)
    expect(page).to_have_url(re.compile("map=[-0-9.]+(,|%2C)[-0-9.]+(,|%2C)1.6"))
    address = page.url
    page.reload()
    assert all(abs(one - other) < 1 for one, other in zip(numbers(lies(page)), numbers(there), strict=True))
    page.goto(address.partition("map=")[0] + "map=nowhere")
    assert lies(page) == whole
    expect(page).not_to_have_url(re.compile("map="))
    page.go_back()
    moved(page, whole)
    expect(page.locator(".matrix-said")).to_contain_text("Choose a place")
    page.get_by_role("button", name="Whole map").click()
    expect(land(page)).to_have_attribute("transform", whole)
    page.keyboard.down("Control")
    page.mouse.move(*middle)
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    moved(page, whole)


def test_no_place_is_dropped_and_parts_stand_apart(open_screen: Callable) -> None:
    page = open_screen("wide").go("/matrix?view=map")
    expect(page.locator(".map-land")).to_be_visible()
    drawn = page.locator(".map-point").count()
    caption = page.locator(".map figcaption").inner_text()
    listed = caption.partition("Without a point on the map:")[2].split(" · ")
    places = page.evaluate(
        "fetch('/api/v1/matrix?goal=competence').then((a) => a.json()).then((a) => a.data.places.length)"
    )
    assert drawn + len(listed) == places > drawn > 250
    assert "beside its point" in caption
    spots = page.locator(".map-point[data-code^='US-']").evaluate_all(
        "all => all.map((each) => each.getAttribute('transform'))"
    )
    assert len(set(spots)) == len(spots) > 40


def test_names_do_not_lie_on_one_another(open_screen: Callable) -> None:
    page = open_screen("wide", "zh").go("/matrix?view=map&home=MY")
    expect(page.locator(".map-names text.chosen")).to_have_text("马来西亚")
    boxes = page.locator(".map-names text:not(.chosen)").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) > 5
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
            high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            assert wide <= 2 or high <= 4


def test_the_map_is_saved_as_it_is_seen(
    open_screen: Callable, stands_alone: Callable, tmp_path: Path
) -> None:
    page = open_screen("laptop", "en", color_scheme="dark").go("/matrix?view=map&home=MY")
    expect(page.locator(".map-arc").first).to_be_attached()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG").click()
    waiting.value.save_as(tmp_path / "map.svg")
    assert waiting.value.suggested_filename.endswith("-MY.svg")
    drawing = ElementTree.parse(tmp_path / "map.svg").getroot()  # noqa: S314 - of our own making
    paths = list(drawing.iter(f"{SVG}path"))
    assert any(len(path.get("d", "")) > 10_000 for path in paths)
    assert not [path for path in paths if "var(" in "".join(path.attrib.values())]
    assert "Malaysia" in {text.text for text in drawing.iter(f"{SVG}text")}
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    waiting.value.save_as(tmp_path / "map.png")
    title = f"Who is open to whom: {page.locator('.matrix h2').inner_text()}"
    said = page.locator(".matrix-said").inner_text()
    stands_alone(tmp_path / "map.svg", tmp_path / "map.png", title, said, "open", "closed", "Natural Earth")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    lines = list(csv.reader(Path(waiting.value.path()).read_text("utf-8-sig").splitlines()))
    assert len(lines) > page.locator(".map-point").count()
    assert ["SG", "Singapore", "open"] in lines


def test_the_way_of_a_question_and_where_one_looks_are_in_its_link(open_screen: Callable) -> None:
    page = open_screen().go("/pathways?home=MY&target=SG&goal=competence&view=map")
    whole = lies(page)
    page.locator("[name=which-way]").nth(1).check()
    page.get_by_role("button", name="Zoom in").click()
    link = page.locator("#share-link")
    expect(link).to_have_value(re.compile("&way=2&map="))
    there = moved(page, whole)
    page.goto(link.input_value())
    expect(page.locator("[name=which-way]").nth(1)).to_be_checked()
    assert all(abs(one - other) < 1 for one, other in zip(numbers(lies(page)), numbers(there), strict=True))
    page.locator("[name=which-way]").first.check()
    expect(link).to_have_value(re.compile("view=map$"))
    page.go_back()
    expect(page.locator("[name=which-way]").nth(1)).to_be_checked()
    page.locator("#tab-table").click()
    expect(link).to_have_value(re.compile("view=table$"))


def test_fingers_choose_and_pinch(open_screen: Callable) -> None:
    screen = open_screen("phone")
    page = screen.go("/matrix?view=map")
    drawing = page.locator(".map-drawing")
    drawing.evaluate("map => map.scrollIntoView({block: 'center', behavior: 'instant'})")
    whole = lies(page)
    box = drawing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *apart: int) -> None:
        points = [{"x": x + side * each, "y": y, "id": n} for each in apart for n, side in enumerate((-1, 1))]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 20)
    for apart in (30, 50, 80):
        fingers("touchMove", apart)
    fingers("touchEnd")
    expect(page.locator(".map-drawing.moved")).to_be_visible()
    moved(page, whole)
    screen.keep("map-phone-pinched")
    page.get_by_role("button", name="Whole map").tap()
    page.locator(POINT.format("NZ")).tap()
    expect(page.locator(".matrix-said")).to_contain_text("From New Zealand")


def test_moving_three_hundred_points_and_a_hundred_arcs_stays_fluid(
    open_screen: Callable, work: Callable[[Page, str], float]
) -> None:
    page = open_screen().go("/matrix?view=map&home=SG")
    expect(page.locator(".map-arc").first).to_be_attached()
    spent = work(
        page,
        """async () => {
          const map = document.querySelector('.map-drawing');
          const key = (key, shiftKey) => map.dispatchEvent(new KeyboardEvent('keydown', {key, shiftKey}));
          key('+'); key('+');
          for (let n = 0; n < 20; n += 1) {
            key(n % 2 ? 'ArrowLeft' : 'ArrowRight', true);
            await new Promise((done) => setTimeout(done));
          }
        }""",
    )
    print(f"map: {spent / 20:.0f} ms of work to move")
    assert spent / 20 < 250
