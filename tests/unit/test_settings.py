from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from accordgraph import settings as module
from accordgraph.errors import BadValue
from accordgraph.settings import PREFIX, Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_env({}) == Settings()


def test_the_environment_overrides_each_setting_with_its_type() -> None:
    for each in dataclasses.fields(Settings):
        default = getattr(Settings(), each.name)
        text = "elsewhere" if isinstance(default, (Path, str)) else str(type(default)(default + 1))
        found = getattr(Settings.from_env({f"{PREFIX}{each.name.upper()}": text}), each.name)
        assert str(found) == text and isinstance(found, type(default))


def test_an_empty_variable_is_no_setting() -> None:
    assert Settings.from_env({f"{PREFIX}SPARQL_WORKERS": ""}) == Settings()


def test_other_variables_are_left_alone() -> None:
    assert Settings.from_env({"SPARQL_WORKERS": "7", f"{PREFIX}SOAK": "1"}) == Settings()


@pytest.mark.parametrize("text", ["many", "1.5", "0", "-1"])
def test_a_wrong_value_names_the_variable_and_what_was_given(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        Settings.from_env({f"{PREFIX}SPARQL_WORKERS": text})
    told = caught.value.as_dict()
    assert (told["field"], told["given"]) == (f"{PREFIX}SPARQL_WORKERS", text)
    assert told["accepted"]


@pytest.mark.parametrize("text", ["nan", "inf", "-inf"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        Settings.from_env({f"{PREFIX}SPARQL_SECONDS": text})


def test_a_least_value_holds_without_the_environment_too() -> None:
    for each in dataclasses.fields(Settings):
        least = each.metadata["least"]
        if least is not None:
            kind = type(getattr(Settings(), each.name))
            dataclasses.replace(Settings(), **{each.name: kind(least)})
            with pytest.raises(BadValue):
                dataclasses.replace(Settings(), **{each.name: kind(least) - 1})


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().sparql_workers = 3  # type: ignore[misc]


def test_every_setting_explains_itself() -> None:
    assert all(each.metadata["help"] for each in dataclasses.fields(Settings))


def test_in_a_checkout_content_and_snapshots_lie_beside_the_code(root: Path) -> None:
    found = Settings()
    assert (found.root, found.home) == (root, root / ".accordgraph")


def test_in_a_wheel_content_lies_in_the_package_and_snapshots_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "accordgraph" / "_bundle"
    bundle.mkdir(parents=True)
    monkeypatch.setattr(module, "__file__", str(bundle.parent / "settings.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    found = Settings()
    assert found.root == bundle
    assert found.home.is_relative_to(tmp_path) and found.home.name == "accordgraph"
