"""The preferences of a company: what a new one has, and changing them."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company, without
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.writing import VERSION

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
    },
    "VendorAndPurchasesPrefs": {"TrackingByCustomer": False, "BillableExpenseTracking": False},
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
    """Change some preferences, group by group; what is not named stays. Returns all of them.

    The TaxPrefs follow the switch `sales_tax` and stay as they are.
    """
    old = next(iter(company.shelves["Preferences"]))
    if not isinstance(body, dict):
        raise refusals.unreadable("Preferences: not an object")
    if body.get("SyncToken") != old["SyncToken"]:
        raise refusals.stale()
    changed = without(old, VERSION)
    for group, members in without(body, [*VERSION, "TaxPrefs"]).items():
        if group not in NEW_COMPANY or not isinstance(members, dict):
            raise refusals.unknown_property(group, "Preferences", list(NEW_COMPANY))
        changed[group] = merged(changed[group], members)
    company.replace("Preferences", old, changed)
    return company.preferences


def merged(group: Record, members: Record) -> Record:
    """A group with some members changed; named values of a list are changed by name, null takes away."""
    result = {**group, **members}
    if "NameValue" in members:
        values = {one["Name"]: one for one in [*group["NameValue"], *members["NameValue"]]}
        result["NameValue"] = list(values.values())
    return {name: value for name, value in result.items() if value is not None}
