"""One JSON object of a record, asked for in our words and answered in exact types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from accounting.money import CENT, ZERO
from accounting.records import RecordKind, readable_id
from clients.flxpoint.errors import FieldMissing, NotUnderstood
from clients.flxpoint.fields import Names

# Flxpoint computes with doubles: 113.19999999999999 is its way of saying 113.20.
_FINEST = Decimal("1e-9")
_LARGEST = Decimal("1e12")


@dataclass(frozen=True)
class Entry:
    """A record, or a part of one; ``place`` says which part, in words.

    What is null, absent or blank counts as not there. Every method raises ``NotUnderstood`` for a value of the
    wrong type, and ``FieldMissing`` where it must answer and cannot.
    """

    kind: RecordKind
    record_id: str
    names: Names
    json: Mapping[str, object]
    place: str = ""

    def find(self, field: str) -> object | None:
        """The value under the first candidate that is there."""
        return next(self._hits(field), None)

    def text(self, field: str) -> str:
        """A necessary text; a number and the name of an object count as text."""
        return self._text(field, self._need(field))

    def text_or_none(self, field: str) -> str | None:
        value = self.find(field)
        return None if value is None else self._text(field, value)

    def id(self, field: str) -> str:
        """A necessary id."""
        return self._id(field, self._need(field))

    def id_or_none(self, field: str) -> str | None:
        value = self.find(field)
        return None if value is None else self._id(field, value)

    def amount(self, field: str) -> Decimal:
        """A necessary amount of money, exact."""
        return _in_cents(self._number(field, self._need(field)))

    def amount_or_none(self, field: str) -> Decimal | None:
        value = self.find(field)
        return None if value is None else _in_cents(self._number(field, value))

    def amount_or_zero(self, field: str) -> Decimal:
        return self.amount_or_none(field) or ZERO

    def quantity(self, field: str) -> Decimal:
        """A necessary quantity, exact."""
        return self._number(field, self._need(field))

    def quantity_or(self, field: str, absent: Decimal) -> Decimal:
        value = self.find(field)
        return absent if value is None else self._number(field, value)

    def moment(self, field: str) -> datetime:
        """A necessary point in time, in UTC."""
        return self._moment(field, self._need(field))

    def moments(self, field: str) -> list[datetime]:
        """The points in time under all candidates that are there."""
        return [self._moment(field, value) for value in self._hits(field)]

    def flag(self, field: str) -> bool:
        """Yes or no; no where it is not there."""
        value = self.find(field)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self._wrong(field, value, "true or false")

    def part(self, field: str, names: Names) -> Entry | None:
        """An object inside this one."""
        value = self.find(field)
        return None if value is None else self._entry(value, names, field)

    def parts(self, field: str, names: Names) -> list[Entry]:
        """A necessary list of objects inside this one; it may be empty."""
        found = self.parts_or_none(field, names)
        if found is None:
            raise self._missing(field)
        return found

    def parts_or_none(self, field: str, names: Names) -> list[Entry] | None:
        for value in self._hits(field):
            if isinstance(value, list):
                return [self._entry(part, names, f"line {place}") for place, part in enumerate(value, 1)]
        return None

    def not_understood(self, reason: str) -> NotUnderstood:
        """The error to raise for a reason that the types alone do not show."""
        return NotUnderstood(self.kind, self.record_id, f"{self.place}: {reason}" if self.place else reason)

    def _hits(self, field: str) -> Iterator[object]:
        for candidate in self.names[field]:
            value = _at(self.json, candidate)
            if value is not None and not (isinstance(value, str) and not value.strip()):
                yield value

    def _need(self, field: str) -> object:
        value = self.find(field)
        if value is None:
            raise self._missing(field)
        return value

    def _text(self, field: str, value: object) -> str:
        if isinstance(value, Mapping):
            value = value.get("name")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return _storable(value).strip()
        raise self._wrong(field, value, "text")

    def _id(self, field: str, value: object) -> str:
        if id := readable_id(value):
            return id
        raise self._wrong(field, value, "an id")

    def _number(self, field: str, value: object) -> Decimal:
        if not isinstance(value, int | float | str | Decimal):
            raise self._wrong(field, value, "a number")
        try:
            # by way of text: a float's shortest spelling is the number that was written, its bits are not
            number = Decimal(str(value))
        except InvalidOperation:
            raise self._wrong(field, value, "a number") from None
        if not number.is_finite() or abs(number) >= _LARGEST:
            raise self._wrong(field, value, "a number to be reckoned with")
        # one spelling for one value, so that equal records are equal as text; the 0 undoes 1E+2 and -0
        return number.quantize(_FINEST).normalize() + 0

    def _moment(self, field: str, value: object) -> datetime:
        if not isinstance(value, str):
            raise self._wrong(field, value, "a date and time")
        try:
            moment = datetime.fromisoformat(value.strip())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong(field, value, "a date and time") from None

    def _entry(self, value: object, names: Names, place: str) -> Entry:
        if not isinstance(value, Mapping):
            raise self._wrong(place, value, "an object")
        return Entry(self.kind, self.record_id, names, value, f"{self.place} {place}".strip())

    def _missing(self, field: str) -> FieldMissing:
        where = f"{field} ({self.place})" if self.place else field
        return FieldMissing(self.kind, self.record_id, where, self.names[field])

    def _wrong(self, field: str, value: object, expected: str) -> NotUnderstood:
        return self.not_understood(f"{field} is {repr(value)[:80]}, which is not {expected}. Correct it in Flxpoint.")


def _at(json: object, path: str) -> object | None:
    for step in path.split("."):
        if not isinstance(json, Mapping):
            return None
        json = json.get(step)
    return json


def _storable(text: str) -> str:
    """The text without NUL and without halves of characters, which neither Postgres nor UTF-8 can hold."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _in_cents(amount: Decimal) -> Decimal:
    """The amount with at least two decimals."""
    cents = amount.quantize(CENT)
    return cents if cents == amount else amount
