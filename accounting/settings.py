"""The choices of one connection, each with its default and its check."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from accounting.books import is_time_zone
from accounting.mapping import Mapping

WRITTEN_BY_DAYBOOK = frozenset({"orders_paused"})
"""Settings that no person chooses, and no file of settings changes."""


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _separated(value: Any) -> Any:
    """A list as it is typed, or as a file holds it; what is named twice counts once."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return value
    written = [f"{part}" if isinstance(part, int) and not isinstance(part, bool) else part for part in parts]
    named = [part.strip() if isinstance(part, str) else part for part in written]
    return [part for place, part in enumerate(named) if part != "" and part not in named[:place]]


def _id(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise ValueError("write Flxpoint's id of it, digits alone")
    return value


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    answers = {"yes": True, "no": False, "true": True, "false": False}
    if (answer := answers.get(str(value).strip().lower())) is None:
        raise ValueError("choose yes or no")
    return answer


def _three_letters(value: Any) -> Any:
    code = str(value or "").strip().upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise ValueError("write the three letters of a currency, as USD")
    return code or None


Text = Annotated[str | None, BeforeValidator(_blank_is_none)]
Name = Annotated[str, Field(min_length=1)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Operation = Literal["orders", "fulfillment_requests", "supplier_invoices", "shipments"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
"""What can be carried over, in the order of the chain."""
DOCUMENTED: tuple[Operation, ...] = OPERATIONS[:3]
"""Those that become documents; on shipments the guide has no word (reading A16)."""
Operations = Annotated[tuple[Operation, ...], BeforeValidator(_separated)]
Currency = Annotated[str | None, BeforeValidator(_three_letters)]
Several = Annotated[tuple[str, ...], BeforeValidator(_separated)]
Id = Annotated[str, AfterValidator(_id)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_separated)]


class Channel(BaseModel):
    """What was chosen for one channel of the order system; choosing it selects the channel (row R-58)."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    tax_remitted_by: Literal["us", "marketplace"]
    """Who pays the sales tax to the state; a channel is not selected before that is answered (row R-103)."""
    deposit_account: Text = None
    """Where the money of its Sales Receipts goes; None: QuickBooks' Undeposited Funds (row R-102)."""
    currency: Currency = None
    """In which its orders are paid; None: the company's own (row R-113)."""


class Settings(BaseModel):
    """What a bookkeeper chooses for one connection; names of accounts and SKUs are QuickBooks' own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    operations: Operations = Field(
        (),
        description=f"what is carried over: {', '.join(OPERATIONS)}; shipments writes ship date, tracking numbers and "
        "carrier on the sale that stands, no amounts, and is not defined by Flxpoint's guide (R-23, R-92)",
    )
    orders_from: date | None = Field(None, description="first day of orders that are taken over, 2026-11-01 (R-101)")
    channels: dict[Id, Channel] = Field(
        default_factory=dict,
        description="selected channels by Flxpoint's id: channels.41.tax_remitted_by=us or marketplace, "
        "channels.41.deposit_account=ACCOUNT NAME (a clearing account, since payouts come net of fees; unless named, "
        "Undeposited Funds), channels.41.currency=USD unless it is the company's own "
        "(R-58, R-102, R-103, R-113)",
    )
    fulfillment_request_sources: Ids = Field((), description="ids of the sources that get Purchase Orders (R-73)")
    supplier_invoice_sources: Ids = Field((), description="ids of the sources whose invoices become Bills (R-73)")
    shipment_sources: Ids = Field(
        (), description="ids of the sources whose shipments are written on the order's sale (R-26, R-92)"
    )
    link_only: YesNo = Field(
        False, description="yes: create no sale and no item, link orders to Sales Receipts that stand already (R-55)"
    )
    books_time_zone: Text = Field(
        None,
        description="time zone of the books, as America/Chicago; unless chosen, the company's own in QuickBooks (R-54)",
    )
    discount_sku: Text = Field(None, description="SKU of the item that carries discounts (R-24)")
    fee_sku: Text = Field(None, description="SKU of the item that carries an order's fee (R-49)")
    other_sku: Text = Field(None, description="SKU of the item for an order's other amounts, such as tips (R-49)")
    negative_other_sku: Text = Field(
        None, description="SKU of the item for an order's other amounts below zero, such as adjustments (R-107)"
    )
    rounding_sku: Text = Field(None, description="SKU of the item that carries up to 0.02 of rounding (R-50)")
    post_without_discount: YesNo = Field(
        False, description="yes: without a discount SKU an order is posted without its discount, and warned of (R-44)"
    )
    refunded_orders: Literal["hold", "post_sale"] = Field(
        "hold",
        description="post_sale: post the original sale of a refunded order, the refund is yours to record (R-33)",
    )
    unpaid_orders_wait_days: int = Field(
        0,
        ge=0,
        le=365,
        description="days from its order date that an unpaid order waits for its payment; over them, or with 0 at "
        "once, it becomes an Invoice (R-104)",
    )
    mapping: Mapping = Field(
        Mapping(),
        description="which field of a record goes where, as mapping.orders.number=number; mapping.orders. number, "
        "date, memo, customer_message; mapping.fulfillment_requests.date; mapping.supplier_invoices.date (R-27)",
    )
    orders_paused: Text = Field(
        None, description="why no order is posted: Daybook itself writes it here; empty: they go on (R-50)"
    )
    closed_period: Literal["hold", "first_open_day"] = Field(
        "hold", description="first_open_day: date what falls in a closed period on the first open day (R-54)"
    )
    never_create: Several = Field(
        (), description="SKUs of gift cards: their items must exist, untaxed and on a liability account (R-106)"
    )
    income_account: Name = Field("Sales of Product Income", description="income account of created items (R-01)")
    purchase_account: Text = Field(None, description="cost of goods account of created items (R-40)")
    unnamed_sku: Literal["create", "hold"] = Field(
        "create",
        description="where several items carry a SKU and none the line's name, create: make one; hold: ask (A12)",
    )
    fulfillment_requests_due: Literal["from_processing", "processing_only"] = Field(
        "from_processing",
        description="processing_only: leave Processed and Acknowledged fulfillment requests alone (A4, R-74)",
    )
    po_item: Literal["supplier", "order_item"] = Field(
        "supplier", description="order_item: buy on the item that was sold, not on the supplier's SKU (R-69)"
    )
    on_missing_vendor: Literal["go_on", "stop"] = Field(
        "go_on",
        description="stop: while a source lacks its vendor, no Purchase Order is made, not even of others (R-65)",
    )
    payables_account: Name = Field("Accounts Payable (A/P)", description="account of Bills (R-02)")
    supplier_shipping_account: Text = Field(None, description="cost of goods account of a supplier's shipping (R-84)")
    supplier_fee_account: Text = Field(None, description="cost of goods account of a supplier's fees (R-84)")
    supplier_tax_account: Text = Field(
        None, description="cost account of a supplier's tax, never Sales Tax Payable (R-84)"
    )
    supplier_other_account: Text = Field(None, description="cost of goods account of a supplier's other charges (R-84)")
    look_first_until: AwareDatetime | None = Field(
        None, description="after a restored database: until then, look in QuickBooks before each first send"
    )

    @field_validator("books_time_zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None and not is_time_zone(zone):
            raise ValueError(f'"{zone}" is no time zone; write it as America/Chicago or Europe/Berlin')
        return zone

    def looks_first(self, now: datetime) -> bool:
        """Whether a first send must look for its document before it is sent (restored database)."""
        return self.look_first_until is not None and now < self.look_first_until
