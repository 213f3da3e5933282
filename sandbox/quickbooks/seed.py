"""What a company holds when the stand-in starts: next to nothing, or a small shop's books."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks.company import Company, without
from sandbox.quickbooks.kinds import KINDS
from sandbox.quickbooks.preferences import NEW_COMPANY, merged
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.switches import Switches
from sandbox.quickbooks.writing import VERSION, write

REALM = "9130350000000001"

# Name, type, sub-type: the ones QuickBooks makes by itself, then those of the shop.
OWN_ACCOUNTS = (
    ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("Inventory Asset", "Other Current Asset", "Inventory"),
    ("Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
)
SHOP_ACCOUNTS = (
    ("Shop Clearing", "Bank", "CashOnHand"),
    ("Checking", "Bank", "Checking"),
    ("Discounts given", "Income", "DiscountsRefundsGiven"),
    ("Shipping Income", "Income", "ServiceFeeIncome"),
    ("Freight In", "Cost of Goods Sold", "ShippingFreightDeliveryCos"),
    ("Supplier Fees", "Cost of Goods Sold", "OtherCostsOfServiceCos"),
    ("Supplier Tax", "Cost of Goods Sold", "OtherCostsOfServiceCos"),
)
TERMS = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60))
PAYMENT_METHODS = (("Cash", "NON_CREDIT_CARD"), ("Check", "NON_CREDIT_CARD"), ("Credit Card", "CREDIT_CARD"))
VENDORS = ("Acme Supply", "Beta Goods")
SERVICES = (("DISC", "Order discount", "Discounts given"), ("FEE", "Order fee", "Sales of Product Income"))
CUSTOMERS: tuple[Record, ...] = (
    {"DisplayName": "Corner Office Supplies", "PrimaryEmailAddr": {"Address": "orders@corner.example.com"}},
    {"DisplayName": "Sam Sample", "GivenName": "Sam", "FamilyName": "Sample"},
    {"DisplayName": "Walk-in customer"},
)
ADDRESS = {
    "Id": "1",
    "Line1": "100 Main Street",
    "City": "Austin",
    "CountrySubDivisionCode": "TX",
    "PostalCode": "78701",
    "Country": "USA",
}
SHOP_PREFERENCES: Record = {
    "AccountingInfoPrefs": {"BookCloseDate": "2026-10-31"},
    "ProductAndServicesPrefs": {"ForPurchase": True, "QuantityOnHand": True},
    "SalesFormsPrefs": {"CustomTxnNumbers": True, "AllowDiscount": True, "AllowShipping": True},
    "VendorAndPurchasesPrefs": {"TrackingByCustomer": True},
    "OtherPrefs": {
        "NameValue": [
            {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "true"},
            {"Name": "VendorAndPurchasesPrefs.PurchaseOrderEnabled", "Value": "true"},
        ]
    },
}


def new_company(switches: Switches) -> Company:
    """A US company as QuickBooks opens it."""
    company = Company(REALM, switches)
    company.add("CompanyInfo", _company_info("New Company"))
    company.add("Preferences", NEW_COMPANY)
    _add_accounts(company, OWN_ACCOUNTS)
    for name, days in TERMS:
        company.add("Term", {"Name": name, "Active": True, "Type": "STANDARD", "DueDays": Decimal(days)})
    for name, kind in PAYMENT_METHODS:
        company.add("PaymentMethod", {"Name": name, "Active": True, "Type": kind})
    return company


def shop_company(switches: Switches) -> Company:
    """The company of a small shop in Texas, set up for orders, purchase orders and bills."""
    company = new_company(switches)
    _replace(company, "CompanyInfo", _company_info("Daybook Demo Shop"))
    _add_accounts(company, SHOP_ACCOUNTS)
    preferences = without(next(iter(company.shelves["Preferences"])), VERSION)
    for group, members in SHOP_PREFERENCES.items():
        preferences[group] = merged(preferences[group], members)
    preferences["SalesFormsPrefs"]["DefaultDiscountAccount"] = _account(company, "Discounts given")["value"]
    preferences["SalesFormsPrefs"]["DefaultShippingAccount"] = _account(company, "Shipping Income")["value"]
    _replace(company, "Preferences", preferences)
    for name in VENDORS:
        write(company, KINDS["Vendor"], {"DisplayName": name})
    for customer in CUSTOMERS:
        write(company, KINDS["Customer"], customer)
    for sku, text, account in SERVICES:
        item = {"Name": sku, "Sku": sku, "Description": text, "Type": "Service"}
        write(company, KINDS["Item"], {**item, "IncomeAccountRef": _account(company, account)})
    return company


def _company_info(name: str) -> Record:
    return {
        "CompanyName": name,
        "LegalName": name,
        "CompanyAddr": ADDRESS,
        "LegalAddr": ADDRESS,
        "CustomerCommunicationAddr": ADDRESS,
        "Country": "USA",
        "FiscalYearStartMonth": "January",
        "DefaultTimeZone": "America/Chicago",
        "SupportedLanguages": "en",
        "Email": {"Address": "books@example.com"},
        "NameValue": [
            {"Name": "ItemCategoriesFeature", "Value": "true"},
            {"Name": "SubscriptionStatus", "Value": "PAID"},
            {"Name": "OfferingSku", "Value": "QuickBooks Online Plus"},
        ],
    }


def _add_accounts(company: Company, accounts: tuple[tuple[str, str, str], ...]) -> None:
    for name, kind, sub_type in accounts:
        write(company, KINDS["Account"], {"Name": name, "AccountType": kind, "AccountSubType": sub_type})


def _account(company: Company, name: str) -> Record:
    (found,) = company.shelves["Account"].find("Name", name)
    return {"value": found["Id"]}


def _replace(company: Company, kind: str, record: Record) -> None:
    company.replace(kind, next(iter(company.shelves[kind])), record)
