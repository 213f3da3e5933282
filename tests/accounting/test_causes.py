"""Problems by cause, in words, and which orders are enough to try."""

from __future__ import annotations

import shlex

import pytest

from accounting.causes import Cause, OpenCause, cause_named, named, probes, shared_causes, to_retry
from accounting.problems import Problem
from accounting.records import RecordKind

ACME, ELM = (Cause(code="vendor_missing", subject=name) for name in ("Acme Supply", "Elm"))
ORDER, REQUEST, INVOICE = RecordKind.ORDER, RecordKind.FULFILLMENT_REQUEST, RecordKind.SUPPLIER_INVOICE


def open_cause(
    waiting: dict[RecordKind, int], standing: dict[RecordKind, int] | None = None, cause: Cause = ACME
) -> str:
    return str(OpenCause(cause=cause, message="", fix="", waiting=waiting, standing=standing or {}))


@pytest.mark.rule("R-95/expected")
def test_a_cause_is_told_with_how_many_of_what_wait_for_it() -> None:
    assert open_cause({REQUEST: 214}) == 'Vendor "Acme Supply" missing: 214 purchase orders wait'
    assert open_cause({REQUEST: 1}) == 'Vendor "Acme Supply" missing: 1 purchase order waits'
    assert open_cause({INVOICE: 2, ORDER: 1, REQUEST: 3}).endswith(": 1 order, 3 purchase orders and 2 bills wait")
    assert open_cause({ORDER: 1, REQUEST: 3}).endswith(": 1 order and 3 purchase orders wait")
    changed = Cause(code="changed_after_posting")
    assert str(changed) == "changed_after_posting"
    assert open_cause({}, {ORDER: 2}, changed) == "Changed after posting: 2 orders in the books with it"
    assert open_cause({ORDER: 1}, {ORDER: 1}, changed).endswith("1 order waits; 1 order in the books with it")


@pytest.mark.parametrize(
    ("code", "subject", "words"),
    [
        ("vendor_inactive", "Elm & Oak", 'Vendor "Elm & Oak" inactive'),
        ("item_is_bundle", "SET-1", 'Item "SET-1" is bundle'),
        ("orders_from_missing", "orders_from", "Orders from missing"),
        ("orders_paused", "orders_paused", "Orders paused"),
        ("link_not_found", "SHOP-1", 'Link not found "SHOP-1"'),
        ("payment_unclear", "", "Payment unclear"),
        ("quickbooks_2290", "", "QuickBooks 2290"),
        ("", "", ""),
    ],
)
def test_a_cause_is_named_by_its_code_and_whom_it_is_about(code: str, subject: str, words: str) -> None:
    assert named(Cause(code=code, subject=subject)) == words


@pytest.mark.parametrize("subject", ["", "Acme", "Acme Supply", "O'Neill: $HOME `x`", "a:b:c", "Käse 😀"])
def test_the_command_that_retries_a_cause_can_be_typed_as_it_stands(subject: str) -> None:
    cause = Cause(code="vendor_missing", subject=subject)

    *_, connection, option, words = shlex.split(to_retry(cause, "shop"))

    assert (connection, option) == ("shop", "--cause")
    assert cause_named(words) == cause


def test_a_command_is_quoted_only_where_it_must_be() -> None:
    assert to_retry(Cause(code="item_missing", subject="MUG-1.a"), "shop").endswith("--cause item_missing:MUG-1.a")
    assert to_retry(ACME, "shop").endswith("--cause 'vendor_missing:Acme Supply'")


def test_only_a_problem_about_somebody_or_something_may_be_shared() -> None:
    unclear = Problem(code="payment_unclear", message="", fix="")
    assert shared_causes([unclear]) == frozenset()
    missing = Problem(code="vendor_missing", message="SHOP-1", fix="", subject="Elm")
    assert shared_causes([unclear, missing, missing]) == {ELM}


def test_each_cause_is_tried_by_one_order_and_no_order_more_than_needed() -> None:
    waiting = {str(number): frozenset({ACME}) for number in range(5)}

    assert probes(waiting) == {"0"}
    assert probes({"8": frozenset({ACME, ELM}), **waiting, "9": frozenset({ELM})}) == {"8"}
    assert probes({**waiting, "9": frozenset({ACME, ELM})}) == {"0", "9"}
    orders = {"1": frozenset({ACME}), "2": frozenset({ELM}), "3": frozenset({ACME, ELM}), "4": frozenset({ACME})}
    assert probes(orders) == {"1", "2"}
    assert probes({}) == set()
