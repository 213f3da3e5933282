from __future__ import annotations

import asyncio
import fcntl
import os
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from worker.stack.errors import StateFolderBusy
from worker.stack.process import child
from worker.stack.state import is_held, state_folder


async def test_a_second_holder_is_told_the_folder_and_the_process_that_holds_it(tmp_path: Path) -> None:
    async with state_folder(tmp_path):
        with pytest.raises(StateFolderBusy) as caught:
            async with state_folder(tmp_path):
                pass
    assert str(tmp_path) in str(caught.value)
    assert f"process {os.getpid()}." in str(caught.value)


async def test_a_folder_given_back_can_be_taken_again(tmp_path: Path) -> None:
    async with state_folder(tmp_path / "new"):
        pass
    async with state_folder(tmp_path / "new") as state:
        assert state.path == tmp_path / "new"


async def test_a_child_that_inherits_the_lock_holds_the_folder_until_it_ends(tmp_path: Path) -> None:
    async with state_folder(tmp_path / "state") as state:
        child_life = child("Sleeper", ["/bin/sleep", "60"], log=tmp_path / "log", keep_open=[state.lock])
        await child_life.__aenter__()
    assert is_held(tmp_path / "state")
    (tmp_path / "state" / "lock").write_text(str(await number_of_the_dead()))
    assert not is_held(tmp_path / "state")
    with pytest.raises(StateFolderBusy, match="still in use by servers of process"):
        async with state_folder(tmp_path / "state", seconds=0.2):
            pass

    async def end_soon() -> None:
        await asyncio.sleep(0.3)
        await child_life.__aexit__(None, None, None)

    ending = asyncio.create_task(end_soon())
    async with state_folder(tmp_path / "state"):
        await ending


async def number_of_the_dead() -> int:
    process = await asyncio.create_subprocess_exec("true")
    await process.wait()
    return process.pid


async def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    async with state_folder(tmp_path) as state:
        key = state.secret_key()
        assert Fernet(key).decrypt(Fernet(key).encrypt(b"token")) == b"token"
        assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    async with state_folder(tmp_path) as state:
        assert state.secret_key() == key


async def test_ports_are_remembered(tmp_path: Path) -> None:
    async with state_folder(tmp_path) as state:
        assert state.ports() == {}
        state.remember_ports({"temporal": 7233})
    async with state_folder(tmp_path) as state:
        assert state.ports() == {"temporal": 7233}


async def test_a_folder_is_held_as_long_as_a_daybook_has_it(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    async with state_folder(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


async def test_a_failure_inside_gives_the_folder_back(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with state_folder(tmp_path):
            raise ZeroDivisionError
    with (tmp_path / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
