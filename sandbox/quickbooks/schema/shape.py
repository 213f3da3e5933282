"""Reading a body against the table of properties: unknown ones, formats, lengths."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.schema.properties import ENUMERATIONS, TYPES, Property

Record = dict[str, Any]
TEXTS = ("text", "any")
WEB_ADDRESS = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", re.IGNORECASE)


def read(owner: str, body: Any) -> Record:
    """What was sent for a type, cleaned: nulls left out, texts trimmed, numbers as Decimal.

    An empty text is left out too, as python-quickbooks relies on, but for a text of the record itself, which a sparse
    update may empty.

    Raises Refusal 2010 for an unknown property anywhere, then the code of the format for the first wrong value.
    """
    _check_known(owner, body, owner)
    return _read_members(owner, body, "")


def _check_known(owner: str, body: Any, path: str) -> None:
    if not isinstance(body, dict):
        raise refusals.unreadable(f"{path}: not an object")
    known = TYPES[owner]
    for name, value in body.items():
        if name not in known:
            raise refusals.unknown_property(name, owner, list(known))
        if value is not None and known[name].type in TYPES:
            for one in _members(known[name], value, f"{path}.{name}"):
                _check_known(known[name].type, one, f"{path}.{name}")


def _members(kind: Property, value: Any, path: str) -> list[Any]:
    if not kind.many:
        return [value]
    if not isinstance(value, list):
        raise refusals.unreadable(f"{path}: not a list")
    return value


def _read_members(owner: str, body: Record, path: str) -> Record:
    known = TYPES[owner]
    return {
        name: _read_property(known[name], value, f"{path}.{name}".lstrip("."))
        for name, value in body.items()
        if value is not None and not (value == "" and (path or known[name].type not in TEXTS))
    }


def _read_property(kind: Property, value: Any, path: str) -> Any:
    read_members = [_read_value(kind, one, path) for one in _members(kind, value, path)]
    return read_members if kind.many else read_members[0]


def _read_value(kind: Property, value: Any, path: str) -> Any:
    if kind.type in TYPES:
        return _read_members(kind.type, value, path)
    if kind.type == "any":
        return value
    if isinstance(value, dict | list):
        raise refusals.unreadable(f"{path}: not a single value")
    if kind.type in ENUMERATIONS:
        return _choice(kind.type, value)
    if kind.type == "number":
        return _number(value, path, kind.limit)
    if kind.type in SCALARS:
        return SCALARS[kind.type](value, path)
    return _text(value, path, kind)


def _text(value: Any, path: str, kind: Property) -> str:
    text = str(value).strip()
    if kind.limit is not None and len(text) > kind.limit:
        raise refusals.too_long(path, kind.limit)
    if kind.form == "e-mail" and not ("@" in text and "." in text):
        raise refusals.bad_email(path, text)
    if kind.form == "web address" and not WEB_ADDRESS.fullmatch(text):
        raise refusals.bad_web_address(path, text)
    return text


def _choice(kind: str, value: Any) -> str:
    if value not in ENUMERATIONS[kind]:
        raise refusals.bad_enumeration(value)
    return str(value)


def _number(value: Any, path: str, limit: int | None) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise refusals.bad_decimal(path, value) from None
    if not number.is_finite() or number.adjusted() > 14:
        raise refusals.bad_decimal(path, value)
    if limit is not None and abs(number) > limit:
        raise refusals.out_of_range(path, limit, value)
    return number


def _date(value: Any, path: str) -> str:
    """A date; a time after it is tolerated and cut, as recorded."""
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise refusals.bad_date(path, value) from None


def _flag(value: Any, path: str) -> bool:
    if str(value).lower() not in ("true", "false"):
        raise refusals.unreadable(f"{path}: {value!r} is not a boolean")
    return str(value).lower() == "true"


def _id(value: Any, path: str) -> str:
    if not str(value).isdigit():
        raise refusals.invalid_id(value)
    return str(value)


SCALARS: dict[str, Any] = {
    "date": _date,
    "flag": _flag,
    "id": _id,
    "time": lambda value, path: str(value),
}
