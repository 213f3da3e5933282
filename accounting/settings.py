"""The choices of one connection, each with its default and its check."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
)


class SettingRefused(ValueError):
    """A setting that does not exist or a value that it cannot take, in words for the person who typed it."""


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str | None, BeforeValidator(_blank_is_none)]
Name = Annotated[str, Field(min_length=1)]


class Settings(BaseModel):
    """What a bookkeeper chooses for one connection; names of accounts and SKUs are QuickBooks' own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    books_time_zone: Text = Field(None, description="time zone of the books, as America/Chicago (R-54)")
    discount_sku: Text = Field(None, description="SKU of the item that carries discounts (R-24)")
    fee_sku: Text = Field(None, description="SKU of the item that carries an order's fee (R-49)")
    other_sku: Text = Field(None, description="SKU of the item that carries an order's other amounts (R-49)")
    income_account: Name = Field("Sales of Product Income", description="income account of created items (R-01)")
    purchase_account: Text = Field(None, description="cost of goods account of created items (R-40)")
    payables_account: Name = Field("Accounts Payable (A/P)", description="account of Bills (R-02)")
    supplier_shipping_account: Text = Field(None, description="account of a supplier's shipping (R-84)")
    supplier_fee_account: Text = Field(None, description="account of a supplier's fees (R-84)")
    supplier_tax_account: Text = Field(None, description="account of a supplier's tax (R-84)")
    supplier_other_account: Text = Field(None, description="account of a supplier's other charges (R-84)")
    look_first_until: AwareDatetime | None = Field(
        None, description="after a restored database: until then, look in QuickBooks before each first send"
    )

    @field_validator("books_time_zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None and zone not in _zones():
            raise ValueError(f'"{zone}" is no time zone; write it as America/Chicago or Europe/Berlin')
        return zone

    def looks_first(self, now: datetime) -> bool:
        """Whether a first send must look for its document before it is sent (restored database)."""
        return self.look_first_until is not None and now < self.look_first_until


@cache
def _zones() -> frozenset[str]:
    # Python walks the whole folder of time zones each time it is asked, and each activity reads settings.
    return frozenset(available_timezones())


def read_settings(stored: dict[str, Any]) -> Settings:
    """The settings of a connection from what was stored of them.

    Raises:
        SettingRefused: a name is unknown or a value cannot be taken.
    """
    if unknown := sorted(set(stored) - set(Settings.model_fields)):
        known = ", ".join(Settings.model_fields)
        raise SettingRefused(f'There is no setting "{unknown[0]}". The settings are: {known}.')
    try:
        return Settings.model_validate(stored)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingRefused(f'Setting {name} cannot be "{first["input"]}": {reason}.') from None
