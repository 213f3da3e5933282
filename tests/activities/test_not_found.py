"""A refused document's references are looked at one by one (row R-77)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import pytest

from accounting.books import Listed
from activities.facts import Facts
from activities.not_found import culprits

BILL: dict[str, Any] = {
    "VendorRef": {"value": "56"},
    "APAccountRef": {"value": "7"},
    "Line": [
        {"ItemBasedExpenseLineDetail": {"ItemRef": {"value": "12"}, "CustomerRef": {"value": "58"}}},
        {"ItemBasedExpenseLineDetail": {"ItemRef": {"value": "12"}, "CustomerRef": {"value": "58"}}},
        {"SalesItemLineDetail": {"ItemRef": {"value": "SHIPPING_ITEM_ID"}}},
    ],
}


class Lists:
    """A company's lists, and which entries were asked for."""

    def __init__(self, **entries: Listed) -> None:
        self.entries = entries
        self.asked: list[tuple[str, list[str]]] = []

    async def anew(self, kind: str, ids: Collection[str]) -> dict[str, Listed]:
        self.asked.append((kind, sorted(ids)))
        return {entry.id: entry for entry in self.entries.values() if entry.id in ids}


def an_entry(id: str, *, active: bool = True) -> Listed:
    return Listed(id=id, name=f"Entry {id}", active=active)


SOUND = {"account": an_entry("7"), "customer": an_entry("58"), "item": an_entry("12"), "vendor": an_entry("56")}


@pytest.mark.rule("R-77/expected")
async def test_each_entry_is_asked_for_once_accounts_customers_items_vendors() -> None:
    lists = Lists(**SOUND)

    assert await culprits(cast(Facts, lists), "Bill", BILL, "ACME-1") == ()
    assert lists.asked == [("Account", ["7"]), ("Customer", ["58"]), ("Item", ["12"]), ("Vendor", ["56"])]


@pytest.mark.rule("R-77/expected", "R-77/bad", "R-89/expected")
async def test_all_that_are_inactive_or_gone_are_named_at_once() -> None:
    lists = Lists(**SOUND | {"item": an_entry("12", active=False), "vendor": an_entry("99")})

    found = await culprits(cast(Facts, lists), "Bill", BILL, "ACME-1")

    assert [problem.code for problem in found] == ["item_inactive", "object_not_found"]
    assert all("the Bill of ACME-1 names it" in problem.message for problem in found)
