from __future__ import annotations

import asyncio
import dataclasses
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.worker.stack.processes import all_gone, working_on
from worker.stack import account
from worker.stack.errors import DidNotStart, NotAvailable
from worker.stack.leftover import clear_leftover
from worker.stack.postgres import PostgresServer, embedded_postgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may change its user id")


async def ask(server: PostgresServer, question: str, database: str = "postgres") -> object:
    dsn = server.url(database).replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        cursor = await connection.execute(question)
        row = await cursor.fetchone() if cursor.description else None
        return row and row[0]


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """A folder that every user may walk through, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


async def test_data_outlives_a_restart_on_the_same_port(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path / "pg", durable=False) as server:
        await server.create_database("shop")
        await ask(server, "CREATE TABLE notes AS SELECT 'kept' AS word", "shop")
    async with embedded_postgres(tmp_path / "pg", durable=False, port=server.port) as again:
        assert await ask(again, "SELECT word FROM notes", "shop") == "kept"
        assert again.url("shop") == server.url("shop")


async def test_a_taken_port_is_replaced_by_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        async with embedded_postgres(tmp_path, durable=False, port=taken) as server:
            assert server.port != taken
            assert await ask(server, "SELECT 1") == 1


async def test_a_wrong_password_is_refused(postgres: PostgresServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        await ask(dataclasses.replace(postgres, password="guessed"), "SELECT 1")


async def test_the_password_is_in_no_repr_and_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path, durable=False) as server:
        assert server.password not in repr(server)
        assert stat.S_IMODE((tmp_path / "password").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "postgres.log").stat().st_mode) == 0o600
        assert not any(server.password in words for words in working_on(tmp_path))


async def test_only_a_durable_server_waits_for_the_disk(tmp_path: Path, postgres: PostgresServer) -> None:
    assert await ask(postgres, "SHOW fsync") == "off"
    async with embedded_postgres(tmp_path, durable=True) as server:
        assert await ask(server, "SHOW fsync") == "on"
        assert await ask(server, "SHOW synchronous_commit") == "on"


async def test_it_listens_on_loopback_alone(postgres: PostgresServer) -> None:
    assert await ask(postgres, "SHOW listen_addresses") == "127.0.0.1"
    assert await ask(postgres, "SHOW unix_socket_directories") == ""


async def test_letters_beyond_ascii_have_upper_and_lower_case(postgres: PostgresServer) -> None:
    assert await ask(postgres, "SELECT lower('ÄRGER Ž')") == "ärger ž"


async def test_a_database_made_from_a_template_holds_what_the_template_holds(postgres: PostgresServer) -> None:
    await postgres.create_database("pattern")
    await ask(postgres, "CREATE TABLE notes AS SELECT 7 AS number", "pattern")
    await postgres.create_database("copy", template="pattern")
    assert await ask(postgres, "SELECT number FROM notes", "copy") == 7
    await postgres.ensure_database("copy")
    assert await ask(postgres, "SELECT number FROM notes", "copy") == 7
    await postgres.drop_database("copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        await ask(postgres, "SELECT 1", "copy")


async def test_an_interrupted_first_start_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "data.unfinished").mkdir()
    (tmp_path / "data.unfinished" / "PG_VERSION").write_text("18")
    (tmp_path / "password").write_text("from the interrupted start")
    async with embedded_postgres(tmp_path, durable=False) as server:
        assert await ask(server, "SELECT 1") == 1
        assert server.password != "from the interrupted start"


async def test_committed_data_survives_a_killed_server(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path) as server:
        await ask(server, "CREATE TABLE notes AS SELECT 'kept' AS word")
        os.kill(int((tmp_path / "data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert (tmp_path / "data/postmaster.pid").exists()
    async with embedded_postgres(tmp_path) as server:
        assert await ask(server, "SELECT word FROM notes") == "kept"


async def test_a_stale_process_number_that_now_is_a_strangers_does_not_stop_the_start(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path, durable=False):
        stale = (tmp_path / "data/postmaster.pid").read_text()
    stranger = await asyncio.create_subprocess_exec("sleep", "60")
    try:
        (tmp_path / "data/postmaster.pid").write_text(stale.replace(stale.split()[0], str(stranger.pid), 1))
        async with embedded_postgres(tmp_path, durable=False) as server:
            assert await ask(server, "SELECT 1") == 1
    finally:
        stranger.kill()
        await stranger.wait()


async def test_a_server_that_still_runs_on_the_folder_is_named(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path, durable=False):
        pid = (tmp_path / "data/postmaster.pid").read_text().split()[0]
        with pytest.raises(DidNotStart, match=f"kill -INT {pid}"):
            await clear_leftover(tmp_path / "data", seconds=0.2)


async def test_a_start_that_fails_quotes_the_log_and_names_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "PG_VERSION").write_text("9.6\n")
    (tmp_path / "password").write_text("x")
    (tmp_path / "postgres.log").write_text("words of an earlier start\n")
    with pytest.raises(DidNotStart) as caught:
        async with embedded_postgres(tmp_path):
            pass
    assert "ended with code" in str(caught.value)
    assert "postgresql.conf" in str(caught.value)
    assert str(tmp_path / "postgres.log") in str(caught.value)
    assert "earlier start" not in str(caught.value)


async def test_a_lost_password_is_explained(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path, durable=False):
        (tmp_path / "password").unlink()
    with pytest.raises(NotAvailable, match="Put the file back, or move"):
        async with embedded_postgres(tmp_path, durable=False):
            pass


async def test_missing_programs_are_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(NotAvailable, match=f"initdb and postgres are not in {tmp_path}"):
        async with embedded_postgres(tmp_path / "pg"):
            pass


@as_root
async def test_root_leaves_owners_and_rights_of_everything_around_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir(mode=0o700)
    async with embedded_postgres(tmp_path / "private" / "pg", durable=False):
        assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o700
        assert (tmp_path / "private/pg/data/PG_VERSION").stat().st_uid == 0


@as_root
async def test_root_without_user_namespaces_lends_the_folder_to_nobody(
    reachable_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    async with embedded_postgres(reachable_folder / "pg", durable=False) as server:
        assert await ask(server, "SELECT 1") == 1
        assert (reachable_folder / "pg/data/PG_VERSION").stat().st_uid == account.NOBODY
        assert os.stat(reachable_folder).st_uid == 0
    async with embedded_postgres(reachable_folder / "pg", durable=False) as server:
        assert await ask(server, "SELECT 1") == 1


@as_root
async def test_root_that_can_become_nobody_else_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (tmp_path / "private").mkdir(mode=0o700)
    with pytest.raises(NotAvailable, match="Run Daybook as an ordinary user"):
        async with embedded_postgres(tmp_path / "private" / "pg"):
            pass
    assert (tmp_path / "private" / "pg").stat().st_uid == 0


@as_root
def test_an_ordinary_user_runs_it_too(tmp_path: Path) -> None:
    script = (
        "import asyncio, os, pathlib\n"
        "from worker.stack.postgres import embedded_postgres\n"
        "async def main():\n"
        f"    async with embedded_postgres(pathlib.Path({str(tmp_path)!r}), durable=False) as server:\n"
        "        print(os.geteuid(), await server.answers())\n"
        "asyncio.run(main())\n"
    )
    ordinary = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    done = subprocess.run([*ordinary, sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1000 True\n", "")
    assert all_gone(tmp_path)
