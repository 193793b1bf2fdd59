"""Sets of facts come in one order, whichever way they were found."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from accordgraph.pathways.factsets import key, minimal
from accordgraph.pathways.profile import Degree
from accordgraph.pathways.supposing import PERSON, Fact


def degree(year: int) -> Fact:
    awarded = (date(year, 1, 1), date(year, 12, 31))
    return Fact(PERSON, "degree", ("c:degree",), degree=Degree(True, "p:x", None, None, awarded, True))


def test_facts_that_differ_in_their_degree_alone_have_an_order() -> None:
    facts = [degree(year) for year in range(1990, 1994)]
    assert sorted(facts[2:] + facts[:2], key=key) == facts


def test_the_order_of_sets_does_not_depend_on_how_they_were_found() -> None:
    sets = [frozenset((degree(year),)) for year in range(1990, 1994)]
    assert {minimal(each) for each in permutations(sets)} == {tuple(sets)}
