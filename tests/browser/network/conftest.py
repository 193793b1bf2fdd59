"""What tests of the page of the network share: what it was told, what its address holds, when it is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module", autouse=True)
def told(address: str) -> Any:
    """The network of all times; asked for once before any page is, as the first answer takes longer."""
    return httpx2.get(f"{address}/api/v1/network/history", timeout=60).json()["data"]


@pytest.fixture(scope="module")
def asked() -> Callable[[Page], dict[str, str]]:
    """What the address of a page holds; asked of the page, as `page.url` may lag behind it."""

    def of(page: Page) -> dict[str, str]:
        query = page.evaluate("location.search.slice(1)")
        return {name: value[0] for name, value in parse_qs(query).items()}

    return of


@pytest.fixture(scope="module")
def rows() -> Callable[..., list[dict[str, Any]]]:
    """``rows(address, **filters)``: the table of the network as the interface tells it."""

    def of(address: str, **params: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx2.get(
            f"{address}/api/v1/network", params=params, timeout=60
        ).json()["data"]["table"]
        return found

    return of


@pytest.fixture(scope="module")
def counted() -> Callable[[Page], int]:
    """How many memberships and named places the page says it shows."""

    def of(page: Page) -> int:
        said = page.locator(".net-told").inner_text()
        return int((re.search(r"(\d+) memberships", said) or re.search(r"的 (\d+) 项", said) or [0, 0])[1])

    return of


@pytest.fixture(scope="module")
def ready() -> Callable[[Page], Page]:
    """The page once its graph is drawn."""

    def of(page: Page) -> Page:
        expect(page.locator(".net-canvas").first).to_have_attribute("aria-busy", "false")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return page

    return of


@pytest.fixture(scope="module")
def saved() -> Callable[[Page, str], Path]:
    """The file that a button saves."""

    def of(page: Page, button: str) -> Path:
        with page.expect_download() as waiting:
            page.locator(".net-save").get_by_text(button, exact=True).click()
        return Path(waiting.value.path())

    return of


@pytest.fixture(scope="module")
def point(told: Any) -> Callable[[Page, str], tuple[float, float]]:
    """Where a thing stands on the screen, in a graph that shows everything."""

    def of(page: Page, thing: str) -> tuple[float, float]:
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

    return of
