"""What the engine knows: accords, tiers, memberships, rules, standards, conditions, as plain values.

Everything is named by its IRI (``id``); a ``slug`` is the short name answers print.  Nothing
here knows where the values come from.  The vocabulary (rights, scopes, kinds, tiers) is
compared only with itself, so the data may bring any of its own.

>>> Text("from {home}", "自{home}").fill(home=Text("Northland", "北境")).zh
'自北境'
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from accordgraph.pathways.dates import ALWAYS, Spell


class Text(NamedTuple):
    """A phrase in English and Chinese."""

    en: str
    zh: str

    def fill(self, **parts: Text | str) -> Text:
        """Both phrases with ``{name}`` replaced; unknown placeholders stay."""
        en, zh = self.en, self.zh
        for name, part in parts.items():
            both = part if isinstance(part, Text) else Text(part, part)
            en, zh = en.replace("{" + name + "}", both.en), zh.replace("{" + name + "}", both.zh)
        return Text(en, zh)


class Jurisdiction(NamedTuple):
    """A place engineers belong to or go to.

    `covered_by` names places whose entries speak for it; `part_of` those it lies in, which speak for
    nobody and only bound the agreements between places.
    """

    id: str
    slug: str
    label: Text
    covered_by: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()


class Body(NamedTuple):
    """An organisation that speaks for engineers of a place, or grants its licences."""

    id: str
    slug: str
    label: Text
    jurisdiction: str
    website: str | None = None
    regulates: tuple[str, ...] = ()


class Admission(NamedTuple):
    """The places an accord admits bodies from, by its rules; on the day named their list was whole."""

    rules: tuple[str, ...]
    places: frozenset[str]
    complete_through: date


class Accord(NamedTuple):
    """An agreement or scheme of several bodies: the hub of memberships and rules."""

    id: str
    slug: str
    label: Text
    spell: Spell = ALWAYS
    list_complete_through: date | None = None
    status_unknown: bool = False
    warning: Text | None = None
    territory: frozenset[str] = frozenset()
    is_agreement: bool = False
    levels: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    admission: Admission | None = None


class Tier(NamedTuple):
    """A tier of one accord; a right in neither set is one the sources are silent about."""

    id: str
    slug: str
    label: Text
    accord: str
    grants: frozenset[str] = frozenset()
    withholds: frozenset[str] = frozenset()


class Membership(NamedTuple):
    """One body at one tier of one accord for one spell.

    `recognised` is the spell of awards that count, where a source states it for this member;
    otherwise the accord's `RecognitionStart` applies.  `limited_to` is a condition that a degree must
    meet beside, for the membership to speak for it.  `body` is absent only for a supposed membership
    that names a jurisdiction alone.
    """

    id: str
    accord: str
    tier: str
    jurisdiction: str
    body: str | None
    spell: Spell
    recognised: Spell | None = None
    covers: tuple[str, ...] = ()
    confirmed_on: date | None = None
    supposed: bool = False
    limited_to: str | None = None


class RecognitionStart(NamedTuple):
    """From how many months before a member's admission awards count, for questions asked in `spell`."""

    id: str
    accord: str
    lead_months: int
    spell: Spell


class Terms(NamedTuple):
    """What a rule or an agreement drops, leaves and does not reach."""

    waives: tuple[str, ...] = ()
    residual: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()
    scopes: frozenset[str] = frozenset()
    force: str | None = None
    discretion: str | None = None
    residual_complete: bool | None = None


class Rule(NamedTuple):
    """A recognition rule: premises, one conclusion, terms."""

    id: str
    accord: str
    concludes: str
    after: str | None = None
    asks_home: tuple[str, ...] = ()
    asks_target: tuple[str, ...] = ()
    refusal_at_target: str | None = None
    standards: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    title: str | None = None
    step_text: Text | None = None
    terms: Terms = Terms()
    by_agreement: bool = False
    yields_to: str | None = None
    status_unknown: bool = False
    decider: str | None = None
    spell: Spell = ALWAYS


class Agreement(NamedTuple):
    """Two or more places under an accord; gives the terms of a rule that asks for an agreement."""

    id: str
    accord: str
    label: Text
    between: frozenset[str]
    terms: Terms
    spell: Spell = ALWAYS
    status_unknown: bool = False
    supposed: bool = False


class Standard(NamedTuple):
    """One dated version of what a person must show."""

    id: str
    root: str
    spell: Spell = ALWAYS


class Condition(NamedTuple):
    """A node of a standard; `kind` is the local name of its class, which decides what is read."""

    id: str
    kind: str
    operands: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    min_count: int | None = None
    min_years: Decimal | None = None
    field: str | None = None
    until_field: str | None = None
    names: str | None = None
    refusal: str | None = None
    to_show: Text | None = None
    to_do: Text | None = None
    accredited_under: str | None = None
    asks_accreditor: str | None = None
    holds_unless_stated: bool = False


class Equivalence(NamedTuple):
    """Who meets `condition` counts as meeting the branch `counts_for` of a standard."""

    id: str
    condition: str
    counts_for: str
    spell: Spell = ALWAYS


class Kind(NamedTuple):
    """What a rule can conclude, and a question can ask for."""

    id: str
    slug: str
    label: Text
    crosses_border: bool
    is_scoped: bool


class Ranked(NamedTuple):
    """A concept whose scheme has an order: a legal force, a scope, a requirement item."""

    id: str
    slug: str
    label: Text
    rank: int


class ReasonCode(NamedTuple):
    """Why a path is closed or unsure; `notation` may hold ``{tier}``."""

    id: str
    slug: str
    notation: str
    sentence: Text


class ProfileField(NamedTuple):
    """One field of a person's profile, as the data describe it.

    `datatype` is ``decimal``, ``boolean``, ``date``, ``string`` or ``reference``; a reference
    is one of `choices` (concepts) or an instance of the class `choice_class`.
    """

    id: str
    name: str
    label: Text
    question: Text
    datatype: str
    unit: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    is_list: bool = False
    choice_scheme: str | None = None
    choice_class: str | None = None
    not_above: str | None = None
    degree_role: str | None = None
    position: int = 0
    set_by_registration: bool = False


class Rival(NamedTuple):
    """Another reading of one property of one statement, not adopted."""

    id: str
    statement: str
    property: str
    value: str


class Waiver(NamedTuple):
    """What spares a person a requirement: an accord, a title or a condition; by which equivalence, if any."""

    of: str
    label: Text
    equivalence: str | None = None
    spell: Spell = ALWAYS
    unsure: bool = False


class Requirement(NamedTuple):
    """One thing that the ordinary way to registration asks, or a relief that it gives."""

    id: str
    procedure: str
    label: Text
    text: Text
    kind: str
    kind_label: Text
    waivers: tuple[Waiver, ...] = ()
    waiver_text: Text | None = None
    is_relief: bool = False
    spell: Spell = ALWAYS


class Procedure(NamedTuple):
    """The ordinary way to registration in some places; `gives` is the kind of recognition it amounts to."""

    id: str
    slug: str
    label: Text
    places: tuple[str, ...]
    grant: str | None = None
    gives: str | None = None
    authority: str | None = None
    title: str | None = None


class Facts(NamedTuple):
    """All the engine reads, in one value; order does not matter."""

    jurisdictions: tuple[Jurisdiction, ...] = ()
    bodies: tuple[Body, ...] = ()
    accords: tuple[Accord, ...] = ()
    tiers: tuple[Tier, ...] = ()
    memberships: tuple[Membership, ...] = ()
    starts: tuple[RecognitionStart, ...] = ()
    rules: tuple[Rule, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    standards: tuple[Standard, ...] = ()
    conditions: tuple[Condition, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    kinds: tuple[Kind, ...] = ()
    forces: tuple[Ranked, ...] = ()
    scopes: tuple[Ranked, ...] = ()
    levels: tuple[Ranked, ...] = ()
    items: tuple[Ranked, ...] = ()
    reasons: tuple[ReasonCode, ...] = ()
    fields: tuple[ProfileField, ...] = ()
    rivals: tuple[Rival, ...] = ()
    titles: tuple[Ranked, ...] = ()
    choices: tuple[Ranked, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    requirements: tuple[Requirement, ...] = ()
