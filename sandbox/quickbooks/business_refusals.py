"""What QuickBooks refuses for the books' sake: codes from 5000 on, in its own words where they were recorded."""

from __future__ import annotations

from sandbox.quickbooks.refusals import Refusal


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


def account_type_missing() -> Refusal:
    return Refusal("6010", "Account type missing", "An account needs an AccountType", "AccountType")


def upload_too_large(size: int) -> Refusal:
    return Refusal(
        "6030",
        "Upload request size exceeds allowed limit",
        f"The file upload request should not exceed 100MB in size. The current request size is {size}",
        "",
    )


def wrong_amount(amount: object) -> Refusal:
    return Refusal(
        "6070",
        "Amount calculation incorrect in the request",
        f"Amount is not equal to UnitPrice * Qty. Supplied value:{amount}",
    )


def nameless() -> Refusal:
    return Refusal(
        "6080",
        "Name missing",
        "At least one of DisplayName, Title, GivenName, MiddleName, FamilyName and Suffix must be given",
        "DisplayName",
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


def parent_missing() -> Refusal:
    return Refusal("6150", "Parent missing", "What is below another entry needs a ParentRef", "ParentRef")


def tax_not_applicable() -> Refusal:
    return Refusal(
        "6170",
        "Tax details not allowed",
        "TxnTaxDetail cannot be given when GlobalTaxCalculation is NotApplicable",
        "TxnTaxDetail",
    )


def too_deep(levels: int) -> Refusal:
    return Refusal("6180", "Too many levels", f"A list may be {levels} levels deep at most", "ParentRef")


def subscription_ended() -> Refusal:
    return Refusal(
        "6190",
        "Invalid Company Status",
        "Subscription period has ended or been canceled, or there was a billing problem",
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


def period_guarded() -> Refusal:
    return Refusal(
        "6210",
        "Account Period Closed",
        "The account period has closed, and the account books cannot be updated without the closing password.",
        "",
    )


def balance_open() -> Refusal:
    return Refusal("6220", "Balance is not zero", "What has a balance cannot be made inactive or deleted", "")


def duplicate_name(users: str, wording: str) -> Refusal:
    """A name that is taken; `wording` as the switch `duplicate_name_text` has it."""
    message, opening = "Duplicate Name Exists Error", "The name supplied already exists. : "
    if wording == "null":
        return Refusal("6240", message, f"{opening}null")
    if wording == "placeholder":
        users = f"$${users}$$"
    gap = "  " if "," not in users else " "
    return Refusal(
        "6240", message, f"{opening}Another {users} is already using this name.{gap}Please use a different name.", ""
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


def not_billable() -> Refusal:
    return Refusal(
        "6320", "Invalid billable status", "Billable expenses are not turned on in this company", "Line.BillableStatus"
    )


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


def quantity_missing() -> Refusal:
    return Refusal("6520", "Quantity missing", "A line with a tracked inventory item needs a quantity", "Line.Qty")


def deposited() -> Refusal:
    return Refusal(
        "6540",
        "Deposited Transaction cannot be changed",
        "This transaction has been deposited. If you want to change or delete it, you must first edit the deposit it "
        "appears on and remove it.",
        "",
    )


def system_failure() -> Refusal:
    """A failure that comes within an HTTP 200."""
    return Refusal(
        "10000",
        "An application error has occurred while processing your request",
        "System Failure Error: Unexpected Internal Error",
        status=200,
        fault_type="SystemFault",
    )


def too_many_objects(limit: int) -> Refusal:
    return Refusal("10100", "Result set too large", f"Result set exceeds {limit} objects")
