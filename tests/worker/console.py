"""Daybook's command line as a person types it: a process of its own, with an environment of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.settings import Environment

LONGEST = 60.0


@dataclass(frozen=True)
class Said:
    """How a command ended, and its words."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line by which a command says that it cannot be done."""
        assert (self.status, self.out) == (1, ""), self
        (line,) = self.err.splitlines()
        assert line.startswith("daybook: "), line
        return line.removeprefix("daybook: ")


def variables(environment: Environment) -> dict[str, str]:
    """The environment's variables, under the names that a person would set."""
    told = environment.model_dump(mode="json", exclude_none=True) | {
        name: getattr(environment, name).get_secret_value()
        for name in ("database_url", "secret_keys", "intuit_client_secret")
    }
    return {
        (n.upper() if n.startswith("temporal_a") or n.startswith("temporal_n") else f"DAYBOOK_{n.upper()}"): str(v)
        for n, v in told.items()
    }


async def started(
    *arguments: str, folder: Path, told: Mapping[str, str], stdin: int = asyncio.subprocess.PIPE
) -> asyncio.subprocess.Process:
    """The command as a running process that stands in the folder and inherits nothing of ours but the PATH."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker.cli", *arguments),
        cwd=folder,
        env={**bare, "COLUMNS": "200", **told},
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def daybook(
    *arguments: str, folder: Path, told: Mapping[str, str], stdin: str = "", seconds: float = LONGEST
) -> Said:
    """Run a command to its end."""
    process = await started(*arguments, folder=folder, told=told)
    return await ended(process, stdin=stdin, seconds=seconds)


async def ended(process: asyncio.subprocess.Process, *, stdin: str = "", seconds: float = LONGEST) -> Said:
    """Wait for a process; one that does not end is killed, and fails the test."""
    try:
        async with asyncio.timeout(seconds):
            out, err = await process.communicate(stdin.encode())
    except TimeoutError:
        process.kill()
        out, err = await process.communicate()
        raise AssertionError(f"still running after {seconds} s: {out.decode()} {err.decode()}") from None
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())
