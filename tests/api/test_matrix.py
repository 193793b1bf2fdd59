"""The matrix and its growth over the interface."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

MATRIX, GROWTH = "/api/v1/matrix", "/api/v1/matrix/growth"
ASKED = {"goal": "competence", "as_of": "2026-01-01"}


def told(client: Any, address: str = MATRIX, **asked: str) -> Any:
    answer = client.get(address, params={**ASKED, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def pairs(data: Any) -> set[tuple[str, str, str]]:
    return {(r["home"], t, o) for r in data["rows"] for o, targets in r["targets"].items() for t in targets}


def test_rows_and_counts_agree_and_the_profile_is_named(client: Any) -> None:
    data = told(client)["data"]
    found = pairs(data)
    assert ("XN", "XS", "open") in found
    for outcome, count in data["counts"].items():
        if outcome != "blocked":
            assert count == sum(o == outcome for *_, o in found)
    n = len(data["places"])
    assert sum(data["counts"].values()) == n * (n - 1) == told(client)["meta"]["total"]
    assert data["standard_profile"] and "standard profile" in data["asked"]["for"]
    assert "标准情形" in told(client, lang="zh")["data"]["asked"]["for"]


def test_a_pair_is_what_asking_for_it_says(client: Any) -> None:
    for home, target, outcome in sorted(pairs(told(client, places="XN,XS,XE,XW,XQ")["data"])):
        asked = {**ASKED, "home": home, "target": target}
        paths = client.get("/api/v1/pathways", params=asked).json()["data"]["paths"]
        assert (paths[0]["outcome"] != "blocked") == (outcome != "blocked"), (home, target)


def test_a_pair_names_the_accords_that_give_it_its_outcome(client: Any) -> None:
    def by(home: str, target: str, **more: str) -> list[dict[str, str]]:
        data = told(client, home=home, target=target, **more)["data"]
        assert len(data["rows"]) == 1
        found: list[dict[str, str]] = data["by"]
        return found

    assert by("XN", "XS") == [{"id": "meridian", "label": "Meridian Agreement"}]
    assert by("Northland", "XS", lang="zh")[0]["label"] == "子午线协议"
    every = pairs(told(client)["data"])
    closed = next(p["id"] for p in told(client)["data"]["places"] if not any(p["id"] == h for h, *_ in every))
    assert by(closed, "XS") == []
    assert "by" not in told(client, home="XN")["data"]
    # Of a person of whom nothing is known the same accord would tell another outcome.
    asked = {**ASKED, "home": "XN", "target": "XS"}
    [path, *_] = client.get("/api/v1/pathways", params=asked).json()["data"]["paths"]
    assert path["outcome"] != "open" and ("XN", "XS", "open") in every


def test_filters_keep_places_of_both_ends_or_of_one(client: Any) -> None:
    some = told(client, places="XN, Southland")["data"]
    assert [place["id"] for place in some["places"]] == ["XN", "XS"]
    assert {h for h, *_ in pairs(told(client, home="XN")["data"])} == {"XN"}
    assert {t for _, t, _ in pairs(told(client, target="XS")["data"])} == {"XS"}
    inside = {place["id"] for place in told(client, accord="meridian")["data"]["places"]}
    assert "XN" in inside and "XQ" not in inside


def test_as_a_table(client: Any) -> None:
    answer = client.get(MATRIX, params={**ASKED, "format": "csv", "lang": "zh"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {(r["home"], r["target"], r["outcome"]) for r in rows} == pairs(told(client)["data"])
    assert next(r for r in rows if r["home"] == "XN")["home_label"] == "北境"


def test_growth_counts_the_years_up_to_the_day(client: Any) -> None:
    data = told(client, GROWTH)["data"]
    years = {each["year"]: each for each in data["years"]}
    assert min(years) == 1951 and max(years) == 2026
    now = told(client)["data"]["counts"]
    assert {o: years[2026][o] for o in now if o != "blocked"} == {
        o: n for o, n in now.items() if o != "blocked"
    }
    for before, after in zip(data["years"], data["years"][1:], strict=False):
        assert after["open"] - before["open"] == after["gained"] - after["lost"]
    causes = [cause for step in data["steps"] for cause in step["causes"]]
    assert any(c["what"] == "seen" and c["jurisdiction"]["id"] == "XS" for c in causes)


@pytest.mark.parametrize(
    ("address", "asked", "code"),
    [
        (MATRIX, {"goal": ""}, "missing-value"),
        (MATRIX, {"goal": "fame"}, "bad-value"),
        (MATRIX, {"as_of": "2026"}, "bad-value"),
        (MATRIX, {"scope": "all"}, "bad-value"),
        (MATRIX, {"group": "none"}, "bad-value"),
        (MATRIX, {"places": "XN,Nowhere"}, "unknown-name"),
        (MATRIX, {"accord": "nothing"}, "unknown-name"),
        (MATRIX, {"format": "xls"}, "bad-value"),
        (MATRIX, {"lang": "fr"}, "bad-value"),
        (MATRIX, {"profile": "me"}, "unknown-field"),
        (GROWTH, {"home": "XN"}, "unknown-field"),
        (GROWTH, {"as_of": "1950-12-31"}, "bad-value"),
    ],
)
def test_bad_requests(refused: Any, address: str, asked: dict[str, str], code: str) -> None:
    assert refused(address, **{**ASKED, **asked}) == code


def test_same_question_same_bytes(client: Any) -> None:
    for address in (MATRIX, GROWTH):
        assert client.get(address, params=ASKED).content == client.get(address, params=ASKED).content
