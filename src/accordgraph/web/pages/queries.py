"""``/queries``: the stored queries by topic, each with a form made from its header and a table of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.answers import LANGUAGES
from accordgraph.errors import AccordGraphError, MissingValue, NotFound, UnknownName
from accordgraph.executables import executables
from accordgraph.namespaces import BASE, ID, VOCAB, expand, shorten
from accordgraph.service import AccordGraph
from accordgraph.sparql.formats import GRAPHS, HTML
from accordgraph.sparql.negotiation import best
from accordgraph.stored_queries import NAMED, Parameter, Row, StoredQuery
from accordgraph.web.pages.base import Reading, Site
from accordgraph.web.pages.controls import Control, Filters, Option, Suggestions, everything
from accordgraph.web.pages.record import Piece, Teller
from accordgraph.web.problems import status_of
from accordgraph.web.routers.pathways import single

MOST_ROWS = 500
MACHINE = ("network", "records")
"""Topics whose rows the program itself reads; they come last."""

KINDS = {"integer": "number", "decimal": "number", "date": "day", "boolean": "truth"}


class QueryPages:
    """The list of the stored queries, and a page for each."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self.suggestions = Suggestions(site.graph)

    def install(self, app: FastAPI) -> None:
        """Add the pages."""
        self.site.add(app, "/queries", self.listed)
        app.add_route("/queries.{suffix}", self.executables, methods=["GET", "HEAD"], include_in_schema=False)
        self.site.add(app, "/queries/{topic}/{name}", self.one)

    def executables(self, request: Request) -> Response:
        """Every query as a SHACL-SPARQL executable."""
        name = request.path_params["suffix"]
        if name not in GRAPHS:
            raise NotFound("There is no such format.", field="format", given=name, accepted=list(GRAPHS))
        return self._as_rdf(request, name, self.graph.stored_queries)

    def _as_rdf(self, request: Request, name: str, queries: Mapping[str, StoredQuery]) -> Response:
        body = executables(queries, name, endpoint=f"{request.base_url}sparql")
        return Response(body, headers={"Content-Type": GRAPHS[name].content_type, "Vary": "Accept"})

    def listed(self, request: Request) -> Response:
        """Every query by topic; as RDF for programs that ask for it."""
        form = wanted(request)
        if form is not None:
            return self._as_rdf(request, form, self.graph.stored_queries)
        queries = sorted(self.graph.stored_queries.items(), key=lambda q: (q[1].topic in MACHINE, q[0]))
        topics = [(topic, list(each)) for topic, each in groupby(queries, key=lambda q: q[1].topic)]
        return self.site.page(request, "queries.html", topics=topics, machine=MACHINE, total=len(queries))

    def one(self, request: Request) -> Response:
        """A query: its form, and its rows once it has what it needs."""
        name = "{topic}/{name}".format_map(request.path_params)
        try:
            query = self.graph.stored_queries.find(name)
        except UnknownName as none:
            raise NotFound(none.message, field=none.field, given=name, accepted=none.accepted) from None
        form = wanted(request)
        if form is not None:
            return self._as_rdf(request, form, {name: query})
        reading = self.site.reading(request)
        given = {key: value for key, value in single(request).items() if key != "lang"}
        error: AccordGraphError | None = None
        found: Mapping[str, Any] | None = None
        try:
            found = self.graph.ask_stored(name, given)
        except AccordGraphError as wrong:
            # A form that nobody has filled in yet is not a wrong one.
            error = None if isinstance(wrong, MissingValue) and not given else wrong
        table = self._table(Teller(self.graph.records, reading), found["data"]) if found else None
        return self.site.page(
            request, "query.html", status=status_of(error) if error else 200, query=query, name=name,
            form=self._form(reading, query, error), table=table, total=found["meta"]["total"] if found else 0,
            pending="pending" in given.get("include", ""), text=bound(query, given, self.graph),
            sparql=urlencode({"stored": name, **given}), example=self._example(reading, query),
            formats={kind: f"/api/v1/queries/{name}?" + urlencode({**given, "format": kind})
                     for kind in ("csv", "json")},
        )  # fmt: skip

    def _example(self, reading: Reading, query: StoredQuery) -> dict[str, Any]:
        """Values to try a query with that cannot run without some, and what they are in words."""
        needed = [p for p in query.params if p.required and p.example]
        given = {p.name: shorten(_iri(p)) for p in needed}
        return {"given": given, "said": [self._said(reading, p) for p in needed]}

    def _said(self, reading: Reading, parameter: Parameter) -> str:
        """The example of a parameter: a thing by its label."""
        iri = _iri(parameter)
        known = iri.startswith(BASE) and self.graph.records.exists(iri)
        return self.suggestions.label(reading, iri) if known else parameter.example or ""

    def _form(self, reading: Reading, query: StoredQuery, error: AccordGraphError | None) -> Filters:
        controls = [self._control(reading, p) for p in query.params]
        return self.suggestions.filters(reading, controls, error)

    def _control(self, reading: Reading, parameter: Parameter) -> Control:
        """A parameter of a header as a control; concepts are chosen, things are suggested."""
        value = reading.params.get(parameter.name, "")
        iri = _iri(parameter)
        options: Sequence[Option] = ()
        suggest = None
        if parameter.type == "iri" and iri.startswith(VOCAB):
            found = self._concepts(reading, iri)
            options = found if parameter.required else [everything(reading), *found]
        elif parameter.type == "iri" and iri.startswith(ID):
            kind = shorten(iri).partition("/")[0]
            suggest = kind if kind in NAMED else f"{kind}--ids"
            value = self.suggestions.named(reading, value, NAMED, parameter.name)
        hint = "" if options else self._hint(reading, parameter)
        return Control(
            parameter.name, "choice" if options else KINDS.get(parameter.type, "text"),
            self._heading(reading, parameter.name), hint, value, options, suggest,
            required=parameter.required, default=bool(options) and not parameter.required,
        )  # fmt: skip

    def _hint(self, reading: Reading, parameter: Parameter) -> str:
        said = self._said(reading, parameter) or "–"
        return reading.plain("query.example" if parameter.required else "query.optional", value=said)

    def _concepts(self, reading: Reading, example: str) -> list[Option]:
        """The concepts of the vocabulary that an example is of."""
        pointing = self.graph.records.links_to(example.rpartition("/")[0])
        found = [
            (shorten(iri), self.suggestions.label(reading, iri), "")
            for known, iri in pointing
            if known.key == "scheme"
        ]
        return sorted(found, key=lambda option: option[1].casefold())

    def _heading(self, reading: Reading, name: str) -> str:
        """A column or parameter in words: of the site, else of the ontology, else its own name."""
        said = str(reading.t_of("column", name))
        known = self.graph.records.by_key.get(name)
        if said == name and known:
            return Teller(self.graph.records, reading).heading(known.label)
        return said if said != name else (name[:1].upper() + name[1:]).replace("_", " ")

    def _table(self, teller: Teller, data: Mapping[str, Any]) -> dict[str, Any]:
        """Columns and rows as shown: a thing with its label, a text in the reader's language."""
        columns = shown(data["columns"])
        return {
            "heads": [self._heading(teller.reading, name) for name in columns],
            "days": [data["columns"].get(name) == "date" for name in columns],
            "rows": [[_cell(teller, row, name) for name in columns] for row in data["rows"][:MOST_ROWS]],
        }


def wanted(request: Request) -> str | None:
    """The RDF format that is liked better than a page; None where none is."""
    name = best(request.headers.get("accept"), (HTML, *GRAPHS.values()))
    return name if name in GRAPHS else None


def bound(query: StoredQuery, given: Mapping[str, str], graph: AccordGraph) -> str:
    """The text of a query with the values given written in, as far as they can be."""
    names = {parameter.name for parameter in query.params}
    values = {key: value for key, value in given.items() if key in names}
    try:
        return query.bind(query.things(values, graph.served.names.find))
    except AccordGraphError:
        return query.text


def shown(columns: Iterable[str]) -> list[str]:
    """Columns as a reader sees them: the two sides of a text are one, and so are a thing and its label.

    >>> shown(dict.fromkeys(["body", "body_en", "body_zh", "note_en", "note_zh", "day"]))
    ['body', 'note', 'day']
    """
    known, found = set(columns), dict[str, None]()
    for name in columns:
        stem, _, tail = name.rpartition("_")
        paired = tail in LANGUAGES and all(f"{stem}_{lang}" in known for lang in LANGUAGES)
        found[stem if paired else name] = None
    return list(found)


def _cell(teller: Teller, row: Row, name: str) -> list[Piece]:
    value = row.get(name)
    texts = {lang: text for lang in LANGUAGES if (text := row.get(f"{name}_{lang}"))}
    said = teller.reading.say(texts)
    if value is None:
        return [Piece(said)] if said else []
    if said and isinstance(value, str) and value.startswith(BASE):
        short = shorten(value)
        return [Piece(said, teller.reading.href(short) if short != value else None)]
    if isinstance(value, str) and value.startswith((ID, VOCAB)):
        return [Piece(teller.title(value), teller.reading.href(shorten(value)))]
    return teller.pieces(value)


def _iri(parameter: Parameter) -> str:
    """The example of a parameter, in full if it is a thing."""
    example = parameter.example or ""
    return expand(example) if parameter.type == "iri" and ":" in example and "://" not in example else example
