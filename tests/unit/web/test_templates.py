"""Templates leave the space after a text to its language: Chinese marks bring their own."""

from __future__ import annotations

import re

import pytest

from accordgraph.web.pages.base import HERE
from accordgraph.web.pages.texts import texts

SPACED = re.compile(r"\{\{ ?(?:reading\.)?t\('([\w.-]+)'[^}]*\}\}(?:</\w+>)? ")
MARKS = "：，。；、！？）"


def spaced(template: str) -> list[str]:
    """The texts of a template that end with a Chinese mark and are followed by a space in any language."""
    return [key for key in SPACED.findall(template) if texts("zh").get(key, "").rstrip()[-1:] in tuple(MARKS)]


@pytest.mark.parametrize("name", sorted(path.name for path in (HERE / "templates").glob("*.html")))
def test_no_space_follows_a_chinese_mark(name: str) -> None:
    assert not spaced((HERE / "templates" / name).read_text("utf-8"))


def test_such_a_space_is_found() -> None:
    assert spaced("<p>{{ t('network.formats') }} <a></a></p>") == ["network.formats"]
    assert not spaced("<p>{{ t('network.formats') }}{{ t('site.gap') }}<a></a> {{ t('nav.network') }} </p>")
