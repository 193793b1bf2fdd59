"""Records: everything the graph says of one thing, with validity, evidence and rival readings.

One reader serves every kind of thing: keys come from the ontology (``ag:jsonKey``), whether a
key holds one value or a list comes from the shapes (``sh:maxCount 1``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from accordgraph.errors import NotFound
from accordgraph.evidence import Evidence, citation
from accordgraph.names import fold
from accordgraph.namespaces import AG, BASE, GRAPHS, ID, PREFIXES, SERVED_GRAPHS, VOCAB, shorten, slug
from accordgraph.pathways.model import Text
from accordgraph.stored_queries import Row

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
TITLE = ox.NamedNode(PREFIXES["dcterms"] + "title")
OFFICIAL = AG + "officialName"
SPOKEN = PREFIXES["dcterms"] + "language"
NOTATION = ox.NamedNode(PREFIXES["skos"] + "notation")
DERIVED = PREFIXES["prov"] + "wasDerivedFrom"
SKIPPED = {DERIVED, LABEL.value, TYPE.value, PREFIXES["rdfs"] + "label", PREFIXES["rdfs"] + "comment",
           PREFIXES["skos"] + "hiddenLabel"}  # fmt: skip

COLLECTIONS = {
    "accords": ("Accord", f"{ID}accord/"),
    "agreements": ("Agreement", f"{ID}agreement/"),
    "bodies": ("Body", f"{ID}body/"),
    "jurisdictions": ("Jurisdiction", f"{ID}jurisdiction/"),
    "tiers": ("Tier", f"{ID}tier/"),
    "titles": ("Title", f"{ID}title/"),
    "memberships": ("Membership", f"{ID}membership/"),
    "equivalences": ("QualificationEquivalence", f"{ID}equivalence/"),
    "rules": ("RecognitionRule", f"{ID}rule/"),
    "standards": ("EntryStandard", f"{ID}standard/"),
    "plans": ("PlannedRelation", f"{ID}planned-relation/"),
    "rivals": ("RivalStatement", f"{ID}rival-statement/"),
    "instruments": ("LegalInstrument", f"{ID}legal-instrument/"),
    "provisions": ("Provision", f"{ID}provision/"),
    "admission-rules": ("AdmissionRule", f"{ID}admission-rule/"),
    "authorisations": ("Authorisation", f"{ID}authorisation/"),
    "groups": ("JurisdictionGroup", f"{ID}jurisdiction-group/"),
    "regulations": ("Regulation", f"{ID}regulation/"),
    "procedures": ("RegistrationProcedure", f"{ID}procedure/"),
    "requirements": ("ProcedureRequirement", f"{ID}procedure-requirement/"),
    "events": ("Event", f"{ID}event/"),
    "observations": ("Observation", f"{ID}observation/"),
    "targets": ("Target", f"{ID}target/"),
    "claims": ("Claim", f"{ID}claim/"),
    "sources": ("Source", f"{ID}source/"),
}
"""Collections of records: name in the address, class, and where its things live."""

NAMED = {"Accord", "Agreement", "Body", "JurisdictionGroup", "LegalInstrument", "Register", "Title"}
"""Classes of things that can have a name of their own, which is official in some languages."""


@dataclass(frozen=True)
class Property:
    """A property as records show it."""

    iri: str
    key: str
    label: Text
    single: bool


class Records:
    """Reads records from a store; keeps the labels and citations it has already read, which never change."""

    def __init__(
        self, store: ox.Store, properties: Iterable[Row], evidence: Evidence, *, pending: bool = False
    ) -> None:
        self.store, self.evidence = store, evidence
        self.properties = {
            r["property"]: Property(
                r["property"],
                r["key"],
                Text(r["label_en"] or r["key"], r["label_zh"] or r["key"]),
                r["single"],
            )
            for r in properties
        }
        self.by_key = {known.key: known for known in self.properties.values()}
        self._sharing: dict[str, list[Property]] = {}
        for known in self.properties.values():
            self._sharing.setdefault(known.key, []).append(known)
        self._graphs = [ox.NamedNode(GRAPHS[g]) for g in (*SERVED_GRAPHS, *(["pending"] if pending else []))]
        self._labels: dict[str, Text] = {}
        self._citations: dict[str, dict[str, Any]] = {}
        self._members: dict[str, list[str]] = {}

    def _triples(self, subject: Any, predicate: Any = None, value: Any = None) -> Iterator[ox.Quad]:
        for graph in self._graphs:
            yield from self.store.quads_for_pattern(subject, predicate, value, graph)

    def label(self, iri: str) -> Text:
        """The label of anything in the graph: its name, its title, or the end of its IRI."""
        if iri not in self._labels:
            self._labels[iri] = self._read_label(iri)
        return self._labels[iri]

    def _read_label(self, iri: str) -> Text:
        node = ox.NamedNode(iri)
        for predicate in (LABEL, TITLE):
            found = {
                (q.object.language or ""): q.object.value
                for q in self._triples(node, predicate)
                if isinstance(q.object, ox.Literal)
            }
            if found:
                some = found.get("en") or min(found.values())
                return Text(some, found.get("zh", some))
        return Text(slug(iri), slug(iri))

    def members(self, collection: str) -> list[str]:
        """IRIs of every record of a collection, in order; looked for once: what is served never changes."""
        if collection not in self._members:
            class_name, _ = COLLECTIONS[collection]
            typed = self._triples(None, TYPE, ox.NamedNode(AG + class_name))
            found = {q.subject.value for q in typed if isinstance(q.subject, ox.NamedNode)}
            self._members[collection] = sorted(i for i in found if i.startswith(ID))
        return self._members[collection]

    def exists(self, iri: str) -> bool:
        """Whether the graph says anything of it."""
        return next(self._triples(ox.NamedNode(iri)), None) is not None

    def one(self, collection: str, name: str) -> dict[str, Any]:
        """The record of that name; codes may be written in any case.

        Raises
        ------
        NotFound : no such record.
        """
        members = self.members(collection)
        wanted = fold(name)
        for iri in members:
            if fold(slug(iri)) == wanted:
                return self.record(iri)
        raise NotFound(
            f"There is no record {name!r} among {collection}.", field="name", given=name,
            hint=f"See /api/v1/{collection}.",
        )  # fmt: skip

    def values(self, iri: str) -> dict[str, list[Any]]:
        """What the graph says of a thing, by property IRI; each value once."""
        found: dict[str, list[Any]] = {}
        for quad in self._triples(ox.NamedNode(iri)):
            values = found.setdefault(quad.predicate.value, [])
            if quad.object not in values:
                values.append(quad.object)
        return found

    def record(self, iri: str) -> dict[str, Any]:
        """Everything the graph says of one thing, with its evidence and what rivals it."""
        told = self.facts(iri)
        told["evidence"] = self.evidence_of(iri)
        told["rivals"] = [self._rival(row) for row in self.evidence.rivals(iri)]
        return told

    def facts(self, iri: str) -> dict[str, Any]:
        """What the graph says of one thing."""
        values = self.values(iri)
        label = self.label(iri)
        told: dict[str, Any] = {
            "id": slug(iri),
            "iri": iri,
            "type": sorted(slug(v.value) for v in values.get(TYPE.value, ()) if v.value.startswith(AG)),
            "label": {"en": label.en, "zh": label.zh},
        }
        for predicate, nodes in sorted(values.items()):
            known = self.properties.get(predicate)
            if known and predicate not in SKIPPED:
                told[known.key] = self._told(known, nodes)
        if "Source" in told["type"]:
            told["label_is_translation"] = _ours(node.value for node in values.get(SPOKEN, ()))
        elif NAMED & set(told["type"]):
            told["label_is_translation"] = _ours(node.language for node in values.get(OFFICIAL, ()))
        if "RivalStatement" in told["type"] and isinstance(told.get("other_value"), dict):
            told["other_value_is_translation"] = self._other_words(iri)
        return told

    def _told(self, known: Property, nodes: list[Any]) -> Any:
        literals = [n for n in nodes if isinstance(n, ox.Literal)]
        if literals and all(n.language for n in literals):
            texts: dict[str, Any] = {}
            for node in sorted(literals, key=str):
                texts.setdefault(node.language or "", []).append(node.value)
            return {lang: found[0] if len(found) == 1 else found for lang, found in texts.items()}
        told = [self._value(n) for n in sorted(nodes, key=str) if not isinstance(n, ox.BlankNode)]
        return told[0] if known.single and len(told) == 1 else told

    def _value(self, node: Any) -> Any:
        if isinstance(node, ox.NamedNode):
            if not node.value.startswith(BASE):
                return node.value
            label = self.label(node.value)
            return {"id": shorten(node.value), "label": {"en": label.en, "zh": label.zh}}
        kind = slug(node.datatype.value)
        if kind == "boolean":
            return node.value in ("true", "1")
        if kind == "integer":
            return int(node.value)
        return float(Decimal(node.value)) if kind == "decimal" else node.value

    def _rival(self, row: Row) -> dict[str, Any]:
        known = self.properties.get(row["property"])
        told: dict[str, Any] = {
            "id": slug(row["rival"]),
            "property": known.key if known else slug(row["property"]),
            "other_value": shorten(row["value"]),
            "reason_not_adopted": {"en": row["reason_en"], "zh": row["reason_zh"]},
            "evidence": self.evidence_of(row["rival"]),
        }
        if row["value_zh"] is not None:
            told["other_value"] = {"en": row["value"], "zh": row["value_zh"]}
            told["other_value_is_translation"] = self._other_words(row["rival"])
        return told

    def _other_words(self, rival: str) -> dict[str, bool]:
        """For each language whether the words of another reading are ours: no source of it is in it."""
        cited = (node.value for node in self.values(rival).get(DERIVED, ()))
        sources = [node.value for each in cited for node in self.values(each).get(AG + "citesSource", ())]
        return _ours(node.value for each in sources for node in self.values(each).get(SPOKEN, ()))

    def evidence_of(self, iri: str, lang: str = "en") -> list[dict[str, Any]]:
        """The citations of any statement, as answers print them."""
        found = self._triples(ox.NamedNode(iri), ox.NamedNode(DERIVED))
        cited = sorted({quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)})
        return [citation(self._citation_row(iri, each), lang) for each in cited]

    def _citation_row(self, statement: str, cited: str) -> dict[str, Any]:
        """The same columns as a row of the query ``network/citations``."""
        if cited not in self._citations:
            self._citations[cited] = self._read_citation(cited)
        return {"statement": statement, **self._citations[cited]}

    def _read_citation(self, cited: str) -> dict[str, Any]:
        about = self.values(cited)
        source = next((node.value for node in about.get(AG + "citesSource", ())), "")
        page, title = self.values(source), self.label(source)

        def only(values: Mapping[str, list[Any]], name: str) -> str | None:
            return next((node.value for node in values.get(name, ())), None)

        return {
            "citation": cited,
            "source": source,
            "title": title.en,
            "title_en": title.en,
            "title_zh": title.zh,
            "publisher": only(page, PREFIXES["dcterms"] + "publisher"),
            "address": only(page, AG + "address"),
            "locator": only(about, AG + "locator"),
            "certainty": only(about, AG + "hasCertainty") or "",
            "retrieved_on": only(about, AG + "retrievedOn"),
            "supports": [slug(node.value) for node in about.get(AG + "supports", ())],
        }

    def classes(self) -> list[str]:
        """The classes of the ontology, by their IRIs."""
        found = self._triples(
            None, ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{PREFIXES['owl']}Class")
        )
        named = {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}
        return sorted(iri for iri in named if iri.startswith(AG))

    def links_to(self, iri: str, limit: int = 500) -> list[tuple[Property, str]]:
        """Things that point at this one, with the property they point by; at most `limit`."""
        found = {
            (quad.predicate.value, quad.subject.value)
            for quad in self._triples(None, None, ox.NamedNode(iri))
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith((ID, VOCAB))
        }
        known = [(self.properties[p], s) for p, s in found if p in self.properties]
        return sorted(known, key=lambda each: (each[0].key, each[1]))[:limit]

    def citing(self, source: str) -> list[dict[str, Any]]:
        """The citations of a source, as answers print them, one for each statement they speak for."""
        derived, found = ox.NamedNode(DERIVED), set()
        for quad in self._triples(None, ox.NamedNode(AG + "citesSource"), ox.NamedNode(source)):
            if isinstance(quad.subject, ox.NamedNode):
                stated = [each.subject for each in self._triples(None, derived, quad.subject)]
                found |= {(n.value, quad.subject.value) for n in stated if isinstance(n, ox.NamedNode)}
        return [citation(self._citation_row(statement, cited), "en") for statement, cited in sorted(found)]

    def matches(self, iri: str, filters: Mapping[str, str]) -> bool:
        """Whether a record holds these values: by key, compared with a slug, a notation or an IRI."""
        values = self.values(iri) if filters else {}
        return all(
            any(
                self._means(node, wanted)
                for known in self._sharing[key]
                for node in values.get(known.iri, ())
            )
            for key, wanted in filters.items()
        )

    def _means(self, node: Any, wanted: str) -> bool:
        if isinstance(node, ox.Literal):
            return fold(node.value) == fold(wanted)
        names = {fold(node.value), fold(shorten(node.value)), fold(slug(node.value))}
        names |= {
            fold(q.object.value) for q in self._triples(node, NOTATION) if isinstance(q.object, ox.Literal)
        }
        return fold(wanted) in names


def _ours(official: Iterable[str]) -> dict[str, bool]:
    """For each language whether a label in it is ours: no official name is in it, in whatever script.

    >>> _ours(["zh-hant", "fr"])
    {'en': True, 'zh': False}
    """
    spoken = {language.lower().partition("-")[0] for language in official}
    return {language: language not in spoken for language in ("en", "zh")}


def holds_on(values: Mapping[str, list[Any]], day: date) -> bool:
    """Whether a dated statement's stated days leave room for a day (both ends inclusive)."""
    first = [v.value for v in values.get(AG + "validFrom", ())]
    last = [v.value for v in values.get(AG + "validThrough", ())]
    return (not first or min(first) <= day.isoformat()) and (not last or day.isoformat() <= max(last))
