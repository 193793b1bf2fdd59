"""What surrounds a record: its history, other readings of it, and what rests on a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordgraph.namespaces import AG, shorten, slug
from accordgraph.records import TYPE
from accordgraph.web.pages import links
from accordgraph.web.pages.base import Site
from accordgraph.web.pages.record import Piece, Teller
from accordgraph.web.pages.timeline import TimelinePage

LATEST = 12
"""How many happenings a record's page tells; the others stand in the timeline."""

HISTORY_OF = {"accord": "accord", "agreement": "accord", "body": "body", "jurisdiction": "jurisdiction"}
"""Kinds of things by which the timeline is filtered, and the filter."""

GATHERING = (*HISTORY_OF, "title")
"""Kinds of things on whose page the other readings of what is stated about them stand too."""

EVERYTHING = 10_000


class Around:
    """Tells what the graph knows around a record."""

    def __init__(self, site: Site) -> None:
        self.graph = site.graph
        self._timeline = TimelinePage(site)

    def told(self, teller: Teller, record: Mapping[str, Any]) -> dict[str, Any]:
        """Everything that a record's page shows of this, by the names its template knows."""
        return {
            "history": self._history(teller, record["iri"]),
            "rivals": self._rivals(teller, record),
            "resting": self._resting(teller, record),
        }

    def _history(self, teller: Teller, iri: str) -> dict[str, Any]:
        """The latest happenings first, how many there are, and where the timeline lists them all."""
        kind, _, name = shorten(iri).partition("/")
        rows, total = self.graph.listings.history(iri, LATEST)
        told = [self._timeline.told(teller, row) for row in reversed(rows)]
        for each in told:
            each["involves"] = [(label, short) for label, short in each["involves"] if short != shorten(iri)]
        every = teller.reading.url("/timeline", **{HISTORY_OF[kind]: name}) if kind in HISTORY_OF else None
        return {"rows": told, "total": total, "every": every}

    def _rivals(self, teller: Teller, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Other readings of the record, then of the statements about it, each with what it is about."""
        found = [self._rival(teller, rival) for rival in record["rivals"]]
        if shorten(record["iri"]).partition("/")[0] in GATHERING:
            pointing = dict.fromkeys(
                iri for _, iri in self.graph.records.links_to(record["iri"], limit=EVERYTHING)
            )
            for iri in pointing:
                if self.graph.records.evidence.rivals(iri):
                    about = Piece(teller.title(iri), teller.reading.href(shorten(iri)))
                    rivals = self.graph.records.record(iri)["rivals"]
                    found += [{**self._rival(teller, rival), "about": about} for rival in rivals]
        return found

    def _rival(self, teller: Teller, rival: Mapping[str, Any]) -> dict[str, Any]:
        known = self.graph.records.by_key.get(rival["property"])
        other = rival["other_value"]
        other = other if isinstance(other, str) else teller.reading.say(other)
        iri = links.iri(other)
        iri = iri if iri and self.graph.records.exists(iri) else None
        return {
            **rival,
            "about": None,
            "label": teller.heading(known.label) if known else rival["property"],
            "other": Piece(teller.title(iri), teller.reading.href(other)) if iri else Piece(other),
            "sources": teller.cited(rival["evidence"]),
        }

    def _resting(self, teller: Teller, record: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """The statements that cite a source, with what it says of each and where; None for other things."""
        if "Source" not in record["type"]:
            return None
        labels = {slug(iri): teller.heading(p.label) for iri, p in self.graph.records.properties.items()}
        rows = []
        for cited in self.graph.records.citing(record["iri"]):
            iri = links.iri(cited["statement"]) or cited["statement"]
            about = Piece(teller.title(iri), teller.reading.href(cited["statement"]))
            supported = [labels.get(name, name) for name in cited["supports"]]
            rows.append({**cited, "about": about, "kind": self._kind(teller, iri), "supported": supported})
        return sorted(rows, key=lambda row: (row["kind"], row["about"].text.casefold(), row["citation"]))

    def _kind(self, teller: Teller, iri: str) -> str:
        """What kind of thing a statement is: a word of the site, else the label of its class."""
        classes = sorted(
            node.value
            for node in self.graph.records.values(iri).get(TYPE.value, ())
            if node.value.startswith(AG)
        )
        said = [str(teller.reading.t_of("class", slug(each))) for each in classes]
        known = [text for text, each in zip(said, classes, strict=True) if text != slug(each)]
        return (known or [teller.of(self.graph.records.label(each)) for each in classes] or [""])[0]
