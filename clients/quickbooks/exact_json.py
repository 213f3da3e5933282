"""Request bodies as JSON in which a decimal stays exactly what it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal


def json_bytes(body: Mapping[str, object]) -> bytes:
    """The body as JSON, decimals as plain numbers without an exponent.

    Raises TypeError for a float or any other type JSON bodies of ours never hold, and ValueError for
    a decimal that is no number; both name the member.
    """
    return _json(body, "body").encode()


def _json(value: object, where: str) -> str:
    if isinstance(value, Decimal):
        return _number(value, where)
    if value is None or isinstance(value, str | bool | int):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(_member(name, item, where) for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_json(item, f"{where}[{at}]") for at, item in enumerate(value)) + "]"
    raise TypeError(f"{where} is a {type(value).__name__}; amounts must be Decimal, dates and ids text.")


def _member(name: object, value: object, where: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"{where} has the key {name!r}; keys must be text.")
    return f"{json.dumps(name)}:{_json(value, f'{where}.{name}')}"


def _number(value: Decimal, where: str) -> str:
    if not value.is_finite():
        raise ValueError(f"{where} is {value}, which is no amount.")
    return format(value, "f")
