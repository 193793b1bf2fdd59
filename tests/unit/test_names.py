from __future__ import annotations

from typing import Any

import pytest

from accordgraph.errors import AmbiguousName, BadValue, UnknownName
from accordgraph.names import Names, fold
from accordgraph.namespaces import AG, ID


def row(kind: str, slug: str, name: str, lang: str = "en", relation: str = "label") -> dict[str, Any]:
    class_name = kind.capitalize()
    return {
        "thing": f"{ID}{kind}/{slug}",
        "class": AG + class_name,
        "name": name,
        "folded": fold(name),
        "lang": lang,
        "relation": relation,
    }


NAMES = Names(
    [
        row("jurisdiction", "XN", "Northland"),
        row("jurisdiction", "XN", "北境", "zh"),
        row("jurisdiction", "XN", "Old Northland", relation="hidden"),
        row("jurisdiction", "XS", "Southland"),
        row("body", "northland-engineers", "Northland Engineers"),
        row("body", "northland-engineers", "NE", relation="notation"),
        row("body", "new-east", "NE", relation="notation"),
        row("body", "new-east", "École de l’Est"),
        row("accord", "xs", "An accord with the slug of a place"),
    ]
)


@pytest.mark.parametrize(
    "text", ["XN", "xn", "Northland", " northland ", "北境", "Old Northland", "jurisdiction/XN"]
)
def test_every_name_finds_the_place(text: str) -> None:
    assert NAMES.find(text, ("jurisdiction", "body"), "home") == f"{ID}jurisdiction/XN"


def test_only_accepted_kinds_are_found() -> None:
    assert NAMES.find("xs", ("accord",), "accord") == f"{ID}accord/xs"
    assert NAMES.find("xs", ("jurisdiction",), "home") == f"{ID}jurisdiction/XS"


def test_accents_and_case_do_not_matter() -> None:
    assert NAMES.find("ecole de l’est", ("body",), "home") == f"{ID}body/new-east"


def test_an_ambiguous_name_lists_its_candidates() -> None:
    with pytest.raises(AmbiguousName) as caught:
        NAMES.find("NE", ("jurisdiction", "body"), "home")
    assert caught.value.accepted == ["body/new-east", "body/northland-engineers"]


def test_an_unknown_name_lists_near_ones_but_never_a_hidden_name() -> None:
    with pytest.raises(UnknownName) as caught:
        NAMES.find("Norhtland", ("jurisdiction",), "home")
    assert caught.value.accepted == ["XN"]


def test_a_very_long_name_is_refused() -> None:
    with pytest.raises(BadValue):
        NAMES.find("x" * 201, ("body",), "home")


def test_search_ranks_whole_names_first() -> None:
    assert [h.thing.rsplit("/", 1)[-1] for h in NAMES.search("northland")] == ["XN", "northland-engineers"]
    assert NAMES.search("   ") == []
    assert [h.kind for h in NAMES.search("north", ("body",))] == ["body"]
