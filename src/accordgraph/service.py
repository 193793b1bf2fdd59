"""AccordGraph: one loaded snapshot, one method for each question a user can ask.

The command line and the web both call this class and nothing below it.  No clock is read
here but for the default day, which callers pass in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from accordgraph import beside, gaps, timeline
from accordgraph import compile as network
from accordgraph.answers import NOTICE, Teller, say
from accordgraph.errors import AccordGraphError, BadValue, NoSnapshot, NotFound, UnknownField
from accordgraph.evidence import Evidence
from accordgraph.names import Names
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.dates import parse_asked
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Path as Way
from accordgraph.pathways.sensitivity import Sensitivity
from accordgraph.pathways.world import World
from accordgraph.questions import Reader, Request, language
from accordgraph.records import COLLECTIONS, Records, holds_on
from accordgraph.scenarios import overlay
from accordgraph.settings import Settings
from accordgraph.snapshot import Content, Manifest, Say, Snapshot, Store, build, current, is_fresh
from accordgraph.stored_queries import Catalogue, Row, load_queries, rows

PAGE, LONGEST_PAGE = 100, 1000
DERIVED_FILTERS = {"as_of"}


class View:
    """One compiled world with its names and evidence: the served facts, or those with the pending ones."""

    def __init__(self, rows: network.Rows) -> None:
        self.rows = rows
        self.world = World(network.facts(rows))
        self.names = Names(rows["names"])
        self.evidence = Evidence(rows)
        self.choices: dict[str, dict[str, str]] = {}
        for row in rows["choices"]:
            self.choices.setdefault(row["scheme"], {})[row["notation"] or slug(row["concept"])] = row[
                "concept"
            ]
        self.reader = Reader(self.world, self.names, self.choices)
        self.sensitivity = Sensitivity(self.world)


class AccordGraph:
    """One snapshot, ready to answer."""

    def __init__(self, snapshot: Snapshot, settings: Settings | None = None) -> None:
        self.snapshot = snapshot
        self.settings = settings or Settings()
        self.manifest: Manifest = snapshot.manifest

    @classmethod
    def open(cls, settings: Settings, *, say: Say = lambda line: None) -> AccordGraph:
        """The current snapshot, built first when it is missing or stale.

        A stale snapshot that cannot be replaced (its content is faulty) is served as it is, and said so.

        Raises
        ------
        AccordGraphError : there is no snapshot and none can be built.
        """
        content = Content.under(settings.root)
        try:
            found = current(settings.home)
            if is_fresh(found, content):
                return cls(found, settings)
        except NoSnapshot:
            return cls(build(content, settings.home, say=say), settings)
        try:
            return cls(build(content, settings.home, say=say), settings)
        except AccordGraphError as error:
            say(f"serving the last good snapshot ({found.manifest.data_version}): {error}")
            return cls(found, settings)

    @property
    def root(self) -> Path:
        """The folder that holds ontology/, data/ and queries/."""
        return self.settings.root

    @cached_property
    def served(self) -> View:
        """The facts with a source."""
        return View(self.snapshot.rows())

    @cached_property
    def with_pending(self) -> View:
        """The facts and the pending statements."""
        return View(self.snapshot.rows(pending=True))

    @cached_property
    def store(self) -> Store:
        """The store, read-only; for the project's own queries."""
        return self.snapshot.open_store()

    @cached_property
    def records(self) -> Records:
        """Records of single things."""
        return Records(self.store, self.served.rows["properties"], self.served.evidence)

    @cached_property
    def stored_queries(self) -> Catalogue:
        """Stored queries by ``topic/name``."""
        return load_queries(self.root / "queries")

    def view(self, include: frozenset[str]) -> View:
        """The world that a request asks about."""
        return self.with_pending if "pending" in include else self.served

    def meta(self, lang: str, **more: Any) -> dict[str, Any]:
        """What stands beside every answer: versions, language, the notice."""
        notice = say(NOTICE.fill(date=self.manifest.data_date), lang)
        return {
            "data_version": f"{self.manifest.data_version}+{self.manifest.digest[:8]}",
            "ontology_version": self.manifest.ontology_version,
            "lang": lang,
            "truncated": False,
            "notice": notice,
            **more,
        }

    def pathways(self, given: Mapping[str, Any], *, today: date) -> dict[str, Any]:
        """Every recognition pathway for a question, best first, explained.

        Parameters
        ----------
        given : the request's parameters (see `Reader.read`).
        today : the day meant when none is given.
        """
        include = self.served.reader.includes(given)
        view = self.view(include)
        request = view.reader.read(given, today=today)
        world = overlay(view.world, view.names, request.scenario)
        question = request.question
        ways = ask(world, question)
        teller = Teller(world, view.evidence, question, request.lang)
        other = (
            [] if "levels" in include else [w for w in ways if beside.is_of_other_level(world, question, w)]
        )
        rest = [w for w in ways if w not in other]
        shown = [w for w in rest if "closed" in include or not beside.is_closed(world, w)]
        closed = [w for w in rest if w not in shown]
        paths = [
            {
                **teller.path(way),
                "sensitive_to": [
                    {**told, "evidence": view.evidence.of([told["id"]], request.lang), "id": slug(told["id"])}
                    for told in view.sensitivity.of(world, question, way, teller.statements(way))
                ],
            }
            for way in shown
        ]
        data = {
            "question": self._asked(view, request, supposed=world is not view.world),
            "paths": paths,
            "closed_agreements": _grouped(world, closed),
            "other_levels": _grouped(world, other),
            **beside.everything(world, view.evidence, view.rows, question, ways, request.lang),
        }
        return {"data": data, "meta": self.meta(request.lang, as_of=question.day.isoformat())}

    def _asked(self, view: View, request: Request, *, supposed: bool) -> dict[str, Any]:
        question = request.question

        def told(iri: str) -> dict[str, str]:
            return {"id": shorten(iri), "label": say(view.world.label(iri), request.lang)}

        return {
            "home": told(question.home.body or question.home.place),
            "target": told(question.target.place),
            "goal": slug(question.goal),
            "goal_label": say(view.world.label(question.goal), request.lang),
            "scope": view.world.scopes[question.scope].slug,
            "as_of": question.day.isoformat(),
            "include": sorted(request.include),
            "hypothetical": supposed,
        }

    def fields(self) -> list[dict[str, Any]]:
        """The profile fields: name, labels, questions, type, bounds, choices; what forms are made from."""
        world = self.served.world
        return [
            {
                "name": f.name,
                "label": {"en": f.label.en, "zh": f.label.zh},
                "question": {"en": f.question.en, "zh": f.question.zh},
                "type": f.datatype,
                "unit": f.unit,
                "least": None if f.least is None else float(f.least),
                "most": None if f.most is None else float(f.most),
                "is_list": f.is_list,
                "not_above": f.not_above and world.fields[f.not_above].name,
                "choices": self._choices(f.choice_scheme),
                "choice_kind": f.choice_class and slug(f.choice_class).lower(),
            }
            for f in sorted(world.fields.values(), key=lambda f: (f.position, f.name))
        ]

    def _choices(self, scheme: str | None) -> list[dict[str, Any]] | None:
        if scheme is None:
            return None
        return [
            {
                "name": r["notation"] or slug(r["concept"]),
                "label": {"en": r["label_en"], "zh": r["label_zh"]},
            }
            for r in self.served.rows["choices"]
            if r["scheme"] == scheme
        ]

    def collection(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of records, filtered by key and day.

        Raises
        ------
        NotFound : no such collection.
        UnknownField, BadValue : a filter that no record has, a bad day, limit or cursor.
        """
        if name not in COLLECTIONS:
            raise NotFound(f"There is no collection {name!r}.", field="collection", given=name,
                           accepted=sorted(COLLECTIONS))  # fmt: skip
        filters = {k: v for k, v in given.items() if k not in {"limit", "cursor", "lang", *DERIVED_FILTERS}}
        for key, value in filters.items():
            if key not in self.records.by_key:
                raise UnknownField(
                    f"Records have no key {key!r} to filter by.",
                    field=key or "parameters",
                    given=value,
                    accepted=sorted(self.records.by_key),
                )
        limit = _whole(given, "limit", PAGE, 1, LONGEST_PAGE)
        after = given.get("cursor") or ""
        day = self.served.reader.day(given, date.max) if given.get("as_of") else None
        found = sorted((i for i in self.records.members(name) if self._fits(i, filters, day)), key=slug)
        page = [i for i in found if slug(i) > after][: limit + 1]
        more = len(page) > limit
        meta = self.meta(language(given), total=len(found), next=slug(page[limit - 1]) if more else None)
        return {"data": [self.records.record(i) for i in page[:limit]], "meta": meta}

    def _fits(self, iri: str, filters: Mapping[str, str], day: date | None) -> bool:
        return self.records.matches(iri, filters) and (day is None or holds_on(self.records.values(iri), day))

    def record(self, collection: str, name: str, lang: str = "en") -> dict[str, Any]:
        """One record."""
        if collection not in COLLECTIONS:
            raise NotFound(f"There is no collection {collection!r}.", field="collection", given=collection,
                           accepted=sorted(COLLECTIONS))  # fmt: skip
        return {"data": self.records.one(collection, name), "meta": self.meta(lang)}

    def timeline(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of what happened when, oldest first.

        Raises
        ------
        UnknownField, UnknownName, AmbiguousName, BadValue : a parameter that cannot be read.
        """
        kinds = {"accord": ("accord", "agreement"), "jurisdiction": ("jurisdiction",), "body": ("body",)}
        _only(given, {"from", "to", "what", "limit", "cursor", "lang", *kinds}, "the timeline")
        names = self.served.names
        found = timeline.happenings(
            self._happenings,
            first=_iso_day(given, "from"),
            last=_iso_day(given, "to"),
            what=given.get("what") or None,
            concerning=[names.find(given[key], kind, key) for key, kind in kinds.items() if given.get(key)],
        )
        limit = _whole(given, "limit", PAGE, 1, LONGEST_PAGE)
        start = _whole(given, "cursor", 0, 0, 10**9)
        more = start + limit < len(found)
        meta = self.meta(language(given), total=len(found), next=str(start + limit) if more else None)
        return {
            "data": [timeline.told(each, self.records) for each in found[start : start + limit]],
            "meta": meta,
        }

    def gaps(self, given: Mapping[str, str], *, today: date) -> dict[str, Any]:
        """A page of what the graph does not know on a day; the meta data count it by accord and place.

        Raises
        ------
        UnknownField, UnknownName, AmbiguousName, BadValue : a parameter that cannot be read.
        """
        _only(given, {"accord", "jurisdiction", "kind", "as_of", "limit", "cursor", "lang"}, "gaps")
        kind = given.get("kind") or None
        if kind is not None and kind not in gaps.KINDS:
            raise BadValue(
                "There is no such kind of gap.", field="kind", given=kind, accepted=list(gaps.KINDS)
            )
        names = self.served.names
        accord, place = given.get("accord"), given.get("jurisdiction")
        found = gaps.gaps(
            self._gap_rows,
            today=self.served.reader.day(given, today),
            kind=kind,
            accord=names.find(accord, ("accord", "agreement"), "accord") if accord else None,
            place=names.find(place, ("jurisdiction",), "jurisdiction") if place else None,
        )
        limit = _whole(given, "limit", PAGE, 1, LONGEST_PAGE)
        start = _whole(given, "cursor", 0, 0, 10**9)
        meta = self.meta(
            language(given),
            total=len(found),
            next=str(start + limit) if start + limit < len(found) else None,
            by_accord=gaps.counted(found, "accord"),
            by_jurisdiction=gaps.counted(found, "place"),
        )
        return {
            "data": [gaps.told(each, self.records) for each in found[start : start + limit]],
            "meta": meta,
        }

    @cached_property
    def _gap_rows(self) -> dict[str, list[Row]]:
        return {
            query: rows(self.store, self.stored_queries[f"records/{query}"], pending=query == "gaps-pending")
            for query, _ in gaps.KINDS.values()
        }

    @cached_property
    def _happenings(self) -> list[Row]:
        return rows(self.store, self.stored_queries["records/timeline"])

    def ask_stored(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """The rows of a stored query; a parameter may name a thing as people do."""
        query, pending = self.stored_queries.find(name), "pending" in self.served.reader.includes(given)
        values = {key: value for key, value in given.items() if key not in {"include", "lang"}}
        found = rows(self.store, query, query.things(values, self.served.names.find), pending=pending)
        meta = self.meta(language(given), query=name, total=len(found))
        return {"data": {"columns": query.columns, "rows": found}, "meta": meta}

    def search(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Things by name, in either language."""
        lang = language(given)
        limit = _whole(given, "limit", 20, 1, 200)
        kinds = tuple(k for k in (given.get("type") or "").split(",") if k)
        hits = self.served.names.search(given.get("q") or "", kinds)
        data = [
            {
                "id": slug(h.thing) if h.kind == "jurisdiction" else shorten(h.thing),
                "iri": h.thing,
                "type": h.kind,
                "label": {"en": label.en, "zh": label.zh},
            }
            for h in hits[:limit]
            for label in [self.records.label(h.thing)]
        ]
        return {"data": data, "meta": self.meta(lang, total=len(hits), truncated=len(hits) > limit)}


def _grouped(world: World, ways: Sequence[Way]) -> dict[str, Any]:
    """Paths told in one line: how many, and by which accords."""
    return {
        "count": len(ways),
        "accords": sorted({world.accords[w.accord].slug for w in ways if w.accord}),
    }


def _only(given: Mapping[str, str], known: set[str], where: str) -> None:
    """Refuse a parameter that is not known."""
    if unknown := sorted(set(given) - known):
        raise UnknownField(
            f"There is no parameter {unknown[0]!r} for {where}.",
            field=unknown[0] or "parameters",
            given=given[unknown[0]],
            accepted=sorted(known),
        )


def _iso_day(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if not text:
        return None
    try:
        return parse_asked(text)[name == "to"].isoformat()
    except ValueError:
        raise BadValue(
            f"{name} is not a day.", field=name, given=text, accepted="YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None


def _whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise BadValue(
            f"{name} is not a number in range.", field=name, given=text, accepted=f"{least} to {most}"
        )
    return int(text)
