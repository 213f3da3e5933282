"""What a Postgres that did not end in order left in its data folder."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from worker.stack.errors import DidNotStart

PAUSE = 0.05


async def clear_leftover(data: Path, *, seconds: float = 30) -> None:
    """Make way for a new server on `data`.

    A server whose launcher was killed may still be stopping: it is waited for. The `postmaster.pid` of a dead process
    is left to Postgres, which recovers.
    """
    for _ in range(int(seconds / PAUSE)):
        if not _serving(data):
            break
        await asyncio.sleep(PAUSE)
    else:
        pid = _postmaster(data)
        raise DidNotStart(f"Postgres (process {pid}) still runs on {data}. Stop it with: kill -INT {pid}")
    _forget_stranger(data)


def _forget_stranger(data: Path) -> None:
    """Drop a `postmaster.pid` whose number now belongs to another program, as after a container's restart.

    Postgres would take that program for a server and refuse to start.
    """
    pid = _postmaster(data)
    if pid and Path(f"/proc/{pid}").exists():
        (data / "postmaster.pid").unlink(missing_ok=True)


def _postmaster(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _serving(data: Path) -> bool:
    """Whether the process named in `postmaster.pid` is a server on that folder, by its command line."""
    try:
        return os.fsencode(data) in Path(f"/proc/{_postmaster(data)}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
