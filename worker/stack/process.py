"""A server as a child process: leashed to its parent, logged to a file, waited for, stopped in order."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from worker.stack.errors import DidNotStart

LEASH = Path(__file__).with_name("leash.py")
QUOTED_LINES = 12


@dataclass(frozen=True)
class Account:
    """Who runs a program: a command that goes before it, and a user id if not our own."""

    prefix: tuple[str, ...] = ()
    user: int | None = None


@dataclass(frozen=True)
class Child:
    """A running child process and where its words go."""

    name: str
    process: asyncio.subprocess.Process
    log: Path
    log_start: int

    def last_words(self) -> str:
        """The last lines this child wrote to its log."""
        with self.log.open("rb") as words:
            words.seek(self.log_start)
            lines = words.read().decode(errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-QUOTED_LINES:]) or "  (it wrote nothing)"

    async def ready(self, probe: Callable[[], Awaitable[bool]], *, seconds: float) -> None:
        """Wait until `probe` says yes; raise `DidNotStart` if the child ends or stays silent for `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while self.process.returncode is None:
                    if await probe():
                        return
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise self._did_not_start(f"was not ready within {seconds:g} s") from None
        raise self._did_not_start(f"ended with code {self.process.returncode} before it was ready")

    async def finished(self) -> None:
        """Wait for a child that does one thing and ends; raise `DidNotStart` unless it succeeded."""
        if await self.process.wait() != 0:
            raise self._did_not_start(f"ended with code {self.process.returncode}")

    def _did_not_start(self, what: str) -> DidNotStart:
        return DidNotStart(f"{self.name} {what}. Its last words:\n{self.last_words()}\nIts whole log is in {self.log}")


@asynccontextmanager
async def child(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    account: Account = Account(),
    keep_open: Sequence[int] = (),
    variables: Mapping[str, str] | None = None,
    stop_seconds: float = 30,
) -> AsyncIterator[Child]:
    """Run `command` while the block runs: it gets SIGINT at the end, and SIGKILL `stop_seconds` later.

    It has a session of its own, so that Ctrl-C in a terminal reaches Daybook alone, which then stops it in order.
    `variables` are added to its environment. `keep_open` are file descriptors it inherits: a lock among them is held
    until the child, too, has ended.
    """
    with _opened(log) as words:
        start = words.tell()
        process = await asyncio.create_subprocess_exec(
            *_leashed(command, account),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
            umask=0o077,
            pass_fds=keep_open,
            env={**os.environ, **(variables or {})},
        )
    try:
        yield Child(name, process, log, start)
    finally:
        await _stop(process, stop_seconds)


def _leashed(command: Sequence[str | Path], account: Account) -> list[str]:
    user = os.geteuid() if account.user is None else account.user
    leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(user)]
    return [*leash, *account.prefix, *(str(part) for part in command)]


@contextmanager
def _opened(log: Path) -> Iterator[IO[bytes]]:
    def private(path: str, flags: int) -> int:
        return os.open(path, flags, 0o600)

    with open(log, "ab", opener=private) as words:
        yield words


async def _stop(process: asyncio.subprocess.Process, seconds: float) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
