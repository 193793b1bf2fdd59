"""Ordinary ways to registration, and what they ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from accordgraph.compile.row import day, distinct, groups, label, precision, spell, text
from accordgraph.compile.table import Rows
from accordgraph.namespaces import slug
from accordgraph.pathways import model
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Text
from accordgraph.stored_queries import Row

RELIEF = "waiver"
"""The kind of requirement that asks nothing: a procedure spares some applicants something."""


def procedures(rows: Rows) -> tuple[model.Procedure, ...]:
    """A grant and the kind of recognition it amounts to bear the same name."""
    places = groups(rows["procedures"], "procedure", "place")
    kinds = {slug(r["kind"]): r["kind"] for r in rows["kinds"]}
    return tuple(
        model.Procedure(
            p,
            slug(p),
            label(r, p),
            places[p],
            grant=r["grant"],
            gives=kinds.get(slug(r["grant"] or "")),
            authority=r["authority"],
            title=r["title"],
        )
        for r in distinct(rows["procedures"], "procedure")
        for p in [r["procedure"]]
    )


def requirements(found: Sequence[Row]) -> tuple[model.Requirement, ...]:
    """Requirements and what waives them; of an equivalence, the qualification that it starts from."""
    waivers: dict[str, list[model.Waiver]] = defaultdict(list)
    for row in found:
        if row["waived_by"] is not None:
            waivers[row["requirement"]].append(_waiver(row))
    return tuple(
        model.Requirement(
            r["requirement"],
            r["procedure"],
            label(r, r["requirement"]),
            text(r, "text") or Text("", ""),
            r["kind"],
            text(r, "kind") or label(r, r["kind"]),
            waivers=tuple(dict.fromkeys(waivers[r["requirement"]])),
            waiver_text=text(r, "waiver"),
            is_relief=slug(r["kind"]) == RELIEF,
            spell=spell(r),
        )
        for r in distinct(found, "requirement")
    )


def _waiver(row: Row) -> model.Waiver:
    begin, named = row["from_qualification"], row["waived_by"]
    said = text(row, "waived_by") or Text(*[slug(begin or named)] * 2)
    if begin is None:
        return model.Waiver(named, said)
    holds = Spell.of(
        day(row["waiver_from"]),
        day(row["waiver_through"]),
        start_precision=precision(row["waiver_from_precision"]),
        end_precision=precision(row["waiver_through_precision"]),
    )
    return model.Waiver(begin, said, named, holds, bool(row["waiver_unsure"]))
