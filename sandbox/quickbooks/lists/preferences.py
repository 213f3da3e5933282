"""The preferences of a company: what a new one has, and changing them."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.lists.plans import check_entitled
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record, read
from sandbox.quickbooks.writing import VERSION


def _unused(prefix: str) -> list[Record]:
    """The custom fields of a form, none of which is in use."""
    uses = [{"Name": f"{prefix}{number}", "Type": "BooleanType", "BooleanValue": False} for number in (1, 2, 3)]
    return [{"CustomField": uses}]


NEW_COMPANY: Record = {
    "AccountingInfoPrefs": {
        "FirstMonthOfFiscalYear": "January",
        "TaxYearMonth": "January",
        "TaxForm": "6",
        "UseAccountNumbers": False,
        "TrackDepartments": False,
        "ClassTrackingPerTxn": False,
        "ClassTrackingPerTxnLine": False,
        "CustomerTerminology": "Customers",
    },
    "ProductAndServicesPrefs": {
        "ForSales": True,
        "ForPurchase": False,
        "QuantityWithPriceAndRate": True,
        "QuantityOnHand": False,
    },
    "SalesFormsPrefs": {
        "CustomTxnNumbers": False,
        "AllowDeposit": False,
        "AllowDiscount": False,
        "AllowEstimates": True,
        "AllowServiceDate": False,
        "AllowShipping": False,
        "ETransactionEnabledStatus": "NotApplicable",
        "ETransactionAttachPDF": False,
        "ETransactionPaymentEnabled": False,
        "IPNSupportEnabled": False,
        "UsingPriceLevels": False,
        "UsingProgressInvoicing": False,
        "AutoApplyCredit": True,
        "AutoApplyPayments": True,
        "EmailCopyToCompany": False,
        "CustomField": _unused("SalesFormsPrefs.UseSalesCustom"),
    },
    "VendorAndPurchasesPrefs": {
        "TrackingByCustomer": False,
        "BillableExpenseTracking": False,
        "POCustomField": _unused("PurchasePrefs.UsePurchaseCustom"),
    },
    "TimeTrackingPrefs": {
        "UseServices": False,
        "BillCustomers": False,
        "ShowBillRateToAll": False,
        "WorkWeekStartDate": "Monday",
        "MarkTimeEntriesBillable": False,
    },
    "CurrencyPrefs": {"HomeCurrency": {"value": "USD"}, "MultiCurrencyEnabled": False},
    "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
    "OtherPrefs": {
        "NameValue": [
            {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "false"},
            {"Name": "VendorAndPurchasesPrefs.PurchaseOrderEnabled", "Value": "false"},
            {"Name": "WarnDuplicateBillNumber", "Value": "false"},
            {"Name": "WarnDuplicateCheckNumber", "Value": "true"},
            {"Name": "WarnDuplicateJournalNumber", "Value": "false"},
            {"Name": "SalesFormsPrefs.AllowGratuity", "Value": "false"},
        ]
    },
}


def change_preferences(company: Company, body: Any) -> Record:
    """Change some preferences, group by group; what is not named stays, null takes away. Returns all of them.

    The TaxPrefs follow the switch `sales_tax` and stay as they are. Raises Refusal 2010 for an unknown group or
    member, 2020 without SyncToken and 5010 for an old one, 6000 for what cannot be turned back.
    """
    old = next(iter(company.shelves["Preferences"]))
    check_entitled(company, KINDS["Preferences"])
    sent = read("Preferences", body)
    if "SyncToken" not in sent:
        raise refusals.missing("SyncToken")
    if sent["SyncToken"] != old["SyncToken"]:
        raise business_refusals.stale()
    changed = without(old, VERSION)
    for group, members in without(sent, [*VERSION, "TaxPrefs"]).items():
        cleared = {name: None for name, value in body[group].items() if value is None}
        changed[group] = merged(changed.get(group, {}), {**members, **cleared})
    _check_currencies(old["CurrencyPrefs"], changed["CurrencyPrefs"])
    if changed != without(old, VERSION):
        company.replace("Preferences", old, changed)
    return company.preferences


def _check_currencies(old: Record, new: Record) -> None:
    """Raise Refusal 6000 for another home currency, or for multicurrency turned off again."""
    if new.get("HomeCurrency") != old["HomeCurrency"]:
        raise business_refusals.business("The home currency cannot be changed.")
    if old["MultiCurrencyEnabled"] and not new.get("MultiCurrencyEnabled"):
        raise business_refusals.business("Multicurrency cannot be turned off once it is on.")


def merged(group: Record, members: Record) -> Record:
    """A group with some members changed; named values of a list are changed by name, null takes away."""
    result = {**group, **members}
    if "NameValue" in members:
        values = {one["Name"]: one for one in [*group.get("NameValue", []), *members["NameValue"]]}
        result["NameValue"] = list(values.values())
    return {name: value for name, value in result.items() if value is not None}
