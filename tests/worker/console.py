"""Daybook's command line as a person uses it: within this process, which is quick, or as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr

from worker.commands.program import run
from worker.settings import Environment

LONGEST = 60.0
INHERITED = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
WIDTH = {"COLUMNS": "200"}
ONE_AT_A_TIME = asyncio.Lock()
"""This process has one environment and one standard output."""


@dataclass(frozen=True)
class Said:
    """How a command ended, and its words."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output, after a success."""
        assert self.status == 0, self
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
    told = environment.model_dump(by_alias=True, exclude_none=True)
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else str(value) for name, value in told.items()
    }


async def daybook(*arguments: str, told: Mapping[str, str], stdin: str = "", seconds: float = LONGEST) -> Said:
    """Run a command within this process, in an environment that holds what is told and nothing else."""
    out, err = io.StringIO(), io.StringIO()
    async with ONE_AT_A_TIME, asyncio.timeout(seconds):
        with (
            patch.dict(os.environ, {**INHERITED, **WIDTH, **told}, clear=True),
            patch.object(sys, "stdin", io.StringIO(stdin)),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            status = await run(arguments)
    return Said(status, out.getvalue(), err.getvalue())


async def started(*arguments: str, folder: Path, told: Mapping[str, str]) -> asyncio.subprocess.Process:
    """The command as a process that stands in the folder, in a session of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker.cli", *arguments),
        cwd=folder,
        env={**INHERITED, **WIDTH, **told},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def ended(process: asyncio.subprocess.Process, *, stdin: str = "", seconds: float = LONGEST) -> Said:
    """How a process ended; one that does not end is killed, and fails the test."""
    try:
        async with asyncio.timeout(seconds):
            out, err = await process.communicate(stdin.encode())
    except TimeoutError:
        process.kill()
        out, err = await process.communicate()
        raise AssertionError(f"still running after {seconds} s: {out.decode()} {err.decode()}") from None
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())
