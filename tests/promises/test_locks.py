"""The locks: exact versions, a hash for each, no addresses, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RUNTIME, DEV, BUILD = "requirements.lock", "requirements-dev.lock", "requirements-build.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("linux", "darwin")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ADDRESS = re.compile(r"://|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b| @ ")


def entries(lock: str) -> dict[Requirement, int]:
    """Requirements of a lock, each with the number of its hashes."""
    lines = [line for line in lock.replace("\\\n", " ").splitlines() if line.strip() and line[0] != "#"]
    return {Requirement(line.split(" --hash")[0]): len(HASH.findall(line)) for line in lines}


def addresses(lock: str) -> list[str]:
    return [line for line in lock.splitlines() if ADDRESS.search(line)]


def loose(lock: str) -> list[str]:
    """Requirements without an exact version or without a hash."""
    exact = re.compile(r"==[^*,]+")
    return [
        str(each)
        for each, hashes in entries(lock).items()
        if not hashes or not exact.fullmatch(str(each.specifier))
    ]


def holds(requirement: Requirement, python: str, system: str) -> bool:
    if requirement.marker is None:
        return True
    names = {"linux": "Linux", "darwin": "Darwin"}
    environment = {
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "platform_system": names[system],
        "python_full_version": f"{python}.1",
        "python_version": python,
        "sys_platform": system,
    }
    return requirement.marker.evaluate(environment)


def pins(lock: str, python: str, system: str) -> dict[str, str]:
    """Versions by name that one Python on one system gets."""
    return {
        canonicalize_name(each.name): next(iter(each.specifier)).version
        for each in entries(lock)
        if holds(each, python, system)
    }


def unmet(asked: list[str], lock: str) -> list[str]:
    """Requirements that a lock does not fulfil on some Python and system."""
    return [
        f"{requirement} on Python {python}, {system}"
        for python in PYTHONS
        for system in SYSTEMS
        for pinned in [pins(lock, python, system)]
        for requirement in map(Requirement, asked)
        if holds(requirement, python, system)
        and not fulfilled(requirement, pinned.get(canonicalize_name(requirement.name)))
    ]


def fulfilled(requirement: Requirement, version: str | None) -> bool:
    return version is not None and requirement.specifier.contains(version)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, list[str]]:
    """What pyproject.toml asks for: ``runtime``, ``build`` and ``dev``."""
    table = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    groups = table["dependency-groups"]
    return {
        "runtime": table["project"]["dependencies"],
        "build": groups["build"] + table["build-system"]["requires"],
        "dev": groups["dev"]
        + [each for extra in table["project"]["optional-dependencies"].values() for each in extra],
    }


@pytest.fixture(scope="module")
def locks(root: Path) -> dict[str, str]:
    return {name: (root / name).read_text("utf-8") for name in (RUNTIME, DEV, BUILD)}


@pytest.mark.parametrize("name", [RUNTIME, DEV, BUILD])
def test_a_lock_is_exact_hashed_and_without_addresses(locks: dict[str, str], name: str) -> None:
    assert entries(locks[name])
    assert not loose(locks[name])
    assert not addresses(locks[name])


def test_the_locks_are_what_the_project_asks_for(
    locks: dict[str, str], project: dict[str, list[str]]
) -> None:
    remedy = "make lock"
    assert not unmet(project["runtime"], locks[RUNTIME]), remedy
    assert not unmet(project["build"], locks[BUILD]), remedy
    assert not unmet(project["runtime"] + project["build"] + project["dev"], locks[DEV]), remedy


def test_the_locks_agree(locks: dict[str, str]) -> None:
    for python in PYTHONS:
        for system in SYSTEMS:
            everything = pins(locks[DEV], python, system).items()
            assert pins(locks[RUNTIME], python, system).items() <= everything
            assert pins(locks[BUILD], python, system).items() <= everything


def test_each_dependency_has_a_lower_bound(project: dict[str, list[str]]) -> None:
    asked = [Requirement(each) for part in project.values() for each in part]
    assert not [str(each) for each in asked if ">=" not in str(each.specifier)]


GOOD = f"some==1.0 \\\n    --hash=sha256:{'0' * 64}\n"


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "-i mirror",
        "--find-links wheels",
        "some @ file:///wheels/some.whl",
        "    # from http://example.org",
    ],
)
def test_an_address_is_found(line: str) -> None:
    assert not addresses(GOOD)
    assert addresses(f"{GOOD}{line}\n") == [line]


@pytest.mark.parametrize(
    "text", [GOOD.replace("sha256", "md5"), "some==1.0\n", GOOD.replace("==", ">="), GOOD.replace(".0", ".*")]
)
def test_a_loose_requirement_is_found(text: str) -> None:
    assert not loose(GOOD)
    assert len(loose(text)) == 1


def test_an_unmet_requirement_is_found() -> None:
    assert not unmet(["Some>=1,<2"], GOOD)
    assert len(unmet(["some>=2"], GOOD)) == len(PYTHONS) * len(SYSTEMS)
    assert unmet(["some>=1", "other; sys_platform == 'darwin' and python_version < '3.12'"], GOOD) == [
        'other; sys_platform == "darwin" and python_version < "3.12" on Python 3.11, darwin'
    ]
    only_new = GOOD.replace("1.0 ", "1.0 ; python_full_version >= '3.12' ")
    assert unmet(["some"], only_new) == ["some on Python 3.11, linux", "some on Python 3.11, darwin"]
