"""The project's own content served as users see it, in the Chromium or Chrome found on the machine.

Pictures of pages that tests keep go to ``.accordgraph/screens/``, to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright

from accordgraph.snapshot import Snapshot
from accordgraph.web.scripts import Scripts

SERVER = """
import sys
from datetime import date
from pathlib import Path
from accordgraph.service import AccordGraph
from accordgraph.settings import Settings
from accordgraph.snapshot import opened
from accordgraph.web.app import create_app
from accordgraph.web.server import run_app

def make():
    return create_app(AccordGraph(opened(Path(sys.argv[1])), Settings()), today=lambda: date(2026, 11, 1))

if __name__ == "__main__":
    run_app(make, host="127.0.0.1", port=0, say=lambda line: print(line, flush=True))
"""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"phone": (390, 844), "laptop": (1280, 800), "wide": (1920, 1080)}
MOST_STOPS = 60
"""Presses of Tab that may lead from anywhere in a page to a thing that a reader seeks there."""
PATIENCE = 60_000
"""Milliseconds that a step may take: machines are shared, and only a step that never ends is wrong."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def address(real_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the project's own content is served; the day meant is always the same."""
    if reason := Scripts().missing:
        pytest.skip(f"the front end is not built: {reason}")
    home = tmp_path_factory.mktemp("browsed")
    script = home / "served.py"
    script.write_text(SERVER)
    process = subprocess.Popen(
        [sys.executable, str(script), str(real_snapshot.path)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "ACCORDGRAPH_HOME": str(home)},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        draining = threading.Thread(target=process.stdout.read, daemon=True)
        draining.start()
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the machine, without a window.

    It ends with its module: while it lives, its event loop counts as the running one of this thread, and no
    test of another subject could start one of its own.
    """
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium or Chrome is installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong in a page while a test used it: errors told, requests to elsewhere."""

    address: str
    wrong: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("request", self._asked)

    def _told(self, message: Any) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"request to elsewhere: {request.url}")


@dataclass(frozen=True)
class Screen:
    """A page that is being used."""

    page: Page
    address: str
    watch: Watch
    folder: Path

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="networkidle")
        return self.page

    def keep(self, name: str) -> Path:
        """Keep a picture of what is seen, to be looked at."""
        path = self.folder / f"{name}.png"
        self.page.screenshot(path=path)
        return path


Open = Callable[..., Screen]


@pytest.fixture
def open_screen(chromium: Browser, address: str, root: Path) -> Iterator[Open]:
    """``open_screen("phone", "zh", …)``: a page of that size in that language; it must stay without errors.

    What else is given goes to the context of the browser: ``color_scheme``, ``reduced_motion``,
    ``java_script_enabled``; ``quiet=False`` lets errors be told, where a test makes them.
    """
    folder = root / ".accordgraph" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    contexts, watches = [], []

    def make(size: str = "laptop", lang: str = "en", *, quiet: bool = True, **more: Any) -> Screen:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale={"en": "en-GB", "zh": "zh-CN"}[lang],
            has_touch=size == "phone", is_mobile=size == "phone", accept_downloads=True, **more,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        watch = Watch(address)
        watch.on(page)
        if quiet:
            watches.append(watch)
        return Screen(page, address, watch, folder)

    yield make
    for context in contexts:
        context.close()
    assert not [line for watch in watches for line in watch.wrong]


@pytest.fixture
def tab_to() -> Callable[[Page, Locator], None]:
    """``tab_to(page, field)``: press Tab until that has the focus, as a reader without a mouse does."""

    def move(page: Page, wanted: Locator) -> None:
        wanted.wait_for()
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{MOST_STOPS} presses of Tab do not reach {wanted}")

    return move


@pytest.fixture
def stands_alone() -> Callable[..., None]:
    """``stands_alone(svg, png, "title", "…")``: saved pictures tell what they show and of which data.

    The title stands in the file and can be read in the picture; what else is given can be read there too, as
    can the project's name, the day of the data and that it is no legal advice. The second has ``scale``
    points for each of the first.
    """
    space = "{http://www.w3.org/2000/svg}"

    def look(svg: Path, png: Path, title: str, *told: str, scale: int = 2) -> None:
        drawing = ElementTree.parse(svg).getroot()  # noqa: S314 - of our own making
        width, height = (int(drawing.get(name, "")) for name in ("width", "height"))
        assert drawing.findtext(f"{space}title") == title
        said = drawing.findtext(f"{space}desc") or ""
        lines = [each.text or "" for each in drawing.iter(f"{space}text")]
        read = "".join(lines).replace(" ", "")
        for each in (title, *told, *said.splitlines()):
            assert each.replace(" ", "") in read
        assert re.search(r"accordgraph.*\d{4}-\d\d-\d\d.*(Not legal advice|不构成法律意见)", said)
        assert "://" in read
        picture = png.read_bytes()
        assert picture.startswith(b"\x89PNG")
        size = tuple(int.from_bytes(picture[at : at + 4]) for at in (16, 20))
        assert size == (scale * width, scale * height)

    return look


@pytest.fixture
def violations(root: Path) -> Callable[..., list[str]]:
    """``violations(page)``: what axe-core finds serious or critical in a page.

    ``within="#part"`` looks at a part of a page whose rest another test looks at; ``words=True`` only asks
    whether all has a name and a language, which is what another language may lack.
    """
    source = (root / "src/accordgraph/web/ui/node_modules/axe-core/axe.min.js").read_text("utf-8")

    def look(page: Page, *, within: str = "html", words: bool = False) -> list[str]:
        page.evaluate(source)
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if words:
            options["runOnly"] = ["cat.name-role-value", "cat.text-alternatives", "cat.language", "cat.forms"]
        found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
        return [
            f"{each['id']} ({each['impact']}): {each['nodes'][0]['html'][:160]}"
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]

    return look


@pytest.fixture
def work() -> Callable[[Page, str], float]:
    """``work(page, script)``: milliseconds that a page itself works while a script runs.

    What other processes do meanwhile does not count, as it would on a clock.
    """

    def of(page: Page, script: str) -> float:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def so_far() -> float:
            told = session.send("Performance.getMetrics")["metrics"]
            return 1_000 * float({each["name"]: each["value"] for each in told}["TaskDuration"])

        before = so_far()
        page.evaluate(script)
        return so_far() - before

    return of
