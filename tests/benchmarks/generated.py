"""Worlds of any size, as the rows that a snapshot would hold; the same seed gives the same world.

Of n bodies, each in a place of its own: accords of education with a large membership, accords of
competence whose standards ask for a degree under one of them and whose chains end in a title and
a licence, some of them for another profession than the first, some with an open list, three tiers
each; memberships with one spell or two, some of them undated or ended; agreements of two places
under accords of licence; a few places that are covered by another one.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

Rows = dict[str, list[dict[str, Any]]]

ID, VOCAB = "https://w3id.org/accordgraph/id/", "https://w3id.org/accordgraph/vocab/"
GOALS = ("academic", "competence", "title", "licence")
MEMBERSHIPS_OF_A_BODY = 15
TIERS = {
    "full": {"grants": ("accredit", "acknowledge", "register")},
    "provisional": {"withholds": ("accredit", "acknowledge", "register")},
    "restricted": {"grants": ("acknowledge",), "withholds": ("register",)},
}
NO_DATES = dict.fromkeys(("valid_from", "valid_from_precision", "valid_through", "valid_through_precision"))
FIRST, LAST = date(1980, 1, 1), date(2025, 12, 31)


def named(kind: str, name: str, **more: Any) -> dict[str, Any]:
    """The parts that every row of a thing has."""
    return {kind: f"{ID}{kind}/{name}", "label_en": name, "label_zh": name, **more}


def generated(bodies: int, seed: int = 1) -> Rows:
    """The rows of a world of so many bodies."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    rows: Rows = defaultdict(list)
    _vocabulary(rows)
    _places(rows, bodies)
    education = [f"education-{n}" for n in range(max(3, bodies // 1_000))]
    competence = [f"competence-{n}" for n in range(max(4, bodies // 100))]
    for name in education:
        _accord(rows, name, chance)
        _education(rows, name)
    for name in competence:
        _accord(rows, name, chance)
        _competence(rows, name, chance.choice(education), chance)
    for body in range(bodies):
        few = {*chance.sample(education, 2), *chance.choices(competence, k=MEMBERSHIPS_OF_A_BODY - 4)}
        for accord in sorted(few):
            _membership(rows, body, accord, chance)
    for number in range(max(2, bodies // 50)):
        _agreement(rows, number, chance.choice(competence), chance.sample(range(bodies), 2))
    return rows


def _vocabulary(rows: Rows) -> None:
    for goal in GOALS:
        row = {"kind": f"{VOCAB}recognition-kind/{goal}", "label_en": goal, "label_zh": goal}
        rows["kinds"].append({**row, "crosses_border": goal != "title", "is_scoped": goal == "licence"})
    for kind, names in {
        "LegalForce": ("non-binding", "binding"),
        "LicenceScope": ("any", "collaborative"),
        "Level": ("engineer", "technologist"),
        "RequirementItem": ("assessment", "local-law", "host-procedure"),
    }.items():
        for rank, name in enumerate(names):
            concept = {
                "concept": f"{VOCAB}{kind.lower()}/{name}",
                "class": f"https://w3id.org/accordgraph/ns#{kind}",
            }
            rows["ranked-concepts"].append(
                {**concept, "notation": name, "label_en": name, "label_zh": name, "rank": rank}
            )


def _places(rows: Rows, bodies: int) -> None:
    for n in range(bodies):
        rows["jurisdictions"].append(named("jurisdiction", f"P{n}"))
        place = f"{ID}jurisdiction/P{n}"
        rows["bodies"].append(named("body", f"b{n}", jurisdiction=place, website=None))
        if n % 100 == 99:  # one place in a hundred is spoken for by another
            rows["coverage"].append({"place": place, "covered_by": f"{ID}jurisdiction/P{n - 1}"})


def _accord(rows: Rows, name: str, chance: random.Random) -> None:
    rows["accords"].append(
        named("accord", name, **NO_DATES)
        | {
            "list_complete_through": None if chance.random() < 0.1 else LAST.isoformat(),
            "status_unknown": chance.random() < 0.03,
            "warning_en": None,
            "warning_zh": None,
            "is_agreement": False,
        }
    )
    for tier, rights in TIERS.items():
        iri = f"{ID}tier/{name}-{tier}"
        rows["tiers"].append(named("tier", f"{name}-{tier}", accord=f"{ID}accord/{name}", notation=tier))
        for relation, told in rights.items():
            for right in told:
                rows["tier-rights"].append(
                    {"tier": iri, "relation": relation, "right": f"{VOCAB}tier-right/{right}"}
                )


def _rule(rows: Rows, name: str, accord: str, goal: str, **more: Any) -> str:
    rule = f"{ID}rule/{name}"
    row = {
        "rule": rule, "accord": f"{ID}accord/{accord}", "concludes": f"{VOCAB}recognition-kind/{goal}",
        "after": None, "refusal_at_target": None, "title": None, "step_text_en": f"{name} in {{target}}",
        "step_text_zh": f"{name}", "force": f"{VOCAB}legalforce/non-binding", "discretion": None,
        "residual_complete": None, "by_agreement": False, "yields_to": None, "decider": None,
        "status_unknown": False, **NO_DATES,
    }  # fmt: skip
    relations = {key: more.pop(key, ()) for key in ("asks_home", "asks_target", "conditions")}
    rows["rules"].append(row | more)
    for relation, told in relations.items():
        for each in told:
            rows["rule-premises"].append({"rule": rule, "relation": relation, "premise": each})
    for relation, item in (("waives", "assessment"), ("residual", "local-law")):
        rows["terms"].append({"holder": rule, "relation": relation, "term": f"{VOCAB}requirementitem/{item}"})
    return rule


def _condition(rows: Rows, name: str, kind: str, **more: Any) -> str:
    row = dict.fromkeys(
        ("min_count", "min_years", "field", "until_field", "names", "refusal", "to_show_en", "to_show_zh",
         "to_do_en", "to_do_zh", "accredited_under", "asks_accreditor", "holds_unless_stated")
    )  # fmt: skip
    condition = f"{ID}condition/{name}"
    parts = more.pop("operands", ())
    rows["conditions"].append(
        row | {"condition": condition, "class": f"https://w3id.org/accordgraph/ns#{kind}"} | more
    )
    for part in parts:
        rows["condition-parts"].append({"condition": condition, "relation": "operands", "part": part})
    return condition


def _right(name: str) -> str:
    return f"{VOCAB}tier-right/{name}"


def _degree(rows: Rows, name: str, education: str) -> str:
    asked = {"accredited_under": f"{ID}accord/{education}", "asks_accreditor": _right("accredit")}
    return _condition(rows, name, "DegreeCondition", **asked)


def _education(rows: Rows, name: str) -> None:
    degree = _degree(rows, f"{name}-degree", name)
    asked = {"asks_target": [_right("acknowledge")], "conditions": [degree]}
    _rule(rows, f"{name}-academic", name, "academic", **asked)


def _competence(rows: Rows, name: str, education: str, chance: random.Random) -> None:
    years = _condition(rows, f"{name}-years", "ExperienceCondition", min_years="7.0")
    asked = [_degree(rows, f"{name}-degree", education), years]
    if chance.random() < 0.15:
        level = f"{VOCAB}level/technologist"
        asked.append(
            _condition(rows, f"{name}-level", "DeclaredCondition", names=level, holds_unless_stated=True)
        )
    standard = _condition(rows, f"{name}-standard", "AllOf", operands=asked)
    rows["titles"].append(named("title", name, notation=name))
    title = _rule(
        rows, f"{name}-title", name, "title", title=f"{ID}title/{name}",
        asks_home=[_right("register")], conditions=[standard],
    )  # fmt: skip
    ends = {"after": title, "asks_home": [_right("acknowledge")], "asks_target": [_right("acknowledge")]}
    _rule(rows, f"{name}-competence", name, "competence", **ends)
    if chance.random() < 0.2:
        by_agreement = _rule(rows, f"{name}-licence", name, "licence", by_agreement=True, **ends)
        general = _rule(rows, f"{name}-apply", name, "licence", yields_to=by_agreement, **ends)
        rows["terms"].append(
            {"holder": general, "relation": "still_open", "term": f"{VOCAB}requirementitem/host-procedure"}
        )


def _membership(rows: Rows, body: int, accord: str, chance: random.Random) -> None:
    begin = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    kind, spells = chance.random(), list[tuple[str, date | None, date | None]]()
    if kind < 0.2:
        later = begin + timedelta(days=chance.randrange(200, 1_500))
        spells = [("provisional", begin, later - timedelta(days=1)), ("full", later, None)]
    elif kind < 0.25:
        spells = [("full", begin, begin + timedelta(days=chance.randrange(400, 4_000)))]
    elif kind < 0.3:
        spells = [("restricted", begin, None)]
    else:
        spells = [("full", begin if kind > 0.35 else None, None)]
    for number, (tier, start, end) in enumerate(spells):
        rows["memberships"].append(
            {
                "membership": f"{ID}membership/{accord}-b{body}-{number}",
                "accord": f"{ID}accord/{accord}",
                "tier": f"{ID}tier/{accord}-{tier}",
                "body": f"{ID}body/b{body}",
                "jurisdiction": f"{ID}jurisdiction/P{body}",
                "valid_from": start and start.isoformat(),
                "valid_from_precision": None,
                "valid_through": end and end.isoformat(),
                "valid_through_precision": None,
                "seen_on": None if start else begin.isoformat(),
                "confirmed_on": None if end else LAST.isoformat(),
                "recognised_from": None,
                "recognised_from_precision": None,
                "limited_to": None,
            }
        )


def _agreement(rows: Rows, number: int, accord: str, bodies: list[int]) -> None:
    agreement = named("agreement", f"agreement-{number}", accord=f"{ID}accord/{accord}", **NO_DATES)
    rows["agreements"].append(
        agreement
        | {
            "force": f"{VOCAB}legalforce/binding",
            "discretion": None,
            "residual_complete": None,
            "status_unknown": False,
        }
    )
    for body in bodies:
        rows["agreement-places"].append(
            {"agreement": agreement["agreement"], "place": f"{ID}jurisdiction/P{body}"}
        )


def instances(rows: Rows) -> Iterator[tuple[str, str]]:
    """Every rule of every member's accord: a rule and the member that it speaks of."""
    rules: dict[str, list[str]] = defaultdict(list)
    for rule in rows["rules"]:
        rules[rule["accord"]].append(rule["rule"])
    for member in rows["memberships"]:
        for rule in rules[member["accord"]]:
            yield rule, member["membership"]
