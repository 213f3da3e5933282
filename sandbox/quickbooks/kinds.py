"""The entities that are served: what may be asked of each and what may stand in a query."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One entity of the API."""

    name: str
    filterable: frozenset[str]
    sortable: frozenset[str]
    """Beside `MetaData.CreateTime` and `MetaData.LastUpdatedTime`, which always are both."""

    title: str = ""
    """For lists, the property that names an entry and orders the list."""

    indexed: tuple[str, ...] = ("Id",)
    writable: bool = False
    transaction: bool = False
    counted: bool = False
    """Whether a query's answer carries `totalCount`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _list(name: str, title: str, filterable: str, sortable: str, indexed: str = "", *, writable: bool = True) -> Kind:
    return Kind(
        name,
        _words(f"Id Active {title} {filterable}"),
        _words(f"Id {title} {sortable}"),
        title=title,
        indexed=("Id", title, *indexed.split()),
        writable=writable,
    )


def _transaction(name: str, filterable: str, sortable: str, *, counted: bool = False) -> Kind:
    return Kind(
        name,
        _words(f"Id DocNumber TxnDate {filterable}"),
        _words(f"Id DocNumber TxnDate {sortable}"),
        indexed=("Id", "DocNumber"),
        writable=True,
        transaction=True,
        counted=counted,
    )


_NAMES = "GivenName MiddleName FamilyName"

_ALL = [
    _transaction("SalesReceipt", "CustomerRef TotalAmt Balance ProjectRef", "Balance"),
    _transaction("Invoice", "CustomerRef DueDate Balance SalesTermRef ProjectRef", "DueDate Balance", counted=True),
    _transaction("PurchaseOrder", "DueDate", "", counted=True),
    _transaction(
        "Bill",
        "VendorRef DueDate Balance TotalAmt APAccountRef SalesTermRef",
        "VendorRef DueDate TotalAmt APAccountRef SalesTermRef",
    ),
    _list(
        "Customer",
        "DisplayName",
        f"{_NAMES} FullyQualifiedName PrimaryEmailAddr CompanyName Balance",
        f"{_NAMES} FullyQualifiedName BalanceWithJobs",
        "FullyQualifiedName",
    ),
    _list(
        "Vendor",
        "DisplayName",
        f"{_NAMES} Suffix CompanyName Balance",
        f"{_NAMES} Suffix CompanyName Active Balance",
    ),
    _list("Employee", "DisplayName", _NAMES, _NAMES, writable=False),
    _list("Item", "Name", "Type Sku FullyQualifiedName", "Type UnitPrice", "Sku FullyQualifiedName"),
    _list("Account", "Name", "AccountType AccountSubType FullyQualifiedName Classification", "", "FullyQualifiedName"),
    _list("Term", "Name", "", "", writable=False),
    _list("PaymentMethod", "Name", "", "", writable=False),
    _list("Class", "Name", "FullyQualifiedName", "", writable=False),
    _list("Department", "Name", "FullyQualifiedName", "", writable=False),
    Kind("CompanyInfo", _words("Id"), _words("Id")),
    Kind("Preferences", frozenset(), frozenset()),
]

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
BY_PATH: dict[str, Kind] = {kind.name.lower(): kind for kind in _ALL}
