"""What all records share: how they are named and read, and the addresses on them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Model(BaseModel):
    """Immutable, and tolerant of fields that a newer version added."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Written(Model):
    """What people typed: blanks around a text mean nothing (row R-79)."""

    # What stands under a field is what docs/signals.md tells of it.
    model_config = ConfigDict(use_attribute_docstrings=True)

    # By hand: pydantic's own would refuse a text with half a character in it, which people do paste.
    @model_validator(mode="before")
    @classmethod
    def _without_blanks_around(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        return {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}


LONGEST_ID = 200
"""Characters."""


def readable_id(value: Any) -> str:
    """An id as text; empty where it is none that a database, a page and a person could take."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    text = str(value).strip()
    return text if text.isprintable() and len(text) <= LONGEST_ID else ""


class RecordKind(StrEnum):
    """The kinds of record, in the order in which their documents depend on one another."""

    ORDER = "order"
    FULFILLMENT_REQUEST = "fulfillment_request"
    SUPPLIER_INVOICE = "supplier_invoice"
    SHIPMENT = "shipment"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return self.value.replace("_", " ")

    @property
    def operation(self) -> str:
        """What carries it over, as runs and settings name it."""
        return f"{self.value}s"


class RecordRef(Model):
    """Names one record of one connection's order system."""

    kind: RecordKind
    id: str


class Address(Written):
    """A postal address with the name and the contact on it; any part may be missing or redacted."""

    name: str | None = None
    """The person's."""
    company: str | None = None
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    state: str | None = None
    """As letters, such as TX."""
    postal_code: str | None = None
    country: str | None = None
    """As two letters or by name."""
    email: str | None = None
    phone: str | None = None
