"""IRIs and prefixes: the only place that spells them.

Terms live in one namespace, things under ``id/<kind>/<name>``, concepts under
``vocab/<scheme>/<name>``.  A prefix per kind keeps Turtle readable.
"""

from __future__ import annotations

BASE = "https://w3id.org/accordgraph/"
AG = f"{BASE}ns#"
SHAPES = f"{BASE}shapes#"
ONTOLOGY = f"{BASE}ontology"
ID = f"{BASE}id/"
VOCAB = f"{BASE}vocab/"

GRAPHS = {name: f"{BASE}graph/{name}" for name in ("ontology", "facts", "inferred", "pending", "rejected")}
SERVED_GRAPHS = ("ontology", "facts", "inferred")
"""Names of the graphs whose union is the default graph of every query."""

STANDARD = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_KINDS = {
    "admission": "admission-rule",
    "group": "jurisdiction-group",
    "instrument": "legal-instrument",
    "plan": "planned-relation",
    "requirement": "procedure-requirement",
    "rival": "rival-statement",
    "start": "recognition-start",
} | {
    kind: kind
    for kind in (
        "accord agreement authorisation body citation claim condition equivalence event figures "
        "jurisdiction membership observation procedure provision register regulation rule source "
        "standard target tier title"
    ).split()
}

_SCHEMES = {
    "accordkind": "accord-kind",
    "bodyreq": "body-requirement",
    "claimkind": "claim-kind",
    "datekind": "date-kind",
    "degreerole": "degree-role",
    "eventkind": "event-kind",
    "field": "profile-field",
    "flag": "editor-flag",
    "force": "legal-force",
    "grant": "grant-kind",
    "hedge": "claim-hedge",
    "item": "requirement-item",
    "kind": "recognition-kind",
    "nature": "body-nature",
    "obsstatus": "observation-status",
    "provisionkind": "provision-kind",
    "reason": "reason-code",
    "reqkind": "requirement-kind",
    "right": "tier-right",
    "scope": "licence-scope",
    "status": "status-certainty",
} | {
    scheme: scheme
    for scheme in (
        "certainty decider discipline discretion indicator level precision purpose "
        "quantifier reservation topic unit"
    ).split()
}

PREFIXES: dict[str, str] = (
    {"ag": AG, "ags": SHAPES}
    | STANDARD
    | {prefix: f"{ID}{kind}/" for prefix, kind in _KINDS.items()}
    | {prefix: f"{VOCAB}{scheme}/" for prefix, scheme in _SCHEMES.items()}
)
"""Every prefix that data, queries and shapes of the project may use."""


def expand(name: str) -> str:
    """The IRI of a prefixed name.

    >>> expand("ag:Accord")
    'https://w3id.org/accordgraph/ns#Accord'
    >>> expand("item:local-law")
    'https://w3id.org/accordgraph/vocab/requirement-item/local-law'

    Raises
    ------
    KeyError : if the prefix is not one of `PREFIXES`.
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def slug(iri: str) -> str:
    """The last segment of an IRI: the name a user types.

    >>> slug("https://w3id.org/accordgraph/id/body/example-board")
    'example-board'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def shorten(iri: str) -> str:
    """Kind and name of a thing or concept of the graph; any other IRI unchanged.

    >>> shorten("https://w3id.org/accordgraph/id/body/example-board")
    'body/example-board'
    >>> shorten("https://w3id.org/accordgraph/ns#Accord")
    'https://w3id.org/accordgraph/ns#Accord'
    """
    for base in (ID, VOCAB):
        if iri.startswith(base):
            return iri[len(base) :]
    return iri
