"""Every property of the entities that are served, with its type and limit; what is not here is refused with 2010."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.quickbooks.schema import table

SHAPES = ("parts", "lists", "lines", "transactions", "preferences")
ENUMERATIONS: dict[str, tuple[str, ...]] = {name: tuple(values) for name, values in table("enumerations").items()}


@dataclass(frozen=True)
class Property:
    """One property: its type, and whether it is a list of it."""

    type: str
    many: bool
    limit: int | None = None
    """The most characters of a text, the largest value of a number."""

    form: str = ""
    """What a text must look like."""


_DECLARED: dict[str, dict[str, str]] = {owner: own for file in SHAPES for owner, own in table(file).items()}
_BESIDE: dict[str, dict[str, str]] = table("json_only")
_FORMS: dict[str, dict[str, str]] = table("formats")
_LIMITS: dict[str, dict[str, int]] = table("limits")


def line_of_descent(owner: str) -> Iterator[str]:
    """A type and all it extends, the most general first."""
    base = _DECLARED[owner].get("extends")
    if base:
        yield from line_of_descent(base)
    yield owner


def _properties(owner: str) -> dict[str, Property]:
    declared: dict[str, str] = {}
    limits: dict[str, int] = {}
    for one in line_of_descent(owner):
        declared |= _DECLARED[one] | _BESIDE.get(one, {})
        limits |= _LIMITS.get(one, {})
    declared.pop("extends", None)
    return {
        name: Property(
            kind.removesuffix("[]"), kind.endswith("[]"), limits.get(name), _FORMS.get(owner, {}).get(name, "")
        )
        for name, kind in declared.items()
    }


TYPES: dict[str, dict[str, Property]] = {owner: _properties(owner) for owner in _DECLARED}
