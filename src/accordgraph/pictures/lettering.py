"""How wide text is, roughly, and how to break it: no font is loaded, so pictures are the same everywhere.

Widths are those of a common sans-serif face, a little on the wide side; a Chinese character is a square.
"""

from __future__ import annotations

import re
import unicodedata

NARROW, WIDE = set("fijlrtI.,:;'|!()[] -"), set("mwMW%@—")
CLOSING = "，。；：、！？）》」 "
HAN = "\u2e80-\u9fff\uff00-\uffef"
PIECES = re.compile(rf"[{HAN}][，。；：、！？）》」]*|[^\s{HAN}]+\s*|\s+")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points.

    >>> width_of("北境", 10)
    20.0
    >>> width_of("ill", 10) < width_of("MMM", 10)
    True
    """
    return sum(_em(c, 1.1 if bold else 1.0) for c in text) * size


def _em(character: str, weight: float) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in NARROW:
        return 0.36 * weight
    if character in WIDE:
        return 0.95 * weight
    return (0.7 if character.isupper() else 0.62) * weight


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text, cut and ended with an ellipsis where it is too wide.

    >>> fit("Northland", 30, 10)
    'Nort…'
    """
    if width_of(text, size, bold=bold) <= width:
        return text
    while text and width_of(text + "…", size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """The text in at most so many lines; Chinese breaks anywhere but before punctuation.

    >>> wrap("Meridian Agreement of Engineers", 100, 12, 2)
    ['Meridian', 'Agreement of…']
    >>> wrap("子午线协议，工程师", 50, 10, 2)
    ['子午线协议，', '工程师']
    """
    found = [""]
    for piece in PIECES.findall(text):
        if found[-1] and width_of((found[-1] + piece).rstrip(CLOSING), size, bold=bold) > width:
            found.append("")
        found[-1] += piece if found[-1] else piece.lstrip()
    whole = [line.rstrip() for line in found if line.strip()]
    if len(whole) > lines:
        whole = [*whole[: lines - 1], fit("".join(found[lines - 1 :]), width, size, bold=bold)]
    return [fit(line, width + size * (line[-1:] in CLOSING), size, bold=bold) for line in whole]
