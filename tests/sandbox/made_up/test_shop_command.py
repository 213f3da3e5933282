"""`python -m sandbox shop` writes a folder that the Flxpoint stand-in serves."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from sandbox.__main__ import main
from tests.sandbox.flxpoint.processes import ROOT, started


def make_up(folder: Path, *, orders: int = 20, seed: int = 5) -> int:
    return main(["shop", "--orders", str(orders), "--seed", str(seed), "--into", str(folder)])


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_up(tmp_path / "one") == make_up(tmp_path / "two") == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert capsys.readouterr().out.splitlines()[0].startswith("20 orders, ")


def test_the_account_is_the_demo_shops(tmp_path: Path) -> None:
    make_up(tmp_path)
    account = "00-account.json"
    assert contents(tmp_path)[account] == (ROOT / "sandbox" / "shop" / account).read_bytes()


def test_what_it_wrote_is_served(tmp_path: Path) -> None:
    make_up(tmp_path)
    with started("flxpoint", "--records", tmp_path) as said:
        state = httpx.get(f"{said['url']}/__control/state", trust_env=False).json()
    assert (len(state["orders"]), len(state["channels"]), len(state["sources"])) == (20, 5, 8)


def test_a_second_shop_takes_the_place_of_the_first(tmp_path: Path) -> None:
    make_up(tmp_path, orders=20)
    make_up(tmp_path, orders=3, seed=8)
    make_up(tmp_path / "afresh", orders=3, seed=8)
    afresh = contents(tmp_path / "afresh")
    assert {name: (tmp_path / name).read_bytes() for name in afresh} == afresh


def test_other_records_in_the_folder_are_named_and_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.json").write_text("{}")
    assert make_up(tmp_path) == 2
    assert capsys.readouterr().err == f"sandbox: {tmp_path} holds mine.json: name a folder without other records\n"
    assert contents(tmp_path) == {"mine.json": b"{}"}


@pytest.mark.parametrize("orders", ["0", "-1", "many"])
def test_a_number_of_orders_that_makes_no_sense_is_named(orders: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["shop", "--orders", orders, "--seed", "5", "--into", "anywhere"])
    assert ended.value.code == 2
    assert f"{orders} is not a number of orders: use 1 or more" in capsys.readouterr().err
