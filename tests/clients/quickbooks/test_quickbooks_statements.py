"""The query language: what is written, and that no value can break out of its quotes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.quickbooks.statements import (
    Condition,
    Value,
    active_or_not,
    among,
    at_least,
    at_most,
    equals,
    greater,
    select,
)

PACIFIC = timezone(timedelta(hours=-8))


def literals(text: str) -> list[str]:
    """The string literals of a statement, read as QuickBooks' lexer does; fails if one is left open."""
    found: list[str] = []
    characters = iter(text)
    for character in characters:
        if character != "'":
            continue
        literal = ""
        for inner in characters:
            if inner == "'":
                break
            literal += next(characters) if inner == "\\" else inner
        else:
            raise AssertionError(f"{text!r} ends inside a literal")
        found.append(literal)
    return found


def test_a_plain_select() -> None:
    assert select("Item") == "SELECT * FROM Item"


def test_all_parts_in_their_order() -> None:
    statement = select(
        "PurchaseOrder",
        at_least("MetaData.CreateTime", datetime(2026, 11, 22, 8, 0, 0, 123000, tzinfo=UTC)),
        at_most("TxnDate", date(2026, 11, 22)),
        greater("Id", "166"),
        order_by="Id",
        start=1,
        most=1000,
    )
    assert statement == (
        "SELECT * FROM PurchaseOrder WHERE MetaData.CreateTime >= '2026-11-22T08:00:00.123+00:00' "
        "AND TxnDate <= '2026-11-22' AND Id > '166' ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000"
    )


def test_a_count() -> None:
    assert select("Bill", equals("DocNumber", "V-1"), count=True) == (
        "SELECT COUNT(*) FROM Bill WHERE DocNumber = 'V-1'"
    )


@pytest.mark.rule("R-79/expected")
@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("Amy's", r"'Amy\'s'"),
        ("back\\slash", r"'back\\slash'"),
        ("ends with \\", r"'ends with \\'"),
        ("\\'", r"'\\\''"),
        ("", "''"),
        (True, "true"),
        (False, "false"),
        (5, "'5'"),
        (Decimal("3E+2"), "'300'"),
        (date(2026, 11, 1), "'2026-11-01'"),
        (datetime(2026, 11, 1, 7, 5, tzinfo=PACIFIC), "'2026-11-01T07:05:00.000-08:00'"),
    ],
)
def test_a_value_is_quoted_and_escaped(value: Value, literal: str) -> None:
    assert equals("Name", value) == Condition(f"Name = {literal}")


def test_active_or_not_asks_for_both() -> None:
    assert active_or_not().text == "Active IN (true, false)"


@pytest.mark.rule("R-79/expected")
@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_out_of_its_quotes(value: str) -> None:
    assert literals(select("Customer", equals("DisplayName", value), most=10)) == [value]


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1))
def test_among_keeps_every_text_whole(values: list[str]) -> None:
    assert literals(select("Item", among("Sku", values), active_or_not())) == values


def test_among_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="No values to look for in Sku"):
        among("Sku", [])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        at_least("MetaData.CreateTime", datetime(2026, 11, 22))


@pytest.mark.parametrize("order", ["Id", "MetaData.CreateTime DESC", "TxnDate ASC, Id"])
def test_an_order_names_fields(order: str) -> None:
    assert select("Bill", order_by=order).endswith(f"ORDERBY {order}")


@pytest.mark.parametrize(
    "statement",
    [
        lambda: select("Item WHERE"),
        lambda: select("Item", equals("Name = 'x' AND Sku", "y")),
        lambda: select("Item", among("", ["y"])),
        lambda: select("Item", order_by="Id; DROP"),
        lambda: select("Item", start=0),
        lambda: select("Item", most=0),
        lambda: select("Item", most=1001),
    ],
)
def test_what_would_be_refused_by_quickbooks_is_refused_here(statement: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match=r"is no name|QuickBooks takes"):
        statement()
