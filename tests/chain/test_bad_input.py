"""What stands in an order's way is told in a sentence wherever a person looks, and posts once it is mended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from accounting.records import RecordKind, RecordRef
from tests.chain.books import Bookkeeper
from tests.chain.notices import flxpoint_error, outcomes, parked
from tests.chain.orders import SHOP, Json, a_chain, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World, connected_world, opened_world
from worker.commands.failure import CommandFailed
from worker.demo.standins import StandIns
from worker.settings import Environment
from workflows.visibility import OrderStatus

ORDER = RecordRef(kind=RecordKind.ORDER, id="1")
REQUEST = RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id="101")
INVOICE = RecordRef(kind=RecordKind.SUPPLIER_INVOICE, id="201")

Act = Callable[[World], Awaitable[Any]]


@dataclass(frozen=True)
class Obstacle:
    """What is wrong, what a person is told of it, and how that person mends it."""

    row: str
    """The row of docs/rules.md whose bad input it is."""
    code: str
    words: list[str]
    mend: Act
    ref: RecordRef = ORDER
    wrong: Act | None = None
    records: dict[str, list[Json]] | None = None
    resume: str = "retry"


def setting(name: str, value: str | None) -> Act:
    return lambda world: world.choose(**{name: value})


def corrected(**orders: Any) -> Act:
    """The record is put right in Flxpoint."""
    return lambda world: world.flxpoint.add(orders=[an_order(1, updatedAt="2026-11-21T10:00:00.000Z", **orders)])


def closed_to(day: str) -> Act:
    async def close(world: World) -> None:
        (preferences,) = await world.documents("Preferences")
        await Bookkeeper(world).change("Preferences", preferences, AccountingInfoPrefs={"BookCloseDate": day})

    return close


def from_nobody() -> dict[str, list[Json]]:
    """A chain whose source has no vendor in QuickBooks."""
    return {
        "channels": SHOP["channels"],
        "sources": [{"id": 23, "name": "Nobody Inc"}],
        "orders": [an_order(1)],
        "fulfillment_requests": [a_request(1, source_id=23)],
        "source_invoices": [an_invoice(1, source_id=23)],
    }


def source_in(currency: str) -> Json:
    """Cedar Works, charging in a currency."""
    return {"id": 21, "name": "Cedar Works", "currency": {"id": 1, "code": currency}}


async def add_the_vendor(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    term = await bookkeeper.one("Term", "Net 30")
    await bookkeeper.create("Vendor", {"DisplayName": "Nobody Inc", "TermRef": {"value": term["Id"]}})


def no_vendor(resume: str) -> Obstacle:
    words = ['No QuickBooks vendor for source "Nobody Inc"', "Expenses > Vendors"]
    return Obstacle("R-65", "vendor_missing", words, add_the_vendor, ref=REQUEST, records=from_nobody(), resume=resume)


WITHOUT_SKU = [{"id": 10, "sku": "", "title": "Engraving", "quantity": 2, "price": 10.00}]
TAXED: Json = {
    "orderTotal": 21.65,
    "channelInvoice": {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 1.65, "total": 21.65},
}
STATELESS: Json = {"name": "Robin Example", "countryCode": "US", "postal": "78701"}

OBSTACLES = {
    "a vendor that is missing, then retry": no_vendor("retry"),
    "a vendor that is missing, then retry_all": no_vendor("retry_all"),
    "a vendor that is missing, then the next run": no_vendor("run"),
    "a line without a SKU": Obstacle(
        "R-42",
        "sku_missing",
        ['Line 1 "Engraving" of order SHOP-1 has no SKU', "Give the order item a SKU"],
        corrected(),
        records={**a_chain(1), "orders": [an_order(1, orderItems=WITHOUT_SKU)]},
    ),
    "a SKU that QuickBooks refuses": Obstacle(
        "R-79",
        "sku_unfit",
        ['SKU "MUG\N{REPLACEMENT CHARACTER}RED" holds a tab, which QuickBooks refuses', "Correct the SKU"],
        corrected(),
        records={**a_chain(1), "orders": [an_order(1, sku="MUG\tRED")]},
        resume="run",
    ),
    "a channel of another currency": Obstacle(
        "R-113",
        "currency_differs",
        ["Channel Main Shop of order SHOP-1: currency EUR is not the company's currency, USD", "by hand"],
        setting("channels.41.currency", "USD"),
        wrong=setting("channels.41.currency", "EUR"),
    ),
    "a source of another currency": Obstacle(
        "R-113",
        "currency_differs",
        ["Source Cedar Works of fulfillment request SHOP-1-1: currency EUR is not the company's currency, USD"],
        lambda world: world.flxpoint.add(sources=[source_in("USD")]),
        ref=REQUEST,
        records={**a_chain(1), "sources": [source_in("EUR")]},
    ),
    "tax, and no state to tax it in": Obstacle(
        "R-46",
        "ship_to_incomplete",
        ["Order SHOP-1 carries 1.65 tax", "state", "Complete the shipping address"],
        corrected(**TAXED),
        records={**a_chain(1), "orders": [an_order(1, **TAXED, shippingAddress=STATELESS)]},
        resume="run",
    ),
    "a closed period": Obstacle(
        "R-54",
        "period_closed",
        ["Order SHOP-1 is dated 2026-11-20, the books are closed to 2026-11-30", "Close the books"],
        closed_to("2026-10-31"),
        wrong=closed_to("2026-11-30"),
        resume="run",
    ),
    "an account that no setting should name": Obstacle(
        "R-01",
        "account_missing",
        ['No active account "Nothing" of type Income', "settings set shop", "income_account="],
        setting("income_account", None),
        wrong=setting("income_account", "Nothing"),
    ),
    "an account of another type": Obstacle(
        "R-02",
        "account_missing",
        ['Account "Checking" is of type Bank, and payables_account needs Accounts Payable'],
        setting("payables_account", None),
        ref=REQUEST,
        wrong=setting("payables_account", "Checking"),
    ),
    "an account for a supplier's shipping that is not there": Obstacle(
        "R-84",
        "account_missing",
        ['No active account "Nothing"', "supplier_shipping_account="],
        setting("supplier_shipping_account", "Freight In"),
        ref=INVOICE,
        wrong=setting("supplier_shipping_account", "Nothing"),
    ),
    "no account to create items with": Obstacle(
        "R-40",
        "purchase_account_missing",
        ["Item MUG cannot be created for purchasing", "purchase_account=Cost of Goods Sold"],
        setting("purchase_account", "Cost of Goods Sold"),
        wrong=setting("purchase_account", None),
        resume="run",
    ),
}


@pytest.mark.parametrize(
    "what",
    [pytest.param(what, marks=pytest.mark.rule(f"{obstacle.row}/bad")) for what, obstacle in OBSTACLES.items()],
)
async def test_an_obstacle_is_told_everywhere_and_once_it_is_mended_everything_posts(world: World, what: str) -> None:
    obstacle = OBSTACLES[what]
    if obstacle.wrong:
        await obstacle.wrong(world)
    await world.flxpoint.add(**(obstacle.records or a_chain(1)))

    await world.run()

    problem = await parked(world, "1", obstacle.code)
    assert all(words in f"{problem}" for words in obstacle.words), problem
    assert (await flxpoint_error(world, obstacle.ref)).startswith(problem.message[:200])

    await obstacle.mend(world)
    await resumed(world, obstacle.resume)
    status = await world.finished("1")
    assert [record.state for record in status.records] == ["posted"] * 3
    assert (status.problems, status.needs_attention) == ((), False)
    assert [(outcome.state, outcome.problems) for outcome in await outcomes(world, "1")] == [("posted", ())] * 3
    counts = [len(await world.documents(kind)) for kind in ("SalesReceipt", "PurchaseOrder", "Bill")]
    assert counts == [1, 1, 1]


async def store_flxpoint_token(world: World, token: str) -> None:
    await world.companies.stores.credentials.save_flxpoint_token(CONNECTION, token)


async def test_a_wrong_flxpoint_token_fails_the_run_in_a_sentence_and_the_right_one_posts(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await store_flxpoint_token(world, "wrong")

    with pytest.raises(CommandFailed) as failure:
        await world.run()

    assert "The run failed: Flxpoint token missing, wrong, or of the wrong type" in str(failure.value)
    assert "daybook connection flxpoint-token shop" in str(failure.value)
    await store_flxpoint_token(world, world.announced.flxpoint["account_token"])
    await world.run()
    assert [record.state for record in (await world.finished("1")).records] == ["posted"] * 3


async def test_a_wrong_flxpoint_token_parks_what_a_signal_brings_until_it_is_right(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await store_flxpoint_token(world, "wrong")

    await world.signal("1", "order_received", {"id": "1"})

    problem = await parked(world, "1", "flxpoint_token_refused")
    assert "Account token" in f"{problem}"
    await store_flxpoint_token(world, world.announced.flxpoint["account_token"])
    status = await world.order("1").execute_update("retry", result_type=OrderStatus)
    assert [record.state for record in status.records] == ["posted"]


async def test_a_wrong_client_secret_names_the_app_and_asks_nobody_to_link_again(
    environment: Environment, announced: StandIns
) -> None:
    wrong = environment.model_copy(update={"intuit_client_secret": SecretStr("wrong")})
    async with connected_world(wrong, announced) as world:
        await world.flxpoint.add(**a_chain(1))
        with pytest.raises(CommandFailed, match="Correct DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET"):
            await world.run()
        await world.signal("1", "order_received", {"id": "1"})
        problem = await parked(world, "1", "app_unknown")
        assert "its client id or client secret is wrong" in problem.message
        assert "DAYBOOK_INTUIT_CLIENT_SECRET" in problem.fix

    async with opened_world(environment, announced, working=False) as world:
        company = await world.companies.company(CONNECTION)
        assert company.connection.relink_reason is None
        assert "SalesFormsPrefs" in await company.quickbooks.preferences()


async def resumed(world: World, how: str) -> None:
    match how:
        case "retry":
            await world.order("1").execute_update("retry")
        case "retry_all":
            await world.order("1").signal("retry_all")
        case "run":
            await world.run()
