"""What a folder of records says of how they must end: of the demo's shop, and of one made up by chance."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from sandbox.flxpoint.account import Account
from sandbox.flxpoint.records_folder import read_folder
from sandbox.made_up.folder import write_folder
from tests.sandbox.expected import DOCUMENTS, ENDS, Files
from tests.sandbox.flxpoint.processes import ROOT

DEMO = ROOT / "sandbox" / "shop"


@pytest.fixture(scope="module", params=["the demo's shop", "a made-up shop"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "the demo's shop":
        return DEMO
    made_up = tmp_path_factory.mktemp("made-up")
    write_folder(made_up, orders=300, seed=5)
    return made_up


@pytest.fixture(scope="module")
def files(folder: Path) -> Files:
    return Files(folder)


def test_every_record_has_exactly_one_expectation_in_its_own_file_and_nothing_else_has_one(files: Files) -> None:
    for file, content in files.contents.items():
        records = [name for held, name, _ in files.named() if held == file]
        assert sorted(entry["record"] for entry in content.get("expect", [])) == sorted(records), file


def test_no_two_records_share_an_id(files: Files) -> None:
    assert len(files.records()) == len(list(files.named()))


def test_every_expectation_gives_a_reason_and_an_end_there_is(files: Files) -> None:
    for entry in files.expected():
        assert entry["why"].strip(), entry
        assert entry["ends"] in ENDS, entry


def test_an_expectation_says_what_its_end_asks_for_and_no_more(files: Files) -> None:
    asked = {"posted": {"kind", "total"}, "parked": {"code"}}
    may = {"posted": {"number", "warns"}}
    for entry in files.expected():
        told = set(entry) - {"record", "ends", "why"}
        wanted = asked.get(entry["ends"], set())
        assert wanted <= told <= wanted | may.get(entry["ends"], set()), entry


def test_a_posted_record_becomes_a_document_of_its_kind_with_an_amount_in_cents(files: Files) -> None:
    for entry in files.expected():
        if entry["ends"] == "posted":
            assert entry["kind"] in DOCUMENTS[entry["record"].split(":")[0]], entry
            assert re.fullmatch(r"\d+\.\d\d", entry["total"]), entry


def test_no_number_is_expected_twice_or_longer_than_quickbooks_takes(files: Files) -> None:
    numbers = Counter((entry["kind"], entry["number"]) for entry in files.expected() if "number" in entry)
    assert [number for number, times in numbers.items() if times > 1] == []
    assert max(len(number) for _, number in numbers) <= 21


def test_the_stand_in_holds_all_of_it_and_serves_no_expectation(folder: Path, files: Files) -> None:
    state = Account(read_folder(folder)).state()
    served = [len(state[kind]) for kind in ("orders", "fulfillment_requests", "source_invoices")]
    assert sum(served) == len(files.records())
    assert not {"about", "notes", "expect"} & set(state)


def test_a_request_names_an_order_and_an_invoice_a_request(files: Files) -> None:
    records = files.records()
    for name, record in records.items():
        if name.startswith("fulfillment_request:"):
            assert f"order:{record['orderId']}" in records, name
        if name.startswith("supplier_invoice:") and record.get("rmaId") is None:
            assert f"fulfillment_request:{record['fulfillmentRequestId']}" in records, name


def test_the_demo_shows_at_least_thirty_orders_and_every_end_there_is_without_linking() -> None:
    files = Files(DEMO)
    assert len([name for name in files.records() if name.startswith("order:")]) >= 30
    assert {entry["ends"] for entry in files.expected()} == ENDS - {"linked"}


def test_every_file_of_the_demo_says_what_it_is_for() -> None:
    for file, content in Files(DEMO).contents.items():
        assert content["about"].strip(), file
