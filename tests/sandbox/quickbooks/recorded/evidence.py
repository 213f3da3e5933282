"""The evidence of the real service: recorded calls and Intuit's schema, kept beside the repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox.exact import loads

PLACE = Path(os.environ.get("DAYBOOK_EVIDENCE") or Path(__file__).parents[5] / "shared" / "evidence")
RECORDED = PLACE / "quickbooks" / "recorded" / "qbo_api"
SCHEMAS = PLACE / "quickbooks" / "xsd"

needs_evidence = pytest.mark.skipif(
    not RECORDED.is_dir(), reason=f"no evidence of the real service at {PLACE}; DAYBOOK_EVIDENCE names its place"
)


@dataclass(frozen=True)
class Recording:
    """One call to the real service and its answer."""

    file: str
    number: int
    """Its place in the file, from 0."""

    request: dict[str, Any]
    response: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.file}-{self.number}"


def recordings() -> list[Recording]:
    """Every recorded call; none where the evidence is not at hand."""
    return [
        Recording(path.stem, number, call["request"], call["response"])
        for path in sorted(RECORDED.glob("*.json"))
        for number, call in enumerate(loads(path.read_bytes()))
    ]


def recording(file: str, number: int) -> Recording:
    """One recorded call by its file's name, without suffix, and its place in it."""
    (found,) = (one for one in recordings() if (one.file, one.number) == (file, number))
    return found
