"""Everything QuickBooks refuses, in its own words where they were recorded."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A Fault: HTTP 400, if nothing else is said, when it stands alone; a member of its item within a batch."""

    def __init__(
        self,
        code: str,
        message: str,
        detail: str,
        element: str | None = None,
        *,
        status: int = 400,
        fault_type: str = "ValidationFault",
    ) -> None:
        super().__init__(f"{code} {message}: {detail}")
        self.status = status
        self.fault_type = fault_type
        self.code = code
        self.message = message
        self.detail = detail
        self.element = element

    def fault(self) -> dict[str, Any]:
        """The member `Fault`; `element` is absent where the recordings have none."""
        error = {"Message": self.message, "Detail": self.detail, "code": self.code}
        if self.element is not None:
            error["element"] = self.element
        return {"Error": [error], "type": self.fault_type}


INACTIVE = (
    "Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)


def unsupported(operation: str) -> Refusal:
    return Refusal("500", "Unsupported Operation", f"Operation {operation} is not supported.")


def request_id_taken(key: str) -> Refusal:
    return Refusal("600", "Duplicate Request ID", f"Duplicate Request ID : {key} was used before", "")


def not_found() -> Refusal:
    """For what was deleted, made inactive or never there: QuickBooks does not tell them apart."""
    return Refusal("610", "Object Not Found", f"Object Not Found : {INACTIVE}", "")


def cannot_link(kind: str, record_id: str) -> Refusal:
    return Refusal(
        "620", "Transaction cannot be linked", f"The transaction ID cannot be linked : {kind} {record_id}", "Line"
    )


def wrong_parent(detail: str) -> Refusal:
    return Refusal("700", "Parent reference invalid", f"Invalid parent reference : {detail}", "ParentRef")


def dependencies(detail: str) -> Refusal:
    return Refusal("800", "Cannot delete, dependencies exist", detail, "")


def own_parent() -> Refusal:
    return Refusal(
        "900",
        "An object cannot be its own parent",
        "Neither itself nor what is below it can be the parent",
        "ParentRef",
    )


def batch_too_large(limit: int, size: int) -> Refusal:
    return Refusal(
        "1040",
        "Batch size exceeds allowed limit",
        f"Batch size exceeds allowed limit of {limit}. Supplied value:{size}",
    )


def wrong_content_type(given: str) -> Refusal:
    return Refusal("1050", "Invalid Content Type", f"Content type {given} is not supported", "")


def unknown_entity(name: str) -> Refusal:
    return Refusal("2000", "Invalid object name", f"Invalid object name : {name}")


def no_json() -> Refusal:
    return unreadable("Unexpected character or end of input: the body is not valid JSON")


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


def bad_web_address(element: str, value: str) -> Refusal:
    return Refusal("2200", "Invalid web address", f"Web address is malformed. Supplied value:{value}", element)


def bad_email(element: str, value: str) -> Refusal:
    return Refusal(
        "2210",
        "Invalid Email Address format",
        f"Email Address does not conform to the syntax rules of RFC 822. Supplied value:{value}",
        element,
    )


def out_of_range(element: str, limit: int, value: object) -> Refusal:
    return Refusal("2240", "Number out of range", f"{element} may be {limit} at most. Supplied value:{value}", element)


def negative_line(amount: object) -> Refusal:
    return Refusal(
        "2290",
        "Negative amount not supported",
        f"A line of this transaction cannot have a negative amount. Supplied value:{amount}",
        "Line.Amount",
    )


def invalid_reference(detail: str, element: str = "") -> Refusal:
    return Refusal("2500", "Invalid Reference Id", f"Invalid Reference Id : {detail}", element)


def parse_error(detail: str) -> Refusal:
    return Refusal("4000", "Error parsing query", f"QueryParserError: {detail}")


def invalid_query(detail: str) -> Refusal:
    return Refusal("4001", "Invalid query", f"QueryValidationError: {detail}")
