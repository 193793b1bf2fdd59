"""Small fictional worlds at random; the same seed, the same world.

Every kind of fact that the engine reads occurs in a good share of the worlds, and odd cases more
often than in life: days at the edges of spells, dates known to the month or year, silent tiers,
fields left out.  What a shape refuses in the data does not occur here either, but for two spells of
one body that overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from random_draws import (
    EPOCH,
    FIELDS,
    FLAGS,
    LEVEL,
    LICENSED,
    PLACES,
    RIGHTS,
    SCOPES,
    TITLED,
    TITLES,
    UNTIL,
    YEARS,
    Draws,
    text,
)

from accordgraph.pathways.dates import ALWAYS, Spell, last_day
from accordgraph.pathways.model import (
    Accord,
    Admission,
    Agreement,
    Body,
    Condition,
    Equivalence,
    Facts,
    Jurisdiction,
    Kind,
    Membership,
    ProfileField,
    Ranked,
    RecognitionStart,
    Rule,
    Standard,
    Terms,
    Tier,
)


class Maker(Draws):
    """Draws the parts of one world."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.conditions: dict[str, Condition] = {}
        self.equivalences: list[Equivalence] = []
        self.bodies: list[Body] = []
        self.accords: list[Accord] = []
        self.tiers: list[Tier] = []
        self.memberships: list[Membership] = []
        self.rules: list[Rule] = []
        self.standards: list[Standard] = []
        self.agreements: list[Agreement] = []
        self.starts: list[RecognitionStart] = []

    # ---- places, bodies, accords

    def places(self) -> tuple[Jurisdiction, ...]:
        """Six places: E and F may be covered by others, F may lie within one."""
        covered = {"E": self.some(("A", "B"), 2), "F": self.some(("E", "C"), 1)}
        within = {"F": self.some(("D",), 1), "D": self.some(("B",), 1)}
        return tuple(
            Jurisdiction(p, p, text(p), covered_by=covered.get(p, ()), part_of=within.get(p, ()))
            for p in PLACES
        )

    def accord(self, name: str) -> None:
        """An accord with its tiers, members and, by its character, rules."""
        character = self.one(
            ("education", "education", "education", *["chain"] * 5, "territory", "agreement")
        )
        closed = frozenset(self.random.sample(PLACES, 3)) if character == "territory" else frozenset()
        between: frozenset[str] = frozenset()
        if character == "agreement" and self.chance(0.7):
            between = frozenset(self.random.sample(PLACES, 2))
        complete = self.day() if self.chance(0.6) else None
        self.accords.append(
            Accord(
                name,
                name,
                text(name),
                spell=self.mostly_always(),
                list_complete_through=complete,
                status_unknown=self.chance(0.15),
                territory=closed,
                is_agreement=character == "agreement",
                between=between,
                admission=self.admission() if self.chance(0.2) else None,
            )
        )
        tiers = [f"{name}-{tier}" for tier in ("full", "partial", "guest")]
        self.tiers += [self.tier(tier, name) for tier in tiers]
        if character != "territory":
            for number in range(self.random.randint(3, 9)):
                self.memberships.append(self.membership(f"m-{name}-{number}", name, tiers))
            if self.chance(0.6):
                spell = ALWAYS if self.chance(0.5) else self.spell()
                months = self.one((12, 18, 60))
                self.starts.append(RecognitionStart(f"start-{name}", name, months, spell))
        if character == "education":
            self.education(name)
        else:
            self.chain(name, asks=character != "territory")

    def admission(self) -> Admission:
        """The places an accord admits bodies from."""
        return Admission(("admission-rule",), frozenset(self.random.sample(PLACES, 4)), EPOCH)

    def tier(self, tier: str, accord: str) -> Tier:
        """A tier: full ones grant nearly all, guests withhold much, on the rest they are silent."""
        weights = {"full": (14, 1, 1), "partial": (5, 3, 3), "guest": (1, 4, 2)}[tier.rsplit("-", 1)[1]]
        drawn = {right: self.random.choices(("grants", "withholds", ""), weights)[0] for right in RIGHTS}
        sets = {
            kind: frozenset(right for right in RIGHTS if drawn[right] == kind)
            for kind in ("grants", "withholds")
        }
        return Tier(tier, tier, text(tier), accord, **sets)

    def membership(self, name: str, accord: str, tiers: Sequence[str], **more: Any) -> Membership:
        """A membership of some body; now and then it covers more places, or counts from another day."""
        body = self.one(self.bodies)
        recognised = self.spell() if self.chance(0.15) else None
        limit = self.one(("ethics-asked", "cpd-asked")) if self.chance(0.3) else None
        known = {
            "jurisdiction": body.jurisdiction,
            "body": body.id,
            "spell": self.spell(),
            "covers": self.some([p for p in PLACES if p != body.jurisdiction], 1) if self.chance(0.3) else (),
            "recognised": recognised,
            "limited_to": limit,
        }
        tier = self.random.choices(tiers, (6, 2, 2))[0]
        return Membership(name, accord, tier, **(known | more))

    # ---- rules

    def terms(self, *, licence: bool) -> Terms:
        """What a rule or agreement leaves open, and the scopes it reaches."""
        scopes = frozenset(self.some(SCOPES, 3)) if licence else frozenset()
        return Terms(
            still_open=("an interview",) if licence and self.chance(0.8) else (),
            residual=self.some(("law", "codes"), 2),
            scopes=scopes,
            force=self.one(("f-low", "f-high")),
        )

    def rule(self, name: str, accord: str, kind: str, **more: Any) -> str:
        """One rule; what all rules may have beside what makes it the rule it is."""
        known = {
            "refusal_at_target": "OWN_CODE" if self.chance(0.2) else None,
            "step_text": text(name) if self.chance(0.8) else None,
            "status_unknown": self.chance(0.05),
            "terms": self.terms(licence=kind == "licence"),
            "spell": ALWAYS if self.chance(0.85) else self.spell(),
        }
        self.rules.append(Rule(name, accord, kind, **(known | more)))
        return name

    def education(self, accord: str) -> None:
        """Academic recognition of a degree, which may also count towards other standards."""
        degree = self.condition(
            f"degree-{accord}",
            "DegreeCondition",
            accredited_under=accord,
            asks_accreditor=self.one(("accredit", "accredit", "register")),
            refusal="OWN_NO_DEGREE" if self.chance(0.3) else None,
        )
        asked = (self.one(RIGHTS[1:]),) if self.chance(0.8) else ()
        home = ("accredit",) if self.chance(0.3) else ()
        self.rule(
            f"{accord}-academic", accord, "academic", asks_home=home, asks_target=asked, conditions=(degree,)
        )

    def chain(self, accord: str, *, asks: bool) -> None:
        """Register at home, be acknowledged abroad, practise there: by the accord, or by an agreement."""
        ask_home = ("register",) if asks and self.chance(0.9) else ()
        ask_target = ("acknowledge",) if asks and self.chance(0.9) else ()
        title = self.one(TITLED) if self.chance(0.6) else None
        first = self.rule(
            f"{accord}-1-register",
            accord,
            "title",
            asks_home=ask_home,
            title=title,
            standards=self.versions(accord) if self.chance(0.8) else (),
            conditions=(self.tree(f"{accord}-also", 1),) if self.chance(0.25) else (),
        )
        second = self.rule(
            f"{accord}-2-acknowledge",
            accord,
            "competence",
            after=first,
            asks_target=ask_target,
            conditions=(self.tree(f"{accord}-too", 0),) if self.chance(0.2) else (),
        )
        more = RIGHTS[self.random.randrange(3) :][:1] if asks and self.chance(0.3) else ()
        agreed = None
        if self.chance(0.6):
            agreed = self.rule(
                f"{accord}-4-agreed",
                accord,
                "licence",
                after=second if self.chance(0.8) else None,
                by_agreement=True,
                terms=Terms(),
            )
            for number in range(self.random.randint(0, 3)):
                self.agreements.append(self.agreement(f"g-{accord}-{number}", accord))
        self.rule(
            f"{accord}-3-licence",
            accord,
            "licence",
            after=self.one((second, second, first, None)),
            asks_target=more,
            asks_home=more if self.chance(0.5) else (),
            yields_to=agreed,
            standards=self.versions(f"{accord}-licence") if self.chance(0.2) else (),
        )

    def versions(self, name: str) -> tuple[str, ...]:
        """One to three versions of a standard, one after another."""
        days = sorted({self.day() for _ in range(self.random.randint(0, 2))})
        self.edges += days
        begins = [None if self.chance(0.8) else EPOCH + timedelta(days=700), *days]
        ends = [*(day - timedelta(days=1) for day in days), None]
        names = []
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
            if begin is not None and end is not None and begin > end:
                continue
            version = f"standard-{name}-{number}"
            root = self.tree(f"{name}-{number}", self.random.randint(1, 3))
            precision = self.one(("day", "day", "month", "year")) if begin else "day"
            if begin is not None and precision != "day":
                begin = begin.replace(day=1) if precision == "month" else begin.replace(month=1, day=1)
                self.edges += [begin, last_day(begin, precision)]
            spell = Spell.of(begin, end, start_precision=precision)
            self.standards.append(Standard(version, root, spell))
            names.append(version)
        return tuple(names)

    def agreement(self, name: str, accord: str, **more: Any) -> Agreement:
        """An agreement of two or three places."""
        known = {"spell": self.mostly_always(), "status_unknown": self.chance(0.1)}
        between = frozenset(self.random.sample(PLACES, self.random.randint(2, 3)))
        terms = self.terms(licence=True)
        return Agreement(name, accord, text(name), between, terms, **(known | more))

    # ---- conditions

    def condition(self, name: str, kind: str, **more: Any) -> str:
        """A condition, at times with words of its own."""
        own = text(f"show {name}") if kind == "AssessmentCondition" or self.chance(0.2) else None
        self.conditions[name] = Condition(name, kind, **({"to_show": own} | more))
        return name

    def shared(self) -> None:
        """Leaves that any standard may ask, and the limits of accreditors."""
        for name in ("ethics", "cpd"):
            self.condition(f"{name}-asked", "DeclaredCondition", field=name, refusal=f"NO_{name.upper()}")
        self.condition("degree-any", "DegreeCondition")
        self.condition("licensed", "DeclaredCondition", field=LICENSED)
        self.condition(
            "level-asked",
            "DeclaredCondition",
            field=LEVEL,
            names="engineer",
            refusal="LEVEL_NOT_COVERED",
            holds_unless_stated=True,
        )

    def years(self, name: str, field: str | None = None, **more: Any) -> str:
        """So many years on one clock."""
        least = Decimal(self.random.randint(1, 16)) / 2
        return self.condition(
            name, "ExperienceCondition", field=field or self.one(YEARS), min_years=least, **more
        )

    def leaf(self, name: str) -> str:
        """One of the leaves."""
        kind = self.random.randrange(10)
        if kind == 0:
            return self.condition(name, "AssessmentCondition")
        if kind == 1:
            inner = self.years(f"{name}-inner")
            return self.years(name, included=(inner,))
        if kind == 2:
            clocks = self.random.sample(YEARS, self.random.randint(2, 3))
            parts = tuple(self.years(f"{name}-{clock}", clock) for clock in clocks)
            least = sum((self.conditions[part].min_years or Decimal(0) for part in parts), Decimal(0))
            return self.condition(
                name,
                "FormationCondition",
                included=parts,
                min_years=least + self.random.randint(0, 3),
            )
        if kind == 3:
            return self.years(name)
        if kind == 4:
            degrees = [c for c in self.conditions if c.startswith("degree-")]
            return self.one(degrees)
        if kind == 5:
            return self.one(("licensed", "level-asked", "ethics-asked"))
        if kind == 6:
            title = self.one(TITLED)
            return self.condition(name, "DeclaredCondition", field=TITLES, names=title)
        if kind == 7:
            return self.condition(name, "DeclaredCondition", field=LICENSED, names=self.one(PLACES))
        refusal = self.one((None, None, f"REFUSED_{kind}"))
        until = UNTIL if self.chance(0.5) else None
        return self.condition(
            name, "DeclaredCondition", field=self.one(FLAGS), refusal=refusal, until_field=until
        )

    def tree(self, name: str, height: int) -> str:
        """A condition of connectives and leaves."""
        if height == 0:
            return self.leaf(name)
        kind = self.one(("AllOf", "AllOf", "AnyOf", "AtLeast"))
        below = (self.tree(f"{name}.{i}", height - 1) for i in range(self.random.randint(2, 3)))
        parts = tuple(dict.fromkeys(below))
        least = self.random.randint(1, len(parts)) if kind == "AtLeast" else None
        self.condition(name, kind, operands=parts, min_count=least)
        if kind == "AnyOf" and self.chance(0.6):
            degrees = [c for c in self.conditions if c.startswith("degree-") and c not in parts]
            if degrees:
                number = len(self.equivalences)
                spell = ALWAYS if self.chance(0.2) else self.spell()
                self.equivalences.append(Equivalence(f"e-{number:03}", self.one(degrees), name, spell))
        return name

    # ---- the whole

    def facts(self) -> Facts:
        """A world."""
        self.bodies = [
            Body(f"b-{place}-{number}", f"b-{place}-{number}", text(place), place)
            for place in PLACES
            for number in range(self.random.randint(1, 2))
        ]
        self.shared()
        for number in range(self.random.randint(3, 5)):
            self.accord(f"a{number}")
        return Facts(
            jurisdictions=self.places(),
            bodies=tuple(self.bodies),
            accords=tuple(self.accords),
            tiers=tuple(self.tiers),
            memberships=tuple(self.memberships),
            starts=tuple(self.starts),
            rules=tuple(self.rules),
            agreements=tuple(self.agreements),
            standards=tuple(self.standards),
            conditions=tuple(self.conditions.values()),
            equivalences=tuple(self.equivalences),
            kinds=tuple(
                Kind(kind, kind, text(kind), crosses_border=kind != "title", is_scoped=kind == "licence")
                for kind in ("academic", "title", "competence", "licence")
            ),
            forces=tuple(Ranked(f, f, text(f), rank) for rank, f in enumerate(("f-low", "f-high"))),
            fields=tuple(ProfileField(name, name, text(name), text(name), kind) for name, kind in FIELDS),
            titles=tuple(Ranked(title, title, text(title), 0) for title in TITLED),
        )
