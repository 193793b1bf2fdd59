"""The recognition network of a day as a standalone SVG picture.

The picture shows accords and jurisdictions; the bodies between them are in each edge's title
and in the table twin.  What a tier grants is told by the shape at the jurisdiction's end and by
the line's weight, never by colour alone; a broken line does not surely hold on the day.  Only
attributes are used for style, so the picture can stand inside a page with a strict policy.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accordgraph.layouts.model import HUB_HEIGHT, HUB_WIDTH, MARGIN, Layout, Point
from accordgraph.networks import covered
from accordgraph.pictures.legend import footer, legend
from accordgraph.pictures.lettering import fit, width_of, wrap
from accordgraph.pictures.shapes import DASH, NEUTRAL, STYLES, curve, shape, style_of
from accordgraph.pictures.wording import WORDS, counted, sizes

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Template

TOP = 68
BEND = 26
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)


def draw(
    graph: nx.MultiGraph[str], layout: Layout, colours: Mapping[str, str], lang: str, about: Mapping[str, str]
) -> str:
    """The picture as SVG text.

    Parameters
    ----------
    graph : a recognition network.
    layout : positions by id for at least its accords and jurisdictions.
    colours : colour of each accord, by slug; others are grey.
    about : what the picture says of itself: ``as_of``, ``data_version``, ``left_out``, ``notice``.
    """
    words = WORDS[lang]
    at = {name: layout.at[node["iri"]] for name, node in graph.nodes(data=True) if node["iri"] in layout.at}
    title, subtitle = words["title"].format(day=about["as_of"]), counted(graph, lang)
    further = _further(graph)
    items, items_height = legend(graph, lang, layout.width)
    lines, height = footer(about, lang, layout.width, items_height)
    return _template().render(
        lang_tag="zh-Hans" if lang == "zh" else "en",
        fonts=FONTS,
        width=layout.width,
        height=TOP + layout.height + height,
        margin=MARGIN,
        top=TOP,
        drawing_height=layout.height,
        title=title,
        subtitle=subtitle,
        desc=" ".join(
            filter(
                None,
                [
                    title + words["stop"],
                    subtitle,
                    sizes(graph, lang),
                    about["left_out"],
                    words["table"],
                    about["notice"],
                ],
            )
        ),
        edges=list(_edges(graph, layout, at, colours, lang)),
        jurisdictions=[
            _jurisdiction(graph, name, at[name], layout, further.get(graph.nodes[name]["slug"], []), lang)
            for name in _of_kind(graph, "jurisdiction")
            if name in at
        ],
        hubs=[_hub(graph, name, at[name], colours, lang) for name in _of_kind(graph, "accord", "agreement")],
        legend=items,
        footer=lines,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        keep_trailing_newline=True,
    )  # fmt: skip
    return environment.get_template("network.svg.jinja")


def _of_kind(graph: nx.MultiGraph[str], *kinds: str) -> list[str]:
    return [name for name, node in graph.nodes(data=True) if node["kind"] in kinds]


def _drawn(graph: nx.MultiGraph[str], at: Mapping[str, Point]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Edges as drawn: key, accord's node, jurisdiction's node, attributes; by accord and place."""
    nodes = {(node["kind"], node["slug"]): name for name, node in graph.nodes(data=True)}
    found = []
    for _, _, key, edge in graph.edges(keys=True, data=True):
        # A place that is only covered is not drawn, unless it stands in the picture for another reason.
        if edge["relation"] != "speaks-for" and nodes["jurisdiction", edge["jurisdiction"]] in at:
            hub = nodes.get(("accord", edge["accord"])) or nodes["agreement", edge["accord"]]
            found.append((key, hub, nodes["jurisdiction", edge["jurisdiction"]], edge))
    return sorted(found, key=lambda each: (each[1], each[2], each[0]))


def _edges(
    graph: nx.MultiGraph[str], layout: Layout, at: Mapping[str, Point], colours: Mapping[str, str], lang: str
) -> Iterator[dict[str, Any]]:
    drawn = _drawn(graph, at)
    together = Counter((hub, place) for _, hub, place, _ in drawn)
    sofar: Counter[tuple[str, str]] = Counter()
    for key, hub, place, edge in drawn:
        rank, many = sofar[hub, place], together[hub, place]
        sofar[hub, place] += 1
        style = STYLES[style_of(edge)]
        node = graph.nodes[place]
        name_at = -1 if node["iri"] in layout.named_above else 1
        aside = layout.bends.get((graph.nodes[hub]["iri"], node["iri"]), 0)
        bend = aside + BEND * (rank - (many - 1) / 2)
        path, tip = curve(at[hub], at[place], _half(node["slug"]), bend, name_at)
        yield {
            "key": key,
            "classes": " ".join(["edge", style_of(edge), "certain" if edge["certain"] else "uncertain"]),
            "title": _edge_title(graph, hub, place, edge, lang),
            "path": path,
            "colour": colours.get(edge["accord"], NEUTRAL),
            "stroke": style.stroke,
            "dash": None if edge["certain"] else DASH,
            "end": shape(style.shape, tip),
            "filled": style.filled,
        }


def _edge_title(graph: nx.MultiGraph[str], hub: str, place: str, edge: Mapping[str, Any], lang: str) -> str:
    words, label = WORDS[lang], f"label_{lang}"
    parts = [f"{graph.nodes[hub][label]} – {graph.nodes[place][label]}"]
    if "body" in edge:
        parts.append(graph.nodes[f"body/{edge['body']}"][label])
    if "tier" in edge:
        parts.append(edge.get(f"tier_{label}", edge["tier"]))
    parts.append(words[f"share_{style_of(edge)}"])
    parts += [words[f"date_{k}"].format(date=edge[k]) for k in ("from", "seen_on", "through") if k in edge]
    if not edge["certain"]:
        parts.append(words["uncertain"])
    return words["separator"].join(parts)


def _half(code: str) -> int:
    return max(15, math.ceil(width_of(_code(code), 11.5, bold=True) / 2) + 7)


def _code(name: str) -> str:
    return fit(name, 66, 11.5, bold=True)


def _further(graph: nx.MultiGraph[str]) -> dict[str, list[str]]:
    """Further places that memberships of each jurisdiction cover, by its slug."""
    places = covered(graph)
    found: dict[str, set[str]] = {}
    for _, _, edge in graph.edges(data=True):
        if edge["relation"] == "member":
            found.setdefault(edge["jurisdiction"], set()).update(places.get(edge["membership"], ()))
    return {place: sorted(slugs) for place, slugs in found.items()}


def _jurisdiction(
    graph: nx.MultiGraph[str], name: str, at: Point, layout: Layout, further: list[str], lang: str
) -> dict[str, Any]:
    node, words = graph.nodes[name], WORDS[lang]
    label = node[f"label_{lang}"]
    titles = [f"{label} ({node['slug']})"]
    if further:
        titles.append(words["covers"].format(list=words["list"].join(further)))
    return {
        "id": name,
        "x": f"{at[0]:g}",
        "y": f"{at[1]:g}",
        "half": _half(node["slug"]),
        "code": _code(node["slug"]),
        "name_y": -16 if node["iri"] in layout.named_above else 23,
        "name": fit(label, 104, 9.5) + (f" +{len(further)}" if further else ""),
        "title": words["separator"].join(titles),
    }


def _hub(
    graph: nx.MultiGraph[str], name: str, at: Point, colours: Mapping[str, str], lang: str
) -> dict[str, Any]:
    node, words = graph.nodes[name], WORDS[lang]
    label = node[f"label_{lang}"]
    small = node["kind"] == "agreement"
    lapsed = node["in_force"] == "no"
    notes = [
        words[w] for w, said in (("not_in_force", lapsed), ("status_unknown", node["status_unknown"])) if said
    ]
    short = fit(node["slug"], 82, 9.5)
    names = [short] if small else wrap(label, HUB_WIDTH - 14, 12, 4 - len(notes), bold=True)
    texts = [*((name, "name") for name in names), *((note, "note") for note in notes if not small)]
    first = -(len(texts) - 1) * 7.25 + 4
    return {
        "id": name,
        "kind": node["kind"],
        "x": f"{at[0]:g}",
        "y": f"{at[1]:g}",
        "half": math.ceil(width_of(short, 9.5) / 2) + 6 if small else HUB_WIDTH // 2,
        "half_height": 9 if small else HUB_HEIGHT // 2,
        "corner": 2 if small else 7,
        "weight": 1.0 if small or lapsed else 2.4,
        "colour": NEUTRAL if lapsed else colours.get(node["slug"], NEUTRAL),
        "faint": lapsed,
        "dash": DASH if node["status_unknown"] or node["in_force"] != "yes" else None,
        "title": words["separator"].join([label, *notes]),
        "lines": [
            {"text": text, "role": "short" if small else role, "y": f"{first + i * 14.5:g}"}
            for i, (text, role) in enumerate(texts)
        ],
    }
