"""What the endpoint says about itself to machines: a SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from accordgraph.namespaces import GRAPHS as DATA_GRAPHS
from accordgraph.namespaces import SERVED_GRAPHS, STANDARD
from accordgraph.settings import Settings
from accordgraph.sparql.formats import GRAPHS, TABLES
from accordgraph.sparql.serialise import GRAPH_WRITERS, drop_unused_prefixes

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode(STANDARD["rdf"] + "type")
_ABOUT = NamedNode(STANDARD["dcterms"] + "description")

Node = NamedNode | BlankNode


def service_description(endpoint: str, settings: Settings, name: str = "ttl") -> bytes:
    """The description of the endpoint, in a graph format.

    Parameters
    ----------
    endpoint : its address as the reader knows it.
    settings : the limits to tell.
    name : short name of the format.
    """
    triples = [*_service(endpoint, settings), *_dataset()]
    body = serialize(triples, format=GRAPH_WRITERS[name], prefixes={"sd": _SD, **STANDARD}) or b""
    return drop_unused_prefixes(body) if name == "ttl" else body


def limits(settings: Settings) -> dict[str, str]:
    """What the endpoint does not do, by language."""
    rows, size = settings.sparql_rows, settings.sparql_bytes
    return {
        "en": (
            f"Read-only. A query may run {settings.sparql_seconds:g} seconds; a result holds at most {rows} "
            f"rows or triples and {size} bytes; a larger one is refused, never shortened. A request body "
            f"holds at most {settings.body_bytes} bytes. SERVICE and FROM of other data are refused."
        ),
        "zh": (
            f"只读。每个查询最多运行{settings.sparql_seconds:g}秒；结果最多{rows}行（或三元组）、{size}字节，"
            f"超出则拒绝，绝不截断。请求正文最多{settings.body_bytes}字节。不接受SERVICE，FROM只能指向本数据。"
        ),
    }


def _service(endpoint: str, settings: Settings) -> Iterator[Triple]:
    service = BlankNode("service")
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for each in (*TABLES.values(), *GRAPHS.values()):
        yield Triple(service, _sd("resultFormat"), NamedNode(each.iri))
    for language, text in limits(settings).items():
        yield Triple(service, _ABOUT, Literal(text, language=language))
    yield Triple(service, _sd("defaultDataset"), BlankNode("dataset"))


def _dataset() -> Iterator[Triple]:
    """The graphs of a query that names none, and those that are reached by naming them."""
    dataset, union = BlankNode("dataset"), BlankNode("union")
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), union)
    yield Triple(union, _TYPE, _sd("Graph"))
    yield Triple(union, _ABOUT, Literal(f"Union of the graphs {', '.join(SERVED_GRAPHS)}.", language="en"))
    yield Triple(union, _ABOUT, Literal(f"图{'、'.join(SERVED_GRAPHS)}的并集。", language="zh"))
    for name, iri in DATA_GRAPHS.items():
        graph = BlankNode(name)
        yield Triple(dataset, _sd("namedGraph"), graph)
        yield Triple(graph, _TYPE, _sd("NamedGraph"))
        yield Triple(graph, _sd("name"), NamedNode(iri))
        if name not in SERVED_GRAPHS:
            yield Triple(graph, _ABOUT, Literal("Reached only by naming it.", language="en"))
            yield Triple(graph, _ABOUT, Literal("仅在查询中指明时才可访问。", language="zh"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
