"""The shop's sales end as its files say, with as few requests as the rules allow."""

from __future__ import annotations

import pytest

from tests.chain import shop_files
from tests.chain.books import looks, posts
from tests.chain.world import CONNECTION, World
from worker.demo.expectations import differences


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            (2, 8, 11, 12, 13, 18, 19, 20, 21),
            marks=pytest.mark.rule("R-43/expected", "R-50/expected", "R-53/expected"),
        ),
        pytest.param(
            (22, 30, 31, 32, 33, 34, 35, 36, 37),
            marks=pytest.mark.rule("R-36/expected", "R-37/bad", "R-46/bad"),
        ),
    ],
)
async def test_every_sale_ends_as_its_file_says(world: World, files: tuple[int, ...]) -> None:
    await world.flxpoint.add(**shop_files.account(), **shop_files.records(*files, kinds=("orders",)))

    report = await world.run()

    outcomes = await world.companies.stores.outcomes.of_run(CONNECTION, report.run_id)
    assert differences(shop_files.expected("order", numbers=files), outcomes) == []


@pytest.mark.rule("R-51/expected", "R-52/expected")
async def test_forty_five_new_items_are_looked_up_in_one_query_and_created_in_two_batches(world: World) -> None:
    await world.flxpoint.add(**shop_files.account(), **shop_files.records(16, kinds=("orders",)))

    await world.run()

    batches = await world.quickbooks.calls("POST", "/batch")
    assert [len(call["body"]["BatchItemRequest"]) for call in batches] == [29, 16]
    assert await posts(world, "Item") == []
    assert len(await looks(world, "Item", holding="Sku")) == 1
    (receipt,) = await world.documents("SalesReceipt")
    assert len([line for line in receipt["Line"] if "Qty" in line.get("SalesItemLineDetail", {})]) == 45
