"""``/api/v1/pathways``: the same answers as the service, and one problem for each way to ask wrongly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ASK = {"home": "MY", "target": "SG", "goal": "competence"}
PERSON = {
    "degree_jurisdiction": "MY",
    "degree_awarded": "2012-07-01",
    "degree_accredited": "true",
    "post_grad_years": "10",
    "in_charge_years": "3",
    "home_registered": "true",
    "home_registration_until": "2026-12-31",
    "competence": "true",
    "cpd": "true",
    "ethics": "true",
    "accountability": "true",
}


def get(client: Any, **given: Any) -> Any:
    return client.get("/api/v1/pathways", params={**ASK, **given})


def test_get_and_post_answer_alike(client: Any) -> None:
    by_get = get(client, **PERSON).json()
    nested = client.post("/api/v1/pathways", json={**ASK, "profile": PERSON}).json()
    flat = client.post("/api/v1/pathways", json={**ASK, **PERSON}).json()
    assert by_get == nested == flat
    assert [p["outcome"] for p in by_get["data"]["paths"][:3]] == ["open"] * 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_answers_are_json_without_spaces_as_the_standard_library_writes_it(client: Any, lang: str) -> None:
    answered = get(client, **PERSON, lang=lang, include="told")
    plain = json.dumps(answered.json(), ensure_ascii=False, separators=(",", ":"))
    assert answered.text == plain
    assert answered.headers["content-type"] == "application/json"


def test_numbers_and_truths_may_be_json(client: Any) -> None:
    typed = PERSON | {"post_grad_years": 10, "in_charge_years": 3.0, "competence": True}
    assert (
        client.post("/api/v1/pathways", json={**ASK, "profile": typed}).json() == get(client, **PERSON).json()
    )


def test_vectors_over_http(client: Any, root: Path) -> None:
    cases = json.loads((root / "tests/worlds/vectors/expected.json").read_text(encoding="utf-8"))
    for case in cases:
        paths = client.post("/api/v1/pathways", json=case["request"]).json()["data"]["paths"]
        known = [p for p in paths if p["accord"] not in ("lantern", "meridian", "river")]
        assert [p["outcome"] for p in known] == [r["outcome"] for r in case["results"]], case["case"]


def test_answer_names_versions_day_and_notice(client: Any) -> None:
    english, chinese = (get(client, lang=lang).json()["meta"] for lang in ("en", "zh"))
    assert "not legal advice" in english["notice"] and "不构成法律意见" in chinese["notice"]
    assert {"data_version", "ontology_version", "as_of", "lang", "truncated"} <= set(english)
    assert english["as_of"] == "2026-01-01"


def test_same_question_same_bytes(client: Any) -> None:
    assert get(client, **PERSON).content == get(client, **PERSON).content


def test_names_in_either_language_and_codes_mean_the_same(client: Any) -> None:
    expected = get(client).json()["data"]["paths"]
    for home in (
        "MY",
        "my",
        "Malaysia",
        "马来西亚",
        "jurisdiction/MY",
        "https://w3id.org/accordgraph/id/jurisdiction/MY",
    ):
        assert get(client, home=home).json()["data"]["paths"] == expected, home


def test_a_body_stands_for_itself_and_the_others_are_named_apart(client: Any) -> None:
    found = get(client, home="body/my-engineers").json()["data"]
    assert found["question"]["home"]["id"] == "body/my-engineers"
    assert found["other_bodies"] == []


def test_the_target_side_and_the_authority_are_named(client: Any) -> None:
    path = next(p for p in get(client, **PERSON).json()["data"]["paths"] if p["accord"] == "ipea")
    step = path["steps"][-1]
    assert (step["from_body"]["id"], step["to_body"]["id"]) == ("my-engineers", "sg-engineers")
    assert path["decided_by"] == {
        "role": "target-body",
        "bodies": [{"id": "sg-engineers", "label": "Engineers of Singapore", "website": None}],
    }


def test_fields_for_forms(client: Any) -> None:
    fields = {f["name"]: f for f in client.get("/api/v1/fields").json()["data"]}
    assert fields["site_years"]["question"]["zh"] == "在现场工作多少年？"
    assert fields["in_charge_years"]["not_above"] == "post_grad_years"
    assert [c["name"] for c in fields["level"]["choices"]]


WRONG = {
    "unknown place": ({"home": "Atlantis"}, "unknown-name", "home"),
    "nearly a place": ({"home": "Malaysa"}, "unknown-name", "home"),
    "no target": ({"target": ""}, "missing-value", "target"),
    "impossible date": ({"as_of": "2026-02-30"}, "bad-value", "as_of"),
    "month for a day": ({"as_of": "2026-02"}, "bad-value", "as_of"),
    "unknown goal": ({"goal": "visa"}, "bad-value", "goal"),
    "unknown scope": ({"scope": "world"}, "bad-value", "scope"),
    "unknown language": ({"lang": "fr"}, "bad-value", "lang"),
    "unknown field": ({"shoe_size": "42"}, "unknown-field", "shoe_size"),
    "negative years": ({"post_grad_years": "-1"}, "bad-value", "post_grad_years"),
    "absurd years": ({"post_grad_years": "200"}, "bad-value", "post_grad_years"),
    "no number": ({"post_grad_years": "many"}, "bad-value", "post_grad_years"),
    "not finite": ({"post_grad_years": "NaN"}, "bad-value", "post_grad_years"),
    "in charge above practice": (
        {"post_grad_years": "3", "in_charge_years": "4"},
        "bad-value",
        "in_charge_years",
    ),
    "no truth": ({"ethics": "perhaps"}, "bad-value", "ethics"),
    "no date": ({"degree_awarded": "spring 2017"}, "bad-value", "degree_awarded"),
    "unknown title": ({"titles": "Grand Engineer"}, "unknown-name", "titles"),
    "unknown level": ({"level": "wizard"}, "bad-value", "level"),
    "nothing to include": ({"include": "rumours"}, "bad-value", "include"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_question(client: Any, name: str) -> None:
    given, code, field = WRONG[name]
    answer = get(client, **given)
    told = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["code"], told["field"]) == (code, field)
    assert told["detail"] and told["accepted"], told


def test_a_near_name_is_suggested(client: Any) -> None:
    assert "MY" in get(client, home="Malaysa").json()["accepted"]


def test_a_field_given_twice(client: Any) -> None:
    answer = client.get("/api/v1/pathways?home=MY&home=SG&target=SG&goal=title")
    assert (answer.status_code, answer.json()["field"]) == (422, "home")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"NaN", b'{"home": NaN}', b"\xff", b"[" * 4_000])
def test_a_body_that_is_no_object(client: Any, body: bytes) -> None:
    answer = client.post("/api/v1/pathways", content=body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "bad-value", "body")


def test_a_side_that_is_no_text_is_not_called_missing(client: Any) -> None:
    told = client.post("/api/v1/pathways", json={**ASK, "home": ["MY"]}).json()
    assert (told["code"], told["field"], told["given"]) == ("bad-value", "home", "['MY']")


def test_an_oversized_body(client: Any) -> None:
    answer = client.post("/api/v1/pathways", json={**ASK, "note": "x" * 6_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


SCENARIOS = [
    ({"members": []}, "unknown-field"),
    ({"memberships": {}}, "bad-value"),
    ({"memberships": [1]}, "bad-value"),
    ({"memberships": [{"accord": "ipea"}]}, "missing-value"),
    ({"memberships": [{"accord": "ipea", "jurisdiction": "CN", "tier": "golden"}]}, "unknown-name"),
    ({"memberships": [{"accord": "ipea", "jurisdiction": "CN", "tier": "full", "vote": 1}]}, "unknown-field"),
    (
        {"memberships": [{"accord": "ipea", "jurisdiction": "CN", "tier": "full", "valid_from": "soon"}]},
        "bad-value",
    ),
    ({"agreements": [{"between": ["CN"], "under": "ipea", "force": "binding"}]}, "missing-value"),
    ({"agreements": [{"between": ["CN", "SG"], "under": "ipea", "force": "iron"}]}, "unknown-name"),
    (
        {"agreements": [{"between": ["CN", "SG"], "under": "ipea", "force": "binding", "waives": ["magic"]}]},
        "unknown-name",
    ),
    ([], None),
    ("x", "unknown-name"),
]


@pytest.mark.parametrize(("scenario", "code"), SCENARIOS)
def test_scenarios(client: Any, scenario: Any, code: str | None) -> None:
    answer = client.post("/api/v1/pathways", json={**ASK, "scenario": scenario})
    assert answer.json().get("code") == code
    assert answer.status_code == (200 if code is None else 422)


def test_every_error_has_one_shape(client: Any) -> None:
    answers = [
        client.get("/api/v1/nowhere"),
        client.delete("/api/v1/pathways"),
        client.get("/api/v1/accords/none"),
        client.get("/api/v1/accords?colour=red"),
        client.get("/api/v1/accords?limit=0"),
        client.get("/api/v1/pathways"),
    ]
    for answer in answers:
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "code", "detail"} <= set(answer.json())
    assert [a.status_code for a in answers] == [404, 405, 404, 422, 422, 422]


def test_health_and_schema(client: Any) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json()["status"] == "ready"
    parameters = client.get("/openapi.json").json()["paths"]["/api/v1/pathways"]["get"]["parameters"]
    assert {"home", "target", "goal", "site_years", "post_grad_years"} <= {p["name"] for p in parameters}


def test_a_path_says_what_would_open_it_and_is_told_in_sentences_on_request(client: Any) -> None:
    closed = get(client, home="CN", target="AU").json()["data"]["paths"][0]
    first = closed["opens"][0]
    assert first["outcome"] == "open_conditional" and closed["opens_more"] is False
    assert [(fact["lies_with"], fact["kind"]) for fact in first["facts"]] == [("body", "membership")]
    assert "told" not in closed
    told = get(client, home="CN", target="AU", include="told", lang="zh").json()["data"]["paths"][0]["told"]
    assert all(each["sentence"] and each["evidence"] for each in told)


def test_what_an_answer_passes_over_is_told_on_request(client: Any) -> None:
    asked = {"home": "XN", "target": "XS", "goal": "licence"}
    assert "removed" not in get(client, **asked).json()["data"]
    found = get(client, **asked, include="removed").json()["data"]["removed"]
    assert {"yields", "other-version"} <= {each["reason"] for each in found}
    assert all(each["sentence"] and each["evidence"] for each in found)


def test_nothing_is_folded_if_all_is_asked_for(client: Any) -> None:
    data = get(client, include="all", **PERSON).json()["data"]
    assert data["closed_agreements"]["count"] == data["other_levels"]["count"] == 0
    assert all(path["alike"]["count"] == 0 for path in data["paths"])
