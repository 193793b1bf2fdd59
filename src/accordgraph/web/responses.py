"""Answers as JSON, written several times as fast as the standard library does."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse
from pydantic_core import to_json


class Answer(JSONResponse):
    """An answer made of plain values: the bytes that `JSONResponse` writes, sooner."""

    def render(self, content: Any) -> bytes:
        """The JSON of an answer, without spaces."""
        return to_json(content, inf_nan_mode="null")
