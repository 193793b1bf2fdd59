"""A path as answers print it: texts in the reader's language, names as slugs, every source attached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from accordgraph.namespaces import slug
from accordgraph.pathways.model import ReasonCode, Terms, Text
from accordgraph.pathways.search import Outcome, Path, Question, Step
from accordgraph.pathways.values import Reason
from accordgraph.pathways.world import World

if TYPE_CHECKING:
    from accordgraph.evidence import Evidence

LANGUAGES = ("en", "zh")

OUTCOMES = {
    "open": Text("open", "可行"),
    "open_conditional": Text("open, if you can show what is listed", "有条件可行：须证明所列事项"),
    "not_yet": Text("not yet", "尚不满足"),
    "partial": Text("partly: less than you asked for", "部分可行：低于所问目标"),
    "uncertain": Text("uncertain", "不确定"),
    "blocked": Text("closed", "不可行"),
}
CERTAINTIES = {
    "in-force": Text("in force", "有效"),
    "status-unknown": Text("status unknown", "状态不明"),
    "hypothetical": Text("hypothetical", "假设"),
}
GRADES = {
    "documented": Text("documented", "有文件依据"),
    "indirect": Text("indirect", "间接依据"),
    "unconfirmed": Text("unconfirmed", "未经证实"),
}
NOTICE = Text(
    "Information from the cited sources as of {date}, not legal advice; only the body named decides.",
    "本结果为依据所列来源截至{date}的信息，不构成法律意见；以有关机构的决定为准。",
)


def say(text: Text, lang: str) -> str:
    """A text in one language."""
    return text.zh if lang == "zh" else text.en


def filled(text: Text, lang: str, **parts: object) -> str:
    """A text in one language with its parts.

    >>> filled(Text("{n} pairs", "{n}对"), "zh", n=3)
    '3对'
    """
    return say(text.fill(**{name: str(part) for name, part in parts.items()}), lang)


COMMA = Text("; ", "；")


def listed(items: Iterable[Text]) -> Text:
    """Texts one after another.

    >>> listed([Text("one", "一"), Text("two", "二")]).zh
    '一；二'
    """
    every = list(items)
    return Text(COMMA.en.join(text.en for text in every), COMMA.zh.join(text.zh for text in every))


class Teller:
    """Writes paths of one world in one language."""

    def __init__(self, world: World, evidence: Evidence, question: Question, lang: str) -> None:
        self.world, self.evidence, self.question, self.lang = world, evidence, question, lang

    def path(self, path: Path) -> dict[str, Any]:
        """One path with all that an answer says about it."""
        blocked = path.outcome is Outcome.BLOCKED
        accord = self.world.accords.get(path.accord or "")
        used = self.statements(path)
        return {
            "accord": accord.slug if accord else None,
            "accord_label": self._say(accord.label) if accord else None,
            "outcome": path.outcome.slug,
            "outcome_label": self._say(OUTCOMES[path.outcome.slug]),
            "certainty": path.certainty.slug,
            "certainty_label": self._say(CERTAINTIES[path.certainty.slug]),
            "hypothetical": path.hypothetical,
            "force": self._force(path.terms) if _reaches(path) else "none",
            "force_label": self._say(self.world.label(path.terms.force)) if path.terms.force else None,
            "discretion": path.terms.discretion and slug(path.terms.discretion),
            "evidence_grade": self.evidence.grade(used),
            "gap_years": None if blocked else float(path.value.gap),
            "steps": [self.step(step) for step in path.steps],
            "waived": self._items(path.terms.waives),
            "residual": self._items(path.terms.residual),
            "residual_complete": path.terms.residual_complete,
            "to_show": self._sorted(path.value.show),
            "actions": self._sorted(path.value.do),
            "still_open": self._items(path.terms.still_open),
            "assumed": self._sorted(path.value.assumed),
            "reasons": [self.reason(r) for r in self.ordered_reasons(path)],
            "warnings": [self._say(accord.warning)] if accord and accord.warning else [],
            "list_confirmed_on": _iso(path.list_confirmed_on),
            "members_confirmed_on": _iso(path.members_confirmed_on),
            "decided_by": self._decided_by(path),
            "pareto": path.pareto,
            "evidence": self.evidence.of(self._apart(path, used), self.lang),
            "valid_until": _iso(None if path.value.until == date.max or blocked else path.value.until),
        }

    def statements(self, path: Path) -> list[str]:
        """Ids of every statement a path rests on."""
        used = [*path.value.used, *(s for step in path.steps for s in step.used)]
        return list(dict.fromkeys([*used, *(s for r in path.value.reasons for s in _grounds(r))]))

    @staticmethod
    def _apart(path: Path, used: list[str]) -> list[str]:
        """The statements a path rests on that none of its steps names."""
        return [s for s in used if all(s not in step.used for step in path.steps)]

    def step(self, step: Step) -> dict[str, Any]:
        """One step with the rule, the bodies, the terms and the sources."""
        equivalences = [s for s in step.used if "/equivalence/" in s]
        return {
            "text": self._say(self.step_text(step)),
            "rule": slug(step.rule),
            "concludes": slug(step.concludes),
            "from_body": self._body(step.from_body),
            "to_body": self._body(step.to_body),
            "agreement": step.agreement and slug(step.agreement),
            "force": self._force(step.terms),
            "waived": self._items(step.terms.waives),
            "residual": self._items(step.terms.residual),
            "equivalences": [slug(e) for e in equivalences],
            "evidence": self.evidence.of(step.used, self.lang),
        }

    def step_text(self, step: Step) -> Text:
        """What a step is, with the names of this question in it."""
        rule, home, target = self.world.rules[step.rule], self.question.home, self.question.target
        return (rule.step_text or Text("", "")).fill(
            accord=self.world.label(rule.accord),
            title=self.world.label(rule.title) if rule.title else "",
            home=self.world.label(home.body or home.place),
            target=self.world.label(target.body or target.place),
        )

    def reason(self, reason: Reason) -> dict[str, Any]:
        """A reason code with its sentence, filled in, and what it rests on."""
        known, tier = self._code(reason), self.world.tiers.get(reason.tier or "")
        code = (known.notation if known else reason.code).replace(
            "{tier}", tier.slug.upper().replace("-", "_") if tier else "NONE"
        )
        accord = reason.accord
        told = {"code": code, "accord": accord and self.world.accords[accord].slug}
        sentence = self.sentence(reason)
        if sentence is not None:
            told["sentence"] = self._say(sentence)
        return {
            **told,
            "date": _iso(reason.date),
            "statement": reason.statement and slug(reason.statement),
            "evidence": self.evidence.of(self.grounds(reason), self.lang),
        }

    def sentence(self, reason: Reason) -> Text | None:
        """The sentence of a reason's code, filled in; None where the data have none."""
        known, tier = self._code(reason), self.world.tiers.get(reason.tier or "")
        if known is None:
            return None
        return known.sentence.fill(
            accord=self.world.label(reason.accord) if reason.accord else Text("the accord", "该协议"),
            home=self.world.label(self.question.home.body or self.question.home.place),
            target=self.world.label(self.question.target.body or self.question.target.place),
            tier=tier.label if tier else Text("none", "无"),
            date=_iso(reason.date) or "",
        )

    @staticmethod
    def grounds(reason: Reason) -> list[str]:
        """The statements a reason rests on: those it names, and the accord whose list or date it is."""
        grounds = _grounds(reason)
        return [*grounds, reason.accord] if reason.accord and (reason.date or not grounds) else grounds

    def _code(self, reason: Reason) -> ReasonCode | None:
        return self.world.reasons.get(reason.code) or self.world.reasons.get(self.world.code(reason.code))

    def ordered_reasons(self, path: Path) -> list[Reason]:
        """The reasons of a path in the order answers give them."""
        return sorted(path.value.reasons, key=self._reason_order)

    def _reason_order(self, reason: Reason) -> tuple[str, str]:
        known = self.world.reasons.get(reason.code)
        return (known.notation if known else reason.code, reason.accord or "")

    def deciders(self, path: Path) -> list[str] | None:
        """The bodies that decide on a path's rule; None where the data do not say who does."""
        rule = self.world.rules.get(path.rule or "")
        if rule is None or rule.decider is None:
            return None
        role = slug(rule.decider)
        if role == "target-authority":
            return self._authorities(self.question.target.place)
        return list({"home-body": path.home_bodies, "target-body": path.target_bodies}.get(role, ()))

    def _decided_by(self, path: Path) -> dict[str, Any] | None:
        bodies = self.deciders(path)
        if bodies is None:
            return None
        role = slug(self.world.rules[path.rule or ""].decider or "")
        return {"role": role, "bodies": [self._body(b) for b in bodies]}

    def _authorities(self, place: str) -> list[str]:
        for where in self.world.places.get(place, (place,)):
            found = [b.id for b in self.world.bodies.values() if where in b.regulates]
            if found:
                return found
        return []

    def _body(self, body: str | None) -> dict[str, Any] | None:
        if body is None:
            return None
        known = self.world.bodies.get(body)
        return {
            "id": slug(body),
            "label": self._say(self.world.label(body)),
            "website": known.website if known else None,
        }

    @staticmethod
    def day(day: date | None) -> str | None:
        """A day as answers print it; None for one that is open."""
        return _iso(day)

    def _force(self, terms: Terms) -> str | None:
        """The name of a legal force; None where neither the rule nor its agreement states one."""
        return self.world.forces[terms.force].slug if terms.force in self.world.forces else None

    def _items(self, items: Iterable[str]) -> list[str]:
        return [self._say(self.world.label(i)) for i in items]

    def _sorted(self, texts: Iterable[Text]) -> list[str]:
        """Texts in the order of their English, so both languages list the same things alike."""
        return [self._say(t) for t in sorted(texts)]

    def _say(self, text: Text) -> str:
        return say(text, self.lang)


def _reaches(path: Path) -> bool:
    """Whether the rule of a path, if it has one, reaches as far as its target."""
    return path.rule is not None and all(r.code != "JURISDICTION_OUT_OF_SCOPE" for r in path.value.reasons)


def _grounds(reason: Reason) -> list[str]:
    """The statements that a reason names."""
    return [*([reason.statement] if reason.statement else []), *reason.further]


def _iso(day: date | None) -> str | None:
    return None if day is None or day in (date.min, date.max) else day.isoformat()
