"""A fulfillment request becomes a Purchase Order of what was not voided (rows R-62 to R-75)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.books import Books, Item, Vendor
from accounting.documents import Draft, PurchaseOrder, expected_of
from accounting.problems import Excluded, Held, NotDue
from accounting.purchase import (
    PurchaseReferences,
    draft_purchase_order,
    ordered_lines,
    require_due,
    require_fit,
    require_order_stands,
    require_sendable,
    require_standing,
    wanted_items,
)
from accounting.records import Address, FulfillmentRequest
from accounting.settings import Settings
from accounting.wanted import WantedItem
from tests.accounting.samples import (
    BOOKS,
    DAY,
    SETTINGS,
    a_line,
    a_request,
    a_wanted,
    an_item,
    an_order,
    codes,
    d,
    items_of,
    passes,
    problems,
)

ITEMS = items_of("ACME-MUG", "ACME-TEE")
ACME = Vendor(id="56", name="Acme Supply")


def by_line(request: FulfillmentRequest, items: Mapping[str, Item] = ITEMS) -> dict[str, Item]:
    """The item of each line's own SKU."""
    return {line.id: items[line.sku] for line in request.lines if line.sku and line.sku in items}


def drafted(
    request: FulfillmentRequest,
    *,
    books: Books = BOOKS,
    items: dict[str, Item] = ITEMS,
    stock_items: dict[str, str] | None = None,
    dated: date = DAY,
) -> Draft:
    refs = PurchaseReferences(
        vendor=ACME,
        payables_account_id="33",
        customer_id="58",
        items=by_line(request, items),
        stock_items=stock_items or {},
    )
    return draft_purchase_order(request, books=books, refs=refs, number="SHOP-1-1", dated=dated, note="note")


def order_of(request: FulfillmentRequest, **more: Any) -> PurchaseOrder:
    document = drafted(request, **more).document
    assert isinstance(document, PurchaseOrder)
    return document


@pytest.mark.rule("R-74/expected")
@pytest.mark.parametrize("state", ["Processing", "Processed", "Acknowledged"])
def test_a_request_is_due_from_processing_on(state: str) -> None:
    assert passes(lambda: require_due(a_request(state=state), SETTINGS))


@pytest.mark.rule("R-74/expected")
@pytest.mark.parametrize("state", ["Failed", "Additional Info Required", "Duplicate PO/FR #", "Cross Docked"])
def test_any_other_state_waits_and_names_the_state(state: str) -> None:
    with pytest.raises(NotDue) as waiting:
        require_due(a_request(state=state), SETTINGS)
    assert waiting.value.waits_for == f"Fulfillment request SHOP-1-1 is {state}: Daybook posts it from Processing on."


@pytest.mark.rule("R-74/expected")
@pytest.mark.parametrize("state", ["Processed", "Acknowledged"])
def test_with_processing_only_what_is_further_waits_and_names_the_setting(state: str) -> None:
    strict = SETTINGS.model_copy(update={"fulfillment_requests_due": "processing_only"})

    assert passes(lambda: require_due(a_request(state="Processing"), strict))
    with pytest.raises(NotDue) as waiting:
        require_due(a_request(state=state), strict)
    assert waiting.value.waits_for == (
        f"Fulfillment request SHOP-1-1 is {state}: only those in Processing are posted (setting "
        "fulfillment_requests_due)."
    )


@pytest.mark.rule("R-74/bad")
def test_an_unprocessed_request_waits_and_says_how_to_have_it_processed() -> None:
    with pytest.raises(NotDue, match=r"SHOP-1-1 is Unprocessed.* enable Auto-Processing"):
        require_due(a_request(state="Unprocessed"), SETTINGS)


@pytest.mark.parametrize("state", ["Canceled", "Voided"])
def test_a_withdrawn_request_is_left_out(state: str) -> None:
    with pytest.raises(Excluded, match=f"SHOP-1-1 is {state}"):
        require_due(a_request(state=state), SETTINGS)


@pytest.mark.rule("R-70/expected")
def test_a_request_of_which_nothing_is_left_is_left_out() -> None:
    with pytest.raises(Excluded, match="SHOP-1-1 has no line left"):
        require_due(a_request(a_wanted(voided_quantity=d("2"))), SETTINGS)


@pytest.mark.rule("R-68/expected", "R-70/expected")
def test_lines_are_what_was_not_voided_with_the_suppliers_sku_whole() -> None:
    order = order_of(
        a_request(
            a_wanted("1", "ACME-MUG", "4", "6.50", voided_quantity=d("1"), title="Red mug"),
            a_wanted("2", "ACME-TEE", "2", "11.00", voided_quantity=d("2")),
            a_wanted("3", "ACME-TEE", "1", "11.005"),
        )
    )

    assert [(line.record_line_id, line.item_id, line.sku, line.quantity, line.amount) for line in order.lines] == [
        ("1", "I-ACME-MUG", "ACME-MUG", d("3"), d("19.50")),
        ("3", "I-ACME-TEE", "ACME-TEE", d("1"), d("11.01")),
    ]
    assert order.total == d("30.51")


@pytest.mark.rule("R-70/bad")
def test_a_line_without_a_cost_is_ordered_at_nothing_with_a_warning() -> None:
    draft = drafted(a_request(a_wanted(cost=None), a_wanted("47", "ACME-TEE", cost="0.00")))

    (warning,) = draft.warnings
    assert draft.document.total == 0
    assert isinstance(draft.document, PurchaseOrder)
    assert [line.cost_known for line in draft.document.lines] == [False, True]
    assert (warning.code, warning.subject) == ("cost_missing", "ACME-MUG")
    assert warning.message == "ACME-MUG on fulfillment request SHOP-1-1 has no cost: ordered at 0.00."


@pytest.mark.rule("R-70/bad")
def test_every_line_that_cannot_be_ordered_is_named_at_once() -> None:
    request = a_request(
        a_wanted("1", None, title="Mug"),
        a_wanted("2", "ACME-MUG", "-1"),
        a_wanted("3", "ACME-TEE", "1", "-2.00"),
        a_wanted("4", "ACME-TEE", "-1", None),
        a_wanted("5", None, voided_quantity=d("2")),
    )

    with pytest.raises(Held) as held:
        require_sendable(request, books=BOOKS, dated=DAY)

    assert [(problem.code, problem.message) for problem in problems(held)] == [
        ("sku_missing", '"Mug" on fulfillment request SHOP-1-1 has no SKU.'),
        ("line_negative", "ACME-MUG on fulfillment request SHOP-1-1: -1 × 6.00 has a part below zero."),
        ("line_negative", "ACME-TEE on fulfillment request SHOP-1-1: 1 × -2.00 has a part below zero."),
        ("line_negative", "ACME-TEE on fulfillment request SHOP-1-1: -1 × 0.00 has a part below zero."),
    ]


def test_a_request_in_a_closed_period_is_held_before_any_item_is_created() -> None:
    with pytest.raises(Held) as held:
        require_sendable(a_request(), books=BOOKS, dated=date(2026, 10, 31))
    assert codes(held) == ["period_closed"]
    assert str(held.value).startswith("Fulfillment request SHOP-1-1 is dated 2026-10-31")


@pytest.mark.rule("R-69/bad")
def test_every_item_that_cannot_be_bought_is_named_at_once() -> None:
    unbought = {
        "ACME-MUG": an_item("ACME-MUG", can_be_bought=False),
        "ACME-TEE": an_item("ACME-TEE", can_be_bought=False),
    }

    request = a_request(a_wanted("1", "ACME-MUG"), a_wanted("2", "ACME-TEE"))

    with pytest.raises(Held) as held:
        require_fit(request, by_line(request, unbought), {})

    assert [(problem.code, problem.message) for problem in problems(held)] == [
        ("item_without_expense_account", "Item ACME-MUG has no expense account."),
        ("item_without_expense_account", "Item ACME-TEE has no expense account."),
    ]
    assert held.value.problems[0].fix == 'Edit it in Products and Services > "I purchase this".'


@pytest.mark.rule("R-69/expected")
@pytest.mark.parametrize("items", [ITEMS, {}], ids=["another item", "one to be created"])
def test_goods_sold_from_the_stock_of_another_item_are_held(items: dict[str, Item]) -> None:
    """Else stock and cost of goods were counted twice (row R-69)."""

    request = a_request(a_wanted(order_line_id="81"))

    with pytest.raises(Held) as held:
        require_fit(request, by_line(request, items), {"81": "I-MUG"})

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("stock_counted_twice", "ACME-MUG")
    assert "ACME-MUG on fulfillment request SHOP-1-1" in problem.message


def test_goods_bought_into_the_stock_they_were_sold_from_fit() -> None:
    sold, unknown = a_request(a_wanted(order_line_id="81")), a_request(a_wanted(order_line_id=None))
    assert passes(lambda: require_fit(sold, by_line(sold), {"81": "I-ACME-MUG", "82": "I-TEE"}))
    assert passes(lambda: require_fit(unknown, by_line(unknown), {"81": "I-MUG"}))


def test_nothing_is_drafted_for_what_is_not_sendable_or_does_not_fit() -> None:
    with pytest.raises(Held) as held:
        drafted(a_request(a_wanted(sku=None)))
    assert codes(held) == ["sku_missing"]
    with pytest.raises(Held) as held:
        drafted(a_request(a_wanted(order_line_id="81")), stock_items={"81": "I-MUG"})
    assert codes(held) == ["stock_counted_twice"]


@pytest.mark.rule("R-69/expected")
def test_each_line_is_bought_on_the_suppliers_sku_with_the_title_to_create_it_by() -> None:
    request = a_request(
        a_wanted("1", "ACME-MUG", title="Mug", order_line_id="81"),
        a_wanted("2", "ACME-TEE", title=""),
        a_wanted("3", "ACME-CAP", voided_quantity=d("2")),
    )
    assert wanted_items(request, an_order(a_line("81", "MUG")), Settings()) == {
        "1": WantedItem(sku="ACME-MUG", title="Mug"),
        "2": WantedItem(sku="ACME-TEE", title="ACME-TEE"),
    }


@pytest.mark.rule("R-69/expected")
def test_with_the_orders_items_each_line_is_bought_on_what_was_sold_where_that_is_known() -> None:
    request = a_request(
        a_wanted("1", "ACME-MUG", title="Mug of Acme", order_line_id="81"),
        a_wanted("2", "ACME-TEE", title="Tee", order_line_id="82"),
        a_wanted("3", "ACME-CAP", title="Cap", order_line_id=None),
    )
    order = an_order(a_line("81", "MUG-RED", title="Red mug"), a_line("82", None, title="A gift"))

    assert wanted_items(request, order, Settings(po_item="order_item")) == {
        "1": WantedItem(sku="MUG-RED", title="Red mug"),
        "2": WantedItem(sku="ACME-TEE", title="Tee"),
        "3": WantedItem(sku="ACME-CAP", title="Cap"),
    }


@pytest.mark.rule("R-68/expected", "R-69/expected")
def test_a_line_bought_on_the_item_that_was_sold_keeps_the_suppliers_sku() -> None:
    (line,) = order_of(a_request(), items={"ACME-MUG": an_item("MUG-RED")}).lines
    assert (line.item_id, line.item_sku, line.sku) == ("I-MUG-RED", "MUG-RED", "ACME-MUG")


@pytest.mark.rule("R-59/expected", "R-59/bad")
@pytest.mark.parametrize("state", ["Draft", "Canceled", "Failed"])
def test_a_request_of_an_order_that_is_not_posted_is_held_for_its_cost(state: str) -> None:
    with pytest.raises(Held) as held:
        require_order_stands(a_request(), an_order(reference="SHOP-1001", state=state))

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("order_canceled", "SHOP-1001")
    assert problem.message.startswith(f"Fulfillment request SHOP-1-1 exists for a {state.lower()} order (SHOP-1001)")


def test_a_request_of_any_other_order_is_not_held() -> None:
    assert passes(lambda: require_order_stands(a_request(), an_order(state="On Hold")))


@pytest.mark.rule("R-71/expected")
def test_customer_and_number_follow_the_companys_switches() -> None:
    off = BOOKS.model_copy(update={"customer_on_purchases": False, "own_purchase_numbers": False})

    assert (order_of(a_request()).customer_id, order_of(a_request()).number) == ("58", "SHOP-1-1")
    assert (order_of(a_request(), books=off).customer_id, order_of(a_request(), books=off).number) == (None, None)


@pytest.mark.rule("R-111/expected")
def test_a_request_that_ships_nowhere_is_left_out_as_a_transfer() -> None:
    with pytest.raises(Excluded) as left_out:
        require_standing(a_request(ship_to=None))
    assert str(left_out.value) == "Fulfillment request SHOP-1-1 ships nowhere: it moves goods between warehouses."
    assert order_of(a_request(ship_to=Address())).ship_to == Address()


LINES = st.lists(
    st.builds(
        lambda sku, quantity, voided, cost: a_wanted(
            sku=sku,
            quantity=str(quantity),
            voided_quantity=min(voided, quantity),
            cost=None if cost is None else str(cost),
        ),
        st.sampled_from(["ACME-MUG", "ACME-TEE"]),
        st.integers(1, 99),
        st.integers(0, 3),
        st.none() | st.decimals("0", "99", places=7),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=50, deadline=None)
@given(lines=LINES)
def test_the_lines_of_every_purchase_order_come_to_its_total(lines: list[Any]) -> None:
    request = a_request(*(line.model_copy(update={"id": str(place)}) for place, line in enumerate(lines)))

    order = order_of(request)

    assert sum(line.amount for line in order.lines) == order.total == expected_of(order).total
    assert [line.record_line_id for line in order.lines] == [line.id for line in ordered_lines(request)]


@pytest.mark.rule("R-70/expected")
def test_half_a_piece_can_be_ordered() -> None:
    (line,) = order_of(a_request(a_wanted(quantity="0.5"))).lines
    assert (line.quantity, line.amount) == (d("0.5"), d("3.00"))


@pytest.mark.rule("R-111/expected")
def test_transfers_are_told_of_together() -> None:
    with pytest.raises(Excluded) as left_out:
        require_standing(a_request(ship_to=None))
    assert left_out.value.together == "transfers between warehouses, which ship nowhere"


def test_a_line_without_a_sku_and_below_zero_is_named_for_both() -> None:
    with pytest.raises(Held) as held:
        require_sendable(a_request(a_wanted(sku=None, quantity="-1")), books=BOOKS, dated=DAY)
    assert [(problem.code, problem.subject) for problem in problems(held)] == [
        ("sku_missing", "Mug"),
        ("line_negative", ""),
    ]


def test_of_a_posted_purchase_order_each_line_is_known_again_by_its_place() -> None:
    assert expected_of(order_of(a_request(a_wanted("a"), a_wanted("b", "ACME-TEE")))).lines == {"a": 1, "b": 2}
