"""Settings: one frozen value, read from the environment once and passed in, never imported as values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from accordgraph.errors import BadValue

PREFIX = "ACCORDGRAPH_"


def _content_root() -> Path:
    """Where ``ontology/``, ``data/`` and ``queries/`` lie: inside a wheel, else at the checkout's root."""
    package = Path(__file__).resolve().parent
    bundle = package / "_bundle"
    return bundle if bundle.is_dir() else package.parent.parent


def _default_home() -> Path:
    """Where snapshots go: beside a checkout, else in the user's cache folder."""
    root = _content_root()
    if (root / "pyproject.toml").is_file():
        return root / ".accordgraph"
    import platformdirs

    return Path(platformdirs.user_cache_dir("accordgraph"))


def _setting(default: Any, text: str, *, least: float | None = None, secret: bool = False) -> Any:
    make = default if callable(default) else (lambda: default)
    return field(default_factory=make, repr=not secret, metadata={"help": text, "least": least})


@dataclass(frozen=True)
class Settings:
    """All settings; each is read from ``ACCORDGRAPH_<NAME>``."""

    root: Path = _setting(_content_root, "folder that holds ontology/, data/ and queries/")
    home: Path = _setting(_default_home, "folder for snapshots")
    sparql_workers: int = _setting(4, "SPARQL worker processes that begin queries", least=1)
    sparql_slow: int = _setting(8, "long SPARQL queries that may run beside, one process each", least=1)
    sparql_seconds: float = _setting(15.0, "longest time a SPARQL query may run, in seconds", least=0.05)
    sparql_memory: int = _setting(268_435_456, "most bytes of memory of a SPARQL query", least=16_777_216)
    sparql_services: str = _setting("", "IRIs that SERVICE may call, with spaces between; none by default")
    sparql_queue: int = _setting(128, "SPARQL queries that may wait for a worker", least=0)
    sparql_rows: int = _setting(100_000, "most rows or triples of a SPARQL result", least=1)
    sparql_bytes: int = _setting(33_554_432, "most bytes of a SPARQL result", least=1_000)
    store: str = _setting("", "address of a SPARQL 1.1 server that is asked instead of the embedded store")
    store_user: str = _setting("", "name by which that server knows us, if it asks for one", secret=True)
    store_password: str = _setting("", "password for it", secret=True)
    publish_user: str = _setting("", "name by which `publish` may write there", secret=True)
    publish_password: str = _setting("", "password for it", secret=True)
    body_bytes: int = _setting(262_144, "most bytes of a request body", least=1_000)
    batch_profiles: int = _setting(200, "most profiles of a batch", least=1)
    batch_targets: int = _setting(200, "most targets of a batch", least=1)
    requests_per_minute: int = _setting(
        0, "most requests of one address in a minute, for each server process; 0: no limit", least=0
    )
    access_log: int = _setting(
        0, "1: a line of JSON for each request, without its query and body; 0: none", least=0
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            least, value = each.metadata["least"], getattr(self, each.name)
            if least is not None and not least <= value < float("inf"):
                raise BadValue(
                    f"The setting {PREFIX}{each.name.upper()} is out of range.",
                    field=f"{PREFIX}{each.name.upper()}",
                    given=value,
                    accepted=f"a number from {least:g}",
                )

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Defaults, overridden by the environment.

        Raises
        ------
        BadValue : a variable's text is not of the setting's type, or below its least value.
        """
        env = os.environ if env is None else env
        settings = cls()
        given: dict[str, Any] = {}
        for each in fields(cls):
            text = env.get(PREFIX + each.name.upper())
            if text:
                kind = type(getattr(settings, each.name))
                try:
                    given[each.name] = Path(text) if issubclass(kind, Path) else kind(text)
                except ValueError:
                    raise BadValue(
                        f"The setting {PREFIX}{each.name.upper()} cannot be read.",
                        field=PREFIX + each.name.upper(),
                        given=text,
                        accepted=f"a value of type {kind.__name__}",
                    ) from None
        return replace(settings, **given)
