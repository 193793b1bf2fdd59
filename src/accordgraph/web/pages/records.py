"""A page for each record, and a list for each collection."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.namespaces import BASE, ID, shorten, slug
from accordgraph.records import COLLECTIONS
from accordgraph.side_by_side import SideBySide
from accordgraph.web.pages import links
from accordgraph.web.pages.around import Around
from accordgraph.web.pages.base import Site
from accordgraph.web.pages.conditions import tree
from accordgraph.web.pages.gaps import GapsPage
from accordgraph.web.pages.record import Line, Piece, Teller
from accordgraph.web.routers.pathways import single

PAGE, EVERYTHING = 50, 1000
MOST_CHOICES, MOST_FACETS = 80, 5
SHOWN_LINKS = 500
SHOWN_GAPS = 12
COLUMNS = 3
USUAL = ("accord", "jurisdiction", "tier", "kind")
"""Keys that come first where most records of a collection have them."""

MEMBERS = {"Accord": "accord", "Body": "body", "Jurisdiction": "jurisdiction"}
"""Classes whose pages list memberships, and the key of a membership that points at them."""


GAPS_OF = {"accord": "accord", "agreement": "accord", "jurisdiction": "jurisdiction"}
"""Kinds of things by which gaps are filtered, and the filter."""

COMPARED = 3
"""With how many other accords a record's page offers to compare its accord."""


class RecordPages:
    """Lists and records."""

    def __init__(self, site: Site) -> None:
        self.site, self.graph = site, site.graph
        self._gaps_page, self._sides, self._around = GapsPage(site), SideBySide(site.graph), Around(site)
        self._facets: dict[str, dict[str, dict[str, Any]]] = {}

    def install(self, app: FastAPI) -> None:
        """Add ``/browse``, the lists and their records."""
        self.site.add(app, "/browse", self.browse)
        for name in COLLECTIONS:
            self.site.add(app, f"/{name}", partial(self.listed, collection=name))
            self.site.add(app, f"/{name}/{{name}}", partial(self.one, collection=name))

    def browse(self, request: Request) -> Response:
        """All collections."""
        counts = {name: len(self.graph.records.members(name)) for name in COLLECTIONS}
        return self.site.page(request, "browse.html", counts=counts)

    def listed(self, request: Request, collection: str) -> Response:
        """One collection: filters, a table, the next page."""
        reading = self.site.reading(request)
        given = {"limit": str(PAGE), **single(request)}
        found = self.graph.collection(collection, given)
        teller = Teller(self.graph.records, reading)
        facets = self.facets(collection)
        columns = list(facets)[:COLUMNS]
        rows = [self._row(teller, record, columns) for record in found["data"]]
        return self.site.page(
            request, "collection.html", collection=collection, facets=facets, columns=columns, rows=rows,
            labels=self._labels(teller, found["data"]), total=found["meta"]["total"],
            next=found["meta"]["next"],
            dated=any(row["from"] or row["through"] for row in rows),
            filters={k: v for k, v in given.items() if k not in ("limit", "cursor", "lang")},
            json_url=f"/api/v1/{collection}" + (f"?{request.url.query}" if request.url.query else ""),
        )  # fmt: skip

    def _row(self, teller: Teller, record: Mapping[str, Any], columns: list[str]) -> dict[str, Any]:
        first, last = teller.spell(record)
        cells = [teller.pieces(record[key]) if record.get(key) else [] for key in columns]
        href = teller.reading.href(shorten(record["iri"]))
        return {
            "id": record["id"],
            "name": teller.name(record, beside=columns),
            "notation": record.get("notation"),
            "href": href,
            "cells": cells,
            "from": first,
            "through": last,
            "sources": teller.cited(record["evidence"]),
        }

    def _labels(self, teller: Teller, records: list[Mapping[str, Any]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for record in records:
            found = {**teller.labels(record["iri"]), **found}
        return found

    def facets(self, collection: str) -> dict[str, dict[str, Any]]:
        """Keys to filter a collection by: those that point at a few other things, with their values."""
        if collection not in self._facets:
            values: dict[str, dict[str, Any]] = {}
            held: Counter[str] = Counter()
            members = self.graph.records.members(collection)
            for iri in members:
                for key, each in _references(self.graph.records.record(iri)):
                    values.setdefault(key, {})[slug(each["id"])] = each["label"]
                    held[key] += 1
            usable = [k for k, v in values.items() if 1 < len(v) <= MOST_CHOICES]
            usable.sort(key=lambda k: (k not in USUAL or 2 * held[k] < len(members), -held[k], k))
            self._facets[collection] = {k: dict(sorted(values[k].items())) for k in usable[:MOST_FACETS]}
        return self._facets[collection]

    def one(self, request: Request, collection: str) -> Response:
        """The page of a record."""
        record = self.graph.record(collection, request.path_params["name"])["data"]
        proper = links.href(shorten(record["iri"]))
        if not proper.startswith(f"/{collection}/"):
            proper = f"/{collection}/{record['id']}"
        return self._shown(request, record, f"/api/v1{proper}")

    def shown(self, request: Request, iri: str) -> Response:
        """The page of anything of the graph, by its IRI."""
        return self._shown(request, self.graph.records.record(iri), None)

    def _shown(self, request: Request, record: Mapping[str, Any], json_url: str | None) -> Response:
        reading = self.site.reading(request)
        teller = Teller(self.graph.records, reading)
        return self.site.page(
            request, "record.html", record=record, name=teller.name(record), lines=teller.lines(record),
            spell=teller.spell(record), json_url=json_url, address=record["iri"].removeprefix(BASE[:-1]),
            **self._pointing(teller, record),
            kind=shorten(record["iri"]).partition("/")[0], collection=links.COLLECTION_OF.get(_kind(record)),
            sources=self._evidence(teller, record),
            **self._around.told(teller, record),
            standards=self._standards(teller, record), gaps=self._gaps(teller, record),
            beside=self._beside(record), shown_gaps=SHOWN_GAPS, **self._members(teller, record),
        )  # fmt: skip

    def _evidence(self, teller: Teller, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Citations of a record, each with the properties it supports by their labels."""
        known = self.graph.records.properties.items()
        labels = {slug(iri): teller.heading(each.label) for iri, each in known}
        return [
            {**each, "supported": [labels.get(name, name) for name in each["supports"]]}
            for each in teller.cited(record["evidence"])
        ]

    def _pointing(self, teller: Teller, record: Mapping[str, Any]) -> dict[str, Any]:
        """Things that point at a record, by property; memberships have a table of their own."""
        groups: dict[str, Line] = {}
        tabled = MEMBERS.get(next((t for t in record["type"] if t in MEMBERS), ""))
        found = self.graph.records.links_to(record["iri"], limit=sys.maxsize)
        for known, iri in found[:SHOWN_LINKS]:
            if known.key == tabled and iri.startswith(f"{ID}membership/"):
                continue
            if iri.startswith(f"{ID}citation/") and "Source" in record["type"]:
                continue  # what rests on a source is told by its statements
            line = groups.setdefault(known.iri, Line(known.key, teller.heading(known.label)))
            line.pieces.append(Piece(teller.title(iri), teller.reading.href(shorten(iri))))
        for line in groups.values():
            line.pieces.sort(key=lambda piece: piece.text.casefold())
        links = sorted(groups.values(), key=lambda line: line.label)
        return {"links": links, "shown": SHOWN_LINKS, "pointing": len(found)}

    def _members(self, teller: Teller, record: Mapping[str, Any]) -> dict[str, Any]:
        """The memberships of an accord, a body or a place, on a day if one is given."""
        key = next((MEMBERS[t] for t in record["type"] if t in MEMBERS), None)
        day = teller.reading.params.get("as_of", "")
        if key is None:
            return {"memberships": None, "by": None, "day": day}
        pointing = [
            iri
            for known, iri in self.graph.records.links_to(record["iri"], limit=EVERYTHING)
            if known.key == key and iri.startswith(f"{ID}membership/")
        ]
        if day:
            wanted = {"as_of": day, "limit": str(EVERYTHING)}
            held = {r["iri"] for r in self.graph.collection("memberships", wanted)["data"]}
            pointing = [iri for iri in pointing if iri in held]
        columns = [k for k in ("accord", "body", "jurisdiction", "tier") if k != key]
        rows = [self._row(teller, self.graph.records.record(iri), columns) for iri in pointing]
        rows.sort(key=lambda row: [piece.text for cell in row["cells"] for piece in cell])
        return {"memberships": rows, "by": columns, "day": day}

    def _gaps(self, teller: Teller, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What is not known of a record: of an accord or a place all, of others what concerns themselves."""
        kind = _kind(record)
        if not kind:
            return []
        given = {GAPS_OF[kind]: record["id"]} if kind in GAPS_OF else {}
        found = self.graph.gaps({**given, "limit": str(EVERYTHING)}, today=self.site.today())["data"]
        if not given:
            pointing = {iri for _, iri in self.graph.records.links_to(record["iri"], limit=EVERYTHING)}
            mine = {record["iri"], *(iri for iri in pointing if iri.startswith(f"{ID}membership/"))}
            found = [gap for gap in found if gap["iri"] in mine]
        return [self._gaps_page.row(teller, gap) for gap in found]

    def _beside(self, record: Mapping[str, Any]) -> str | None:
        """An accord and those to compare it with, as an address names them; None for other things."""
        if _kind(record) != "accord":
            return None
        usual = [slug(iri) for iri in self._sides.usual(self.graph.served, self.site.today())]
        return ",".join([record["id"], *[name for name in usual if name != record["id"]][:COMPARED]])

    def _standards(self, teller: Teller, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Entry standards as trees of conditions in words: the record's own, or those of an accord."""
        iris: list[str] = []
        if "EntryStandard" in record["type"]:
            iris = [record["iri"]]
        elif "Accord" in record["type"]:
            pointing = {iri for _, iri in self.graph.records.links_to(record["iri"], limit=EVERYTHING)}
            iris = sorted(iri for iri in pointing if iri.startswith(f"{ID}standard/"))
        found = []
        for iri in iris:
            standard = self.graph.records.record(iri)
            root = standard.get("root_condition")
            found.append(
                {
                    "name": teller.name(standard),
                    "href": teller.reading.href(shorten(iri)),
                    "spell": teller.spell(standard),
                    "root": tree(teller, ID + root["id"]) if root else None,
                }
            )
        return found


def _references(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a record points at, by key."""
    for key, value in record.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and set(each) == {"id", "label"} and not key.endswith("_precision"):
                yield key, each


def _kind(record: Mapping[str, Any]) -> str:
    return shorten(record["iri"]).partition("/")[0] if record["iri"].startswith(BASE) else ""
