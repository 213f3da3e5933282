"""Reading the body of a write: what each field may hold. A field that is null or absent says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.query import read_moment
from sandbox.flxpoint.refusals import Refused


@dataclass(frozen=True)
class Value:
    """What a field may hold, and how to say so."""

    words: str
    fits: Callable[[Any], bool]


FLAG = Value("true or false", lambda value: isinstance(value, bool))
TEXT = Value("a text", lambda value: isinstance(value, str))
NUMBER = Value("a number", lambda value: isinstance(value, int | Decimal) and not isinstance(value, bool))
WHOLE = Value("a whole number", lambda value: type(value) is int)
COUNT = Value("a whole number from 0", lambda value: type(value) is int and value >= 0)
MOMENT = Value("a date-time", lambda value: isinstance(value, str) and read_moment(value) is not None)
OBJECT = Value("an object", lambda value: isinstance(value, dict))
LIST = Value("a list", lambda value: isinstance(value, list))
TEXTS = Value("a list of texts", lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value))
OBJECTS = Value(
    "a list of objects", lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value)
)

Fields = Mapping[str, Value]
"""What a write may say, by field."""


def one_of(values: Iterable[str]) -> Value:
    """One of so many texts."""
    known = tuple(values)
    return Value(f"one of {', '.join(known)}", lambda value: value in known)


def some_of(values: Iterable[str]) -> Value:
    """A list of so many texts and no others."""
    known = tuple(values)
    words = f"a list of {', '.join(known)}"
    return Value(words, lambda value: isinstance(value, list) and all(each in known for each in value))


def read(given: Record, fields: Fields, *, required: str = "") -> Record:
    """What the body says of the fields, without the nulls; other fields are overlooked.

    Raises Refused with 400 for a value that does not fit, or for a required field that is missing.
    """
    said = {field: given[field] for field in fields if given.get(field) is not None}
    for field, value in said.items():
        if not fields[field].fits(value):
            raise Refused(400, f"{field} must be {fields[field].words}, not {value!r}")
    for field in required.split():
        if field not in said:
            raise Refused(400, f"{field} is required")
    return said
