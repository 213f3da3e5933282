"""`daybook support`: all that helps, nobody's name, and a file that can be read before it is sent (row R-98)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import pytest_asyncio

from accounting.records import Address, RecordKind, RecordRef
from activities.stores import Stores
from clients.database.intent_keys import IntentKey
from clients.database.outcomes import Outcome
from tests.clients.database.samples import order
from tests.worker.console import daybook

JANE = Address(name="Jane Canary", line1="12 Elm Street", city="Austin", state="TX", email="jane.canary@example.com")
SECRETS = ("Jane", "canary", "Elm Street")


@pytest_asyncio.fixture
async def posted(connected: dict[str, str], stores: Stores) -> dict[str, str]:
    """A shop in whose books one order stands."""
    await stores.records.save("shop", order("1", reference="SHOP-1", bill_to=JANE, ship_to=JANE, synced=True))
    connection = await stores.connections.get("shop")
    key = IntentKey(connection.realm, connection.account, "order", "1")
    await stores.intents.draft(key, "SalesReceipt", {"BillAddr": {"Line1": "Jane Canary"}}, {}, "SHOP-1")
    await stores.outcomes.record(
        Outcome(
            connection_id="shop",
            ref=RecordRef(kind=RecordKind.ORDER, id="1"),
            order_id="1",
            label="SHOP-1",
            state="posted",
            document_kind="SalesReceipt",
            document_id="145",
        )
    )
    return connected


@pytest.mark.rule("R-98/expected")
async def test_a_file_holds_records_marks_ids_and_times_and_no_person(
    posted: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = await daybook("support", "shop", "SHOP-1", told=posted)

    text = (tmp_path / "support-SHOP-1.json").read_text(encoding="utf-8")
    (told,) = json.loads(text)["orders"]
    (record,) = told["records"]
    assert said.out.startswith("1 record written to support-SHOP-1.json. Send it to whoever runs Daybook")
    assert json.loads(text)["books"] == "QuickBooks Online"
    assert (record["id"], record["number"], record["marked_in_flxpoint"]) == ("1", "SHOP-1", True)
    assert record["outcome"]["page"].endswith("txnId=145")
    assert record["sent"][0]["request_id"]
    assert record["record"]["bill_to"]["city"] == "Austin"
    assert [secret for secret in SECRETS if secret in text] == []


async def test_the_same_as_json_and_another_file(posted: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "for-help.json"
    assert (await daybook("support", "shop", "1", "--to", str(file), told=posted)).status == 0
    told = (await daybook("support", "shop", "1", "--json", told=posted)).json
    assert told["orders"] == json.loads(file.read_text())["orders"]


async def test_what_cannot_be_told_or_written_is_a_sentence(posted: dict[str, str], tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "folder.json"
    assert (await daybook("support", "shop", "1", "--to", str(nowhere), told=posted)).sentence == (
        f"{nowhere} cannot be written: No such file or directory. Name another: --to FILE"
    )
    assert 'knows no order "SHOP-9"' in (await daybook("support", "shop", "SHOP-9", told=posted)).sentence
    assert (await daybook("support", "nowhere", "1", told=posted)).sentence.startswith("There is no connection")
