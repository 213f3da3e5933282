"""A question at the terminal, which Ctrl-C and Ctrl-D end at once."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import termios
import threading
from collections.abc import Callable, Iterator


async def answered(question: str, ask: Callable[[str], str] = input) -> str:
    """What a person types, without blanks around it; empty on Ctrl-D."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        try:
            typed = ask(question)
        except EOFError:
            typed = ""
        loop.call_soon_threadsafe(answer.set_result, typed.strip())

    with _as_it_was():
        # In a thread that ends with the process, since a read cannot be broken off.
        threading.Thread(target=read, daemon=True, name="question").start()
        return await answer


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """A terminal that was told to hide what is typed shows it again, come what may."""
    before = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, before)
