"""Flxpoint's JSON of a source, read leniently: a source that lacks a part must not stop every record."""

from __future__ import annotations

from collections.abc import Mapping

from accounting.sources import Source


def read_source(json: Mapping[str, object]) -> Source:
    """A source with its type and its currency, where Flxpoint says them."""
    return Source(
        id=str(json.get("id")),
        name=str(json.get("name")),
        type=_inner(json.get("type"), "handle"),
        currency=_inner(json.get("currency"), "code") or None,
    )


def _inner(value: object, member: str) -> str:
    return str(value.get(member) or "") if isinstance(value, Mapping) else ""
