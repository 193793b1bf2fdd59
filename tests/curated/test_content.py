"""The real ontology and data: valid, linked, cited, formatted, in both languages, free of contradiction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from accordgraph.constraints import store_of, targets
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


CONSTRAINTS = {
    "one holder, one accord, one tier, a citation": "Membership-isHeldBy Membership-isUnderAccord "
    "Membership-hasTier Statement-wasDerivedFrom",
    "no two tiers at once": "Membership-overlap Membership-double",
    "a tier of its accord": "Membership-hasTier-accord",
    "dates in order, none to come": "Statement-order Statement-validFrom-future",
    "one member for a place where the tier says so": "Membership-isHeldBy-onePerJurisdiction",
    "only what the accord may conclude": "RecognitionRule-concludes-allowed",
    "what is spared or left, force, status": "RecognitionRule-waives-or-leaves "
    "RecognitionRule-legalForce-needed RecognitionRule-statusCertainty",
    "a binding force rests on an instrument": "RecognitionRule-legalForce-binding",
    "no rule in force under an accord that is not": "RecognitionRule-statusCertainty-accord",
    "rights are granted by a tier": "Tier-grants-silent DegreeCondition-asksAccreditor-granted",
    "sound trees of conditions": "Condition-acyclic AnyOf-hasOperand-two Connective-hasOperand",
    "years inside are no more than around": "ExperienceCondition-includesCondition-inner",
    "what years count is said": "ExperienceCondition-readsField ExperienceCondition-readsField-number",
    "parts of a formation fit its total": "FormationCondition-includesCondition-sum",
    "shares of votes, nominations": "AdmissionRule-vote AdmissionRule-requiresNominations",
    "a standing lies within the body's lifetime": "Membership-isHeldBy-lifetime",
    "an accreditation asks a right at the award": "DegreeCondition-asksAccreditor-together",
    "figures with unit, day, status; outliers": "Observation-hasUnit Observation-observedOn "
    "Observation-hasObservationStatus Observation-series",
    "parts of a target add up": "Target-sum",
    "a plan is no fact": "PlannedRelation-plans",
    "no more listed than counted": "Observation-forTier-listed",
    "codes of places, no circles": "Jurisdiction-notation Jurisdiction-isPartOf-acyclic",
    "labels in both languages, clean": "Label-prefLabel Label-prefLabel-spaces Label-prefLabel-brackets",
    "a citation has source and locator, and nobody in it": "Citation-citesSource Citation-locator "
    "Citation-quotation Citation-quotation-personal",
    "an equivalence is directed, with purpose, scope, date": "QualificationEquivalence-forPurpose "
    "QualificationEquivalence-fromQualification-directed QualificationEquivalence-fromQualification-inverse "
    "QualificationEquivalence-scope QualificationEquivalence-dated",
}
"""What the shapes are there for, and the shapes that hold it; cases of each are in ``tests/shapes``."""


Targets = Mapping[Node, frozenset[Node]]


def idle(content: Real, chosen: Targets, names: str) -> list[str]:
    """Property shapes of these names of which no node that they are asked of has the property."""
    found = []
    for name in names.split():
        shape = ref(f"ags:{name}")
        path = content.shapes.value(shape, SH.path)
        owners = content.shapes.subjects(SH.property, shape)
        asked = (node for owner in owners for node in chosen.get(owner, ()))
        if not any((node, path, None) in content.everything for node in asked):
            found.append(name)
    return found


def test_every_constraint_is_asked_of_the_data(content: Real) -> None:
    chosen = targets(content.everything, store_of(content.everything), content.shapes)
    unasked = {
        name: found for name, shapes in CONSTRAINTS.items() if (found := idle(content, chosen, shapes))
    }
    assert unasked == {}
    assert idle(content, chosen, "AtLeast-minCount no-such-shape") == ["AtLeast-minCount", "no-such-shape"]


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
