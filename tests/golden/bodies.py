"""A body that was sent, as a file of the corpus tells it: with names where QuickBooks has ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from tests.golden.books import LISTS, Books
from tests.golden.texts import OneLine

Json = dict[str, Any]

IN_A_LINE = (
    *("ItemRef", "AccountRef", "Description", "Qty", "UnitPrice", "Amount"),
    *("TaxCodeRef", "CustomerRef", "BillableStatus", "LinkedTxn"),
)
"""What a line may say, in the order in which it is read."""
USUAL_ADDRESS = {
    "Line1": "Robin Example",
    "Line2": "12 Elm Street",
    "City": "Austin",
    "CountrySubDivisionCode": "TX",
    "PostalCode": "78701",
    "Country": "US",
}
OF_SALES = "SalesItemLineDetail"
OF_PURCHASES = {"ItemRef": "ItemBasedExpenseLineDetail", "AccountRef": "AccountBasedExpenseLineDetail"}


def told(kind: str, body: Mapping[str, Any], books: Books) -> Json:
    """The body in its own order; the lines as they stand."""
    named = {name: _value(name, value, books) for name, value in body.items()}
    if "Line" in body:
        named["Line"] = _alike(_line(at, kind, line, books) for at, line in enumerate(body["Line"], 1))
    return OneLine(named) if kind == "Item" else named


def _alike(lines: Iterable[Json]) -> list[OneLine]:
    """Lines alike that follow on one another are told once, with how many times they stand there."""
    counted = [(line, len(list(same))) for line, same in groupby(lines)]
    return [OneLine({"times": times, **line} if times > 1 else line) for line, times in counted]


def _line(at: int, kind: str, line: Mapping[str, Any], books: Books) -> Json:
    """A line with its details; what says nothing more is checked, and left away."""
    detail = line[line["DetailType"]]
    of_purchases = OF_PURCHASES["ItemRef" if "ItemRef" in detail else "AccountRef"]
    assert line["DetailType"] == (OF_SALES if kind in ("SalesReceipt", "Invoice") else of_purchases)
    assert line["LineNum"] == at
    whole = {**line, **detail}
    assert set(whole) <= {*IN_A_LINE, "LineNum", "DetailType", line["DetailType"]}
    return {name: _value(name, whole[name], books) for name in IN_A_LINE if name in whole}


def _value(name: str, value: Any, books: Books) -> Any:
    if name == "LinkedTxn":
        return "; ".join(_link(link, books) for link in value)
    if name.endswith("Addr") and value == USUAL_ADDRESS:
        return "that of shop.yaml"
    if not isinstance(value, Mapping):
        return value
    if set(value) == {"value"}:
        return books.name(LISTS[name], value["value"]) if name in LISTS else value["value"]
    return OneLine(value)


def _link(link: Mapping[str, str], books: Books) -> str:
    return f"line {link['TxnLineId']} of {link['TxnType']} {books.name(link['TxnType'], link['TxnId'])}"
