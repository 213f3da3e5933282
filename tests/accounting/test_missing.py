"""What QuickBooks' lists lack is named with the place to mend it (rows R-64, R-65, R-77, R-78)."""

from __future__ import annotations

import pytest

from accounting.books import Account, Item, Listed, Vendor
from accounting.missing import (
    INCLUDE_INACTIVE,
    account_ambiguous,
    account_unfit,
    configured_item_missing,
    item_inactive,
    item_not_created,
    no_purchase_order_without,
    object_not_found,
    purchase_account_missing,
    vendor_missing,
)
from accounting.problems import Problem


@pytest.mark.rule("R-65/bad")
def test_a_vendor_that_is_not_there_is_named() -> None:
    problem = vendor_missing("Acme Supply", [])

    assert (problem.code, problem.subject) == ("vendor_missing", "Acme Supply")
    assert problem.message == 'No QuickBooks vendor for source "Acme Supply".'
    assert problem.fix == (
        "Make the names equal: enter or rename the vendor (QuickBooks > Expenses > Vendors), "
        "or rename the source in Flxpoint."
    )


@pytest.mark.rule("R-65/expected", "R-65/bad")
def test_where_a_missing_vendor_stops_all_it_is_told_with_the_choice_that_lets_the_others_go_on() -> None:
    problem = no_purchase_order_without(vendor_missing("Acme Supply", []))

    assert (problem.code, problem.subject) == ("vendor_missing", "Acme Supply")
    assert problem.message == (
        'No QuickBooks vendor for source "Acme Supply". '
        "With on_missing_vendor=stop no Purchase Order at all is made before it is there."
    )
    assert problem.fix.endswith("daybook settings set CONNECTION on_missing_vendor=go_on")


@pytest.mark.rule("R-64/bad")
def test_a_vendor_that_differs_in_capitals_is_named_beside_the_source() -> None:
    problem = vendor_missing("Acme Supply", [Vendor(id="5", name="acme supply")])
    assert problem.message == 'Vendor "acme supply" differs only in capitals from source "Acme Supply".'


@pytest.mark.rule("R-01/bad")
def test_an_account_that_is_not_there_is_named_with_its_type() -> None:
    problem = account_unfit("Sales of Product Income", None, ("Income",), "income_account")

    assert (problem.code, problem.subject) == ("account_missing", "Sales of Product Income")
    assert problem.message == 'No active account "Sales of Product Income" of type Income.'
    assert problem.fix == (
        "QuickBooks > Accounting > Chart of Accounts > New; or choose another: "
        'daybook settings set CONNECTION "income_account=ACCOUNT NAME"'
    )


@pytest.mark.rule("R-01/bad")
def test_an_account_of_another_type_is_named_with_both_types() -> None:
    account = Account(id="9", name="Freight", type="Income")
    problem = account_unfit("Freight", account, ("Cost of Goods Sold", "Expense"), "supplier_shipping_account")
    assert problem.message == (
        'Account "Freight" is of type Income, and supplier_shipping_account needs Cost of Goods Sold or Expense.'
    )


@pytest.mark.rule("R-78/bad")
def test_an_inactive_vendor_and_account_are_told_apart_from_missing_ones() -> None:
    vendor = vendor_missing("Acme Supply", [Vendor(id="5", name="Acme Supply", active=False)])
    assert (vendor.code, vendor.message) == ("vendor_inactive", 'Vendor "Acme Supply" is inactive in QuickBooks.')

    account = account_unfit("Clearing", Account(id="9", name="Clearing", type="Bank", active=False), ("Bank",), "x")
    assert account.code == "account_inactive"
    assert "Include inactive > Make active" in account.fix


def test_an_inactive_item_is_named_with_its_sku_and_name() -> None:
    problem = item_inactive(Item(id="1", name="Poster A2", sku="POSTER-A2", type="NonInventory", active=False))
    assert problem.message == 'Item POSTER-A2 ("Poster A2") is inactive in QuickBooks.'


@pytest.mark.rule("R-77/bad", "R-78/bad")
@pytest.mark.parametrize("kind", INCLUDE_INACTIVE)
def test_what_a_refused_document_names_is_told_with_the_way_to_it_or_as_gone(kind: str) -> None:
    inactive = object_not_found(kind, "56", Listed(id="56", name="Acme Supply", active=False), "Bill of ACME-1")
    gone = object_not_found(kind, "56", None, "Bill of ACME-1")

    assert (inactive.code, inactive.subject) == (f"{kind}_inactive", "Acme Supply")
    assert inactive.message == (
        f'Object Not Found: {kind} "Acme Supply" (id 56) is inactive in QuickBooks, and the Bill of ACME-1 names it.'
    )
    assert inactive.fix.endswith("Include inactive > Make active.")
    assert gone == Problem(
        code="object_not_found",
        message=f"Object Not Found: {kind} id 56 is not in QuickBooks any more, and the Bill of ACME-1 names it.",
        fix="Somebody deleted or merged it. Enter it again if it is missed, then retry: it is looked for by its name.",
    )


@pytest.mark.rule("R-79/bad", "R-65/bad")
@pytest.mark.parametrize(
    ("name", "held"), [("Acme: Supply", "a colon"), ("Acme\tSupply", "a tab"), ("Acme\nSupply", "a line break")]
)
def test_a_sources_name_that_no_vendor_can_have_names_what_quickbooks_refuses(name: str, held: str) -> None:
    problem = vendor_missing(name, [])
    assert (problem.code, problem.subject) == ("vendor_missing", name)
    assert problem.message == (f'No QuickBooks vendor for source "{name}": QuickBooks takes no name that holds {held}.')
    assert problem.fix.startswith("Rename the source in Flxpoint")


@pytest.mark.parametrize(
    ("setting", "named"), [("fee_sku", 'Fee SKU "X"'), ("negative_other_sku", 'Negative other SKU "X"')]
)
def test_an_item_that_a_setting_names_is_missed_in_the_words_of_the_setting(setting: str, named: str) -> None:
    problem = configured_item_missing("X", setting)
    assert (problem.code, problem.subject) == ("item_missing", "X")
    assert problem.message == f"{named} was not found in QuickBooks."
    assert f"daybook settings set CONNECTION {setting}=SKU" in problem.fix


@pytest.mark.rule("R-40/bad")
def test_an_item_to_be_bought_needs_an_account_that_somebody_chose() -> None:
    assert purchase_account_missing("MUG") == Problem(
        code="purchase_account_missing",
        message="Item MUG cannot be created for purchasing: no expense account is chosen.",
        fix='Choose a cost of goods account: daybook settings set CONNECTION "purchase_account=Cost of Goods Sold"',
        subject="purchase_account",
    )


@pytest.mark.rule("R-102/bad")
def test_several_accounts_of_one_name_are_named_with_their_ids() -> None:
    twins = [Account(id=id, name="Clearing", type="Bank") for id in ("44", "45")]
    assert account_ambiguous("Clearing", twins, "supplier_fee_account") == Problem(
        code="account_ambiguous",
        message='2 active accounts named "Clearing" (ids 44, 45) could be the one that supplier_fee_account names.',
        fix="Rename all but one in QuickBooks > Accounting > Chart of Accounts; or choose another: "
        'daybook settings set CONNECTION "supplier_fee_account=ACCOUNT NAME"',
        subject="Clearing",
    )


@pytest.mark.rule("R-55/expected")
def test_an_item_to_be_bought_that_is_not_there_is_not_created_where_orders_are_only_linked() -> None:
    assert item_not_created("ACME-MUG") == Problem(
        code="item_missing",
        message="No item with SKU ACME-MUG is in QuickBooks, and with link_only=yes Daybook creates none.",
        fix='Add it in Sales > Products and Services > New, with exactly this SKU and "I purchase this".',
        subject="ACME-MUG",
    )
