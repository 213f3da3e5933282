"""What is said of settings as soon as they are saved."""

from __future__ import annotations

import pytest

from accounting.check.findings import CATALOGUE, Severity, finding
from accounting.check.saving import CONCERNS, NOT_ASKED, is_looked_up, said_on_saving

EVERY = [finding(code, code, "") for code in CATALOGUE]


def codes(*changed: str) -> set[str]:
    return {one.code for one in said_on_saving(EVERY, changed)}


def test_every_code_is_one_of_the_doctors() -> None:
    assert NOT_ASKED.union(*CONCERNS.values()) <= CATALOGUE.keys()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("discount_sku", {"discount_item", "discount_account"}),
        ("channels", {"channel_unknown"}),
        ("fulfillment_request_sources", {"source_unknown", "own_warehouse_selected", "vendor_missing"}),
        ("supplier_invoice_sources", {"source_unknown", "own_warehouse_selected", "vendor_missing"}),
        ("shipment_sources", {"source_unknown"}),
    ],
)
def test_a_name_that_does_not_fit_is_told_and_what_was_in_the_way_of_looking(setting: str, told: set[str]) -> None:
    assert is_looked_up({setting})
    silent = {"connection_lost", "flxpoint_token_refused", "flxpoint_silent", "quickbooks_silent"}
    assert codes(setting) == told | silent


def test_switching_operations_on_tells_all_but_what_a_person_must_look_at() -> None:
    assert is_looked_up({"operations"})
    assert codes("operations") == {code for code, kind in CATALOGUE.items() if kind.severity is not Severity.MANUAL}


def test_what_names_nothing_is_not_looked_up() -> None:
    assert not is_looked_up({"memo", "orders_from"})
