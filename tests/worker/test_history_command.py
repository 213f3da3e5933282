"""`daybook history` and `daybook order` as a person reads them, over outcomes that stand in the database."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from activities.stores import Stores
from clients.database.outcomes import Outcome
from clients.database.runs import Run
from tests.clients.database.samples import order
from tests.worker.console import Said, daybook

NARROW = {"COLUMNS": "100"}
NO_VENDOR = Problem(
    code="vendor_missing", message='No QuickBooks vendor for source "Acme Supply".', fix="Make the names equal."
)
RECEIPT: dict[str, Any] = {
    "document_kind": "SalesReceipt",
    "document_id": "145",
    "number": "SHOP-1001",
    "total": "113.20",
}


async def became(stores: Stores, record_id: str, state: str, **more: Any) -> Outcome:
    """Let this become of an order, or of a record of another kind."""
    kind, order_id = more.pop("kind", RecordKind.ORDER), more.pop("order_id", record_id)
    ref = RecordRef(kind=kind, id=record_id)
    fields = {"connection_id": "shop", "ref": ref, "order_id": order_id, "label": f"SHOP-{record_id}", "state": state}
    return await stores.outcomes.record(Outcome.model_validate({**fields, **more}))


async def history(told: dict[str, str], *words: str) -> Said:
    return await daybook("history", "shop", *words, told=told | NARROW)


def cells(said: Said) -> str:
    """A table's words in one line, without its borders."""
    return " ".join(word for word in said.out.split() if word.strip("│┃━┏┓┗┛┡┩╇┳┻─┌┐└┘├┤┬┴┼╈"))


async def test_the_newest_comes_first_in_the_books_time_zone_which_is_said(
    connected: dict[str, str], stores: Stores
) -> None:
    await became(stores, "1001", "parked", problems=(NO_VENDOR,))
    posted = await became(stores, "1001", "posted", **RECEIPT)

    said = await history(connected)

    local = f"{posted.at.astimezone(ZoneInfo('America/Chicago')):%Y-%m-%d %H:%M}"
    assert said.out.startswith("Times in America/Chicago, the newest first.\n")
    assert f"{local} order SHOP-1001 posted Sales Receipt SHOP-1001 (id 145), 113.20" in cells(said)
    assert said.out.index("posted") < said.out.index("parked")
    assert 'vendor_missing: No QuickBooks vendor for source "Acme Supply".' in cells(said)
    assert "Make the names equal." in cells(said)
    assert max(map(len, said.out.splitlines())) <= 100


async def test_what_is_asked_for_narrows_the_history(connected: dict[str, str], stores: Stores) -> None:
    await became(stores, "1", "parked", problems=(NO_VENDOR,), run_id="run-1")
    await became(stores, "2", "posted", kind=RecordKind.FULFILLMENT_REQUEST)
    await became(stores, "3", "excluded", detail="Order SHOP-3 is Draft.")

    async def shown(*words: str) -> list[str]:
        return [entry["label"] for entry in (await history(connected, "--json", *words)).json]

    today = f"{datetime.now(ZoneInfo('America/Chicago')):%Y-%m-%d}"
    assert await shown() == ["SHOP-3", "SHOP-2", "SHOP-1"]
    assert await shown("--state", "parked") == ["SHOP-1"]
    assert await shown("--kind", "fulfillment_request") == ["SHOP-2"]
    assert await shown("--record", "SHOP-3") == ["SHOP-3"]
    assert await shown("--run", "run-1") == ["SHOP-1"]
    assert await shown("--since", today, "--limit", "2") == ["SHOP-3", "SHOP-2"]
    assert await shown("--since", "2999-01-01") == []
    assert "The newest 1 of 3 entries; --limit shows more." in (await history(connected, "--limit", "1")).out
    assert "Order SHOP-3 is Draft." in (await history(connected, "--state", "excluded")).out


async def test_words_are_looked_for_in_numbers_reasons_and_problems(connected: dict[str, str], stores: Stores) -> None:
    await became(stores, "1", "parked", problems=(NO_VENDOR,))
    await became(stores, "2", "excluded", detail="Order SHOP-2 is 100% Draft.")
    await became(stores, "3", "parked", problems=(Problem(code="x", message='Vendor "Café_1" is gone.', fix="Mend."),))

    async def found(words: str) -> list[str]:
        return [entry["label"] for entry in (await history(connected, "--json", "--search", words)).json]

    assert await found("acme supply") == ["SHOP-1"]
    assert await found("100% draft") == ["SHOP-2"]
    assert await found('"Café_1" is') == ["SHOP-3"]
    assert await found("shop-") == ["SHOP-3", "SHOP-2", "SHOP-1"]
    assert await found("1%") == []


@pytest.mark.rule("R-95/expected")
async def test_everything_asked_for_is_written_into_a_file_for_a_spreadsheet(
    connected: dict[str, str], stores: Stores, tmp_path: Path
) -> None:
    await stores.records.save("shop", order("1", reference="SHOP-1", channel_name="=Main Shop"))
    await became(stores, "1", "parked", problems=(NO_VENDOR, NO_VENDOR.model_copy(update={"code": "b", "fix": "B."})))
    await became(stores, "1", "posted", run_id="run-1", **RECEIPT)
    path = tmp_path / "history.csv"

    said = await history(connected, "--csv", str(path), "--limit", "1")

    assert said.out == f"2 entries written to {path}, with times in America/Chicago.\n"
    first, second = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    assert (first["operation"], first["channel or source"], first["record"]) == ("orders", "'=Main Shop", "SHOP-1")
    assert (first["result"], first["code"], first["what to do"]) == (
        "parked",
        "vendor_missing, b",
        "Make the names equal.\nB.",
    )
    assert (second["in QuickBooks"], second["id in QuickBooks"], second["total"]) == ("SalesReceipt", "145", "113.20")
    assert second["run"] == "run-1"
    assert datetime.fromisoformat(first["time"]).utcoffset() in (timedelta(hours=-6), timedelta(hours=-5))


async def test_a_long_history_is_written_whole(
    connected: dict[str, str], stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clients.database.history.PAGE", 2)
    for number in range(1, 6):
        await became(stores, f"{number}", "posted")
    await history(connected, "--csv", str(tmp_path / "all.csv"))
    rows = csv.DictReader((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row["record"] for row in rows] == [f"SHOP-{number}" for number in range(1, 6)]


async def test_an_empty_history_is_a_sentence(connected: dict[str, str]) -> None:
    assert (await history(connected)).out == "Nothing of that kind has happened yet.\n"
    assert (await history(connected, "--runs")).out == "There has been no run yet.\n"


async def test_a_name_that_nobody_has_is_told_apart_from_one_to_which_nothing_happened(
    connected: dict[str, str], stores: Stores
) -> None:
    await stores.records.save("shop", order("7", reference="SHOP-7"))
    await stores.runs.begin(Run(id="run-1", connection_id="shop", operations=("orders",)))

    for words in (("--record", "SHOP-7"), ("--run", "run-1")):
        assert (await history(connected, *words)).out == "Nothing of that kind has happened yet.\n"
    assert (await history(connected, "--record", "SHOP-8")).sentence.startswith(
        'Connection shop knows no record "SHOP-8".'
    )
    assert (await history(connected, "--run", "run-2", "--json")).sentence == (
        'Connection shop has had no run "run-2"; their ids: daybook history shop --runs'
    )


async def test_what_chooses_among_records_does_not_choose_among_runs(connected: dict[str, str]) -> None:
    for words in (("--state", "parked"), ("--since", "2026-11-01"), ("--run", "run-1")):
        assert (await history(connected, "--runs", *words)).sentence.startswith("--runs shows every run; --state")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--state", "lost"), "lost"),
        (("--kind", "refund"), "refund"),
        (("--since", "soon"), "soon"),
        (("--limit", "0"), "1 or more"),
    ],
)
async def test_what_cannot_be_asked_for_is_a_usage_error_that_names_it(
    connected: dict[str, str], words: tuple[str, ...], named: str
) -> None:
    said = await history(connected, *words)

    assert (said.status, said.out) == (2, "")
    assert named in said.err


async def test_the_runs_show_their_state_counters_and_first_problem(connected: dict[str, str], stores: Stores) -> None:
    run = Run(id="run-1", connection_id="shop", operations=("orders",))
    await stores.runs.begin(run)
    refs = [RecordRef(kind=RecordKind.ORDER, id=number) for number in ("1", "2")]
    await stores.runs.handed("run-1", refs)
    await stores.runs.finish("run-1", "done", "")
    await became(stores, "1", "posted", run_id="run-1")
    await became(stores, "2", "parked", run_id="run-1", problems=(NO_VENDOR,))
    await stores.runs.queue(run.model_copy(update={"id": "run-2"}))

    said, (newest, oldest) = await history(connected, "--runs"), (await history(connected, "--runs", "--json")).json

    assert "done with errors" in cells(said)
    assert "--run run-1" in cells(said)
    assert max(map(len, said.out.splitlines())) <= 100
    assert str(NO_VENDOR) in (await daybook("history", "shop", "--runs", told=connected)).out
    assert (newest["state"], newest["took_seconds"]) == ("queued", None)
    assert (oldest["state"], oldest["counters"]["posted"], oldest["counters"]["parked"]) == ("done_with_errors", 1, 1)
    assert oldest["took_seconds"] >= 0


async def test_an_unknown_connection_is_told_with_those_that_exist(connected: dict[str, str]) -> None:
    said = await daybook("history", "nowhere", told=connected)
    assert said.sentence == 'There is no connection "nowhere"; known: shop.'


async def test_two_channels_that_share_a_number_are_both_shown(connected: dict[str, str], stores: Stores) -> None:
    for order_id, channel in (("11", "Main Shop"), ("12", "Second Shop")):
        await stores.records.save("shop", order(order_id, reference="SHOP-7", channel_name=channel))
        await became(stores, order_id, "posted", label="SHOP-7", **RECEIPT | {"document_id": order_id})

    said = await daybook("order", "shop", "SHOP-7", told=connected | NARROW)
    told = (await daybook("order", "shop", "SHOP-7", "--json", told=connected)).json

    assert "Order SHOP-7 (11) of Main Shop; times in America/Chicago" in said.out
    assert "Order SHOP-7 (12) of Second Shop; times in America/Chicago" in said.out
    assert [(one["order_id"], one["workflow"]) for one in told] == [("11", "order.shop.11"), ("12", "order.shop.12")]


async def test_an_order_shows_its_life_and_where_to_see_its_document(connected: dict[str, str], stores: Stores) -> None:
    await became(stores, "1", "parked", problems=(NO_VENDOR,))
    await became(stores, "1", "posted", **RECEIPT)

    said = await daybook("order", "shop", "1", told=connected | NARROW)
    (told,) = (await daybook("order", "shop", "1", "--json", told=connected)).json

    page = "https://app.sandbox.qbo.intuit.com/app/salesreceipt?txnId=145"
    assert f"Sales Receipt SHOP-1001 (id 145): {page}\n" in said.out
    life = said.out[said.out.index("Its life, from the first") :]
    assert life.index("parked") < life.index("posted")
    assert told["page"] == page
    assert [entry["state"] for entry in told["life"]] == ["parked", "posted"]


async def test_an_order_is_found_by_its_number_in_other_capitals(connected: dict[str, str], stores: Stores) -> None:
    await became(stores, "1001", "posted", **RECEIPT)
    assert [one["label"] for one in (await daybook("order", "shop", "shop-1001", "--json", told=connected)).json] == [
        "SHOP-1001"
    ]


async def test_an_order_shows_since_when_how_often_and_what_to_do(connected: dict[str, str], stores: Stores) -> None:
    for _ in range(3):
        parked = await became(stores, "1", "parked", problems=(NO_VENDOR,))
    await became(stores, "9", "waiting", kind=RecordKind.SUPPLIER_INVOICE, order_id="1", detail="Waits for its order.")

    said = await daybook("order", "shop", "1", told=connected | NARROW)

    assert "parked (looked at 3x)" in cells(said)
    assert f"{parked.at.astimezone(ZoneInfo('America/Chicago')):%Y-%m-%d %H:%M}" in cells(said)
    assert f"order SHOP-1: {NO_VENDOR}" in cells(said)
    assert "supplier invoice SHOP-9: Waits for its order." in cells(said)
    assert "Its workflow: order.shop.1" in said.out
