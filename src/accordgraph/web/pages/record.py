"""One record as rows of label and value, whatever kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accordgraph.answers import LANGUAGES
from accordgraph.namespaces import BASE, ID, shorten, slug
from accordgraph.pathways.model import Text
from accordgraph.records import Records
from accordgraph.web.pages.base import Reading
from accordgraph.web.pages.links import outward
from accordgraph.web.pages.sources import by_source

HEAD = (
    "id", "iri", "type", "label", "definition", "label_is_translation", "other_value_is_translation",
    "evidence", "rivals",
)  # fmt: skip
"""Keys that a record's page shows at their own place."""

ORDER = (
    "notation", "alternative_label", "official_name", "accord", "body", "jurisdiction", "tier", "kind",
    "status", "valid_from", "valid_through", "seen_on", "confirmed_on",
)  # fmt: skip
"""Keys that come first, where a record has them."""

COMPOSED = ("body", "title", "accord", "from", "to", "rivals", "planned_by")
"""Keys whose labels name a thing that has no label of its own."""

LONG = 90
PRECISE_TO = {"year": 4, "circa": 4, "month": 7}


@dataclass(frozen=True)
class Piece:
    """One value as it is shown: a text, perhaps in a language of its own, perhaps a link."""

    text: str
    href: str | None = None
    lang: str | None = None
    outside: bool = False


@dataclass(frozen=True)
class Line:
    """One property of a record."""

    key: str
    label: str
    pieces: list[Piece] = field(default_factory=list)


class Teller:
    """Tells records in the reader's language."""

    def __init__(self, records: Records, reading: Reading) -> None:
        self.records, self.reading = records, reading

    def lines(self, record: Mapping[str, Any]) -> list[Line]:
        """The properties of a record, the usual ones first."""
        labels = self.labels(record["iri"])
        found = []
        for key, value in record.items():
            if key in HEAD or key.endswith("_precision") or value in ([], None):
                continue
            shown = self.dated(record, key) or value
            found.append(Line(key, labels.get(key, key), self.pieces(shown)))
        rank = {key: place for place, key in enumerate(ORDER)}
        return sorted(found, key=lambda line: rank.get(line.key, len(ORDER)))

    def labels(self, iri: str) -> dict[str, str]:
        """Labels of the properties that a thing has, by key."""
        known = (self.records.properties.get(predicate) for predicate in self.records.values(iri))
        return {p.key: self.heading(p.label) for p in known if p}

    def heading(self, label: Text) -> str:
        """The label of a property as a heading: without the verb that English ones begin with."""
        said = self.of(label).replace("_", " ")
        said = said.removeprefix("is ").removeprefix("has ") if self.reading.lang == "en" else said
        return said[:1].upper() + said[1:]

    def of(self, label: Text) -> str:
        """A label in the reader's language."""
        return self.reading.say(label._asdict())

    def dated(self, record: Mapping[str, Any], key: str) -> str | None:
        """A date no more precise than the record says it is."""
        precision = record.get(f"{key}_precision")
        if not isinstance(record.get(key), str) or not isinstance(precision, Mapping):
            return None
        how = slug(precision["id"])
        day = record[key][: PRECISE_TO.get(how, 10)]
        return str(self.reading.t("record.circa", day=day)) if how == "circa" else day

    def pieces(self, value: Any) -> list[Piece]:
        """A value, or each of several."""
        if isinstance(value, list):
            return [piece for each in value for piece in self.pieces(each)]
        if isinstance(value, Mapping):
            if "label" in value:
                return [Piece(self.reading.say(value["label"]), self.reading.href(value["id"]))]
            return self._texts(value)
        if isinstance(value, bool):
            return [Piece(str(self.reading.t("record.yes" if value else "record.no")))]
        if isinstance(value, str) and outward(value):
            return [self._address(value)]
        return [Piece(f"{value:.15g}" if isinstance(value, float) else str(value))]

    def _address(self, value: str) -> Piece:
        known = self.records.properties.get(value)
        if known:
            return Piece(self.of(known.label))
        if value.startswith(BASE):
            label = self.of(self.records.label(value))
            short = shorten(value)
            return Piece(label, self.reading.href(short) if short != value else None)
        return Piece(value.removeprefix("https://").removeprefix("http://").rstrip("/"), value, outside=True)

    def _texts(self, value: Mapping[str, Any]) -> list[Piece]:
        """Long texts in the reader's language, names in every language they have."""
        long = any(isinstance(v, str) and len(v) > LONG for v in value.values())
        if long or set(value) == set(LANGUAGES):
            lang = self.reading.lang if self.reading.lang in value else next(iter(value))
            value = {lang: value[lang]}
        return [
            Piece(each, lang=lang)
            for lang, found in value.items()
            for each in (found if isinstance(found, list) else [found])
        ]

    def name(self, record: Mapping[str, Any], *, beside: Sequence[str] = ()) -> str:
        """The label of a record; one without is named by what it joins, but for what is shown beside it."""
        if record["label"]["en"] != record["id"]:
            return self.reading.say(record["label"])
        if "Observation" in record["type"]:
            return self._figure(record)
        parts: dict[str, str] = {}
        for key in COMPOSED:
            values = record.get(key)
            for each in values if isinstance(values, list) else [values]:
                if isinstance(each, Mapping) and "label" in each and len(parts) < 2:
                    parts.setdefault(key, self.reading.say(each["label"]))
        left = [text for key, text in parts.items() if key not in beside]
        return (" → " if "to" in parts else " · ").join(left or parts.values()) or self.reading.say(
            record["label"]
        )

    def _figure(self, record: Mapping[str, Any]) -> str:
        """A figure by what was counted, of what, when."""
        said = {
            key: self.reading.say(record[key]["label"])
            for key in ("observes", "jurisdiction", "indicator", "quantifier")
            if isinstance(record.get(key), Mapping)
        }
        exact = slug(record.get("quantifier", {}).get("id", "exact")) == "exact"
        value = self.pieces(record.get("value", ""))[0].text
        day = self.dated(record, "observed_on") or record.get("observed_on")
        if not exact:
            value = self.reading.plain("record.figure_how", how=said["quantifier"], value=value)
        of = " · ".join(said[key] for key in ("observes", "jurisdiction") if key in said)
        dated = self.reading.plain("record.figure_day", day=day) if day else ""
        what = said.get("indicator", "")
        return f"{self.reading.plain('record.figure', of=of, what=what, value=value)}{dated}"

    def title(self, iri: str) -> str:
        """The name of a thing by its IRI."""
        label = self.records.label(iri)
        return self.of(label) if label.en != slug(iri) else self.name(self.records.facts(iri))

    def cited(self, evidence: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Citations by source, which is named in the reader's language where it has such a title."""
        return [
            {**each, "title": self.of(self.records.label(ID + each["source"]))}
            for each in by_source(evidence)
        ]

    def spell(self, record: Mapping[str, Any]) -> tuple[str, str]:
        """From when and until when a record holds, in words."""
        t = self.reading.t
        start = self.dated(record, "valid_from") or record.get("valid_from")
        seen, confirmed = record.get("seen_on"), record.get("confirmed_on")
        end = self.dated(record, "valid_through") or record.get("valid_through")
        first = start or (t("record.seen", day=seen) if seen else "")
        last = end or (t("record.confirmed", day=confirmed) if confirmed else "")
        return str(first), str(last)
