"""What a company holds when the stand-in starts: next to nothing, or a small shop's books."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.books.shop_lists import (
    ACCOUNTS,
    BUNDLE,
    CATEGORIES,
    CLASSES,
    CUSTOMERS,
    DEPARTMENTS,
    EMPLOYEES,
    IN_STOCK,
    NO_LONGER_SOLD,
    NOT_FOR_PURCHASE,
    PRODUCTS,
    SERVICES,
    SHELVED,
    VENDORS,
)
from sandbox.quickbooks.lists.preferences import NEW_COMPANY, merged
from sandbox.quickbooks.lists.tax_lists import ABROAD, add_tax_lists
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.switches import Switches
from sandbox.quickbooks.writing import VERSION, write

# Name, type, sub-type: the ones QuickBooks makes by itself, then those of the shop.
OWN_ACCOUNTS = (
    ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("Inventory Asset", "Other Current Asset", "Inventory"),
    ("Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
)
TERMS = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60))
PAYMENT_METHODS = (("Cash", "NON_CREDIT_CARD"), ("Check", "NON_CREDIT_CARD"), ("Credit Card", "CREDIT_CARD"))
DEFAULT_TERM = "Due on receipt"
SHOP = "Daybook Demo Shop"
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


def new_company(switches: Switches, clock: Clock, realm: str) -> Company:
    """A US company as QuickBooks opens it."""
    company = Company(realm, switches, clock)
    company.add("CompanyInfo", _company_info("New Company"))
    company.add("Preferences", NEW_COMPANY)
    if switches["sales_tax"] == ABROAD:
        _settle_in_canada(company)
    _add_accounts(company, OWN_ACCOUNTS)
    for name, days in TERMS:
        company.add("Term", {"Name": name, "Active": True, "Type": "STANDARD", "DueDays": Decimal(days)})
    for name, kind in PAYMENT_METHODS:
        company.add("PaymentMethod", {"Name": name, "Active": True, "Type": kind})
    add_tax_lists(company)
    return company


def shop_company(switches: Switches, clock: Clock, realm: str) -> Company:
    """The company of a small shop in Texas, set up for orders, purchase orders and bills."""
    company = new_company(switches, clock, realm)
    _replace(company, "CompanyInfo", {**company.company_info, "CompanyName": SHOP, "LegalName": SHOP})
    _add_accounts(company, ACCOUNTS)
    preferences = without(next(iter(company.shelves["Preferences"])), VERSION)
    for group, members in SHOP_PREFERENCES.items():
        preferences[group] = merged(preferences[group], members)
    preferences["SalesFormsPrefs"]["DefaultDiscountAccount"] = _account(company, "Discounts given")["value"]
    preferences["SalesFormsPrefs"]["DefaultShippingAccount"] = _account(company, "Shipping Income")["value"]
    preferences["SalesFormsPrefs"]["DefaultTerms"] = _term(company, DEFAULT_TERM)
    _replace(company, "Preferences", preferences)
    _add_people(company)
    _add_items(company)
    _add_bundle(company)
    _add_category(company)
    _add_places(company)
    return company


def _settle_in_canada(company: Company) -> None:
    info, preferences = company.company_info, next(iter(company.shelves["Preferences"]))
    _replace(company, "CompanyInfo", {**info, "Country": "CAN"})
    home = {"HomeCurrency": {"value": "CAD"}}
    _replace(company, "Preferences", {**preferences, "CurrencyPrefs": {**preferences["CurrencyPrefs"], **home}})


def _add_people(company: Company) -> None:
    for name, term in VENDORS:
        terms = {"TermRef": _term(company, term)} if term else {}
        write(company, KINDS["Vendor"], {"DisplayName": name, **terms})
    for name, email, term, more in CUSTOMERS:
        address = {"PrimaryEmailAddr": {"Address": email}} if email else {}
        terms = {"SalesTermRef": _term(company, term)} if term else {}
        write(company, KINDS["Customer"], {"DisplayName": name, **address, **terms, **more})


def _add_items(company: Company) -> None:
    for name in CATEGORIES:
        write(company, KINDS["Item"], {"Name": name, "Type": "Category"})
    for sku, name, text, account in SERVICES:
        item = {"Name": name, "Description": text, "Type": "Service", "IncomeAccountRef": _account(company, account)}
        write(company, KINDS["Item"], {**item, **({"Sku": sku} if sku else {})})
    for product in PRODUCTS:
        write(company, KINDS["Item"], _product(company, *product))
    write(company, KINDS["Item"], {**_product(company, *NO_LONGER_SOLD), "Active": False})
    write(company, KINDS["Item"], without(_product(company, *NOT_FOR_PURCHASE, "0.00"), ["ExpenseAccountRef"]))
    stock = {"AssetAccountRef": _account(company, "Inventory Asset"), "TrackQtyOnHand": True}
    began = {"QtyOnHand": Decimal(120), "InvStartDate": "2026-01-01"}
    write(company, KINDS["Item"], {**_product(company, *IN_STOCK), "Type": "Inventory", **stock, **began})


def _add_bundle(company: Company) -> None:
    """A bundle, which nobody can make through the API."""
    name, parts = BUNDLE
    lines = [{"Qty": Decimal(quantity), "ItemRef": _part(company, sku)} for sku, quantity in parts]
    bundle = {"Name": name, "FullyQualifiedName": name, "Description": name, "Active": True, "Taxable": True}
    detail = {"Type": "Group", "PrintGroupedItems": True, "ItemGroupDetail": {"ItemGroupLine": lines}}
    company.add("Item", {**bundle, **detail})


def _part(company: Company, sku: str) -> Record:
    (item,) = company.shelves["Item"].find("Sku", sku)
    return {"value": item["Id"], "name": item["Name"], "type": item["Type"]}


def _add_category(company: Company) -> None:
    name, products = SHELVED
    category = write(company, KINDS["Item"], {"Name": name, "Type": "Category"})
    for product in products:
        below = {"SubItem": True, "ParentRef": {"value": category["Id"]}}
        write(company, KINDS["Item"], {**_product(company, *product), **below})


def _add_places(company: Company) -> None:
    for name in CLASSES:
        write(company, KINDS["Class"], {"Name": name})
    for name in DEPARTMENTS:
        write(company, KINDS["Department"], {"Name": name})
    for given, family in EMPLOYEES:
        write(company, KINDS["Employee"], {"GivenName": given, "FamilyName": family})


def _product(company: Company, sku: str, name: str, price: str, cost: str) -> Record:
    return {
        "Name": name,
        "Sku": sku,
        "Description": name,
        "Type": "NonInventory",
        "Taxable": True,
        "UnitPrice": Decimal(price),
        "PurchaseCost": Decimal(cost),
        "IncomeAccountRef": _account(company, "Sales of Product Income"),
        "ExpenseAccountRef": _account(company, "Cost of Goods Sold"),
    }


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


def _term(company: Company, name: str) -> Record:
    (found,) = company.shelves["Term"].find("Name", name)
    return {"value": found["Id"]}


def _replace(company: Company, kind: str, record: Record) -> None:
    company.replace(kind, next(iter(company.shelves[kind])), record)
