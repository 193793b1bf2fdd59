"""What pages load of the front end, and what they do without it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from accordgraph.web.scripts import REASON, Scripts

MANIFEST = {
    "src/pages/map.tsx": {
        "file": "assets/map-1.js", "name": "map", "isEntry": True, "css": ["assets/map-2.css"],
        "imports": ["_words-3.js"], "dynamicImports": ["_land-9.js"],
    },
    "src/pages/site.ts": {"file": "assets/site-4.js", "name": "site", "isEntry": True},
    "_words-3.js": {"file": "assets/words-3.js", "name": "words", "imports": ["_base-5.js"]},
    "_base-5.js": {"file": "assets/base-5.js", "name": "base", "css": ["assets/base-6.css"]},
    "_land-9.js": {"file": "assets/land-9.js", "name": "land", "isDynamicEntry": True},
}  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Scripts:
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    return Scripts(tmp_path)


def test_an_entry_brings_its_imports_and_styles_and_nothing_that_is_loaded_later(built: Scripts) -> None:
    assert built.tags("map").split("\n") == [
        '<link rel="stylesheet" href="/static/ui/assets/map-2.css">',
        '<link rel="stylesheet" href="/static/ui/assets/base-6.css">',
        '<link rel="modulepreload" href="/static/ui/assets/words-3.js">',
        '<link rel="modulepreload" href="/static/ui/assets/base-5.js">',
        '<script type="module" src="/static/ui/assets/map-1.js"></script>',
        "",
    ]


def test_several_entries_are_loaded_once_each(built: Scripts) -> None:
    tags = built.tags("site", "map")
    assert tags.count("<script") == 2 and tags.count("words-3.js") == 1


def test_an_entry_that_was_not_built_is_left_out(built: Scripts) -> None:
    assert built.tags("mop", "site") == built.tags("site")


def test_templates_ask_for_entries_that_there_are(root: Path) -> None:
    web = root / "src/accordgraph/web"
    asked = {
        name
        for template in (web / "templates").glob("*.html")
        for call in re.findall(r"scripts\(([^)]*)\)", template.read_text("utf-8"))
        for name in re.findall(r"'(\w+)'", call)
    }
    assert "site" in asked
    assert asked <= {page.stem for page in (web / "ui/src/pages").iterdir()}


def test_without_a_front_end_pages_load_nothing_and_the_reason_is_known(tmp_path: Path) -> None:
    assert Scripts(tmp_path).tags("map") == ""
    assert Scripts(tmp_path).missing == "it has not been built"
    (tmp_path / REASON).write_text("no Node\n")
    assert Scripts(tmp_path).missing == "no Node"


def test_a_built_front_end_is_not_missing(built: Scripts) -> None:
    assert built.missing is None
