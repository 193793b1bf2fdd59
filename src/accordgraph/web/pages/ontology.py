"""``/ontology``, which is ``/ns`` too, and ``/shapes``: every term and constraint under its own anchor."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from accordgraph.web.pages.base import Site


class OntologyPages:
    """What the ontology says, for people."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def _told(self) -> dict[str, Any]:
        from accordgraph import glossary  # reads the ontology by rdflib: not for the start of a server

        ontology = glossary.read(self.site.graph.store)
        shapes = glossary.shapes(ontology)
        return {
            "topics": glossary.terms(ontology),
            "schemes": glossary.schemes(ontology),
            "shapes": shapes,
            "shared": glossary.shared(ontology, shapes),
        }

    def terms(self, request: Request) -> Response:
        """Classes and properties by topic, and the vocabularies."""
        told = {name: self._told[name] for name in ("topics", "schemes")}
        return self.site.page(request, "ontology.html", **told)

    def shapes(self, request: Request) -> Response:
        """The constraints that data keep."""
        told = {name: self._told[name] for name in ("shapes", "shared")}
        return self.site.page(request, "shapes.html", **told)
