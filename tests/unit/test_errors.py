from __future__ import annotations

import inspect
import json

import pytest

from accordgraph import errors
from accordgraph.errors import AccordGraphError, BadValue, Busy

CLASSES = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, AccordGraphError) and each is not AccordGraphError
]


def test_codes_are_stable_words_of_their_own() -> None:
    codes = [each.code for each in CLASSES]
    assert len(codes) == len(set(codes)) > 10
    assert all(code == code.lower() and code.replace("-", "").isalpha() for code in codes)
    assert AccordGraphError.code not in codes


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.code)
def test_every_error_is_told_the_same_way(kind: type[AccordGraphError]) -> None:
    error = kind("It is wrong.", field="home", given="XX", accepted=["A", "B"], hint="Take one.")
    assert str(error) == "It is wrong. Accepted: A, B. Take one."
    assert error.as_dict() == {
        "code": kind.code,
        "message": "It is wrong.",
        "field": "home",
        "given": "XX",
        "accepted": ["A", "B"],
        "hint": "Take one.",
    }
    assert json.loads(json.dumps(error.as_dict())) == error.as_dict()


def test_what_is_not_set_is_not_told() -> None:
    error = BadValue("It is wrong.")
    assert str(error) == "It is wrong."
    assert error.as_dict() == {"code": "bad-value", "message": "It is wrong."}


def test_a_falsy_value_given_is_told() -> None:
    assert BadValue("x", given=0).as_dict()["given"] == "0"
    assert BadValue("x", given="").as_dict()["given"] == ""


def test_what_is_accepted_is_a_sentence_or_a_list() -> None:
    assert BadValue("x", accepted="a day").as_dict()["accepted"] == "a day"
    assert BadValue("x", accepted=("a", "b")).as_dict()["accepted"] == ["a", "b"]
    assert str(BadValue("No.", accepted="a day")) == "No. Accepted: a day."


def test_a_long_value_is_cut() -> None:
    assert len(BadValue("x", given="y" * 10_000).as_dict()["given"]) == 200


def test_busy_says_when_to_come_back() -> None:
    assert Busy("Wait.", retry_after=7, hint="Later.").retry_after == 7
    assert Busy("Wait.").retry_after > 0
    assert Busy("Wait.").code == "busy"


def test_one_except_catches_them_all() -> None:
    for kind in CLASSES:
        with pytest.raises(AccordGraphError):
            raise kind("x")
