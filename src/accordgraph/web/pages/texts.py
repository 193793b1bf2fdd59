"""The words of the site, in both languages, from ``messages/<lang>.yaml``; and the choice of a language.

>>> preferred("zh-CN,zh;q=0.9,en;q=0.8")
'zh'
>>> preferred("de, en;q=0.7, zh;q=0.3")
'en'
>>> preferred(None)
'en'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from accordgraph.answers import LANGUAGES

FOLDER = Path(__file__).resolve().parent.parent / "messages"
LONGEST_HEADER = 500


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Every text of one language, by its dotted key."""
    import yaml  # only pages need it, not the first answer of a server

    return dict(_flat(yaml.safe_load((FOLDER / f"{lang}.yaml").read_text(encoding="utf-8"))))


def text(lang: str, key: str, **parts: Any) -> Markup:
    """A text with its placeholders filled; what is filled in is escaped.

    Raises
    ------
    KeyError : there is no such text.
    """
    return Markup(escape(texts(lang)[key])).format(**parts)  # noqa: S704 (the text is escaped first)


def preferred(header: str | None) -> str:
    """The language of the site that an ``Accept-Language`` header likes best; English if it likes none."""
    wishes: dict[str, float] = {}
    for part in (header or "")[:LONGEST_HEADER].split(","):
        tag, _, weight = part.strip().partition(";")
        lang = tag.strip().lower().split("-")[0]
        try:
            quality = float(weight.strip().removeprefix("q=") or 1) if weight else 1.0
        except ValueError:
            continue
        if lang in LANGUAGES and quality > wishes.get(lang, 0.0):
            wishes[lang] = quality
    return max(LANGUAGES, key=lambda lang: wishes.get(lang, 0.0))
