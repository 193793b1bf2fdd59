"""The front end holds its types, its style and its own tests; it is built, or the pages say why not."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def hook(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def source(root: Path, hook: ModuleType) -> Path:
    folder: Path = root / hook.SOURCE
    if not (folder / "node_modules").is_dir():
        pytest.skip("the front end's packages are not installed: make serve, with the npm registry in reach")
    return folder


@pytest.mark.parametrize(
    "program",
    [
        "typescript/bin/tsc",
        "@biomejs/biome/bin/biome check --error-on-warnings .",
        "vitest/vitest.mjs run",
    ],
)
def test_types_style_and_unit_tests(source: Path, hook: ModuleType, program: str) -> None:
    script, *arguments = program.split()
    done = subprocess.run(
        [hook.node()[0], f"node_modules/{script}", *arguments],
        cwd=source, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_built_is_what_the_sources_say(root: Path, source: Path, hook: ModuleType) -> None:
    assert source.is_dir()
    assert (root / hook.BUILT / hook.DIGEST).read_text() == hook.digest(root), "python hatch_build.py"


def test_the_server_draws_outcomes_with_the_strokes_of_the_scripts(root: Path) -> None:
    web = root / "src/accordgraph/web"
    scripts = (web / "ui/src/shared/outcomes.tsx").read_text("utf-8")
    server = (web / "templates/macros.html").read_text("utf-8").partition("{% macro strokes(outcome) %}")[2]
    drawn = re.findall(r' d="([^"]+)"', server.partition("{% endmacro %}")[0])
    assert sorted(drawn) == sorted(re.findall(r'\bd: "([^"]+)"', scripts)) and len(drawn) > 6


def test_the_lock_holds_no_addresses(root: Path, hook: ModuleType) -> None:
    lock = (root / hook.SOURCE / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock and '"resolved"' not in lock


def test_where_it_cannot_be_built_the_reason_is_kept_and_printed(
    hook: ModuleType, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> tuple[str, str]:
        raise ImportError("no Node here")

    monkeypatch.setattr(hook, "node", broken)
    (tmp_path / hook.SOURCE).mkdir(parents=True)
    hook.report(tmp_path, hook.build(tmp_path))
    assert "no Node here" in capsys.readouterr().err
    assert "no Node here" in (tmp_path / hook.BUILT / hook.REASON).read_text()


def test_a_failing_program_tells_what_it_said(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "node"
    program.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n")
    program.chmod(0o755)
    (tmp_path / hook.SOURCE).mkdir(parents=True)
    monkeypatch.setattr(hook, "node", lambda: (str(program), "npm"))
    assert "ENOTFOUND" in str(hook.build(tmp_path))


def test_what_is_built_from_the_same_sources_is_left_alone(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / hook.SOURCE / "node_modules").mkdir(parents=True)
    (tmp_path / hook.BUILT).mkdir(parents=True)
    (tmp_path / hook.SOURCE / "a.ts").write_text("1")
    (tmp_path / hook.BUILT / hook.DIGEST).write_text(hook.digest(tmp_path))
    (tmp_path / hook.SOURCE / "node_modules" / "b.js").write_text("made by a tool")
    monkeypatch.setattr(hook, "node", lambda: pytest.fail("built again"))
    assert hook.build(tmp_path) is None
