"""Looks at /proc: which processes work on a folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

LISTEN = "0A"


def working_on(folder: Path) -> set[str]:
    """Command lines of all processes that name something in `folder` or stand in it."""
    return {_words(process) for process in _found(folder.resolve())}


def process_ids(folder: Path, word: str) -> set[int]:
    """Those of them whose command line holds `word`."""
    return {int(process.name) for process in _found(folder.resolve()) if word in _words(process)}


def all_gone(folder: Path, *, seconds: float = 15) -> bool:
    """Whether nobody works on `folder` any more, at the latest after `seconds`."""
    deadline = time.monotonic() + seconds
    while working_on(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def listening(folder: Path) -> set[tuple[str, int]]:
    """Addresses and ports on which the processes that work on `folder` accept connections."""
    sockets = {
        fd.readlink().name.removeprefix("socket:[").rstrip("]")
        for process in _found(folder.resolve())
        for fd in (process / "fd").iterdir()
        if fd.readlink().name.startswith("socket:")
    }
    lines = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    fields = [line.split() for line in lines.splitlines()]
    return {_place(field[1]) for field in fields if field[3] == LISTEN and field[9] in sockets}


def _place(written: str) -> tuple[str, int]:
    """`0100007F:1F90` is 127.0.0.1, port 8080."""
    address, port = written.split(":")
    if len(address) > 8:
        return address, int(port, 16)
    return ".".join(str(part) for part in reversed(bytes.fromhex(address))), int(port, 16)


def _found(folder: Path) -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{folder}/" in f"{_words(process)}/ " or (process / "cwd").readlink().is_relative_to(folder):
                yield process
        except OSError:
            continue


def _words(process: Path) -> str:
    return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
