"""Work that goes on only as long as the programs under it do: without one of them it would wait for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from worker.stack.errors import StackError
from worker.stack.process import Child

T = TypeVar("T")


class ProgramEnded(StackError):
    """A program ended while it was needed; quotes its log."""

    def __init__(self, program: Child) -> None:
        super().__init__(
            f"{program.name} ended with code {program.process.returncode} while it was needed. "
            f"Its last words:\n{program.last_words()}\nIts whole log is in {program.log}"
        )


async def while_running(programs: Sequence[Child], work: Coroutine[Any, Any, T]) -> T:
    """The result of the work, which is cancelled when a program ends, and when this call is.

    Raises:
        ProgramEnded: one of the programs ended before the work did.
    """
    working = asyncio.ensure_future(work)
    ends = {asyncio.ensure_future(program.process.wait()): program for program in programs}
    try:
        done, _ = await asyncio.wait({working, *ends}, return_when=asyncio.FIRST_COMPLETED)
        if ended := next((program for end, program in ends.items() if end in done), None):
            raise ProgramEnded(ended)
        return working.result()
    finally:
        for task in (working, *ends):
            task.cancel()
        await asyncio.gather(working, *ends, return_exceptions=True)
