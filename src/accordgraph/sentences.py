"""A path told in plain sentences, each with its sources.

The names of rules, steps, items and conditions come from the data; here stand only the sentences
around them, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from accordgraph.answers import CERTAINTIES, GRADES, OUTCOMES, Teller, listed, say
from accordgraph.pathways.model import Membership, Text
from accordgraph.pathways.search import Outcome, Path

CLOSED = Text("Under the {accord}, the way from {home} to {target} is closed on {day}.",
              "依据{accord}，自{home}至{target}的途径在{day}不可行。")  # fmt: skip
NO_WAY = Text("On {day} there is no way from {home} to {target} that leads to: {kind}.",
              "在{day}，自{home}至{target}没有取得{kind}的途径。")  # fmt: skip
RECOGNISES = Text("Under the {accord}, {who} can recognise what you bring from {home}: {kind}.",
                  "依据{accord}，{who}可承认您在{home}取得的资格（{kind}）。")  # fmt: skip
GRANTS = Text("Under the {accord}, {who} can give you: {kind}.", "依据{accord}，{who}可授予您：{kind}。")
RECOGNISES_PART = Text(
    "Under the {accord}, {who} can recognise a part of what you bring from {home}; this way alone does not "
    "lead to: {kind}.",
    "依据{accord}，{who}可承认您在{home}取得的部分资格；仅凭本途径不能取得：{kind}。",
)
MAY_RECOGNISE = Text(
    "Whether {who} can recognise what you bring from {home} under the {accord} is not certain: {kind}.",
    "{who}能否依据{accord}承认您在{home}取得的资格（{kind}），尚不确定。",
)
MAY_GRANT = Text("Whether {who} can give you this under the {accord} is not certain: {kind}.",
                 "{who}能否依据{accord}授予您{kind}，尚不确定。")  # fmt: skip
STANDS = Text("On {day} this way is: {outcome}.", "在{day}，本途径的结果为：{outcome}。")
SUPPOSED = Text("It rests on a fact that is only supposed.", "本途径依据一项假设的事实。")
STEP = Text("Step {n}: {text}.", "第{n}步：{text}。")
WAIVED = Text("You are spared: {items}.", "您无须再办理：{items}。")
RESIDUAL = Text("You still have to reckon with: {items}.", "您仍须办理：{items}。")
NOT_ALL = Text("You still have to reckon with: {items}; the sources do not say that this is all.",
               "您仍须办理：{items}；来源未说明以上即为全部。")  # fmt: skip
UNNAMED = Text("The sources do not say what remains for you to do.", "来源未说明您还须办理什么。")
NOT_COVERED = Text("This way does not cover: {items}.", "本途径不涵盖：{items}。")
SHOW = Text("You must show: {items}.", "您须证明：{items}。")
DO = Text("You have yet to: {items}.", "您还须：{items}。")
YEARS = Text("You lack {years} years.", "您尚缺{years}年。")
ASSUMED = Text("Taken as given: {items}.", "视为已满足：{items}。")
DECIDES = Text("The decision lies with {who}.", "由{who}决定。")
NOT_NAMED = Text("The sources do not name who decides.", "来源未指明由谁决定。")
SURE = Text("Its status is “{certainty}”, its legal force “{force}”; the evidence is {grade}.",
            "其状态为“{certainty}”，法律效力为“{force}”；证据：{grade}。")  # fmt: skip
SINCE = Text("{who} has stood in the {accord} as “{tier}” since {date}.",
             "{who}自{date}起在{accord}中的等级为“{tier}”。")  # fmt: skip
SEEN = Text("{who} has stood in the {accord} as “{tier}” since {date} at the latest.",
            "{who}至迟自{date}起在{accord}中的等级为“{tier}”。")  # fmt: skip
STANDING = Text("{who} stands in the {accord} as “{tier}”; since when, the sources do not say.",
                "{who}在{accord}中的等级为“{tier}”；来源未说明自何时起。")  # fmt: skip
AS_EVER = Text("It is supposed that {who} stands in the {accord} as “{tier}”.",
               "假设{who}在{accord}中的等级为“{tier}”。")  # fmt: skip
AS_IF = Text("It is supposed that {who} stands in the {accord} as “{tier}” from {date}.",
             "假设{who}自{date}起在{accord}中的等级为“{tier}”。")  # fmt: skip
UNTIL = Text("All this holds until {date}.", "以上有效至{date}。")
CONFIRMED = Text("The memberships were last confirmed on {date}.", "有关成员资格最近确认于{date}。")
LISTED = Text("The member list was last known to be complete on {date}.", "成员名单最近于{date}确认完整。")

SOMEBODY = Text("a member body of {place}", "{place}的成员机构")


class Sentences:
    """Tells paths of one question in sentences."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._world = teller, teller.world
        question = teller.question
        self._names: dict[str, Text | str] = {
            "home": self._world.label(question.home.body or question.home.place),
            "target": self._world.label(question.target.body or question.target.place),
            "day": question.day.isoformat(),
            "kind": self._world.label(question.goal),
        }

    def of(self, path: Path) -> list[dict[str, Any]]:
        """The sentences of one path in their order, each with its citations."""
        evidence, lang = self._teller.evidence, self._teller.lang
        return [
            {"sentence": say(text, lang), "evidence": evidence.of(statements, lang)}
            for text, statements in self._sentences(path)
        ]

    def _sentences(self, path: Path) -> Iterator[tuple[Text, list[str]]]:
        if path.rule is None or path.accord is None:
            yield NO_WAY.fill(**self._names), []
            yield from self._reasons(path)
            return
        blocked = path.outcome is Outcome.BLOCKED
        basis = [path.accord, path.rule]
        names = {**self._names, "accord": self._world.label(path.accord)}
        if blocked:
            yield CLOSED.fill(**names), basis
        else:
            yield self._who(path, names), [*basis, *(m.id for m in self._members(path))]
            outcome = STANDS.fill(outcome=OUTCOMES[path.outcome.slug], **names)
            yield outcome, [*basis, *(s for s in path.value.used if s not in basis)][:4]
        accord = self._world.accords[path.accord]
        if accord.warning:
            yield accord.warning, [accord.id]
        yield from self._reasons(path)
        if path.hypothetical:
            yield SUPPOSED, basis
        if not blocked:
            yield from self._way(path, [path.agreement or path.rule])
        for membership in self._members(path):
            yield self._since(membership), [membership.id, membership.tier]
        for text, day in ((CONFIRMED, path.members_confirmed_on), (LISTED, path.list_confirmed_on)):
            if day is not None:
                members = [m.id for m in self._members(path)]
                yield text.fill(date=day.isoformat()), [*members, path.accord] if members else [path.accord]
        if not blocked and path.value.until != date.max:
            yield UNTIL.fill(date=path.value.until.isoformat()), basis

    def _who(self, path: Path, names: dict[str, Text | str]) -> Text:
        """Who recognises, or grants, what."""
        rule = self._world.rules[path.rule or ""]
        crosses = self._world.kinds[rule.concludes].crosses_border
        abroad = crosses or bool(rule.asks_target)  # a title may be one of the target's own
        bodies = path.target_bodies if abroad else path.home_bodies
        place = names["target" if abroad else "home"]
        who = listed(map(self._world.label, bodies)) if bodies else SOMEBODY.fill(place=place)
        told = names if crosses or rule.title is None else {**names, "kind": self._world.label(rule.title)}
        unsure = path.outcome is Outcome.UNCERTAIN
        if crosses:
            text = RECOGNISES_PART if path.terms.still_open else MAY_RECOGNISE if unsure else RECOGNISES
        else:
            text = MAY_GRANT if unsure else GRANTS
        return text.fill(who=who, **told)

    def _way(self, path: Path, basis: list[str]) -> Iterator[tuple[Text, list[str]]]:
        """What is done, spared, left, shown, and who decides."""
        terms, value, label = path.terms, path.value, self._world.label
        for number, step in enumerate(path.steps, 1):
            yield STEP.fill(n=str(number), text=self._teller.step_text(step)), list(step.used)
        if terms.waives:
            yield WAIVED.fill(items=listed(map(label, terms.waives))), basis
        if terms.residual:
            text = NOT_ALL if terms.residual_complete is False else RESIDUAL
            yield text.fill(items=listed(map(label, terms.residual))), basis
        elif terms.residual_complete is False:
            yield UNNAMED, basis
        if terms.still_open:
            yield NOT_COVERED.fill(items=listed(map(label, terms.still_open))), basis
        asked = [s for s in value.used if s in self._world.standards] or basis
        for text, items in ((SHOW, value.show), (DO, value.do), (ASSUMED, value.assumed)):
            if items:
                yield text.fill(items=listed(sorted(items))), asked
        if value.gap:
            yield YEARS.fill(years=f"{value.gap.normalize():f}"), asked
        deciders = self._teller.deciders(path)
        if deciders is not None:
            rule = [path.rule or ""]
            yield (DECIDES.fill(who=listed(map(self._reached, deciders))) if deciders else NOT_NAMED), rule
        force = label(terms.force) if terms.force else Text("—", "—")
        grade = self._teller.evidence.grade(self._teller.statements(path)) or "unconfirmed"
        yield SURE.fill(certainty=CERTAINTIES[path.certainty.slug], force=force, grade=GRADES[grade]), basis

    def _reached(self, body: str) -> Text:
        """A body by its name, with the address that the sources give."""
        name, known = self._world.label(body), self._world.bodies.get(body)
        if known is None or known.website is None:
            return name
        return Text(f"{name.en} <{known.website}>", f"{name.zh}（{known.website}）")

    def _reasons(self, path: Path) -> Iterator[tuple[Text, list[str]]]:
        for reason in self._teller.ordered_reasons(path):
            sentence = self._teller.sentence(reason)
            if sentence is not None:
                yield sentence, self._teller.grounds(reason)

    def _members(self, path: Path) -> list[Membership]:
        """The memberships a path rests on, of the ends asked about; supposed ones may name no body."""
        known = (self._world.memberships.get(statement) for statement in path.value.used)
        mine = {*path.home_bodies, *path.target_bodies}
        return [m for m in known if m and m.accord == path.accord and (m.supposed or m.body in mine)]

    def _since(self, membership: Membership) -> Text:
        spell, text = membership.spell, STANDING
        if spell.start_by != date.min:
            text = SEEN if spell.start == date.min else SINCE
        who = self._world.label(membership.body or membership.jurisdiction)
        if membership.supposed:
            text = AS_EVER if spell.start_by == date.min else AS_IF
            who = who if membership.body else SOMEBODY.fill(place=who)
        return text.fill(
            who=who,
            accord=self._world.label(membership.accord),
            tier=self._world.label(membership.tier),
            date=spell.start_by.isoformat() if text is SEEN else _day(spell.start, spell.start_by),
        )


def _day(first: date, last: date) -> Text:
    """A day, a month or a year, as exact as it is known.

    >>> _day(date(1997, 1, 1), date(1997, 12, 31)).zh
    '1997年'
    """
    if first == last:
        return Text(first.isoformat(), first.isoformat())
    if (first.year, first.month) == (last.year, last.month):
        return Text(f"{first:%Y-%m}", f"{first.year}年{first.month}月")
    return Text(f"{first:%Y}", f"{first:%Y}年")
