"""Remove each triple of a small world in turn: some answer must change.

What may be silent is listed, with the reason; everything else is meaning that the engine reads.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox

from accordgraph.names import fold
from accordgraph.namespaces import GRAPHS, expand, slug

SILENT = {
    "skos:definition": "for people",
    "skos:inScheme": "for browsing",
    "ag:mayConclude": "for validation",
    "ag:fromQualification": "shown in records",
    "ag:toQualification": "shown in records",
    "ag:forPurpose": "shown in records",
    "ag:isTitleOf": "shown in records",
    "ag:confirmedOn": "shown in records",
    "ag:hasAccordKind": "shown in records",
    "dcterms:title": "in two languages: a citation shows one",
    "dcterms:language": "shown in records",
    "ag:officialName": "shown in records",
}
SILENT_TRIPLES = {
    ("*", "rdf:type", "skos:Concept"): "for people",
    ("*", "rdf:type", "ag:Source"): "a citation leads to it",
    ("*", "rdf:type", "ag:Citation"): "a statement leads to it",
    ("*", "ag:statusCertainty", "status:in-force"): "the same as none stated",
    ("accord:river", "ag:statusCertainty", "status:unknown"): "its rule says so too",
    ("rule:river-licence", "ag:statusCertainty", "status:unknown"): "its accord says so too",
    ("standard:meridian-2010", "ag:isUnderAccord", "accord:meridian"): "a rule leads to it",
    ("standard:meridian-2020", "ag:isUnderAccord", "accord:meridian"): "a rule leads to it",
    ("standard:meridian-2010", "skos:prefLabel", "*"): "shown in records",
    ("standard:meridian-2020", "skos:prefLabel", "*"): "shown in records",
    ("rule:river-licence", "ag:grantsScope", "*"): "nothing is left open there",
    ("standard:meridian-2010", "ag:validThrough", "*"): "the later version answers from its first day",
    ("condition:lantern-degree", "ag:refusal", "reason:no-degree"): "the general code is the same",
    ("item:host-language", "ag:position", "*"): "orders items where there are several",
    ("item:sole-practice", "ag:position", "*"): "orders items where there are several",
    ("equivalence:lantern-degree-for-meridian", "ag:isUnderAccord", "accord:lantern"): "shown in records",
    ("rival:northland-name", "*", "*"): "of an official name: shown in records",
    ("agreement:northland-southland", "ag:grantsScope", "scope:unlimited"): "nothing is left open there",
    ("agreement:northland-southland", "ag:grantsScope", "scope:collaborative"): "nothing is left open there",
    ("agreement:northland-southland", "ag:grantsScope", "scope:independent"): "nothing is left open there",
}
FULL: dict[str, Any] = {
    "degree_jurisdiction": "XN",
    "degree_awarded": "2014-06-30",
    "degree_accredited": True,
    "design_office_years": 4,
    "site_years": 2,
    "post_grad_years": 8,
    "competence": True,
    "ethics": True,
    "referees": True,
    "licensed_in": ["XN"],
}
PEOPLE: tuple[dict[str, Any], ...] = (
    FULL,
    {},
    FULL | {"design_office_years": 1, "site_years": 0, "referees": False},
    FULL | {"interview": True, "referees": False, "ethics": False, "competence": False},
    FULL | {"degree_awarded": "2012-06-15", "design_office_years": 1, "site_years": 6},
    FULL | {"design_office_years": 6, "site_years": 0, "degree_awarded": "2012-01-15"},
    {"degree_held": False},
    FULL | {"titles": ["Meridian Engineer"]},
    {**FULL, "post_grad_years": 3, "degree_accredited": False},
)
DAYS = (
    "2026-01-01",
    "2009-01-01",
    "2009-12-31",
    "2014-07-01",
    "2017-12-31",
    "2019-12-31",
    "2020-06-01",
    "2020-12-31",
    "2026-07-01",
    "2031-06-01",
    "1994-01-01",
)
PAIRS = (("XN", "XS"), ("XS", "XN"), ("XN", "XW"), ("XN-CO", "XS"))
OTHER_PAIRS = (
    ("XE", "XN"),
    ("XN", "XE"),
    ("XN", "XN-CO"),
    ("XN", "XQ"),
    ("XW", "XN"),
    ("XW", "XE"),
    ("XQ", "XN"),
)
GOALS = ("competence", "licence", "academic", "title")
Probe = Callable[[Any], str]


def probes() -> Iterator[Probe]:
    """Everything a user could notice, cheap looks first."""
    yield lambda w: repr(sorted(w.view.names._names.items()))
    yield lambda w: repr(sorted(w.view.world.fields.items()))
    yield lambda w: repr(
        [sorted(x.items()) for x in (w.view.world.titles, w.view.world.tiers, w.view.world.bodies)]
    )
    for name, value in itertools.product((*FULL, "interview"), ("-1", "61", "x")):
        yield _asking({"home": "XN", "target": "XS", "goal": "title", name: value})
    for scope, day in itertools.product(("collaborative", "independent"), ("2020-06-01", "2026-01-01")):
        yield _asking(
            {"home": "XN", "target": "XS", "goal": "licence", "profile": FULL, "scope": scope, "as_of": day}
        )
    for person, pair, goal in itertools.product(PEOPLE, PAIRS, GOALS):
        yield _asking({"home": pair[0], "target": pair[1], "goal": goal, "profile": person})
    for pair, goal in itertools.product(OTHER_PAIRS, GOALS):
        yield _asking({"home": pair[0], "target": pair[1], "goal": goal, "profile": FULL}, "en")
    for person in PEOPLE:
        yield _asking(
            {"home": "XN", "target": "XS", "goal": "title", "profile": person, "as_of": "2019-06-01"}, "en"
        )
    for day, pair, goal in itertools.product(DAYS[1:], (*PAIRS[:3], ("XN", "XE")), GOALS):
        yield _asking({"home": pair[0], "target": pair[1], "goal": goal, "profile": FULL, "as_of": day}, "en")


def _asking(request: dict[str, Any], *langs: str) -> Probe:
    def ask(world: Any) -> str:
        try:
            return repr([world(request, lang) for lang in langs or ("en", "zh")])
        except Exception as error:  # an error is an answer too
            return f"{type(error).__name__}: {error}"

    return ask


def _is_silent(quad: ox.Quad) -> bool:
    parts = [quad.subject, quad.predicate, quad.object]
    if quad.predicate.value in {expand(name) for name in SILENT}:
        return True
    if quad.predicate.value == expand("skos:notation") and fold(parts[2].value) == fold(slug(parts[0].value)):
        return True  # the same name as the slug
    return any(
        all(
            want == "*" or (isinstance(part, ox.NamedNode) and part.value == expand(want))
            for want, part in zip(wanted, parts, strict=True)
        )
        for wanted in SILENT_TRIPLES
    )


def test_every_triple_counts(fresh: Callable[..., Any]) -> None:
    world = fresh("fiction")
    looks = [(look, look(world)) for look in probes()]
    facts = list(world.store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["facts"])))
    unnoticed = []
    for quad in facts:
        if _is_silent(quad):
            continue
        world.store.remove(quad)
        try:
            world.compile()
            noticed = next((n for n, (look, told) in enumerate(looks) if look(world) != told), None)
            if noticed is None:
                unnoticed.append(f"{quad.subject} {quad.predicate} {quad.object}")
            else:
                looks.insert(0, looks.pop(noticed))  # the next triple often says something of the same thing
        except KeyError:
            pass  # the world no longer holds together, which is noticed
        world.store.add(quad)
    assert not unnoticed, "\n".join(sorted(unnoticed))
    assert len(facts) > 300


def test_the_guard_can_fail(fresh: Callable[..., Any]) -> None:
    """A triple that the engine does not read is found out."""
    world = fresh("fiction")
    looks = list(itertools.islice(probes(), 60))
    before = [look(world) for look in looks]
    idle = ox.Quad(
        ox.NamedNode(expand("accord:meridian")),
        ox.NamedNode(expand("skos:note")),
        ox.Literal("idle"),
        ox.NamedNode(GRAPHS["facts"]),
    )
    assert not _is_silent(idle)
    world.store.add(idle)
    world.compile()
    assert [look(world) for look in looks] == before
