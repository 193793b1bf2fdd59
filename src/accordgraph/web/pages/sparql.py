"""The page of ``/sparql`` for browsers: a plain form, the formats, and queries to start from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import AG, BASE, GRAPHS, PREFIXES
from accordgraph.questions import language
from accordgraph.sparql.formats import GRAPHS as GRAPH_FORMATS
from accordgraph.sparql.formats import TABLES
from accordgraph.web.pages.base import Site
from accordgraph.web.pages.queries import MACHINE, bound
from accordgraph.web.pages.texts import FOLDER
from accordgraph.web.problems import again, status_of

USUAL = ("ag", "prov", "skos", "dcterms", "xsd")


@cache
def examples() -> list[Mapping[str, Any]]:
    """Queries to start from, each with a title in both languages."""
    import yaml  # only this page needs it, not the first answer of a server

    found = yaml.safe_load((FOLDER / "queries.yaml").read_text(encoding="utf-8"))
    return [{**each, "query": f"{_prefixes(each['query'])}\n{each['query'].strip()}"} for each in found]


def _prefixes(query: str) -> str:
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in USUAL if f"{name}:" in query)


class SparqlPage:
    """The form; the endpoint's own router decides who gets to see it."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def __call__(self, request: Request) -> Response:
        """The form, with the query, the example or the stored query that the address names."""
        return self._shown(request, None)

    def failed(self, request: Request, error: AccordGraphError) -> Response:
        """The same, and what was wrong with what the form sent."""
        return self._shown(request, error)

    def _shown(self, request: Request, error: AccordGraphError | None) -> Response:
        try:
            language(request.query_params)
        except AccordGraphError as wrong:
            return self.site.wrong(request, wrong)
        wanted = request.query_params.get("example", "")
        known = examples()
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 else 1
        chosen = number if 1 <= number <= len(known) else 1
        settings = self.site.graph.settings
        own = request.query_params.get("query") or self._stored(request)
        tables, graphs = list(TABLES), list(GRAPH_FORMATS)
        page = self.site.page(
            request, "sparql.html", status=status_of(error) if error else 200, error=error,
            said=error and self.site.reading(request).fault(error),
            examples=known, chosen=0 if own else chosen,
            text=own or known[chosen - 1]["query"], names=GRAPHS, prefixes=PREFIXES,
            tables=tables, graphs=graphs, stored=self._listed(),
            editor={"base": BASE, "prefixes": PREFIXES, "terms": self._terms, "tables": tables,
                    "graphs": graphs},
            seconds=f"{settings.sparql_seconds:g}", rows=f"{settings.sparql_rows:,}",
            address=str(request.base_url).rstrip("/"),
        )  # fmt: skip
        page.headers.update(again(error) if error else {})
        return page

    @cached_property
    def _terms(self) -> list[str]:
        """Classes and properties by their short names, to be suggested while a query is written."""
        records = self.site.graph.records
        found = {*records.properties, *records.classes()}
        return sorted(f"ag:{iri.removeprefix(AG)}" for iri in found if iri.startswith(AG))

    def _listed(self) -> list[tuple[Mapping[str, str], dict[str, str]]]:
        """Title and address of each stored query that people ask, with values for what it must be told."""
        return [
            (
                each.title,
                {"stored": name, **{p.name: p.example for p in each.params if p.required and p.example}},
            )
            for name, each in sorted(self.site.graph.stored_queries.items())
            if each.topic not in MACHINE
        ]

    def _stored(self, request: Request) -> str | None:
        """The text of the stored query that the address names, with its values."""
        given = dict(request.query_params)
        query = self.site.graph.stored_queries.get(given.get("stored", ""))
        return bound(query, given, self.site.graph) if query else None
