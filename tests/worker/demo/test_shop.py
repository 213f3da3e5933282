"""The shop that comes with Daybook, or one made up by its stand-ins' own command."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.demo.expectations import Expectation, read_expectations
from worker.demo.shop import GIVEN, Shop, least_seconds
from worker.stack.errors import StackError


async def test_without_a_number_the_shop_is_the_one_that_comes_with_daybook(tmp_path: Path) -> None:
    assert await Shop().records(tmp_path) == GIVEN
    assert len({expected.record for expected in read_expectations(GIVEN)}) >= 100


async def test_orders_are_made_up_in_the_folder_each_with_how_it_must_end(tmp_path: Path) -> None:
    records = await Shop(orders=7, seed=3).records(tmp_path)

    expectations = read_expectations(records)
    assert records == tmp_path / "shop"
    assert sum(expected.record.startswith("order:") for expected in expectations) == 7


async def test_a_shop_that_cannot_be_made_up_is_told_in_the_commands_own_words(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"The shop could not be made up: .*orders"):
        await Shop(orders=-1).records(tmp_path)


def test_flxpoint_takes_its_time_for_each_record_that_is_told_of() -> None:
    states = ("posted", "linked", "waiting", "parked", "excluded")
    expectations = [Expectation(record=f"order:{state}", ends=state) for state in states]

    assert least_seconds(expectations, 0.55) == pytest.approx(2.2)
