"""A recognition network as data: plain values for JSON, CSV, GraphML, GEXF.

Each format says of what day it is, from which data, and that it is no legal advice: the
writers take it as `about`, texts by name.  No clock is read, so the same network gives the
same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement, tostring

from accordgraph.networks import COLUMNS, counts, table

if TYPE_CHECKING:
    import networkx as nx

EDGE_KEYS = (
    "relation", "certain", "accord", "body", "jurisdiction", "membership",
    "tier", "tier_label_en", "tier_label_zh", "rights", "rights_share",
    "from", "seen_on", "through", "confirmed_on",
)  # fmt: skip


def as_data(graph: nx.MultiGraph[str], lang: str) -> dict[str, Any]:
    """Nodes, edges, counts and the table twin as plain values; what is not known is None.

    Labels of nodes and edges are in both languages, those of the table in one.
    """
    nodes = []
    for name, told in graph.nodes(data=True):
        rest = {k: v for k, v in told.items() if not k.startswith("label_")}
        nodes.append({"id": name, **rest, "label": {"en": told["label_en"], "zh": told["label_zh"]}})
    edges = []
    for source, target, key, told in graph.edges(keys=True, data=True):
        edge = {"id": key, "source": source, "target": target, **{k: told.get(k) for k in EDGE_KEYS}}
        en, zh = edge.pop("tier_label_en"), edge.pop("tier_label_zh")
        edge["tier_label"] = None if en is None else {"en": en, "zh": zh}
        edge["rights"] = None if edge["rights"] is None else edge["rights"].split()
        edges.append(edge)
    return {"nodes": nodes, "edges": edges, "counts": counts(graph), "table": table(graph, lang)}


def as_csv(graph: nx.MultiGraph[str], lang: str, about: Mapping[str, str]) -> str:
    """The table twin as CSV; what is said of the whole network (`about`) stands in the last columns."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow([*COLUMNS, *about])
    for row in table(graph, lang):
        out.writerow([_cell(row[column]) for column in COLUMNS] + list(about.values()))
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_graphml(graph: nx.MultiGraph[str], about: Mapping[str, str]) -> str:
    """The network as GraphML; `about` becomes attributes of the graph."""
    from networkx.readwrite.graphml import GraphMLWriter

    told = graph.copy()
    told.graph.update(about)
    # Not `write_graphml`: that one writes other bytes where lxml happens to be installed.
    return _xml(GraphMLWriter(told))


def as_gexf(graph: nx.MultiGraph[str], lang: str, about: Mapping[str, str]) -> str:
    """The network as GEXF 1.2, with the labels of one language."""
    from networkx.readwrite.gexf import GEXFWriter

    told = graph.copy()
    for _, node in told.nodes(data=True):
        node["label"] = node[f"label_{lang}"]
    writer = GEXFWriter(told)
    # networkx dates the file with today's clock; this one is dated by the day it shows.
    meta = writer.xml.find("meta")
    meta.clear()
    meta.set("lastmodifieddate", graph.graph["day"])
    SubElement(meta, "creator").text = "accordgraph"
    SubElement(meta, "description").text = " · ".join(filter(None, about.values()))
    return _xml(writer)


def _xml(writer: Any) -> str:
    writer.indent(writer.xml)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(writer.xml, encoding="unicode")}\n'
