"""What stands under the picture: the legend, and what the picture says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accordgraph.layouts.model import MARGIN
from accordgraph.networks import covered
from accordgraph.pictures.lettering import wrap
from accordgraph.pictures.shapes import DASH, STYLES, shape, style_of
from accordgraph.pictures.wording import WORDS

if TYPE_CHECKING:
    import networkx as nx

COLUMNS, SAMPLE, LINE, SIZE = 3, 48, 14, 11
BOXES = {
    "accord": {"high": 18, "corner": 4, "fill": "#f0f0f0", "stroke": 2.2},
    "agreement": {"high": 12, "corner": 2, "fill": "#e8e8e8", "stroke": 1.0},
    "jurisdiction": {"high": 16, "corner": 8, "fill": "#ffffff", "stroke": 1.2},
}


def legend(graph: nx.MultiGraph[str], lang: str, width: int) -> tuple[list[dict[str, Any]], int]:
    """The items of the legend, only what the picture shows, in columns; and their height."""
    column = (width - 2 * MARGIN) / COLUMNS
    items = list(_items(graph, lang))
    for item in items:
        item["lines"] = [
            line for text in item.pop("texts") for line in wrap(text, column - SAMPLE - 14, SIZE, 3)
        ]
    y = 22
    for start in range(0, len(items), COLUMNS):
        row = items[start : start + COLUMNS]
        for i, item in enumerate(row):
            item["x"], item["y"] = f"{MARGIN + i * column:g}", y
        y += LINE * max(len(item["lines"]) for item in row) + 8
    return items, y


def _items(graph: nx.MultiGraph[str], lang: str) -> Iterator[dict[str, Any]]:
    words = WORDS[lang]
    blank = {"line": False, "end": None, "box": None, "dash": None, "stroke": 2, "filled": False}
    tiers: dict[str, dict[str, None]] = {}
    unsure = False
    for _, _, edge in graph.edges(data=True):
        if edge["relation"] not in ("speaks-for", "covers"):
            found = tiers.setdefault(style_of(edge), {})
            label = edge.get(f"tier_label_{lang}")
            found.update({label: None} if label else {})
            unsure = unsure or not edge["certain"]
    kinds = {node["kind"] for _, node in graph.nodes(data=True)}
    for kind, box in BOXES.items():
        if kind in kinds:
            more = [words["covers_legend"]] if kind == "jurisdiction" and covered(graph) else []
            yield {**blank, "box": box, "texts": [words[kind], *more]}
    if unsure:
        yield {**blank, "line": True, "dash": DASH, "texts": [words["uncertain_legend"]]}
    for name, style in STYLES.items():
        if name in tiers:
            yield {
                **blank,
                "line": True,
                "stroke": style.stroke,
                "end": shape(style.shape, (0, 0)),
                "filled": style.filled,
                "texts": [
                    words[f"share_{name}"],
                    *([words["list"].join(sorted(tiers[name]))] if tiers[name] else []),
                ],
            }


def footer(about: Mapping[str, str], lang: str, width: int, top: int) -> tuple[list[dict[str, Any]], int]:
    """What is left out, data version, day, notice, from `top` down; and the height to the end."""
    lines = [
        line
        for text in (about["left_out"], WORDS[lang]["data"].format(**about), about["notice"])
        if text
        for line in wrap(text, width - 2 * MARGIN, 10.5, 3)
    ]
    placed = [{"text": line, "y": top + 14 + 15 * i} for i, line in enumerate(lines)]
    return placed, top + 14 + 15 * len(lines)
