"""What one document in the books stands for, and the request id that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, FromClause, and_

NAMESPACE = UUID("6f1d9a52-3f0e-5c1b-9a57-2d1c7e0b8a44")
"""Never changes: the ids made from it may stand in QuickBooks' memory, and in a database restored from long ago."""


@dataclass(frozen=True)
class IntentKey:
    """Names the one thing that a document is made for: a record, or a customer or item to be created."""

    realm: str
    account: str
    """The order system's account."""
    record_kind: str
    record_id: str

    def intent_id(self, refusals: int) -> UUID:
        """The request id of the intent that follows this many refused ones (design: exactly once, point 1)."""
        return uuid5(NAMESPACE, f"{self.realm}|{self.account}|{self.record_kind}|{self.record_id}|{refusals}")

    def rows_in(self, table: FromClause) -> ColumnElement[bool]:
        """The condition that finds this key's rows."""
        return and_(*(table.c[name] == value for name, value in asdict(self).items()))

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}"


def keyed(row: Mapping[Any, Any]) -> tuple[IntentKey, dict[str, Any]]:
    """A row's key, and what else stands in the row."""
    rest: dict[str, Any] = dict(row)
    return IntentKey(**{field.name: rest.pop(field.name) for field in fields(IntentKey)}), rest
