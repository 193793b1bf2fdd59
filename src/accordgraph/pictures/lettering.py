"""How wide text is, roughly, and how to break it: no font is loaded, so pictures are the same everywhere.

Widths are those of a common sans-serif face, a little on the wide side; a Chinese character is a square.
"""

from __future__ import annotations

import re
import unicodedata

NARROW, WIDE = set("fijlrtI.,:;'|!()[] -"), set("mwMW%@—")


def width_of(text: str, size: float) -> float:
    """The width of a text in points.

    >>> width_of("中国", 10) == 20
    True
    >>> width_of("ill", 10) < width_of("MMM", 10)
    True
    """
    return sum(_em(c) for c in text) * size


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in NARROW:
        return 0.33
    if character in WIDE:
        return 0.88
    return 0.68 if character.isupper() else 0.56


def fit(text: str, width: float, size: float) -> str:
    """The text, cut and ended with an ellipsis where it is too wide.

    >>> fit("Northland", 30, 10)
    'Nort…'
    """
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """The text in at most so many lines; Chinese breaks anywhere but before punctuation.

    >>> wrap("Meridian Agreement of Engineers", 100, 12, 2)
    ['Meridian', 'Agreement of…']
    >>> wrap("子午线协议，工程师", 50, 10, 2)
    ['子午线协议，', '工程师']
    """
    pieces = re.findall(r"[⺀-鿿＀-￯][，。；：、！？）》」]*|[^\s⺀-鿿＀-￯]+\s*|\s+", text)
    found = [""]
    for piece in pieces:
        if found[-1] and width_of((found[-1] + piece.rstrip("，。；：、）》 ")).rstrip(), size) > width:
            found.append("")
        found[-1] += piece if found[-1] else piece.lstrip()
    whole = [line.rstrip() for line in found if line.strip()]
    if len(whole) > lines:
        rest = "".join(found[lines - 1 :])
        whole = [*whole[: lines - 1], fit(rest, width, size)]
    return [fit(line, width + size, size) for line in whole]
