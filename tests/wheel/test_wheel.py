"""The package works where there is no checkout: built, installed into an empty environment, and asked.

Nothing is fetched: the wheel is built with the installed build backend, and the new environment sees the
packages that are installed here, but neither the checkout nor the accordgraph of this environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Installed:
    """An environment that holds accordgraph from a wheel, an empty home, and a folder to work in."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def __call__(self, program: str, *arguments: str) -> str:
        kept = {key: os.environ[key] for key in ("LANG", "LC_ALL", "TMPDIR") if key in os.environ}
        env = {"HOME": str(self.home), "PATH": os.defpath} | kept
        return run(self.folder / "env/bin" / program, *arguments, cwd=self.folder / "elsewhere", env=env)


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, root, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    there = Installed(tmp_path_factory.mktemp("a place elsewhere"))
    for name in ("home", "elsewhere"):
        (there.folder / name).mkdir()
    venv.create(there.folder / "env", with_pip=True)
    there("python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel))
    site = Path(there("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # A path in a .pth file comes after the environment's own packages, and its own .pth files are not read.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return there


def named(answer: Any, key: str) -> Iterator[str]:
    """Values of a key anywhere in an answer."""
    if isinstance(answer, dict):
        yield from (str(value) for name, value in answer.items() if name == key and value)
    for part in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from named(part, key)


def test_the_wheel_holds_package_and_content_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = archive.namelist()
    assert {name.split("/")[0] for name in held if ".dist-info/" not in name} == {"accordgraph"}
    assert not [name for name in held if "__pycache__" in name or name.endswith((".pyc", "~"))]
    for content in ("ontology/accordgraph.ttl", "data/dataset.ttl", "queries/network/memberships.rq"):
        assert f"accordgraph/_bundle/{content}" in held
    assert {"accordgraph/py.typed", "accordgraph/cli.py"} <= set(held)
    assert not [name for name in held if name.startswith("accordgraph/web/ui/")]
    assert [name for name in held if name.endswith("licenses/LICENSE-DATA")]


def test_the_wheel_holds_the_built_front_end(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        manifest = json.loads(archive.read("accordgraph/web/static/ui/manifest.json"))
        held = set(archive.namelist())
    assert "src/pages/site.ts" in manifest
    assert {f"accordgraph/web/static/ui/{part['file']}" for part in manifest.values()} <= held


def test_the_wheel_holds_all_that_the_checkout_holds(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    places = {"ontology": "accordgraph/_bundle/ontology", "data": "accordgraph/_bundle/data"}
    places |= {"queries": "accordgraph/_bundle/queries", "src/accordgraph": "accordgraph"}
    missing = [
        path.relative_to(root)
        for here, there in places.items()
        for path in (root / here).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        if not path.is_relative_to(root / "src/accordgraph/web/ui")  # the source of what is in web/static/ui
        if f"{there}/{path.relative_to(root / here).as_posix()}" not in held
    ]
    assert not missing


def test_the_installed_package_is_the_wheel(installed: Installed) -> None:
    place = Path(installed("python", "-c", "import accordgraph; print(accordgraph.__file__)").strip())
    assert place.is_relative_to((installed.folder / "env").resolve())


def test_it_builds_and_answers(installed: Installed) -> None:
    installed("accordgraph", "build")
    answer = json.loads(
        installed(
            *("accordgraph", "pathways", "--home", "MY", "--target", "SG", "--goal", "competence", "--json")
        )
    )
    assert list(named(answer["data"], "accord")), "no accord in the answer"
    assert answer["meta"]["notice"]
    assert not list((installed.folder / "elsewhere").iterdir()), "it wrote into the folder it was started in"
