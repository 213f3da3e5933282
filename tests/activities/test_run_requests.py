"""A run as people ask for it: little is needed, and what is meant otherwise is told."""

from __future__ import annotations

from typing import Any

import pytest

from activities.run_contracts import RunInput
from activities.run_requests import RunNotUnderstood, is_read_by, run_asked_for

SHOP = RunInput(connection="my-shop")


@pytest.mark.rule("R-28/expected")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"connection": "my-shop"}, SHOP),
        ("my-shop", SHOP),
        ({"connection": " my-shop ", "operations": [], "run_id": None}, SHOP),
        ({"connection": "my-shop", "operations": None}, SHOP),
        ({"connection": "my-shop", "operations": "orders"}, RunInput(connection="my-shop", operations=("orders",))),
        (
            {"connection": "my-shop", "operations": "orders, shipments,orders"},
            RunInput(connection="my-shop", operations=("orders", "shipments")),
        ),
        (
            {"connection": "my-shop", "operations": ["shipments"], "run_id": "7"},
            RunInput(connection="my-shop", operations=("shipments",), run_id="7"),
        ),
    ],
)
def test_all_but_the_connection_may_be_left_out(typed: Any, meant: RunInput) -> None:
    assert run_asked_for(typed) == meant


@pytest.mark.rule("R-28/bad")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (None, 'A run is started with JSON that names its connection: {"connection": "my-shop"} or'),
        ([], "A run is started with JSON that names its connection"),
        (b"\xff", "A run is started with JSON that names its connection"),
        ({}, '"connection" must be a text of 1 to 100 characters'),
        ("", '"connection" must be a text of 1 to 100 characters'),
        ({"connection": 7}, '"connection" must be a text of 1 to 100 characters'),
        ({"connection": "x" * 101}, '"connection" must be a text of 1 to 100 characters'),
        ({"connection": "a\0b"}, '"connection" must be a text of 1 to 100 characters'),
        ({"connection": "my-shop", "run_id": 7}, '"run_id" must be a text of 1 to 100 characters'),
        ({"connection": "my-shop", "operations": {"orders": True}}, '"operations" must be a list of operations'),
        ({"connection": "my-shop", "operations": [1]}, '"operations" must be a list of operations'),
        (
            {"connection": "my-shop", "operation": "orders"},
            'A run takes no "operation", but connection, operations, run_id: {"connection": "my-shop"} or',
        ),
    ],
)
def test_what_says_not_what_to_run_is_told_with_an_example(typed: Any, told: str) -> None:
    with pytest.raises(RunNotUnderstood) as refused:
        run_asked_for(typed)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("under_way", "asked", "is_read"),
    [
        ((), (), True),
        ((), ("orders",), True),
        (("orders",), ("orders",), True),
        (("orders", "shipments"), ("orders",), True),
        (("orders",), ("shipments",), False),
        (("orders",), ("orders", "shipments"), False),
        (("orders",), (), False),
    ],
)
def test_a_run_of_everything_reads_what_any_other_reads(
    under_way: tuple[str, ...], asked: tuple[str, ...], is_read: bool
) -> None:
    assert is_read_by(under_way, asked) is is_read
