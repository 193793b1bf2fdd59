"""What every page shares: language, links that keep it, the frame around the content, errors as pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from accordgraph.answers import LANGUAGES
from accordgraph.errors import AccordGraphError
from accordgraph.namespaces import VOCAB
from accordgraph.questions import language
from accordgraph.service import AccordGraph
from accordgraph.sparql.formats import GRAPHS
from accordgraph.web.pages import links
from accordgraph.web.pages.examples import example_questions
from accordgraph.web.pages.texts import preferred, text, texts
from accordgraph.web.problems import again, status_of
from accordgraph.web.scripts import Scripts

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).resolve().parent.parent
REPEATABLE = ("include", "accord")
"""Parameters that check boxes send once for each box; an address holds them joined by commas."""

PASSING = (429, 500, 502, 503, 504)
"""Statuses of what may be over when the page is opened again."""

SECTIONS = {
    "pathways": "/",
    "matrix": "/network",
    "accessions": "/scenarios",
    "id": "/browse",
    "vocab": "/browse",
}
"""Pages that belong to an entry of the navigation which is named otherwise."""


@dataclass(frozen=True)
class Reading:
    """How one request wants to be read: in which language, and where it stands."""

    lang: str
    path: str
    params: Mapping[str, str]
    chosen: bool

    @property
    def section(self) -> str:
        """The entry of the navigation that the page belongs to."""
        first = self.path.strip("/").partition("/")[0]
        own = "/browse" if first in links.COLLECTION_OF.values() else f"/{first}"
        return SECTIONS.get(first, own)

    def t(self, key: str, **parts: Any) -> Markup:
        """A text of the site."""
        return text(self.lang, key, **parts)

    def plain(self, key: str, **parts: Any) -> str:
        """A text of the site before a template escapes it."""
        return self.t(key, **parts).unescape()

    def t_of(self, group: str, key: str | None) -> Markup:
        """A text of a group by a value of the data; the value itself where the site has no word for it."""
        return self.t(f"{group}.{key}") if f"{group}.{key}" in texts(self.lang) else Markup.escape(key or "")

    def fault(self, error: AccordGraphError) -> str:
        """What is wrong and what to do, in the reader's language.

        What is accepted where the site has no words of its own is told by the error itself, in English.
        """
        given = "" if error.given is None else str(error.given)[:200]
        known, own, kind = texts(self.lang), f"fault.{error.code}-{error.field}", f"fault.{error.code}"
        bare = error.code == "bad-value" and own not in known and isinstance(error.accepted, str)
        if bare and self.lang == "en":
            return f"{error.message} {self.plain('fault.accepted', what=error.accepted)}"
        key = next((key for key in (own, kind) if key in known), "fault.other")
        return self.plain(key, given=given, wait=getattr(error, "retry_after", ""))

    def say(self, both: Mapping[str, Any] | None) -> str:
        """The reader's side of a text in two languages."""
        found = both or {}
        return str(found.get(self.lang) or found.get("en") or next(iter(found.values()), ""))

    def url(self, path: str, **params: Any) -> str:
        """A link inside the site; it keeps a language that was chosen in the address."""
        if "://" in path:
            return path
        given = {k: str(v) for k, v in params.items() if v not in (None, "")}
        if self.chosen:
            given.setdefault("lang", self.lang)
        return f"{path}?{urlencode(given)}" if given else path

    def here(self, **changes: Any) -> str:
        """The present address with some parameters changed; None takes one away."""
        given = {**{k: v for k, v in self.params.items() if k != "lang"}, **changes}
        return self.url(self.path, **given)

    def as_data(self, path: str) -> str:
        """The address of the same as data: with the parameters of this page, but not its language."""
        given = {k: v for k, v in self.params.items() if k != "lang"}
        return f"{path}?{urlencode(given)}" if given else path

    def href(self, short: str) -> str:
        """The page of a thing by its short name."""
        return self.url(links.href(short))


class Site:
    """The pages of one graph: reads requests, fills templates."""

    def __init__(self, graph: AccordGraph, today: Callable[[], date]) -> None:
        self.graph, self.today = graph, today
        self.scripts = Scripts()

    @cached_property
    def _templates(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # not for the first answer

        templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        templates.globals.update(
            outward=links.outward,
            languages=LANGUAGES,
            style=self.style,
            # In the page: as a picture of its own it would be a document that each page loads first.
            logo=Markup((HERE / "static" / "mark.svg").read_text("utf-8").strip()),  # noqa: S704 (ours)
            force_rank=self.force_rank,
            scripts=self.scripts.tags,
            rdf={each.name: each.media_type for each in GRAPHS.values()},
        )
        return templates

    @cached_property
    def style(self) -> str:
        """The address of the style sheet; it changes when the sheet does."""
        digest = hashlib.sha256((HERE / "static" / "site.css").read_bytes()).hexdigest()
        return f"/static/site.css?v={digest[:12]}"

    @cached_property
    def examples(self) -> list[dict[str, Any]]:
        """Questions to start from."""
        return example_questions(self.graph, self.today())

    def reading(self, request: Request) -> Reading:
        """The language and the address of a request."""
        params = dict(request.query_params)
        chosen = params.get("lang") in LANGUAGES
        lang = params["lang"] if chosen else preferred(request.headers.get("accept-language"))
        return Reading(lang, request.url.path, params, chosen)

    def concept(self, reading: Reading, scheme: str, name: str | None) -> str:
        """The label of a concept of the vocabulary."""
        return "" if not name else reading.say(self.graph.records.label(f"{VOCAB}{scheme}/{name}")._asdict())

    def force_rank(self, name: str | None) -> int | None:
        """How binding a legal force is among all; None if none is stated."""
        forces = self.graph.served.world.forces.values()
        return next((force.rank for force in forces if force.slug == name), None)

    def page(self, request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A page in the reader's language, in the frame that all pages share."""
        reading = self.reading(request)
        html = self._templates.get_template(template).render(
            lang=reading.lang,
            reading=reading,
            t=reading.t,
            t_of=reading.t_of,
            say=reading.say,
            url=reading.url,
            here=reading.here,
            href=reading.href,
            as_data=reading.as_data,
            concept=lambda scheme, name: self.concept(reading, scheme, name),
            meta=self.graph.meta(reading.lang),
            manifest=self.graph.manifest,
            today=self.today().isoformat(),
            status=status,
            **context,
        )
        headers = {"Content-Language": reading.lang, "Vary": "Accept-Language", "Cache-Control": "no-cache"}
        return HTMLResponse(html, status_code=status, headers=headers)

    def wrong(
        self,
        request: Request,
        error: AccordGraphError,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """The page of an error that belongs to no form; its status is that of the error if none is given."""
        reading, status = self.reading(request), status or status_of(error)
        first, *rest = reading.path.strip("/").split("/")
        names = [f"{group}.{first}" for group in ("collections", "nav")]
        above = next((name for name in names if rest and name in texts(reading.lang)), None)
        page = self.page(
            request, "error.html", status=status, error=error, said=reading.fault(error),
            above=(f"/{first}", reading.t(above)) if above else None, sought=" ".join(rest[-1:]),
            passing=status in PASSING,
        )  # fmt: skip
        page.headers.update({**(headers or {}), **again(error)})
        return page

    def add(self, app: FastAPI, path: str, show: Callable[[Request], Response]) -> None:
        """Serve a page at a path, with errors as pages."""

        def endpoint(request: Request) -> Response:
            try:
                language(request.query_params)
                return tidied(request) or show(request)
            except AccordGraphError as error:
                return self.wrong(request, error)

        app.add_route(path, endpoint, methods=["GET", "HEAD"], include_in_schema=False, name=f"page {path}")


def attempted(
    ask: Callable[..., Mapping[str, Any]], given: Mapping[str, Any], today: date
) -> tuple[Mapping[str, Any] | None, AccordGraphError | None]:
    """The data of an answer, or why there is none: a page tells a fault beside its filters."""
    try:
        data: Mapping[str, Any] = ask(given, today=today)["data"]
    except AccordGraphError as error:
        return None, error
    return data, None


def tidied(request: Request) -> Response | None:
    """Where a form's address should have gone: without empty fields, check boxes joined; None if it is so."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if value.strip():
            given.setdefault(name, []).append(value)
    tidy = [
        (name, value)
        for name, values in given.items()
        for value in ([",".join(values)] if name in REPEATABLE else values)
    ]
    if tidy == request.query_params.multi_items():
        return None
    address = f"{request.url.path}?{urlencode(tidy)}" if tidy else request.url.path
    return RedirectResponse(address, status_code=303)
