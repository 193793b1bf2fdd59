"""From rows of the stored network queries to the facts the pathway engine reads.

The rows are plain JSON values, so a built snapshot keeps them in one file and a server starts
without touching RDF.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph

from accordgraph.namespaces import slug
from accordgraph.pathways import model
from accordgraph.pathways.dates import ALWAYS, Spell
from accordgraph.pathways.model import Text
from accordgraph.stored_queries import Row, StoredQuery, rows

TOPIC = "network/"
Rows = Mapping[str, list[Row]]

DATATYPES = {
    "decimal": "decimal",
    "integer": "decimal",
    "boolean": "boolean",
    "date": "date",
    "string": "string",
}


def read_rows(store: pyoxigraph.Store, queries: Mapping[str, StoredQuery], *, pending: bool = False) -> Rows:
    """The rows of every network query, by the query's name."""
    return {
        query.name: rows(store, query, pending=pending)
        for name, query in queries.items()
        if name.startswith(TOPIC)
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(row: Row, name: str) -> Text | None:
    en, zh = row.get(f"{name}_en"), row.get(f"{name}_zh")
    return None if en is None and zh is None else Text(en or zh or "", zh or en or "")


def _label(row: Row, thing: str) -> Text:
    return _text(row, "label") or Text(slug(thing), slug(thing))


def _precision(iri: str | None) -> str:
    return "day" if iri is None else slug(iri)


def _spell(row: Row) -> Spell:
    if row["valid_from"] is row["valid_through"] is row.get("seen_on") is None:
        return ALWAYS
    return Spell.of(
        _day(row["valid_from"]),
        _day(row["valid_through"]),
        start_precision=_precision(row["valid_from_precision"]),
        end_precision=_precision(row["valid_through_precision"]),
        seen_on=_day(row.get("seen_on")),
    )


def _recognised(row: Row) -> Spell | None:
    begin = _day(row["recognised_from"])
    if begin is None:
        return None
    return Spell.of(
        begin,
        _day(row["valid_through"]),
        start_precision=_precision(row["recognised_from_precision"]),
        end_precision=_precision(row["valid_through_precision"]),
    )


def _groups(found: Iterable[Row], key: str, value: str) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in found:
        groups[row[key]].append(row[value])
    return {name: tuple(dict.fromkeys(members)) for name, members in groups.items()}


def _relations(found: Iterable[Row], key: str, value: str) -> Callable[[str, str], tuple[str, ...]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in found:
        groups[row[key], row["relation"]].append(row[value])
    return lambda thing, relation: tuple(dict.fromkeys(groups.get((thing, relation), ())))


def _distinct(found: Iterable[Row], key: str) -> list[Row]:
    """One row for each thing, the first; more than one is a fault of the data that validation reports."""
    return list({row[key]: row for row in reversed(list(found))}.values())


def facts(rows: Rows) -> model.Facts:
    """The facts of a world from the rows of the network queries."""
    items = _ranked(rows, "RequirementItem")
    order = {item.id: (item.rank, item.slug) for item in items}
    terms = _terms(rows, order)
    return model.Facts(
        jurisdictions=_jurisdictions(rows),
        bodies=_bodies(rows),
        accords=_accords(rows),
        tiers=_tiers(rows),
        memberships=_memberships(rows),
        starts=tuple(
            model.RecognitionStart(r["start"], r["accord"], r["lead_months"], _spell(r))
            for r in _distinct(rows["recognition-starts"], "start")
        ),
        rules=_rules(rows, terms),
        agreements=_agreements(rows, terms),
        standards=tuple(
            model.Standard(r["standard"], r["root"], _spell(r))
            for r in _distinct(rows["standards"], "standard")
        ),
        conditions=_conditions(rows),
        equivalences=tuple(
            model.Equivalence(r["equivalence"], r["condition"], r["counts_for"], _spell(r))
            for r in rows["equivalences"]
        ),
        kinds=tuple(
            model.Kind(
                r["kind"],
                slug(r["kind"]),
                _label(r, r["kind"]),
                bool(r["crosses_border"]),
                bool(r["is_scoped"]),
            )
            for r in _distinct(rows["kinds"], "kind")
        ),
        forces=_ranked(rows, "LegalForce"),
        scopes=_ranked(rows, "LicenceScope"),
        levels=_ranked(rows, "Level"),
        items=items,
        reasons=tuple(
            model.ReasonCode(
                r["reason"], slug(r["reason"]), r["notation"], _text(r, "sentence") or Text("", "")
            )
            for r in _distinct(rows["reason-codes"], "reason")
        ),
        fields=_fields(rows),
        rivals=tuple(
            model.Rival(r["rival"], r["statement"], r["property"], r["value"]) for r in rows["rivals"]
        ),
        titles=tuple(
            model.Ranked(r["title"], r["notation"] or slug(r["title"]), _label(r, r["title"]), 0)
            for r in _distinct(rows["titles"], "title")
        ),
        choices=tuple(
            model.Ranked(r["concept"], r["notation"] or slug(r["concept"]), _label(r, r["concept"]), 0)
            for r in _distinct(rows["choices"], "concept")
        ),
    )


def _jurisdictions(rows: Rows) -> tuple[model.Jurisdiction, ...]:
    covered = _groups(rows["coverage"], "place", "covered_by")
    wholes = _groups(rows["parts"], "place", "whole")
    return tuple(
        model.Jurisdiction(p, slug(p), _label(r, p), covered.get(p, ()), wholes.get(p, ()))
        for r in _distinct(rows["jurisdictions"], "jurisdiction")
        for p in [r["jurisdiction"]]
    )


def _bodies(rows: Rows) -> tuple[model.Body, ...]:
    regulates = _groups(rows["regulators"], "body", "place")
    return tuple(
        model.Body(b, slug(b), _label(r, b), r["jurisdiction"], r["website"], regulates.get(b, ()))
        for r in _distinct(rows["bodies"], "body")
        for b in [r["body"]]
    )


def _accords(rows: Rows) -> tuple[model.Accord, ...]:
    territories = _groups(rows["territories"], "accord", "place")
    levels = _groups(rows["accord-levels"], "accord", "level")
    between = _groups(rows["agreement-places"], "agreement", "place")
    admissions = _admissions(rows["admissions"])
    return tuple(
        model.Accord(
            a,
            slug(a),
            _label(r, a),
            spell=_spell(r),
            list_complete_through=_day(r["list_complete_through"]),
            status_unknown=r["status_unknown"],
            warning=_text(r, "warning"),
            territory=frozenset(territories.get(a, ())),
            is_agreement=r["is_agreement"],
            levels=frozenset(levels.get(a, ())),
            between=frozenset(between.get(a, ())),
            admission=admissions.get(a),
        )
        for r in _distinct(rows["accords"], "accord")
        for a in [r["accord"]]
    )


def _admissions(found: list[Row]) -> dict[str, model.Admission]:
    rules, places = _groups(found, "accord", "admission"), _groups(found, "accord", "place")
    days = _groups(found, "accord", "list_complete_through")
    return {
        accord: model.Admission(
            rules[accord], frozenset(places[accord]), date.fromisoformat(min(days[accord]))
        )
        for accord in rules
    }


def _tiers(rows: Rows) -> tuple[model.Tier, ...]:
    rights = _relations(rows["tier-rights"], "tier", "right")
    return tuple(
        model.Tier(
            t,
            r["notation"],
            _label(r, t),
            r["accord"],
            frozenset(rights(t, "grants")),
            frozenset(rights(t, "withholds")),
        )
        for r in _distinct(rows["tiers"], "tier")
        for t in [r["tier"]]
    )


def _memberships(rows: Rows) -> tuple[model.Membership, ...]:
    covers = _groups(rows["membership-coverage"], "membership", "place")
    return tuple(
        model.Membership(
            r["membership"],
            r["accord"],
            r["tier"],
            r["jurisdiction"],
            r["body"],
            _spell(r),
            recognised=_recognised(r),
            covers=covers.get(r["membership"], ()),
            confirmed_on=_day(r["confirmed_on"]),
            limited_to=r["limited_to"],
        )
        for r in _distinct(rows["memberships"], "membership")
    )


def _terms(rows: Rows, order: Mapping[str, Any]) -> Callable[[str, Row], model.Terms]:
    related = _relations(rows["terms"], "holder", "term")

    def read(holder: str, row: Row) -> model.Terms:
        def items(relation: str) -> tuple[str, ...]:
            return tuple(sorted(related(holder, relation), key=lambda i: order.get(i, (9_999, slug(i)))))

        return model.Terms(
            waives=items("waives"),
            residual=items("residual"),
            still_open=items("still_open"),
            scopes=frozenset(related(holder, "scopes")),
            force=row["force"],
            discretion=row["discretion"],
            residual_complete=row["residual_complete"],
        )

    return read


def _rules(rows: Rows, terms: Callable[[str, Row], model.Terms]) -> tuple[model.Rule, ...]:
    premises = _relations(rows["rule-premises"], "rule", "premise")
    return tuple(
        model.Rule(
            rule,
            r["accord"],
            r["concludes"],
            after=r["after"],
            asks_home=premises(rule, "asks_home"),
            asks_target=premises(rule, "asks_target"),
            refusal_at_target=r["refusal_at_target"],
            standards=premises(rule, "standards"),
            conditions=premises(rule, "conditions"),
            title=r["title"],
            step_text=_text(r, "step_text"),
            terms=terms(rule, r),
            by_agreement=bool(r["by_agreement"]),
            yields_to=r["yields_to"],
            status_unknown=r["status_unknown"],
            decider=r["decider"],
            spell=_spell(r),
        )
        for r in _distinct(rows["rules"], "rule")
        for rule in [r["rule"]]
    )


def _agreements(rows: Rows, terms: Callable[[str, Row], model.Terms]) -> tuple[model.Agreement, ...]:
    places = _groups(rows["agreement-places"], "agreement", "place")
    return tuple(
        model.Agreement(
            a,
            r["accord"],
            _label(r, a),
            frozenset(places.get(a, ())),
            terms(a, r),
            spell=_spell(r),
            status_unknown=r["status_unknown"],
        )
        for r in _distinct(rows["agreements"], "agreement")
        for a in [r["agreement"]]
    )


def _conditions(rows: Rows) -> tuple[model.Condition, ...]:
    parts = _relations(rows["condition-parts"], "condition", "part")
    return tuple(
        model.Condition(
            c,
            slug(r["class"]),
            operands=parts(c, "operands"),
            included=parts(c, "included"),
            min_count=r["min_count"],
            min_years=_number(r["min_years"]),
            field=r["field"],
            until_field=r["until_field"],
            names=r["names"],
            refusal=r["refusal"],
            to_show=_text(r, "to_show"),
            to_do=_text(r, "to_do"),
            accredited_under=r["accredited_under"],
            asks_accreditor=r["asks_accreditor"],
            holds_unless_stated=bool(r["holds_unless_stated"]),
        )
        for r in _distinct(rows["conditions"], "condition")
        for c in [r["condition"]]
    )


def _ranked(rows: Rows, class_name: str) -> tuple[model.Ranked, ...]:
    found = [r for r in rows["ranked-concepts"] if slug(r["class"]) == class_name]
    return tuple(
        model.Ranked(c, r["notation"] or slug(c), _label(r, c), 9_999 if r["rank"] is None else r["rank"])
        for r in _distinct(found, "concept")
        for c in [r["concept"]]
    )


def _fields(rows: Rows) -> tuple[model.ProfileField, ...]:
    return tuple(
        model.ProfileField(
            r["field"],
            r["name"],
            _label(r, r["field"]),
            _text(r, "question") or _label(r, r["field"]),
            "reference"
            if r["choice_class"] or r["choice_scheme"]
            else DATATYPES.get(slug(r["datatype"] or ""), "string"),
            unit=r["unit"],
            least=_number(r["least"]),
            most=_number(r["most"]),
            is_list=bool(r["is_list"]),
            choice_scheme=r["choice_scheme"],
            choice_class=r["choice_class"],
            not_above=r["not_above"],
            degree_role=r["degree_role"] and slug(r["degree_role"]),
            position=r["position"] or 0,
        )
        for r in _distinct(rows["profile-fields"], "field")
    )
