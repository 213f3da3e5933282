"""`daybook connect` as a program of its own: a browser here or elsewhere, a person at the keyboard."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import signal
import socket
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.worker.console import INHERITED, WIDTH, Said, daybook, ended, started
from tests.worker.linking.bookkeeper import all_stored, connecting, consented, led_to

NEW = ("My Shop", "--environment", "sandbox")


async def question(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """What it says until it waits, and the address to open."""
    assert process.stderr is not None
    said = ""
    async with asyncio.timeout(30):
        while "Daybook waits 10 minutes" not in said:
            line = await process.stderr.readline()
            assert line, said
            said += line.decode()
    return said, address_in(said)


def address_in(said: str) -> str:
    (address,) = re.findall(r"^  (http\S+/connect/oauth2\?\S+)\s*$", said, re.MULTILINE)
    return str(address)


@pytest.mark.rule("R-17/expected", "R-18/expected")
async def test_a_browser_on_this_machine_brings_the_answer_by_itself(tmp_path: Path, shop: dict[str, str]) -> None:
    process = await started("connect", *NEW, "--no-browser", "--json", folder=tmp_path, told=shop)
    _, address = await question(process)

    page = await led_to(await consented(address))
    said = await ended(process, seconds=20)

    assert "Connected to Daybook Demo Shop" in page.text
    assert (said.json["id"], said.json["company"]) == ("my-shop", "Daybook Demo Shop")


@pytest.mark.rule("R-18/expected")
async def test_a_browser_on_another_machine_ends_at_an_address_that_is_pasted(
    tmp_path: Path, shop: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", urlsplit(shop["DAYBOOK_REDIRECT_URL"]).port or 0)):
        process = await started("connect", *NEW, folder=tmp_path, told=shop)
        said, address = await question(process)
        assert "(address already in use): paste here the whole address that your browser ends at." in said
        pasted = await consented(address)

        rest = await ended(process, stdin=f"\nwhat?\n{pasted[:40]}\n{pasted}\n", seconds=20)

    assert rest.status == 0
    assert rest.err.count("Still waiting.") == 2
    assert rest.out.startswith('Connection "my-shop" is linked to Daybook Demo Shop')


async def test_ctrl_c_while_it_waits_changes_nothing(tmp_path: Path, shop: dict[str, str]) -> None:
    await connecting(*NEW, told=shop)
    before = await all_stored(shop)
    process = await started("connect", "my-shop", folder=tmp_path, told=shop)
    said, _ = await question(process)
    assert "Ctrl-C changes nothing" in said

    process.send_signal(signal.SIGINT)

    assert await ended(process, seconds=10) == Said(130, "", "")
    assert await all_stored(shop) == before


class Terminal:
    """A program at a terminal of its own, and what the terminal shows."""

    def __init__(self, *arguments: str, folder: Path, told: dict[str, str]) -> None:
        self.shows = ""
        self._arguments, self._folder, self._told = arguments, folder, told

    async def __aenter__(self) -> Terminal:
        self._master, slave = pty.openpty()
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "worker.cli", *self._arguments),
            cwd=self._folder,
            env={**INHERITED, **WIDTH, **self._told},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        os.set_blocking(self._master, False)
        return self

    async def __aexit__(self, *error: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        os.close(self._master)

    async def until(self, shown: Callable[[str], object]) -> str:
        async with asyncio.timeout(30):
            while not shown(self.shows):
                await asyncio.sleep(0.05)
                self._look()
        return self.shows

    async def ended(self) -> int:
        async with asyncio.timeout(20):
            status = await self.process.wait()
        self._look()
        return status

    def types(self, text: str) -> None:
        os.write(self._master, text.encode())

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def _look(self) -> None:
        try:
            while read := os.read(self._master, 65536):
                self.shows += read.decode()
        except OSError:  # nothing more is there yet, or ever
            return


async def test_at_a_terminal_the_flxpoint_token_is_asked_for_and_not_shown(
    tmp_path: Path, shop: dict[str, str]
) -> None:
    token = shop.pop("DAYBOOK_FLXPOINT_TOKEN")
    async with Terminal("connect", *NEW, "--no-browser", folder=tmp_path, told=shop) as terminal:
        await terminal.until(lambda shows: "Flxpoint token" in shows)
        terminal.types(f" {token}\n")
        await terminal.until(lambda shows: "Daybook waits" in shows)
        terminal.types(f"{await consented(address_in(terminal.shows.replace(chr(13), '')))}\n")
        assert await terminal.ended() == 0

    assert token not in terminal.shows
    assert 'Connection "my-shop" is linked to Daybook Demo Shop' in terminal.shows
    (one,) = (await daybook("connection", "list", "--json", told=shop)).json["connections"]
    assert one["flxpoint_token"]


@pytest.mark.parametrize(("key", "status"), [("\x03", 130), ("\x04", 1), ("n\n", 1)])
async def test_at_a_terminal_disconnecting_is_asked_about_and_one_key_leaves_all_as_it_was(
    tmp_path: Path, shop: dict[str, str], key: str, status: int
) -> None:
    await connecting(*NEW, told=shop)
    before = await all_stored(shop)
    async with Terminal("disconnect", "my-shop", folder=tmp_path, told=shop) as terminal:
        await terminal.until(lambda shows: "[y/N]" in shows)
        terminal.types(key)
        assert await terminal.ended() == status
    assert "Traceback" not in terminal.shows
    assert await all_stored(shop) == before


async def test_at_a_terminal_a_yes_disconnects(tmp_path: Path, shop: dict[str, str]) -> None:
    await connecting(*NEW, told=shop)
    async with Terminal("disconnect", "my-shop", folder=tmp_path, told=shop) as terminal:
        shows = await terminal.until(lambda shows: "[y/N]" in shows)
        assert 'End the link of "my-shop" to Daybook Demo Shop?' in shows
        terminal.types("y\n")
        assert await terminal.ended() == 0
    assert (await all_stored(shop))["quickbooks_grant"] == []


async def test_ctrl_c_at_the_hidden_question_leaves_a_terminal_that_shows_what_is_typed(
    tmp_path: Path, shop: dict[str, str]
) -> None:
    del shop["DAYBOOK_FLXPOINT_TOKEN"]
    async with Terminal("connect", *NEW, folder=tmp_path, told=shop) as terminal:
        await terminal.until(lambda shows: "Flxpoint token" in shows)
        await terminal.until(lambda shows: not terminal.echoes())
        terminal.types("\x03")
        assert await terminal.ended() == 130
        assert terminal.echoes()
