"""Reading a body against the table of properties: unknown ones, formats, lengths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.properties import TYPES, Property

Record = dict[str, Any]

LIMITS: dict[str, dict[str, int]] = {
    "Transaction": {"DocNumber": 21, "PrivateNote": 4000, "Memo": 4000, "PaymentRefNum": 21},
    "Customer": {"Notes": 2000, "ResaleNum": 16},
    "Vendor": {"AcctNum": 100, "TaxIdentifier": 20},
    "Person": {
        "DisplayName": 500,
        "Title": 16,
        "GivenName": 100,
        "MiddleName": 100,
        "FamilyName": 100,
        "Suffix": 16,
        "CompanyName": 100,
        "PrintOnCheckName": 110,
    },
    "Item": {"Name": 100, "Sku": 100, "Description": 4000, "PurchaseDesc": 1000},
    "Account": {"Name": 100},
    "Line": {"Description": 4000},
    "PhysicalAddress": {
        **{f"Line{n}": 500 for n in range(1, 6)},
        "City": 255,
        "Country": 255,
        "CountrySubDivisionCode": 255,
        "PostalCode": 30,
    },
    "EmailAddress": {"Address": 100},
    "TelephoneNumber": {"FreeFormNumber": 30},
    "WebSiteAddress": {"URI": 1000},
    "MemoRef": {"value": 1000},
}
for _kind in ("SalesReceipt", "Invoice", "PurchaseOrder", "Bill"):
    LIMITS[_kind] = LIMITS["Transaction"]
for _kind in ("Customer", "Vendor", "Employee"):
    LIMITS[_kind] = {**LIMITS["Person"], **LIMITS.get(_kind, {})}


def read(owner: str, body: Any, path: str = "") -> Record:
    """What was sent for a type, cleaned: nulls left out, texts trimmed, numbers as Decimal.

    Raises Refusal 2010 for an unknown property and the code of the format for a wrong value.
    """
    if not isinstance(body, dict):
        raise refusals.unreadable(f"{path or owner}: not an object")
    known = TYPES[owner]
    for name in body:
        if name not in known:
            raise refusals.unknown_property(name, owner, list(known))
    limits = LIMITS.get(owner, {})
    return {
        name: _read_property(known[name], value, f"{path}.{name}".lstrip("."), limits.get(name))
        for name, value in body.items()
        if value is not None
    }


def _read_property(kind: Property, value: Any, path: str, limit: int | None) -> Any:
    if not kind.many:
        return _read_value(kind.type, value, path, limit)
    if not isinstance(value, list):
        raise refusals.unreadable(f"{path}: not a list")
    return [_read_value(kind.type, one, path, limit) for one in value]


def _read_value(kind: str, value: Any, path: str, limit: int | None) -> Any:
    if kind in TYPES:
        return read(kind, value, path)
    if kind == "any":
        return value
    if isinstance(value, dict | list):
        raise refusals.unreadable(f"{path}: not a single value")
    if kind in SCALARS:
        return SCALARS[kind](value, path)
    if "|" in kind:
        return _choice(kind, value)
    return _text(value, path, limit)


def _text(value: Any, path: str, limit: int | None) -> str:
    text = str(value).strip()
    if limit is not None and len(text) > limit:
        raise refusals.too_long(path, limit)
    return text


def _choice(kind: str, value: Any) -> str:
    if value not in kind.split("|"):
        raise refusals.bad_enumeration(value)
    return str(value)


def _number(value: Any, path: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise refusals.bad_decimal(path, value) from None
    if not number.is_finite() or number.adjusted() > 14:
        raise refusals.bad_decimal(path, value)
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
    "number": _number,
    "date": _date,
    "flag": _flag,
    "id": _id,
    "time": lambda value, path: str(value),
}
