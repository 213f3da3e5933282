"""The purchases of a whole shop end as its files say."""

from __future__ import annotations

import pytest

from tests.chain.shop_files import play
from tests.chain.world import World

WITH_PURCHASES = (15, 21, *range(23, 33), 35, 38)


@pytest.mark.rule("R-75/expected", "R-79/expected", "R-81/expected")
async def test_every_purchase_of_the_shop_ends_as_its_file_says(world: World) -> None:
    await play(world, *WITH_PURCHASES)
