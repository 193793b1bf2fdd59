"""``/about``: how it works, and what the words of an answer mean; definitions come from the graph."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from accordgraph.answers import OUTCOMES
from accordgraph.namespaces import VOCAB
from accordgraph.pathways.search import Certainty
from accordgraph.web.pages.base import Reading, Site

SCHEMES = ("certainty", "legal-force", "discretion", "status-certainty", "reason-code")


class AboutPage:
    """The page about the method."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def install(self, app: FastAPI) -> None:
        """Add the page."""
        self.site.add(app, "/about", self.show)

    def show(self, request: Request) -> Response:
        """Method, words, data policy, licence."""
        reading = self.site.reading(request)
        return self.site.page(
            request, "about.html", outcomes=[(name, both._asdict()) for name, both in OUTCOMES.items()],
            certainties=[c.slug for c in sorted(Certainty, reverse=True)],
            schemes=[self._scheme(reading, name) for name in SCHEMES],
        )  # fmt: skip

    def _scheme(self, reading: Reading, name: str) -> dict[str, Any]:
        """A vocabulary: its concepts in their order, with definitions."""
        records = self.site.graph.records
        concepts = [
            records.record(iri) for known, iri in records.links_to(VOCAB + name) if known.key == "scheme"
        ]
        concepts.sort(key=lambda c: (-c.get("rank", 0), c.get("position", 0), str(c.get("notation", ""))))
        return {
            "name": name,
            "label": reading.say(records.label(VOCAB + name)._asdict()),
            "concepts": [
                {
                    "href": reading.href(f"{name}/{c['id']}"),
                    "label": reading.say(c["label"]),
                    "notation": c.get("notation"),
                    "definition": reading.say(c.get("definition")),
                }
                for c in concepts
            ],
        }
