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

import re
from urllib.parse import quote, urlsplit

from accordgraph.namespaces import ID, PREFIXES, VOCAB
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


def iri(short: str) -> str | None:
    """The IRI of a thing by its short name; None for a text that cannot be one.

    >>> iri("certainty/documented")
    'https://w3id.org/accordgraph/vocab/certainty/documented'
    >>> iri("34 countries") is None
    True
    """
    if not re.fullmatch(r"[\w.~-]+(/[\w.~-]+)?", short):
        return None
    return (ID if short.partition("/")[0] in KINDS else VOCAB) + short


def outward(address: str | None) -> str | None:
    """An address of the web as it may stand in a link; None for anything else."""
    return address if address and urlsplit(address).scheme in ("http", "https") else None
