"""The real ontology and data: valid, linked, cited, formatted, in both languages, free of contradiction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from accordgraph.content import Content, findings
from accordgraph.findings import Finding, Severity, compact
from accordgraph.namespaces import expand
from accordgraph.reasoning import check_consistency, infer
from accordgraph.records import NAMED
from accordgraph.turtle import format_tree, read_tree
from accordgraph.validation import sleeping_shapes

BILINGUAL = (
    "skos:prefLabel skos:definition ag:question ag:sentence ag:stepText ag:toShow ag:toDo ag:warning "
    "ag:reasonNotAdopted ag:rejectionReason ag:pendingReason dcterms:description skos:note skos:example "
    "skos:scopeNote"
).split()
NAMES = {
    "HK": ("Hong Kong, China", "中国香港"),
    "MO": ("Macao, China", "中国澳门"),
    "TW": ("Chinese Taipei", "中国台北"),
}
"""Economies that are members in their own right, and the one label under which they are shown."""


@dataclass(frozen=True)
class Real:
    """The project's content, read once."""

    content: Content
    served: Graph
    everything: Graph
    shapes: Graph


@pytest.fixture(scope="module")
def content(root: Path) -> Real:
    found = Content.under(root)
    files = found.files()
    aside = [*files.get("pending", []), *files.get("rejected", [])]
    served, _ = read_tree([*files["ontology"], *files["facts"]], base=root)
    everything, _ = read_tree([*files["ontology"], *files["facts"], *aside], base=root)
    return Real(found, served, everything, read_tree(files["shapes"], base=root)[0])


@pytest.fixture(scope="module")
def found(content: Real) -> tuple[Finding, ...]:
    return findings(content.content)


def told(found: list[Finding]) -> str:
    return "\n".join(["", *(finding.text() for finding in found)])


def ref(name: str) -> URIRef:
    return URIRef(expand(name))


def test_what_has_an_official_name_is_of_a_kind_that_records_mark(content: Real) -> None:
    """Else a record would not say which of its names are ours."""
    kinds = {ref(f"ag:{name}") for name in NAMED}
    assert set(content.shapes.objects(ref("ags:NamedShape"), SH.targetClass)) == kinds
    named = set(content.everything.subjects(ref("ag:officialName")))
    assert named
    assert {thing for thing in named if not kinds & set(content.everything.objects(thing, RDF.type))} == set()


def test_no_violation(found: tuple[Finding, ...]) -> None:
    faults = [each for each in found if each.severity is Severity.VIOLATION]
    assert not faults, told(faults)


def test_nothing_unused_and_nothing_twice(found: tuple[Finding, ...]) -> None:
    faults = [each for each in found if each.severity is Severity.WARNING]
    assert not faults, told(faults)


IDLE = {"ags:AtLeastShape": "no source read so far asks for at least n of several conditions"}
"""Shapes that select nothing yet, each with its reason."""


def test_no_shape_sleeps_but_those_with_a_reason(content: Real) -> None:
    assert set(sleeping_shapes(content.everything, content.shapes)) == set(IDLE)


def test_every_file_is_formatted(content: Real) -> None:
    changed = format_tree([content.content.ontology, *content.content.data], check=True)
    assert not changed, f"run: accordgraph fmt {' '.join(map(str, changed))}"


def test_both_languages_everywhere(content: Real) -> None:
    missing = []
    for prop in BILINGUAL:
        languages: dict[Node, list[str]] = defaultdict(list)
        for subject, text in content.everything.subject_objects(ref(prop)):
            languages[subject].append((text.language or "") if isinstance(text, Literal) else "")
        missing += [
            f"{compact(subject)} {prop}: {sorted(given)}"
            for subject, given in languages.items()
            if sorted(given) != ["en", "zh"]
        ]
    assert not missing, "\n".join(["", *sorted(missing)])


def test_the_content_is_consistent(content: Real) -> None:
    """Rejected statements contradict others by nature and are left out."""
    consistency = check_consistency(content.served.serialize(format="nt", encoding="utf-8"))
    assert consistency.consistent, consistency.explanation
    assert consistency.unsatisfiable == ()


def test_each_membership_is_inferred_to_be_for_a_place(content: Real) -> None:
    inferred = infer(content.served)
    memberships = set(content.served.subjects(RDF.type, ref("ag:Membership")))
    assert memberships
    assert memberships == set(inferred.subjects(ref("ag:isForJurisdiction")))


@pytest.mark.parametrize("code", NAMES)
def test_a_member_in_its_own_right_is_covered_by_nobody(content: Real, code: str) -> None:
    place, graph = ref(f"jurisdiction:{code}"), content.everything
    assert (place, RDF.type, ref("ag:Jurisdiction")) in graph
    assert not list(graph.objects(place, ref("ag:coveredBy")))
    assert not list(graph.subjects(ref("ag:covers"), place))


@pytest.mark.parametrize("code", NAMES)
def test_the_label_of_a_place_is_the_agreed_one(content: Real, code: str) -> None:
    labels = content.everything.objects(ref(f"jurisdiction:{code}"), SKOS.prefLabel)
    assert sorted(map(str, labels)) == sorted(NAMES[code])
