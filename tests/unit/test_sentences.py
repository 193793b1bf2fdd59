"""Paths in plain sentences, in both languages, each with its sources; and in words what would open them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accordgraph.answers import LANGUAGES, Teller
from accordgraph.explained import Explainer
from accordgraph.opened import OpeningWords
from accordgraph.pathways.dates import Spell
from accordgraph.pathways.model import Facts, Membership
from accordgraph.pathways.openings import Opening, Openings
from accordgraph.pathways.rank import ask
from accordgraph.pathways.search import Outcome
from accordgraph.pathways.supposing import Fact
from accordgraph.pathways.world import Change

DEGREE = {"degree_jurisdiction": "XN", "degree_awarded": "2014-06-30", "degree_accredited": True}
QUESTIONS = [
    ("XN", "XS", "competence", {}),
    ("XN", "XS", "licence", DEGREE),
    ("XN", "XE", "competence", {"site_years": 1, "design_office_years": 1}),
    ("XE", "XN", "competence", {}),
    ("XN", "XQ", "title", {"ethics": False}),
    ("XN", "XW", "licence", {"licensed_in": "XN"}),
    ("XS", "XN", "academic", DEGREE),
]


TODAY = date(2026, 9, 15)


def explained(
    view: Any, home: str, target: str, goal: str, lang: str = "en", day: date = TODAY, **profile: Any
) -> Any:
    given = {"home": home, "target": target, "goal": goal, "lang": lang, "profile": profile}
    question = view.reader.read(given, today=day).question
    explainer = Explainer(
        view.readings, Teller(view.world, view.evidence, question, lang), frozenset({"told"})
    )
    return [explainer.path(path) for path in ask(view.world, question)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("home", "target", "goal", "profile"), QUESTIONS)
def test_every_sentence_is_whole_and_has_a_source(
    fiction_view: Any, home: str, target: str, goal: str, profile: Any, lang: str
) -> None:
    for path in explained(fiction_view, home, target, goal, lang, **profile):
        assert len(path["told"]) > 2
        texts = [told["sentence"] for told in path["told"]]
        facts = [fact["text"] for opening in path["opens"] for fact in opening["facts"]]
        doubts = [doubt["sentence"] for doubt in path["sensitive_to"]]
        assert all(told["evidence"] for told in path["told"])
        assert all("{" not in text and text for text in (*texts, *facts, *doubts))
        assert all(text.endswith("." if lang == "en" else "。") for text in (*texts, *doubts))


def test_the_sentences_say_who_recognises_what_is_spared_and_what_is_asked(fiction_view: Any) -> None:
    (path,) = explained(fiction_view, "XN", "XS", "competence", **DEGREE)
    text = " ".join(told["sentence"] for told in path["told"])
    for part in ("Meridian Agreement", "You are spared: ", "You must show: ", "Step 1: ", "since 2010-01-01"):
        assert part in text, part


def test_a_closed_path_gives_its_reason_and_what_would_open_it(fiction_view: Any) -> None:
    (path,) = explained(fiction_view, "XE", "XN", "competence")
    assert "closed" in path["told"][0]["sentence"]
    first = path["opens"][0]
    assert (first["outcome"], [f["lies_with"] for f in first["facts"]]) == ("open_conditional", ["body"])
    assert first["facts"][0]["accord"] == "meridian" and first["facts"][0]["body"] == "eastland-engineers"


def test_without_any_accord_the_answer_says_so(fiction_view: Any) -> None:
    (path,) = explained(fiction_view, "XQ", "XQ", "competence", "zh")
    assert "没有" in path["told"][0]["sentence"] and path["opens"] == []


def test_a_field_names_itself_and_the_least_that_does(fiction_view: Any) -> None:
    (path,) = explained(fiction_view, "XN", "XS", "competence", design_office_years=1, site_years=1)
    facts = [fact for opening in path["opens"] for fact in opening["facts"]]
    clocks = next(fact for fact in facts if "site_years" in fact["fields"])
    assert clocks["lies_with"] == "person"
    assert "at least 2" in clocks["text"] and "6 in all" in clocks["text"]


@pytest.mark.parametrize("by_target", [False, True])
def test_a_title_is_given_by_the_end_whose_rights_the_rule_asks(fiction_view: Any, by_target: bool) -> None:
    world, given = fiction_view.world, {"home": "XN", "target": "XS", "goal": "title"}
    rule = next(r for r in world.rules.values() if r.title and r.asks_home and not r.asks_target)
    if by_target:
        world = world.changed(Change(Facts(rules=(rule._replace(asks_target=rule.asks_home),))))
    question = fiction_view.reader.read(given, today=TODAY).question
    teller = Teller(world, fiction_view.evidence, question, "en")
    path = next(path for path in ask(world, question) if path.rule == rule.id)
    told = Explainer(fiction_view.readings, teller, frozenset({"told"})).path(path)["told"][0]["sentence"]
    (giver,) = path.target_bodies if by_target else path.home_bodies
    assert f"{world.label(giver).en} can give you" in told


def test_no_years_at_all_are_nothing_to_show(fiction_view: Any) -> None:
    fields = [field.id for field in fiction_view.world.fields.values() if field.datatype == "decimal"][:2]
    values = tuple(zip(fields, (Decimal(0), Decimal(3)), strict=True))
    given = {"home": "XN", "target": "XS", "goal": "title"}
    question = fiction_view.reader.read(given, today=TODAY).question
    teller = Teller(fiction_view.world, fiction_view.evidence, question, "en")
    fact = Fact("person", "field", (fields[0],), values=values)
    (opening,) = OpeningWords(teller).of(Openings((Opening(Outcome.OPEN, (fact,)),)))
    assert "at least 3" in opening["facts"][0]["text"] and "at least 0" not in opening["facts"][0]["text"]


@pytest.mark.parametrize("named", [False, True])
def test_what_is_supposed_is_told_as_supposed(fiction_view: Any, named: bool) -> None:
    home = "XE" if named else "XQ"
    world, given = fiction_view.world, {"home": home, "target": "XN", "goal": "competence"}
    question = fiction_view.reader.read(given, today=TODAY).question
    tier = next(t for t in world.tiers.values() if t.grants and world.accords[t.accord].slug == "meridian")
    place, spell = question.home.place, Spell.of(date(2020, 1, 2))
    holder = next(b.id for b in world.bodies.values() if b.jurisdiction == place) if named else None
    member = Membership("m", tier.accord, tier.id, place, holder, spell, supposed=True)
    supposed = world.changed(Change(Facts(memberships=(member,))))
    path = next(path for path in ask(supposed, question) if "m" in path.value.used)
    teller = Teller(supposed, fiction_view.evidence, question, "en")
    told = Explainer(fiction_view.readings, teller, frozenset({"told"})).path(path)["told"]
    mine = [each["sentence"] for each in told if "2020-01-02" in each["sentence"]]
    who = supposed.label(holder).en if holder else "a member body of Quietland"
    assert [text.startswith(f"It is supposed that {who} stands in") for text in mine] == [True]


@pytest.mark.parametrize(
    ("target", "day", "outcome", "said"),
    [("XS", date(2020, 6, 1), "partial", "does not lead to: "), ("XW", TODAY, "uncertain", "Whether ")],
)
def test_nothing_is_said_to_give_what_it_does_not_surely_give(
    fiction_view: Any, target: str, day: date, outcome: str, said: str
) -> None:
    paths = explained(fiction_view, "XN", target, "licence", day=day)
    path = next(path for path in paths if path["outcome"] == outcome)
    assert said in path["told"][0]["sentence"]
