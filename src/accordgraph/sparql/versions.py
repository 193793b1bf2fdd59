"""How versions of the data lie on a SPARQL server: graphs of their own names, and a graph that tells of them.

A *release* is one version as one run of `publish` wrote it: an IRI that is never used again, and under it
the graphs of the dataset.  The graph `VERSIONS` says of a release that it was begun, and, by one triple that
is inserted last and removed first, what it holds.  Who finds that triple before asking and after has asked a
whole release.  So no server is trusted with more than to insert one triple at once: few run several updates
as one, and where they do, a query that is under way may still see the old graphs and then the new ones.
"""

from __future__ import annotations

from accordgraph.namespaces import BASE, GRAPHS

ROOT = f"{BASE}graph/"
VERSIONS = f"{ROOT}versions"
HOLDS, BEGUN, NUMBER, DATA = (f"{VERSIONS}#{name}" for name in ("holds", "begun", "number", "data"))


def release_iri(digest: str, mark: str) -> str:
    """The IRI of a release.

    Parameters
    ----------
    digest : of the snapshot.
    mark : what tells it from others of the same.

    >>> release_iri("0123456789abcdef0123", "7")
    'https://w3id.org/accordgraph/graph/0123456789abcdef-7'
    """
    return f"{ROOT}{digest[:16]}-{mark}"


def names(release: str) -> dict[str, str]:
    """What the graphs of a release are called, by the IRIs that readers know."""
    return {iri: f"{release}/{name}" for name, iri in GRAPHS.items()}


def nowhere(release: str) -> str:
    """The name of a graph that does not exist."""
    return f"{release}/none"


def told(text: bytes, release: str) -> bytes:
    """An answer in which graphs have the names that readers know."""
    return text.replace(f"{release}/".encode(), ROOT.encode())


def find(digest: str) -> str:
    """The query for the releases of a version."""
    return f'SELECT ?release {{ GRAPH <{VERSIONS}> {{ ?release <{HOLDS}> "{digest}" }} }}'


def still(release: str) -> str:
    """The query for what a release holds now."""
    return f"SELECT ?digest {{ GRAPH <{VERSIONS}> {{ <{release}> <{HOLDS}> ?digest }} }}"


EVERY = f"""SELECT ?release ?number ?digest {{ GRAPH <{VERSIONS}> {{
  ?release <{NUMBER}> ?number OPTIONAL {{ ?release <{HOLDS}> ?digest }} }} }}"""
"""The query for all releases, those that are not whole among them."""
