"""A preview's placeholders, and the ids that stand in their place once everything is posted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounting.documents import expected_of
from activities.preview.creator import Made
from activities.preview.placeholders import NEW, line_of, number_of
from clients.database.links import Links


async def ids_of(made: Iterable[Made], links: Links) -> dict[str, str]:
    """Placeholder → what QuickBooks gave in its place; what was not posted has none."""
    ids: dict[str, str] = {}
    for one in made:
        link = await links.get(one.key)
        if link is None:
            continue
        ids |= {one.id: link.document_id, number_of(one.id): link.number or ""}
        numbers = expected_of(one.document).lines
        ids |= {line_of(one.id, number): link.lines[record_line] for record_line, number in numbers.items()}
    return ids


def put_in(value: Any, ids: Mapping[str, str]) -> Any:
    """The same with the ids put in, alone or within a text."""
    if isinstance(value, dict):
        return {name: put_in(member, ids) for name, member in value.items()}
    if isinstance(value, list):
        return [put_in(member, ids) for member in value]
    if isinstance(value, str) and NEW in value:
        return ids[value] if value in ids else _within(value, ids)
    return value


def _within(text: str, ids: Mapping[str, str]) -> str:
    """The longest first, for one placeholder may begin another."""
    for placeholder in sorted((one for one in ids if one in text), key=len, reverse=True):
        text = text.replace(placeholder, ids[placeholder])
    return text
