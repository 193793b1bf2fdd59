"""What the endpoint says about itself to machines: a SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from accordgraph.namespaces import STANDARD
from accordgraph.settings import Settings
from accordgraph.sparql.dataset import PROJECT, Dataset
from accordgraph.sparql.formats import GRAPHS, TABLES
from accordgraph.sparql.process import QUICK_SECONDS
from accordgraph.sparql.serialise import GRAPH_WRITERS, drop_unused_prefixes

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode(STANDARD["rdf"] + "type")
_ABOUT = NamedNode(STANDARD["dcterms"] + "description")

Node = NamedNode | BlankNode


def service_description(
    endpoint: str, settings: Settings, name: str = "ttl", dataset: Dataset = PROJECT
) -> bytes:
    """The description of the endpoint, in a graph format.

    Parameters
    ----------
    endpoint : its address as the reader knows it.
    settings : the limits to tell.
    name : short name of the format.
    dataset : the graphs that queries see.
    """
    triples = [*_service(endpoint, settings, dataset), *_dataset(dataset)]
    body = serialize(triples, format=GRAPH_WRITERS[name], prefixes={"sd": _SD, **STANDARD}) or b""
    return drop_unused_prefixes(body) if name == "ttl" else body


def limits(settings: Settings) -> dict[str, str]:
    """What the endpoint does not do, by language."""
    rows, size, memory = settings.sparql_rows, settings.sparql_bytes, settings.sparql_memory
    services = settings.sparql_services.split()
    calls = ", ".join(f"<{iri}>" for iri in services)
    return {
        "en": (
            f"Read-only. A query may run {settings.sparql_seconds:g} seconds and take {memory} bytes of "
            "memory; one that needs more is ended with an error (504 sparql-timeout, 507 sparql-memory). One "
            f"that runs over {QUICK_SECONDS:g} seconds yields to newcomers. A result holds at "
            f"most {rows} rows or triples and {size} bytes; a larger one is refused (413 "
            "sparql-result-too-large), never shortened; "
            "page-size asks for the pages of a table, whose header X-Page-Next tells how to go on. A "
            f"request body holds at most {settings.body_bytes} bytes. FROM of other data is refused, "
            + (f"and SERVICE may call {calls} only." if calls else "and so is SERVICE.")
        ),
        "zh": (
            f"只读。每个查询最多运行{settings.sparql_seconds:g}秒，最多使用{memory}字节内存，"
            "超出则以错误结束（504 sparql-timeout、507 sparql-memory）；"
            f"运行超过{QUICK_SECONDS:g}秒的查询让位于新来的查询。结果最多{rows}行（或三元组）、{size}字节，"
            f"超出则拒绝（413 sparql-result-too-large），绝不截断；表格结果可用page-size"
            f"分页获取，响应头X-Page-Next指明如何取下一页。请求正文最多{settings.body_bytes}字节。FROM只能指向本数据，"
            + (f"SERVICE只能调用{calls}。" if calls else "不接受SERVICE。")
        ),
    }


def limit_headers(settings: Settings) -> dict[str, str]:
    """The same for programs: a header for each limit of a query and its result."""
    return {
        "X-Limit-Seconds": f"{settings.sparql_seconds:g}",
        "X-Limit-Memory": str(settings.sparql_memory),
        "X-Limit-Rows": str(settings.sparql_rows),
        "X-Limit-Bytes": str(settings.sparql_bytes),
        "X-Limit-Request-Bytes": str(settings.body_bytes),
    }


def _service(endpoint: str, settings: Settings, data: Dataset) -> Iterator[Triple]:
    service = BlankNode("service")
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if data.union is not None:
        yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    if settings.sparql_services:
        yield Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    for each in (*TABLES.values(), *GRAPHS.values()):
        yield Triple(service, _sd("resultFormat"), NamedNode(each.iri))
    for language, text in limits(settings).items():
        yield Triple(service, _ABOUT, Literal(text, language=language))
    yield Triple(service, _sd("defaultDataset"), BlankNode("dataset"))


def _dataset(data: Dataset) -> Iterator[Triple]:
    """The graphs of a query that names none, and those that are reached by naming them."""
    dataset, default = BlankNode("dataset"), BlankNode("default")
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, _TYPE, _sd("Graph"))
    if data.union is not None:
        yield Triple(default, _ABOUT, Literal(f"Union of the graphs {', '.join(data.union)}.", language="en"))
        yield Triple(default, _ABOUT, Literal(f"图{'、'.join(data.union)}的并集。", language="zh"))
    for number, (name, iri) in enumerate(data.graphs.items()):
        graph = BlankNode(f"graph{number}")
        yield Triple(dataset, _sd("namedGraph"), graph)
        yield Triple(graph, _TYPE, _sd("NamedGraph"))
        yield Triple(graph, _sd("name"), NamedNode(iri))
        if name in data.hidden:
            yield Triple(graph, _ABOUT, Literal("Reached only by naming it.", language="en"))
            yield Triple(graph, _ABOUT, Literal("仅在查询中指明时才可访问。", language="zh"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
