"""From a request for the network to a finished document, for every face."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from accordgraph.errors import BadValue, UnknownField
from accordgraph.layouts.kept import layout
from accordgraph.networks import Hub, chosen, empty, recognition_network, table
from accordgraph.pictures.narrowing import EVERYTHING, FILTERS, Narrowing, narrowing
from accordgraph.questions import language

if TYPE_CHECKING:
    from accordgraph.pathways.world import World
    from accordgraph.service import AccordGraph

FORMATS = {
    "json": "application/json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv; charset=utf-8; header=present",
    "svg": "image/svg+xml",
}
"""Formats of the network, and their media types."""

PARAMETERS = ("as_of", "accord", "include", *FILTERS, "format", "lang")
INCLUDES = ("agreements", "empty")
Row = dict[str, Any]


class Selection(NamedTuple):
    """What a network shows, what it left out and why, and what keeps a place for other days."""

    shown: tuple[Hub, ...]
    left_out: tuple[tuple[Hub, str], ...]
    placed: tuple[Hub, ...]
    narrowed: Narrowing = EVERYTHING


@dataclass(frozen=True)
class Document:
    """A finished answer that is not merely JSON."""

    body: bytes
    media_type: str
    filename: str


def answer(graph: AccordGraph, given: Mapping[str, Any], *, today: date) -> Document:
    """The recognition network that a request asks for, in its format.

    Parameters
    ----------
    given : ``as_of``, ``accord`` (names, separated by commas), ``include``, ``format``, ``lang``, `FILTERS`.
    today : the day meant when none is given.

    Raises
    ------
    UnknownField, BadValue, UnknownName, AmbiguousName : naming the parameter and what is accepted.
    """
    selected, day, lang = _asked(graph, given, today)
    form = given.get("format") or "json"
    if form not in FORMATS:
        raise BadValue("There is no such format.", field="format", given=form, accepted=list(FORMATS))
    text = WRITERS[form](graph, selected, day, lang)
    return Document(text.encode(), FORMATS[form], f"accordgraph-network-{day.isoformat()}.{form}")


def twin(graph: AccordGraph, given: Mapping[str, Any], *, today: date) -> list[Row]:
    """The table twin of the network that a request asks for; it takes and raises what `answer` does."""
    selected, day, lang = _asked(graph, given, today)
    return table(_network(graph, selected, day), lang)


def outline(graph: AccordGraph, given: Mapping[str, Any], *, today: date) -> tuple[bool, list[Row]]:
    """Whether the network that a request asks for shows anything, and what it leaves out, with reasons.

    Takes and raises what `answer` does.
    """
    from accordgraph.pictures.wording import told_of

    selected, _, _ = _asked(graph, given, today)
    return bool(selected.shown), told_of(selected.left_out)


def _asked(graph: AccordGraph, given: Mapping[str, Any], today: date) -> tuple[Selection, date, str]:
    """What a request chooses, the day it means, and its language."""
    for name, value in given.items():
        if name not in PARAMETERS:
            raise UnknownField(
                f"There is no parameter {name!r}.", field=name, given=value, accepted=PARAMETERS
            )
    lang = language(given)
    day = graph.served.reader.day(given, today)
    return _accords(graph, given, day), day, lang


def _accords(graph: AccordGraph, given: Mapping[str, Any], day: date) -> Selection:
    """The accords asked for; without a name all that are not agreements, or all."""
    wanted = [each for each in str(given.get("include") or "").split(",") if each]
    for each in wanted:
        if each not in INCLUDES:
            raise BadValue(
                "There is nothing of that name to include.", field="include", given=each, accepted=INCLUDES
            )
    text = str(given.get("accord") or "")
    names = [name.strip() for name in text.split(",") if name.strip()]
    if text and not names:
        raise BadValue(
            "accord names nothing.", field="accord", given=text, accepted="names, separated by commas"
        )
    world, find = graph.served.world, graph.served.names.find
    ids = [find(name, ("accord", "agreement"), "accord") for name in names] or None
    narrowed = narrowing(graph, given)
    hubs = chosen(world, ids, agreements="agreements" in wanted)
    return _selection(world, hubs, day, narrowed, whole=bool(ids) or "empty" in wanted)


def _selection(
    world: World, hubs: tuple[Hub, ...], day: date, narrowed: Narrowing = EVERYTHING, *, whole: bool
) -> Selection:
    """All hubs, or those that have something round them.

    One that has it on other days, or that a filter leaves out, keeps its place.
    """
    kept = [hub for hub in hubs if narrowed.keeps(world, hub)]
    why = {hub: empty(world, hub, day, narrowed.keeps_edge) for hub in kept}
    if whole:
        return Selection(tuple(kept), (), hubs, narrowed)
    return Selection(
        tuple(hub for hub in kept if not why[hub]),
        tuple((hub, reason) for hub in kept if (reason := why[hub])),
        tuple(hub for hub in hubs if empty(world, hub, day) != "none-known"),
        narrowed,
    )


def picture(
    graph: AccordGraph,
    *,
    day: date,
    accords: Iterable[str] | None = None,
    lang: str = "en",
    agreements: bool = False,
) -> str:
    """The network of a day as SVG text.

    Parameters
    ----------
    accords : ids or slugs; by default every accord with members that is not an agreement.
    agreements : by default, also the agreements.
    """
    world = graph.served.world
    hubs = chosen(world, accords, agreements=agreements)
    return _svg(graph, _selection(world, hubs, day, whole=accords is not None), day, lang)


def _about(graph: AccordGraph, selected: Selection, day: date, lang: str) -> dict[str, str]:
    from accordgraph.pictures.wording import missing

    meta = graph.meta(lang)
    return {
        "as_of": day.isoformat(),
        "data_version": meta["data_version"],
        "left_out": missing(selected.left_out, lang),
        "notice": meta["notice"],
    }


def _network(graph: AccordGraph, selected: Selection, day: date) -> Any:
    keep = selected.narrowed.keeps_edge
    return recognition_network(graph.served.world, day, [hub.id for hub in selected.shown], keep=keep)


def _json(graph: AccordGraph, selected: Selection, day: date, lang: str) -> str:
    import json

    from accordgraph.pictures.formats import as_data
    from accordgraph.pictures.wording import told_of

    meta = graph.meta(lang, as_of=day.isoformat())
    data = {**as_data(_network(graph, selected, day), lang), "left_out": told_of(selected.left_out)}
    return json.dumps({"data": data, "meta": meta}, ensure_ascii=False)


def _csv(graph: AccordGraph, selected: Selection, day: date, lang: str) -> str:
    from accordgraph.pictures.formats import as_csv

    return as_csv(_network(graph, selected, day), lang, _about(graph, selected, day, lang))


def _graphml(graph: AccordGraph, selected: Selection, day: date, lang: str) -> str:
    from accordgraph.pictures.formats import as_graphml

    return as_graphml(_network(graph, selected, day), _about(graph, selected, day, lang))


def _gexf(graph: AccordGraph, selected: Selection, day: date, lang: str) -> str:
    from accordgraph.pictures.formats import as_gexf

    return as_gexf(_network(graph, selected, day), lang, _about(graph, selected, day, lang))


def _svg(graph: AccordGraph, selected: Selection, day: date, lang: str) -> str:
    from accordgraph.pictures.drawing import draw

    placed = layout(graph.served.world, tuple(hub.id for hub in selected.placed), graph.snapshot.path)
    return draw(
        _network(graph, selected, day),
        placed,
        colours(graph.served.world),
        lang,
        _about(graph, selected, day, lang),
    )


def colours(world: World) -> dict[str, str]:
    """A colour for each accord, the same in every picture of a world; agreements have none."""
    from accordgraph.pictures.shapes import COLOURS

    return {hub.id.rsplit("/", 1)[-1]: COLOURS[i % len(COLOURS)] for i, hub in enumerate(chosen(world))}


Writer = Callable[["AccordGraph", Selection, date, str], str]
WRITERS: dict[str, Writer] = {"json": _json, "graphml": _graphml, "gexf": _gexf, "csv": _csv, "svg": _svg}
