"""A company's facts are read once, from the cache where they lie there, and anew after a person's retry."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from accounting.problems import Held
from activities.companies import Companies, Company
from activities.facts import BILLS_LAST, Facts
from activities.flights import Flights

Row = dict[str, Any]


@dataclass
class Books:
    """A company that answers every query with the same rows, page by page, and counts."""

    rows: list[Row] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    preferences_read: int = 0

    async def query(self, kind: str, statement: str) -> list[Row]:
        self.statements.append(statement)
        await asyncio.sleep(0)
        start, most = map(int, re.findall(r"\d+", statement.partition(" STARTPOSITION ")[2]))
        return self.rows[start - 1 :][:most]

    async def preferences(self) -> Row:
        self.preferences_read += 1
        await asyncio.sleep(0)
        return {"SalesFormsPrefs": {"DefaultTerms": {"value": "3"}}}

    async def company_info(self) -> Row:
        return {"CompanyName": "Shop", "Country": "CAN"}


@dataclass
class Cache:
    """Look-ups in memory, each with its time."""

    found: dict[tuple[str, str], tuple[datetime, Any]] = field(default_factory=dict)

    async def get(self, realm: str, kind: str, names: Any, newer_than: datetime) -> Row:
        known = {name: self.found[kind, name] for name in names if (kind, name) in self.found}
        return {name: value for name, (at, value) in known.items() if at > newer_than}

    async def put(self, realm: str, kind: str, found: Row) -> None:
        self.found |= {(kind, name): (datetime.now(UTC), value) for name, value in found.items()}


class Desk:
    """One company with a cold cache, and the facts as each activity reads them."""

    def __init__(self, *rows: Row) -> None:
        self.books, self.cache = Books(list(rows)), Cache()
        stores = SimpleNamespace(lookups=self.cache)
        self._companies = cast(Companies, SimpleNamespace(stores=stores, flights=Flights()))
        self._company = cast(Company, SimpleNamespace(realm="1", quickbooks=self.books))

    def facts(self, fresh_after: datetime | None = None) -> Facts:
        return Facts(self._companies, self._company, fresh_after)


MUG = {"Id": "11", "Name": "Mug", "Sku": "MUG", "Type": "NonInventory"}


@pytest.mark.rule("R-38/expected")
async def test_ten_that_ask_at_once_of_a_cold_cache_read_once() -> None:
    desk = Desk(MUG)

    books = await asyncio.gather(*(desk.facts().books() for _ in range(10)))
    items = await asyncio.gather(*(desk.facts().items(["MUG"]) for _ in range(10)))

    assert {one.invoice_term_id for one in books} == {"3"}
    assert {found["MUG"][0].id for found in items} == {"11"}
    assert (desk.books.preferences_read, len(desk.books.statements)) == (1, 1)


async def test_each_name_is_read_by_one_though_the_lists_differ() -> None:
    desk = Desk(MUG, {**MUG, "Id": "12", "Sku": "CUP"}, {**MUG, "Id": "13", "Sku": "PEN"})

    first, second = await asyncio.gather(desk.facts().items(["MUG", "CUP"]), desk.facts().items(["CUP", "PEN"]))

    assert (set(first), set(second)) == ({"MUG", "CUP"}, {"CUP", "PEN"})
    assert [statement.count("CUP") for statement in desk.books.statements] == [1, 0]


async def test_after_a_retry_what_was_found_before_is_read_again() -> None:
    desk = Desk(MUG)
    await desk.facts().items(["MUG"])
    desk.books.rows = [{**MUG, "Id": "99"}]

    assert (await desk.facts().items(["MUG"]))["MUG"][0].id == "11"
    assert (await desk.facts(datetime.now(UTC)).items(["MUG"]))["MUG"][0].id == "99"


@pytest.mark.rule("R-78/expected")
async def test_an_inactive_item_is_found_under_the_name_it_had() -> None:
    desk = Desk({**MUG, "Name": "Mug (deleted)", "Active": False})

    (item,) = (await desk.facts().items(["MUG"]))["MUG"]

    assert (item.active, item.name) == (False, "Mug")
    assert "Active IN (true, false)" in desk.books.statements[0]


@pytest.mark.rule("R-38/expected", "R-79/expected")
async def test_a_sku_is_compared_case_and_all() -> None:
    assert await Desk({**MUG, "Sku": "mug"}).facts().items(["MUG"]) == {}


async def test_a_miss_is_not_remembered() -> None:
    desk = Desk()
    assert await desk.facts().items(["MUG"]) == {}
    desk.books.rows = [MUG]
    assert set(await desk.facts().items(["MUG"])) == {"MUG"}


@pytest.mark.rule("R-52/expected")
async def test_an_orders_skus_are_asked_for_at_once_and_those_of_a_very_long_order_250_at_a_time() -> None:
    desk = Desk()
    await desk.facts().items([f"S{number:03d}" for number in range(250)])
    await desk.facts().items([f"T{number:03d}" for number in range(501)])
    assert [len(re.findall("'[ST]", statement)) for statement in desk.books.statements] == [250, 250, 250, 1]


@pytest.mark.rule("R-38/expected")
async def test_more_items_than_quickbooks_answers_at_once_are_read_to_the_end() -> None:
    desk = Desk(*({**MUG, "Id": str(number)} for number in range(1, 2001)))

    found = (await desk.facts().items(["MUG"]))["MUG"]

    assert len({item.id for item in found}) == 2000
    assert [statement.partition(" ORDERBY ")[2] for statement in desk.books.statements] == [
        f"Id STARTPOSITION {start} MAXRESULTS 1000" for start in (1, 1001, 2001)
    ]


@pytest.mark.rule("R-36/expected", "R-78/expected")
async def test_customers_are_found_whatever_their_capitals_and_when_inactive() -> None:
    rows: list[Row] = [
        {"Id": "1", "DisplayName": "JANE DOE"},
        {"Id": "2", "DisplayName": "Jane Doe (deleted)", "Active": False},
    ]
    desk = Desk(*rows, {"Id": "3", "DisplayName": "Jane Doering"})

    found = await desk.facts().customers("Jane Doe")

    assert [(customer.id, customer.name, customer.active) for customer in found] == [
        ("1", "JANE DOE", True),
        ("2", "Jane Doe", False),
    ]


@pytest.mark.rule("R-36/expected", "R-79/expected")
async def test_an_active_customer_that_is_called_deleted_is_called_so() -> None:
    """QuickBooks may leave the word behind the name of one that was made active again."""
    desk = Desk({"Id": "1", "DisplayName": "Jane Doe (deleted)"})
    assert await desk.facts().customers("Jane Doe") == []
    assert [customer.id for customer in await desk.facts().customers("Jane Doe (deleted)")] == ["1"]


@pytest.mark.rule("R-64/expected", "R-78/expected", "R-79/expected")
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "vendor_missing"),
        ([{"Id": "5", "DisplayName": "ACME SUPPLY"}], "vendor_missing"),
        ([{"Id": "5", "DisplayName": "Acme Supply (deleted)", "Active": False}], "vendor_inactive"),
    ],
)
async def test_a_vendor_must_be_active_and_of_exactly_the_name(rows: list[Row], code: str) -> None:
    with pytest.raises(Held) as held:
        await Desk(*rows).facts().vendor("Acme Supply")
    assert [problem.code for problem in held.value.problems] == [code]


@pytest.mark.rule("R-65/expected")
async def test_all_missing_vendors_are_looked_up_together() -> None:
    desk = Desk({"Id": "5", "DisplayName": "Acme Supply"}, {"Id": "6", "DisplayName": "beta goods"})

    missing = await desk.facts().missing_vendors({"Beta Goods", "Acme Supply", "Nobody"})

    assert [problem.subject for problem in missing] == ["Beta Goods", "Nobody"]
    assert len(desk.books.statements) == 1


BILL = {"Id": "290", "DocNumber": "ACME-1", "VendorRef": {"value": "5"}, "TotalAmt": "39.00"}


@pytest.mark.rule("R-91/expected")
async def test_bills_are_found_whatever_the_capitals_and_that_there_is_none_is_remembered() -> None:
    desk = Desk(BILL, {**BILL, "Id": "291", "DocNumber": "acme-1", "PrivateNote": "by hand"})

    assert [bill.id for bill in await desk.facts().bills(["ACME-1", "ACME-2"])] == ["290", "291"]
    assert await desk.facts().bills(["ACME-2"]) == []

    (statement,) = desk.books.statements
    assert "Active" not in statement


@pytest.mark.rule("R-91/expected")
async def test_what_bills_stand_is_asked_anew_after_a_quarter_of_an_hour_and_after_a_retry() -> None:
    desk = Desk()
    await desk.facts().bills(["ACME-1"])
    desk.books.rows = [BILL]
    assert await desk.facts().bills(["ACME-1"]) == []

    assert len(await desk.facts(datetime.now(UTC)).bills(["ACME-1"])) == 1
    desk.cache.found["bills", "ACME-1"] = (datetime.now(UTC) - BILLS_LAST, [])
    assert len(await desk.facts().bills(["ACME-1"])) == 1


async def test_a_vendor_comes_with_its_term() -> None:
    row = {"Id": "5", "DisplayName": "Acme Supply", "TermRef": {"value": "3"}}
    vendor = await Desk(row).facts().vendor("Acme Supply")
    assert (vendor.id, vendor.term_id) == ("5", "3")


@pytest.mark.rule("R-102/bad")
@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"Id": "7", "Name": "Clearing", "AccountType": "Income"}, "account_missing"),
        ({"Id": "7", "Name": "Clearing (deleted)", "AccountType": "Bank", "Active": False}, "account_inactive"),
        ({"Id": "7", "Name": "CLEARING", "AccountType": "Bank"}, "account_missing"),
    ],
)
async def test_an_account_must_be_active_of_the_name_and_of_a_type_that_will_do(row: Row, code: str) -> None:
    with pytest.raises(Held) as held:
        await Desk(row).facts().account("Clearing", ("Bank",), "channels.41.deposit_account")
    assert [problem.code for problem in held.value.problems] == [code]


@pytest.mark.rule("R-102/bad")
async def test_of_several_accounts_of_the_name_none_is_guessed_unless_one_alone_will_do() -> None:
    below = [{"Id": id, "Name": "Clearing", "AccountType": type} for id, type in (("7", "Bank"), ("8", "Bank"))]
    income = {"Id": "9", "Name": "Clearing", "AccountType": "Income"}

    with pytest.raises(Held) as held:
        await Desk(*below, income).facts().account("Clearing", ("Bank",), "channels.41.deposit_account")

    (problem,) = held.value.problems
    assert (problem.code, problem.subject) == ("account_ambiguous", "Clearing")
    assert problem.message.startswith('2 active accounts named "Clearing" (ids 7, 8)')
    assert (await Desk(below[0], income).facts().account("Clearing", ("Bank",), "income_account")).id == "7"


async def test_a_term_is_read_by_its_id() -> None:
    desk = Desk({"Id": "3", "Name": "Net 30", "DueDays": 30})

    term = await desk.facts().term("3")

    assert term
    assert term.due_days == 30
    assert "Id IN ('3')" in desk.books.statements[0]
