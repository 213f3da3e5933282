"""The file a company is kept in: written change by change, so that a killed stand-in goes on where it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sandbox.quickbooks.books.drawer import Drawer

OWN_MARK = 0x51424B31
"""The application id that tells our files from other SQLite databases."""

SCHEMA = f"""
    BEGIN;
    PRAGMA application_id = {OWN_MARK};
    CREATE TABLE kept (
        place INTEGER PRIMARY KEY,
        drawer TEXT NOT NULL,
        entry TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (drawer, entry)
    );
    COMMIT;
"""
PUT = """
    INSERT INTO kept (drawer, entry, value) VALUES (?, ?, ?)
    ON CONFLICT (drawer, entry) DO UPDATE SET value = excluded.value
"""


class BooksFileError(ValueError):
    """A file that cannot be a company's."""


class BooksFile:
    """The drawers of a stand-in in one SQLite file, which is this process's alone while it is open.

    Raises BooksFileError for a file that was not made here or that another process has open.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Drawer] = {}
        self.is_new = not path.exists() or not path.stat().st_size
        try:
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
            self._open()
        except sqlite3.OperationalError as error:
            in_use = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            raise BooksFileError(f"{path} cannot be used: {'another process has it' if in_use else error}") from None
        except sqlite3.DatabaseError:
            raise BooksFileError(f"{path} does not hold the books of a stand-in company") from None

    def _open(self) -> None:
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        (mark,) = self._database.execute("PRAGMA application_id").fetchone()
        if not self.is_new and mark != OWN_MARK:
            raise BooksFileError(f"{self._path} does not hold the books of a stand-in company")
        # A write-ahead log without a sync for every change outlives the process, if not the machine.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        if self.is_new:
            self._database.executescript(SCHEMA)
        # A lock is held on from the first writing, not from the opening.
        self._database.execute("BEGIN EXCLUSIVE")
        self._database.execute("COMMIT")

    def read(self) -> dict[str, dict[str, Any]]:
        """What was kept, drawer by drawer, each in its order."""
        kept: dict[str, dict[str, Any]] = {}
        for drawer, entry, value in self._database.execute("SELECT drawer, entry, value FROM kept ORDER BY place"):
            kept.setdefault(drawer, {})[entry] = unpacked(value)
        return kept

    def adopt(self, drawers: Mapping[str, Drawer]) -> None:
        """Take drawers for what the file already holds: from now on their changes are written."""
        self._known = dict(drawers)

    def save(self, drawers: Mapping[str, Drawer]) -> None:
        """Write down all that changed since the last time, all of it or nothing; other drawers are forgotten."""
        if self._known.keys() == drawers.keys() and not any(map(self._is_changed, drawers.items())):
            return
        self._database.execute("BEGIN")
        for name in self._known.keys() - drawers.keys():
            self._database.execute("DELETE FROM kept WHERE drawer = ?", (name,))
        for name, drawer in drawers.items():
            self._save(name, drawer)
        self._database.execute("COMMIT")
        self._known = dict(drawers)

    def close(self) -> None:
        self._database.close()

    def _is_changed(self, named: tuple[str, Drawer]) -> bool:
        name, drawer = named
        return self._known[name] is not drawer or drawer.is_changed

    def _save(self, name: str, drawer: Drawer) -> None:
        changes = drawer.changes()
        if self._known.get(name) is not drawer:
            self._database.execute("DELETE FROM kept WHERE drawer = ?", (name,))
            changes = list(drawer)
        for entry in changes:
            if entry in drawer:
                self._database.execute(PUT, (name, entry, packed(drawer[entry])))
            else:
                self._database.execute("DELETE FROM kept WHERE drawer = ? AND entry = ?", (name, entry))


def packed(value: Any) -> str:
    """A value as text, its numbers exact."""
    return json.dumps(value, default=_decimal, separators=(",", ":"))


def unpacked(text: str) -> Any:
    """The value of a text, with Decimals where they were."""
    return json.loads(text, object_hook=_whole)


def _decimal(value: Any) -> dict[str, str]:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} cannot be kept")
    return {"Decimal": str(value)}


def _whole(members: dict[str, Any]) -> Any:
    return Decimal(members["Decimal"]) if members.keys() == {"Decimal"} else members
