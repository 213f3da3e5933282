"""JSON in which money stays what it was: decimals are written and read as decimals, never as floats."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


def write(value: Any) -> str:
    """The value as JSON text with every decimal digit kept; a float, or a time without a zone, is a TypeError."""
    return _text(value, _digits)


def read(text: str | bytes) -> Any:
    """The value that a JSON text stands for, with decimals for all numbers that have a point."""
    return json.loads(text, parse_float=Decimal)


def fingerprint(value: Any) -> str:
    """A hash of what the value means: neither the order of names nor 12.3 against 12.30 changes it."""
    return hashlib.sha256(_text(value, _shortest).encode()).hexdigest()


def _text(value: Any, number: Callable[[Decimal], str]) -> str:
    match value:
        case Mapping():
            names = sorted(value)
            return "{" + ",".join(f"{json.dumps(name)}:{_text(value[name], number)}" for name in names) + "}"
        case str():
            return json.dumps(value)
        case Sequence():
            return "[" + ",".join(_text(item, number) for item in value) + "]"
        case Decimal():
            return number(value)
        case datetime():
            if value.tzinfo is None:
                raise TypeError(f"{value} has no time zone; pass an aware time")
            return json.dumps(value.astimezone(UTC).isoformat())
        case float():
            raise TypeError(f"{value!r} is a float, which cannot hold money; pass a Decimal")
        case _:
            return json.dumps(value)


def _digits(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"{number} is no amount that JSON can hold")
    return format(number, "f")


def _shortest(number: Decimal) -> str:
    # not Decimal.normalize, which rounds to the context's precision
    digits = _digits(number)
    shortest = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if shortest == "-0" else shortest
