"""Which format an answer takes: the parameter ``format`` decides, else the header ``Accept``.

An ``Accept`` that fits no format is disregarded (RFC 9110, 12.4.1) and the default is sent;
a ``format`` that does not fit the query is an error, because it was asked for by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from accordgraph.errors import BadValue
from accordgraph.sparql.formats import GRAPHS, NAMES, TABLES, Format


class Choice(NamedTuple):
    """Short names of the formats to use; None where the asked format cannot hold such an answer."""

    table: str | None
    graph: str | None


class _Range(NamedTuple):
    type: str
    subtype: str
    quality: float
    position: int

    def specificity(self, media_type: str) -> int:
        """2 if the range names the type, 1 for ``type/*``, 0 for ``*/*``, -1 if it does not fit."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 2
        if self.subtype != "*":
            return -1
        return 1 if self.type == kind else 0 if self.type == "*" else -1


_SAME_WORD = {"json": Choice("json", "jsonld"), "xml": Choice("xml", "rdf")}
"""Words that mean a format of either kind."""


def choose(accept: str | None, format_name: str | None = None) -> Choice:
    """Formats for a table and for a graph; which of both is used depends on the query.

    >>> choose("text/csv, application/json;q=0.5")
    Choice(table='csv', graph='jsonld')
    >>> choose("*/*", "tsv")
    Choice(table='tsv', graph=None)

    Raises
    ------
    BadValue : if ``format_name`` is not a short name.
    """
    if format_name is not None:
        return _by_name(format_name)
    ranges = _parse(accept)
    table = _best(ranges, TABLES.values()) or next(iter(TABLES))
    return Choice(table, _best(ranges, GRAPHS.values()) or next(iter(GRAPHS)))


def best(accept: str | None, offers: Iterable[Format]) -> str | None:
    """The short name of the offer that a header likes best; None if it likes none.

    >>> best("text/turtle;q=0.5, application/n-triples", GRAPHS.values())
    'nt'
    >>> best("image/png", GRAPHS.values()) is None
    True
    """
    return _best(_parse(accept), offers)


def prefers_html(accept: str | None) -> bool:
    """Whether a reader with a browser asks: HTML is named and no RDF format is liked better.

    >>> prefers_html("text/html,application/xhtml+xml,*/*;q=0.8")
    True
    >>> prefers_html("*/*"), prefers_html("text/turtle, text/html;q=0.5"), prefers_html(None)
    (False, False, False)
    """
    ranges = _parse(accept)
    named = [each for each in ranges if each[:2] in {("text", "html"), ("application", "xhtml+xml")}]
    html = max((each.quality for each in named), default=0.0)
    return html > 0 and html >= max(_rank(ranges, each)[0] for each in GRAPHS.values())


def _by_name(name: str) -> Choice:
    if name not in NAMES:
        raise BadValue("The format is not known.", field="format", given=name, accepted=NAMES)
    return _SAME_WORD.get(name) or Choice(name if name in TABLES else None, name if name in GRAPHS else None)


def _best(ranges: list[_Range], formats: Iterable[Format]) -> str | None:
    """Highest quality; then the exact type before a wildcard, the header's order, our order."""
    ranked = {each.name: _rank(ranges, each) for each in formats}
    best = max(ranked, key=lambda name: ranked[name])
    return best if ranked[best][0] > 0 else None


def _rank(ranges: list[_Range], offer: Format) -> tuple[float, int, int]:
    """Quality of the most specific range; an alias counts only where it is named itself."""
    fits = [(each.specificity(offer.media_type), each) for each in ranges]
    fits += [(2, each) for each in ranges for alias in offer.aliases if each.specificity(alias) == 2]
    specificity, found = max(fits, key=lambda pair: (pair[0], pair[1].quality), default=(-1, None))
    if found is None or specificity < 0:
        return (0.0, -1, 0)
    return (found.quality, specificity, -found.position)


def _parse(accept: str | None) -> list[_Range]:
    """Media ranges of an Accept header; none at all accepts everything. Broken parts are skipped."""
    found = []
    for position, part in enumerate((accept or "*/*").split(",")):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = media_range.partition("/")
        if slash and kind and subtype:
            found.append(_Range(kind, subtype, _quality(_pairs(parameters)), position))
    return found


def _pairs(parameters: Iterable[str]) -> dict[str, str]:
    split = (each.partition("=") for each in parameters)
    return {name.strip(): value.strip() for name, _, value in split}


def _quality(parameters: Mapping[str, str]) -> float:
    try:
        return min(1.0, max(0.0, float(parameters.get("q", "1"))))
    except ValueError:
        return 0.0
