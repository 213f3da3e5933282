"""Flxpoint's JSON of a source, read leniently: a source that lacks a part must not stop every record."""

from __future__ import annotations

from collections.abc import Mapping

from accounting.sources import Source


def read_source(json: Mapping[str, object]) -> Source:
    """A source with its type's handle, where Flxpoint says it."""
    return Source(id=str(json.get("id")), name=str(json.get("name")), type=_inner(json.get("type"), "handle"))


def _inner(value: object, member: str) -> str:
    return str(value.get(member) or "") if isinstance(value, Mapping) else ""
