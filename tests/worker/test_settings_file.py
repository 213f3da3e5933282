"""`daybook settings export` and `import`: all choices of a connection in one file that people read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Awaitable
from pathlib import Path

import pytest
import pytest_asyncio

from clients.database.connections import Connections
from tests.worker.console import Said, daybook
from worker.settings import environment_of
from worker.wiring import opened_engine

TOKENS = json.dumps({"refresh_token": "x", "flxpoint_token": "y"})
CHOSEN = (
    "operations=orders,shipments",
    "orders_from=2026-11-01",
    "link_only=yes",
    "never_create=GIFT-50,GIFT-100",
    "channels.41.tax_remitted_by=us",
    "channels.41.deposit_account=Shop Clearing",
    "channels.42.tax_remitted_by=marketplace",
    "mapping.orders.number=number",
    "look_first_until=2026-11-22T08:00:00Z",
)


@pytest_asyncio.fixture
async def shops(told: dict[str, str]) -> dict[str, str]:
    """The variables of a database that knows the connections "shop" and "other"."""
    for name, realm in (("Shop", "1"), ("Other", "2")):
        adding = ("connection", "add", name, "--realm", realm, "--environment", "sandbox")
        assert (await daybook(*adding, told=told, stdin=TOKENS)).status == 0
    return told


def settings(action: str, *words: str | Path, told: dict[str, str]) -> Awaitable[Said]:
    return daybook("settings", action, *map(str, words), told=told)


async def test_what_is_exported_and_taken_by_another_connection_is_exported_there_alike(
    shops: dict[str, str], tmp_path: Path
) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    await settings("set", "shop", *CHOSEN, told=shops)
    await settings("set", "other", "discount_sku=DISC", told=shops)
    async with opened_engine(environment_of(shops)) as engine:
        await Connections(engine).change_settings("other", {"orders_paused": "for now"})

    assert (await settings("export", "shop", first, told=shops)).out == f"Written to {first}.\n"
    taken = (await settings("import", "other", first, "--json", told=shops)).json
    await settings("export", "other", second, told=shops)

    of_shop = (await settings("show", "shop", "--json", told=shops)).json
    assert taken == of_shop | {"orders_paused": "for now"}, "what Daybook itself wrote is nobody's choice"
    without_names = [line for line in first.read_text().splitlines() if not line.startswith("# Settings of")]
    assert without_names == [line for line in second.read_text().splitlines() if not line.startswith("# Settings of")]


async def test_the_file_is_read_by_a_person(shops: dict[str, str]) -> None:
    await settings("set", "shop", *CHOSEN, told=shops)

    printed = (await settings("export", "shop", told=shops)).out

    assert "# first day of orders that are taken over, 2026-11-01 (R-101)\norders_from = " in printed
    assert '\n# po_item = "supplier"\n' in printed
    assert "\n# discount_sku =\n" in printed
    assert '\n[channels.41]\ntax_remitted_by = "us"\ndeposit_account = "Shop Clearing"\n' in printed
    assert tomllib.loads(printed)["never_create"] == ["GIFT-50", "GIFT-100"]
    exported = (await settings("export", "shop", "--json", told=shops)).json
    assert exported["channels.42.tax_remitted_by"] == "marketplace"


@pytest.mark.parametrize(
    ("text", "told_back"),
    [
        (
            'po_item = "any"\norders_from = 2026-13-01x\n',
            ["Nothing was taken from {file}. It is not written in TOML: "],
        ),
        (
            'po_item = "any"\nlink_only = "perhaps"\n[channels.41]\ncurrency = "USD"\n',
            [
                "Nothing was taken from {file}:",
                "Setting channels.41.tax_remitted_by is missing: ",
                "    channels: selected channels by Flxpoint's id: ",
                'Setting link_only cannot be "perhaps": choose yes or no.',
                "    link_only: yes: create no sale and no item, ",
                'Setting po_item cannot be "any": choose supplier or order_item.',
                "    po_item: order_item: buy on the item that was sold, ",
            ],
        ),
    ],
)
async def test_a_file_with_mistakes_is_taken_in_no_part_and_every_mistake_is_told(
    shops: dict[str, str], tmp_path: Path, text: str, told_back: list[str]
) -> None:
    await settings("set", "shop", *CHOSEN, told=shops)
    before = (await settings("show", "shop", "--json", told=shops)).json
    file = tmp_path / "wrong.toml"
    file.write_text(text)

    said = await settings("import", "shop", file, told=shops)

    assert (said.status, said.out) == (1, "")
    lines = said.err.removeprefix("daybook: ").splitlines()
    assert len(lines) == len(told_back)
    for line, start in zip(lines, told_back, strict=True):
        assert line.startswith(start.format(file=file))
    assert (await settings("show", "shop", "--json", told=shops)).json == before


async def test_a_day_may_be_written_as_toml_writes_it(shops: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    file.write_text("orders_from = 2026-11-01\n")

    assert (await settings("import", "shop", file, "--json", told=shops)).json["orders_from"] == "2026-11-01"


async def test_what_cannot_be_read_or_written_is_a_sentence(shops: dict[str, str], tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "shop.toml"

    assert f"{missing} cannot be read: " in (await settings("import", "shop", missing, told=shops)).sentence
    assert f"{missing} cannot be written: " in (await settings("export", "shop", missing, told=shops)).sentence
    assert "There is no connection" in (await settings("export", "nowhere", told=shops)).sentence


async def test_where_money_lies_unless_an_account_is_named_is_shown(shops: dict[str, str]) -> None:
    await settings("set", "shop", "channels.42.tax_remitted_by=us", told=shops)

    assert "42.deposit_account=Undeposited Funds" in (await settings("show", "shop", told=shops)).out


@pytest.mark.parametrize("text", ["", "# nothing chosen\n", "\n\n"])
async def test_a_file_that_chooses_nothing_takes_nothing_away(shops: dict[str, str], tmp_path: Path, text: str) -> None:
    await settings("set", "shop", *CHOSEN, told=shops)
    (tmp_path / "empty.toml").write_text(text)
    said = await settings("import", "shop", tmp_path / "empty.toml", told=shops)
    assert "It chooses nothing, and would return every setting to its default." in said.sentence
    assert (await settings("show", "shop", "--json", told=shops)).json["link_only"] is True


async def test_a_file_as_editors_write_it_is_taken(shops: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "marked.toml").write_text('supplier_invoice_sources = [21, "22", 21]\n', encoding="utf-8-sig")
    said = await settings("import", "shop", tmp_path / "marked.toml", "--json", told=shops)
    assert said.json["supplier_invoice_sources"] == ["21", "22"]


async def test_what_is_no_text_or_not_there_is_said_in_words(shops: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(bytes(range(256)))
    assert "holds no text" in (await settings("import", "shop", tmp_path / "binary.toml", told=shops)).sentence
    nowhere = tmp_path / "nowhere" / "shop.toml"
    assert "cannot be written: No such file" in (await settings("export", "shop", nowhere, told=shops)).sentence


async def test_a_channel_without_an_answer_in_a_file_is_not_overlooked(shops: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "empty-table.toml").write_text("link_only = true\n[channels.43]\n")
    said = await settings("import", "shop", tmp_path / "empty-table.toml", told=shops)
    assert "channels.43.tax_remitted_by is missing" in said.err
