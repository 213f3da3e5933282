"""Everything QuickBooks refuses, in its own words where they were recorded."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A Fault: HTTP 400 when it stands alone, a member of its item within a batch."""

    def __init__(self, code: str, message: str, detail: str, element: str | None = None) -> None:
        super().__init__(f"{code} {message}: {detail}")
        self.code = code
        self.message = message
        self.detail = detail
        self.element = element

    def fault(self) -> dict[str, Any]:
        """The member `Fault`; `element` is absent where the recordings have none."""
        error = {"Message": self.message, "Detail": self.detail, "code": self.code}
        if self.element is not None:
            error["element"] = self.element
        return {"Error": [error], "type": "ValidationFault"}


INACTIVE = (
    "Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)


def unsupported(operation: str) -> Refusal:
    return Refusal("500", "Unsupported Operation", f"Operation {operation} is not supported.")


def not_found() -> Refusal:
    """For what was deleted, made inactive or never there: QuickBooks does not tell them apart."""
    return Refusal("610", "Object Not Found", f"Object Not Found : {INACTIVE}", "")


def dependencies(detail: str) -> Refusal:
    return Refusal("800", "Cannot delete, dependencies exist", detail, "")


def batch_too_large(limit: int, size: int) -> Refusal:
    return Refusal(
        "1040",
        "Batch size exceeds allowed limit",
        f"Batch size exceeds allowed limit of {limit}. Supplied value:{size}",
    )


def unreadable(reason: str) -> Refusal:
    return Refusal(
        "2010",
        "Request has invalid or unsupported property",
        f"Property Name:{reason} specified is unsupported or invalid",
    )


def unknown_property(name: str, owner: str, known: list[str]) -> Refusal:
    listed = ", ".join(f'"{one}"' for one in known[:60])
    return unreadable(
        f'Unrecognized field "{name}" (class com.intuit.schema.finance.v3.{owner}), not marked as ignorable '
        f"({len(known)} known properties: {listed} [truncated]])\n"
    )


def missing(element: str) -> Refusal:
    return Refusal(
        "2020",
        "Required param missing, need to supply the required value for the API",
        f"Required parameter {element} is missing in the request",
        element,
    )


def invalid_id(value: object) -> Refusal:
    return Refusal("2030", "Invalid ID", f"Id should be a valid number. Supplied value:{value}", "Id")


def invalid_characters(element: str, value: str) -> Refusal:
    return Refusal(
        "2040",
        "Invalid String. The string contains invalid characters",
        f"{element} must not contain a colon, a tab or a line break. Supplied value:{value!r}",
        element,
    )


def too_long(element: str, limit: int) -> Refusal:
    return Refusal("2050", "Length exceeds limit", f"Length of the field exceeds {limit} chars", element)


def bad_date(element: str, value: object) -> Refusal:
    return Refusal("2060", "Invalid Date format", f"{element} should be YYYY-MM-DD. Supplied value:{value}", element)


def bad_decimal(element: str, value: object) -> Refusal:
    return Refusal("2110", "Invalid decimal", f"{element} should be a decimal. Supplied value:{value}", element)


def bad_enumeration(value: object) -> Refusal:
    return Refusal("2170", "Invalid Enumeration", f"Invalid Enumeration: {value}")


def invalid_reference(detail: str, element: str = "") -> Refusal:
    return Refusal("2500", "Invalid Reference Id", f"Invalid Reference Id : {detail}", element)


def parse_error(detail: str) -> Refusal:
    return Refusal("4000", "Error parsing query", f"QueryParserError: {detail}")


def invalid_query(detail: str) -> Refusal:
    return Refusal("4001", "Invalid query", f"QueryValidationError: {detail}")


def stale() -> Refusal:
    return Refusal(
        "5010",
        "Stale Object Error",
        "Stale Object Error : You and Pat Bookkeeper were working on this at the same time. "
        "Pat Bookkeeper finished before you did, so your work was not saved.",
        "",
    )


def not_entitled(feature: str) -> Refusal:
    return Refusal("5020", "Permission Denied Error", f"Permission Denied Error : {feature} is not available.", "")


def business(detail: str) -> Refusal:
    """The catch-all 6000."""
    return Refusal(
        "6000",
        "A business validation error has occurred while processing your request",
        f"Business Validation Error: {detail}",
        "",
    )


def wrong_amount(amount: object) -> Refusal:
    return Refusal(
        "6070",
        "Amount calculation incorrect in the request",
        f"Amount is not equal to UnitPrice * Qty. Supplied value:{amount}",
    )


def discount_without_amount() -> Refusal:
    return Refusal("6090", "Invalid discount", "A discount line needs Amount or DiscountPercent", "Line")


def wrong_tax_code(value: object) -> Refusal:
    return Refusal(
        "6100",
        "Invalid tax code",
        f"The tax code of a line must be TAX or NON. Supplied value:{value}",
        "Line.SalesItemLineDetail.TaxCodeRef",
    )


def duplicate_number(number: str, kind: str, taken_by: str) -> Refusal:
    return Refusal(
        "6140",
        "Duplicate Document Number Error",
        "Duplicate Document Number Error : You must specify a different number. This number has already been "
        f"used. DocNumber={number} is assigned to TxnType={kind} with TxnId={taken_by}",
        "",
    )


def period_closed() -> Refusal:
    return Refusal(
        "6200",
        "Account Period Closed, Cannot Update Through Services API",
        "The account period has closed and the account books cannot be updated through the QuickBooks Online "
        "Services API. Please contact the administrator of the company.",
        "",
    )


def duplicate_name(users: str) -> Refusal:
    return Refusal(
        "6240",
        "Duplicate Name Exists Error",
        f"The name supplied already exists. : Another {users} is already using this name. "
        f"{' ' if ',' not in users else ''}Please use a different name.",
        "",
    )


def before_stock() -> Refusal:
    return Refusal(
        "6270",
        "Transaction date is prior to start date for inventory item",
        "Transactions with inventory (QOH) products cant be dated earlier than the Inventory Start Date "
        "for the product",
        "",
    )


def billable_without_customer() -> Refusal:
    return Refusal("6310", "Billable line lacks customer", "A billable line needs a CustomerRef", "Line")


def email_missing() -> Refusal:
    return Refusal("6420", "Email address required", "EmailStatus NeedToSend needs a BillEmail", "BillEmail")


def wrong_account_type() -> Refusal:
    return Refusal(
        "6430",
        "Invalid account type",
        "You need to select a different type of account for this transaction.",
        "",
    )


def line_without_item() -> Refusal:
    return Refusal(
        "6440",
        "Line without item",
        "You must select a product/service or account for each split line that has an amount.",
        "",
    )
