"""The state folder of a Daybook on one machine: whose it is now, its ports and its secret key."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from worker.stack.errors import StateFolderBusy

LOCK = "lock"
PAUSE = 0.05


@dataclass(frozen=True)
class StateFolder:
    """A state folder that is ours until its lock is given back."""

    path: Path
    lock: int
    """File descriptor of the lock; a child that inherits it holds the folder until it has ended, too."""

    def ports(self) -> dict[str, int]:
        """The ports of the last start, by server; empty before the first."""
        try:
            ports: dict[str, int] = json.loads((self.path / "ports.json").read_text())
        except FileNotFoundError:
            return {}
        return ports

    def remember_ports(self, ports: dict[str, int]) -> None:
        """Keep the ports, so that addresses stay as they are over a restart."""
        write_private(self.path / "ports.json", json.dumps(ports))

    def secret_key(self) -> str:
        """The Fernet key that seals tokens in this folder's database, made at the first call."""
        kept = self.path / "secret.key"
        if not kept.exists():
            write_private(kept, Fernet.generate_key().decode())
        return kept.read_text().strip()

    def forget(self) -> None:
        """Remove all that the folder holds but its lock, which is ours."""
        for left in self.path.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left.name != LOCK:
                left.unlink()


def write_private(file: Path, text: str) -> None:
    """Write a file for its owner alone (mode 0600), whole or not at all."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(text + "\n")
    unfinished.replace(file)


def is_held(path: Path) -> bool:
    """Whether a Daybook holds the folder; servers of one that was killed, which are still stopping, do not count."""
    try:
        lock = os.open(path / LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _alive(_holder(lock))
    finally:
        os.close(lock)
    return False


@asynccontextmanager
async def state_folder(path: Path, *, seconds: float = 30) -> AsyncIterator[StateFolder]:
    """Hold the folder, made if new, while the block runs; raise `StateFolderBusy` if another Daybook holds it.

    The servers of a Daybook that was killed hold it until they have stopped: those are waited for.
    """
    path, lock = _opened(path)
    try:
        for _ in range(int(seconds / PAUSE)):
            if _taken(lock):
                break
            if _alive(holder := _holder(lock)):
                raise StateFolderBusy(
                    f"{path} is in use by another Daybook, process {holder}. Stop that one, or start in another folder."
                )
            await asyncio.sleep(PAUSE)
        else:
            raise StateFolderBusy(f"{path} is still in use by servers of process {_holder(lock)}, which itself is gone")
        os.truncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield StateFolder(path, lock)
    finally:
        os.close(lock)


def _opened(path: Path) -> tuple[Path, int]:
    # Mode 0711: a Postgres under another user id must get through to its own folder in here.
    path.mkdir(mode=0o711, parents=True, exist_ok=True)
    return path.resolve(), os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: int) -> int:
    """The process that wrote its number into the lock last, 0 before it has."""
    return int(os.pread(lock, 20, 0) or b"0")


def _alive(pid: int) -> bool:
    if pid == 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
