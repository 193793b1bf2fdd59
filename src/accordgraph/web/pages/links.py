"""Where a thing of the graph has its page.

>>> href("body/example-board")
'/bodies/example-board'
>>> href("condition/years")
'/id/condition/years'
>>> href("legal-force/binding")
'/vocab/legal-force/binding'
>>> href("https://example.org/x")
'https://example.org/x'
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from accordgraph.namespaces import ID, PREFIXES
from accordgraph.records import COLLECTIONS

COLLECTION_OF = {prefix[len(ID) : -1]: name for name, (_, prefix) in COLLECTIONS.items()}
"""Kind of a thing (``legal-instrument``) to the collection it is in (``instruments``)."""

KINDS = {iri[len(ID) : -1] for iri in PREFIXES.values() if iri.startswith(ID)}
"""Every kind of thing; what is of none of these is a concept of a vocabulary."""


def href(short: str) -> str:
    """The address of the page of a thing by its short name (``kind/name``); other addresses unchanged."""
    if "://" in short:
        return short
    kind, slash, name = short.partition("/")
    if not slash:
        return f"/vocab/{quote(kind)}"
    if kind in COLLECTION_OF:
        return f"/{COLLECTION_OF[kind]}/{quote(name)}"
    return f"/id/{kind}/{quote(name)}" if kind in KINDS else f"/vocab/{kind}/{quote(name)}"


def outward(address: str | None) -> str | None:
    """An address of the web as it may stand in a link; None for anything else."""
    return address if address and urlsplit(address).scheme in ("http", "https") else None
