"""From rows of the stored network queries to the facts the pathway engine reads.

The rows are plain JSON values, so a built snapshot keeps them in one file and a server starts
without touching RDF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyoxigraph

from accordgraph.compile.procedures import procedures, requirements
from accordgraph.compile.row import day, distinct, groups, label, number, precision, relations, spell, text
from accordgraph.compile.table import Rows
from accordgraph.namespaces import slug
from accordgraph.pathways import model
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Text
from accordgraph.stored_queries import Row, StoredQuery, rows

TOPIC = "network/"

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


def _recognised(row: Row) -> Spell | None:
    begin = day(row["recognised_from"])
    if begin is None:
        return None
    return Spell.of(
        begin,
        day(row["valid_through"]),
        start_precision=precision(row["recognised_from_precision"]),
        end_precision=precision(row["valid_through_precision"]),
    )


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
            model.RecognitionStart(r["start"], r["accord"], r["lead_months"], spell(r))
            for r in distinct(rows["recognition-starts"], "start")
        ),
        rules=_rules(rows, terms),
        agreements=_agreements(rows, terms),
        standards=tuple(
            model.Standard(r["standard"], r["root"], spell(r))
            for r in distinct(rows["standards"], "standard")
        ),
        conditions=_conditions(rows),
        equivalences=tuple(
            model.Equivalence(r["equivalence"], r["condition"], r["counts_for"], spell(r))
            for r in rows["equivalences"]
        ),
        kinds=tuple(
            model.Kind(
                r["kind"],
                slug(r["kind"]),
                label(r, r["kind"]),
                bool(r["crosses_border"]),
                bool(r["is_scoped"]),
            )
            for r in distinct(rows["kinds"], "kind")
        ),
        forces=_ranked(rows, "LegalForce"),
        scopes=_ranked(rows, "LicenceScope"),
        levels=_ranked(rows, "Level"),
        items=items,
        reasons=tuple(
            model.ReasonCode(
                r["reason"], slug(r["reason"]), r["notation"], text(r, "sentence") or Text("", "")
            )
            for r in distinct(rows["reason-codes"], "reason")
        ),
        fields=_fields(rows),
        rivals=tuple(
            model.Rival(r["rival"], r["statement"], r["property"], r["value"]) for r in rows["rivals"]
        ),
        titles=tuple(
            model.Ranked(r["title"], r["notation"] or slug(r["title"]), label(r, r["title"]), 0)
            for r in distinct(rows["titles"], "title")
        ),
        choices=tuple(
            model.Ranked(r["concept"], r["notation"] or slug(r["concept"]), label(r, r["concept"]), 0)
            for r in distinct(rows["choices"], "concept")
        ),
        procedures=procedures(rows),
        requirements=requirements(rows["requirements"]),
    )


def _jurisdictions(rows: Rows) -> tuple[model.Jurisdiction, ...]:
    covered = groups(rows["coverage"], "place", "covered_by")
    wholes = groups(rows["parts"], "place", "whole")
    return tuple(
        model.Jurisdiction(p, slug(p), label(r, p), covered.get(p, ()), wholes.get(p, ()))
        for r in distinct(rows["jurisdictions"], "jurisdiction")
        for p in [r["jurisdiction"]]
    )


def _bodies(rows: Rows) -> tuple[model.Body, ...]:
    regulates = groups(rows["regulators"], "body", "place")
    return tuple(
        model.Body(b, slug(b), label(r, b), r["jurisdiction"], r["website"], regulates.get(b, ()))
        for r in distinct(rows["bodies"], "body")
        for b in [r["body"]]
    )


def _accords(rows: Rows) -> tuple[model.Accord, ...]:
    territories = groups(rows["territories"], "accord", "place")
    levels = groups(rows["accord-levels"], "accord", "level")
    between = groups(rows["agreement-places"], "agreement", "place")
    admissions = _admissions(rows["admissions"])
    return tuple(
        model.Accord(
            a,
            slug(a),
            label(r, a),
            spell=spell(r),
            list_complete_through=day(r["list_complete_through"]),
            status_unknown=r["status_unknown"],
            warning=text(r, "warning"),
            territory=frozenset(territories.get(a, ())),
            is_agreement=r["is_agreement"],
            levels=frozenset(levels.get(a, ())),
            between=frozenset(between.get(a, ())),
            admission=admissions.get(a),
        )
        for r in distinct(rows["accords"], "accord")
        for a in [r["accord"]]
    )


def _admissions(found: Sequence[Row]) -> dict[str, model.Admission]:
    rules, places = groups(found, "accord", "admission"), groups(found, "accord", "place")
    days = groups(found, "accord", "list_complete_through")
    return {
        accord: model.Admission(
            rules[accord], frozenset(places[accord]), date.fromisoformat(min(days[accord]))
        )
        for accord in rules
    }


def _tiers(rows: Rows) -> tuple[model.Tier, ...]:
    rights = relations(rows["tier-rights"], "tier", "right")
    return tuple(
        model.Tier(
            t,
            r["notation"],
            label(r, t),
            r["accord"],
            frozenset(rights(t, "grants")),
            frozenset(rights(t, "withholds")),
        )
        for r in distinct(rows["tiers"], "tier")
        for t in [r["tier"]]
    )


def _memberships(rows: Rows) -> tuple[model.Membership, ...]:
    covers = groups(rows["membership-coverage"], "membership", "place")
    same: dict[str | None, str | None] = {}  # what many rows name is kept once

    def once(name: str | None) -> Any:
        return same.setdefault(name, name)

    return tuple(
        model.Membership(
            r["membership"],
            once(r["accord"]),
            once(r["tier"]),
            once(r["jurisdiction"]),
            once(r["body"]),
            spell(r),
            recognised=_recognised(r),
            covers=covers.get(r["membership"], ()),
            confirmed_on=day(r["confirmed_on"]),
            limited_to=r["limited_to"],
        )
        for r in distinct(rows["memberships"], "membership")
    )


def _terms(rows: Rows, order: Mapping[str, Any]) -> Callable[[str, Row], model.Terms]:
    related = relations(rows["terms"], "holder", "term")

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
    premises = relations(rows["rule-premises"], "rule", "premise")
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
            step_text=text(r, "step_text"),
            terms=terms(rule, r),
            by_agreement=bool(r["by_agreement"]),
            yields_to=r["yields_to"],
            status_unknown=r["status_unknown"],
            decider=r["decider"],
            spell=spell(r),
        )
        for r in distinct(rows["rules"], "rule")
        for rule in [r["rule"]]
    )


def _agreements(rows: Rows, terms: Callable[[str, Row], model.Terms]) -> tuple[model.Agreement, ...]:
    places = groups(rows["agreement-places"], "agreement", "place")
    return tuple(
        model.Agreement(
            a,
            r["accord"],
            label(r, a),
            frozenset(places.get(a, ())),
            terms(a, r),
            spell=spell(r),
            status_unknown=r["status_unknown"],
        )
        for r in distinct(rows["agreements"], "agreement")
        for a in [r["agreement"]]
    )


def _conditions(rows: Rows) -> tuple[model.Condition, ...]:
    parts = relations(rows["condition-parts"], "condition", "part")
    return tuple(
        model.Condition(
            c,
            slug(r["class"]),
            operands=parts(c, "operands"),
            included=parts(c, "included"),
            min_count=r["min_count"],
            min_years=number(r["min_years"]),
            field=r["field"],
            until_field=r["until_field"],
            names=r["names"],
            refusal=r["refusal"],
            to_show=text(r, "to_show"),
            to_do=text(r, "to_do"),
            accredited_under=r["accredited_under"],
            asks_accreditor=r["asks_accreditor"],
            holds_unless_stated=bool(r["holds_unless_stated"]),
        )
        for r in distinct(rows["conditions"], "condition")
        for c in [r["condition"]]
    )


def _ranked(rows: Rows, class_name: str) -> tuple[model.Ranked, ...]:
    found = [r for r in rows["ranked-concepts"] if slug(r["class"]) == class_name]
    return tuple(
        model.Ranked(c, r["notation"] or slug(c), label(r, c), 9_999 if r["rank"] is None else r["rank"])
        for r in distinct(found, "concept")
        for c in [r["concept"]]
    )


def _fields(rows: Rows) -> tuple[model.ProfileField, ...]:
    return tuple(
        model.ProfileField(
            r["field"],
            r["name"],
            label(r, r["field"]),
            text(r, "question") or label(r, r["field"]),
            "reference"
            if r["choice_class"] or r["choice_scheme"]
            else DATATYPES.get(slug(r["datatype"] or ""), "string"),
            unit=r["unit"],
            least=number(r["least"]),
            most=number(r["most"]),
            is_list=bool(r["is_list"]),
            choice_scheme=r["choice_scheme"],
            choice_class=r["choice_class"],
            not_above=r["not_above"],
            degree_role=r["degree_role"] and slug(r["degree_role"]),
            position=r["position"] or 0,
            set_by_registration=bool(r["set_by_registration"]),
        )
        for r in distinct(rows["profile-fields"], "field")
    )
