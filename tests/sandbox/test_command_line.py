"""What `python -m sandbox` says and does."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.sandbox.flxpoint.processes import ROOT, command, started


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, cwd=ROOT, timeout=30, check=False)


def test_an_account_without_records_has_one_channel_and_no_orders() -> None:
    with started("flxpoint", "--switch", "limits=off") as said:
        headers = {"X-API-TOKEN": said["account_token"]}
        with httpx.Client(base_url=said["url"], headers=headers, trust_env=False) as http:
            assert [(each["id"], each["name"]) for each in http.get("/channel/").json()] == [(41, "Main Shop")]
            assert http.get("/orders").json() == http.get("/sources").json() == []
            assert http.get("/__control/switches").json()["limits"] == "off"


def test_limits_that_are_off_from_the_start_refuse_nobody() -> None:
    off = ("--switch", "limits=off")
    with started("flxpoint", *off) as account, started("quickbooks", *off) as company:
        headers = {"X-API-TOKEN": account["account_token"], "Authorization": f"Bearer {company['access_token']}"}
        asked = (
            f"{account['url']}/account",
            f"{company['url']}/v3/company/{company['realm_id']}/companyinfo/{company['realm_id']}",
        )
        with httpx.Client(headers=headers, trust_env=False) as http:
            assert {http.get(url).status_code for url in asked for _ in range(30)} == {200}


def test_every_json_file_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"orders": [{"id": 1, "note": "later"}]}')
    (tmp_path / "a.json").write_text('{"orders": [{"id": 1, "note": "first", "orderTotal": 5.10}, {"id": 2}]}')
    (tmp_path / "notes.txt").write_text("not ours")
    with started("flxpoint", "--records", tmp_path) as said:
        orders = httpx.get(f"{said['url']}/__control/state", trust_env=False).json()["orders"]
        assert [(each["id"], each["note"], each["orderTotal"]) for each in orders] == [
            (1, "later", 5.1),
            (2, None, None),
        ]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    ended = run("flxpoint", "--port", 0, "--records", tmp_path / "nowhere")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"sandbox: {tmp_path / 'nowhere'} is not a folder\n"


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    ended = run("flxpoint", "--port", 0, "--records", tmp_path)
    assert (ended.returncode, ended.stderr) == (2, f"sandbox: {tmp_path} holds no *.json file\n")


def test_bad_json_is_named_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text('{\n  "orders": [\n    {"id": 1,}\n  ]\n}\n')
    ended = run("flxpoint", "--port", 0, "--records", tmp_path)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"sandbox: {tmp_path / 'orders.json'}, line 3, column ")


def test_a_record_that_cannot_be_held_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text('{"orders": [{"orderTotal": 5}]}')
    ended = run("flxpoint", "--port", 0, "--records", tmp_path)
    assert ended.returncode == 2
    assert f"{tmp_path / 'orders.json'}: orders[0] needs an “id”" in ended.stderr


@pytest.mark.parametrize("stand_in", ["flxpoint", "quickbooks"])
def test_a_port_in_use_is_named(stand_in: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(stand_in, "--port", port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"cannot serve on port {port}" in ended.stderr


@pytest.mark.parametrize("stand_in", ["flxpoint", "quickbooks"])
@pytest.mark.parametrize("switch", ["limits=sometimes", "colour=red", "limits"])
def test_a_switch_that_makes_no_sense_is_named(stand_in: str, switch: str) -> None:
    ended = run(stand_in, "--port", 0, "--switch", switch)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert switch.partition("=")[0] in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize("arguments", [[], ["flxpoint"], ["flxpoint", "--port", "65536"], ["audit"]])
def test_a_command_that_lacks_something_shows_how_to_use_it(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2
    assert ended.stderr.startswith("usage: python -m sandbox")


@pytest.mark.parametrize("name", ["quickbooks", "flxpoint", "audit", "shop"])
def test_every_command_explains_itself(name: str) -> None:
    assert f"usage: python -m sandbox {name}" in run(name, "--help").stdout


def test_a_seeded_company_and_an_empty_account_agree() -> None:
    with started("quickbooks", "--seed-company") as company, started("flxpoint") as account:
        ended = run("audit", "--quickbooks", company["url"], "--flxpoint", account["url"])
    assert ended.returncode == 0, ended.stdout
    assert "Difference: 0.00. The books and the records agree." in ended.stdout
