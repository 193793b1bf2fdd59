"""Answers that are lists: records, happenings, gaps, rows of stored queries, names.

What stands in a list is decided in ``records``, ``timeline``, ``gaps``, ``names`` and the stored
queries; here the request is read and the list cut into pages.  A page names in ``meta.next`` the
cursor of the one after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from accordgraph import gaps, timeline
from accordgraph.errors import BadValue, NotFound, UnknownField
from accordgraph.names import Names
from accordgraph.namespaces import shorten, slug
from accordgraph.pathways.dates import parse_asked
from accordgraph.questions import Reader, language
from accordgraph.records import COLLECTIONS, Records, holds_on
from accordgraph.stored_queries import Asked, Catalogue, Row, rows

PAGE, LONGEST_PAGE = 100, 1000
HITS, MOST_HITS = 20, 200
PAGING = frozenset({"limit", "cursor", "lang"})
KINDS = {"accord": ("accord", "agreement"), "jurisdiction": ("jurisdiction",), "body": ("body",)}
"""Parameters that name a thing, and the kinds of things they may name."""


class Listings:
    """The lists of one snapshot.

    Parameters
    ----------
    store, queries, records, names, reader : of the served facts.
    meta : makes what stands beside an answer, from its language and more.
    """

    def __init__(
        self,
        store: Asked,
        queries: Catalogue,
        records: Records,
        names: Names,
        reader: Reader,
        meta: Callable[..., dict[str, Any]],
    ) -> None:
        self.store, self.queries, self.records = store, queries, records
        self.names, self.reader, self.meta = names, reader, meta

    def collection(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of records, filtered by key and day.

        Raises
        ------
        NotFound : no such collection.
        UnknownField, BadValue : a filter that no record has, a bad day, limit or cursor.
        UnknownName, AmbiguousName : a place, body or accord that is not one thing of the graph.
        """
        if name not in COLLECTIONS:
            raise NotFound(f"There is no collection {name!r}.", field="collection", given=name,
                           accepted=sorted(COLLECTIONS))  # fmt: skip
        filters = {key: value for key, value in given.items() if key not in {*PAGING, "as_of"}}
        for key, value in filters.items():
            if key not in self.records.by_key:
                raise UnknownField(
                    f"Records have no key {key!r} to filter by.",
                    field=key or "parameters",
                    given=value,
                    accepted=sorted(self.records.by_key),
                )
        # A name that nothing has would fit no record, and read as "there are none".
        filters = {k: (self._thing(given, k) if k in KINDS else v) or v for k, v in filters.items() if v}
        limit = whole(given, "limit", PAGE, 1, LONGEST_PAGE)
        after = given.get("cursor") or ""
        day = self.reader.day(given, date.max) if given.get("as_of") else None
        found = sorted((i for i in self.records.members(name) if self._fits(i, filters, day)), key=slug)
        page = [i for i in found if slug(i) > after][: limit + 1]
        more = len(page) > limit
        meta = self.meta(language(given), total=len(found), next=slug(page[limit - 1]) if more else None)
        return {"data": [self.records.record(i) for i in page[:limit]], "meta": meta}

    def _fits(self, iri: str, filters: Mapping[str, str], day: date | None) -> bool:
        return self.records.matches(iri, filters) and (day is None or holds_on(self.records.values(iri), day))

    def timeline(self, given: Mapping[str, str]) -> dict[str, Any]:
        """A page of what happened when, oldest first; the meta data count it by year and kind.

        Raises
        ------
        UnknownField, UnknownName, AmbiguousName, BadValue : a parameter that cannot be read.
        """
        only(given, {"from", "to", "what", *KINDS, *PAGING}, "the timeline")
        first, last, what = iso_day(given, "from"), iso_day(given, "to"), given.get("what") or None
        if first and last and first > last:
            raise BadValue("to lies before from.", field="to", given=given["to"],
                           accepted=f"{given['from']} or later")  # fmt: skip
        if what and what not in (known := {row["what"] for row in self._happenings}):
            raise BadValue("There is no such kind of happening.", field="what", given=what,
                           accepted=sorted(known))  # fmt: skip
        found = timeline.happenings(
            self._happenings,
            first=first,
            last=last,
            what=what,
            concerning=[thing for key in KINDS if (thing := self._thing(given, key))],
        )
        return self._page(
            found,
            given,
            lambda each: timeline.told(each, self.records),
            by_year=timeline.counted(each["day"][:4] for each in found),
            by_what=timeline.counted(each["what"] for each in found),
        )

    def history(self, iri: str, latest: int) -> tuple[list[dict[str, Any]], int]:
        """The latest happenings of a thing, oldest first, and how many there are in all."""
        found = timeline.happenings(self._happenings, concerning=[iri])
        return [timeline.told(each, self.records) for each in found[-latest:]], len(found)

    def gaps(self, given: Mapping[str, str], *, today: date) -> dict[str, Any]:
        """A page of what the graph does not know on a day; the meta data count it by accord and place.

        Raises
        ------
        UnknownField, UnknownName, AmbiguousName, BadValue : a parameter that cannot be read.
        """
        only(given, {"accord", "jurisdiction", "kind", "as_of", *PAGING}, "gaps")
        kind = given.get("kind") or None
        if kind is not None and kind not in gaps.KINDS:
            raise BadValue(
                "There is no such kind of gap.", field="kind", given=kind, accepted=list(gaps.KINDS)
            )
        found = gaps.gaps(
            self._gap_rows,
            today=self.reader.day(given, today),
            kind=kind,
            accord=self._thing(given, "accord"),
            place=self._thing(given, "jurisdiction"),
        )
        return self._page(
            found,
            given,
            lambda each: gaps.told(each, self.records),
            by_accord=gaps.counted(found, "accord"),
            by_jurisdiction=gaps.counted(found, "place"),
        )

    def ask_stored(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """The rows of a stored query; a parameter may name a thing as people do."""
        query, pending = self.queries.find(name), "pending" in self.reader.includes(given)
        values = {key: value for key, value in given.items() if key not in {"include", "lang"}}
        found = rows(self.store, query, query.things(values, self.names.find), pending=pending)
        meta = self.meta(language(given), query=name, total=len(found))
        return {"data": {"columns": query.columns, "rows": found}, "meta": meta}

    def search(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Things by name, in either language."""
        lang = language(given)
        limit = whole(given, "limit", HITS, 1, MOST_HITS)
        kinds = tuple(k for k in (given.get("type") or "").split(",") if k)
        hits = self.names.search(given.get("q") or "", kinds)
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

    @cached_property
    def _gap_rows(self) -> dict[str, list[Row]]:
        return {
            query: rows(self.store, self.queries[query], pending=name == "pending")
            for name, (query, _) in gaps.KINDS.items()
        }

    @cached_property
    def _happenings(self) -> list[Row]:
        return rows(self.store, self.queries["records/timeline"])

    def _thing(self, given: Mapping[str, str], key: str) -> str | None:
        """The IRI of what a parameter of `KINDS` names."""
        return self.names.find(given[key], KINDS[key], key) if given.get(key) else None

    def _page(
        self,
        found: Sequence[Row],
        given: Mapping[str, str],
        told: Callable[[Row], dict[str, Any]],
        **more: Any,
    ) -> dict[str, Any]:
        """The part of a list that `limit` and `cursor` ask for, each as answers print it."""
        limit = whole(given, "limit", PAGE, 1, LONGEST_PAGE)
        start = whole(given, "cursor", 0, 0, 10**9)
        end = start + limit
        meta = self.meta(
            language(given), total=len(found), next=str(end) if end < len(found) else None, **more
        )
        return {"data": [told(each) for each in found[start:end]], "meta": meta}


def only(given: Mapping[str, str], known: Collection[str], where: str) -> None:
    """Refuse a parameter that is not known."""
    if unknown := sorted(set(given) - set(known)):
        raise UnknownField(
            f"There is no parameter {unknown[0]!r} for {where}.",
            field=unknown[0] or "parameters",
            given=given[unknown[0]],
            accepted=sorted(known),
        )


def iso_day(given: Mapping[str, str], name: str) -> str | None:
    """The day that a parameter means: the first of a month or year, the last if the parameter is ``to``."""
    text = given.get(name)
    if not text:
        return None
    try:
        return parse_asked(text)[name == "to"].isoformat()
    except ValueError:
        raise BadValue(
            f"{name} is not a day.", field=name, given=text, accepted="YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None


def whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A parameter that is a whole number between bounds."""
    text = given.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise BadValue(
            f"{name} is not a number in range.", field=name, given=text, accepted=f"{least} to {most}"
        )
    return int(text)
