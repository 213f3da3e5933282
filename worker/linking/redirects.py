"""Where a consent's answer comes in: a listener on this machine, and what a person pastes."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from worker.linking.pages import ELSEWHERE, Page, as_response

LISTENING_PORT = 8765
LOOPBACK = ("127.0.0.1", "::1")
"""Both that a browser may mean by localhost."""
NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""How a machine without IPv6 says so."""
HEAD_SECONDS = 10.0
LONGEST_HEAD = 16 * 1024


@dataclass
class Redirected:
    """One answer; whoever reads it says what the browser is to show."""

    address: str
    shown: asyncio.Future[Page] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    sent: asyncio.Event = field(default_factory=asyncio.Event)
    """The browser has it, or there is none."""

    def show(self, page: Page) -> None:
        self.shown.set_result(page)


class Redirects:
    """The answers in the order in which they come."""

    def __init__(self) -> None:
        self._answers: asyncio.Queue[Redirected] = asyncio.Queue()
        self._served: set[asyncio.Task[None]] = set()

    async def next(self) -> Redirected:
        return await self._answers.get()

    def serve(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request of a browser."""
        task = asyncio.create_task(self._serve(path, reader, writer))
        self._served.add(task)
        task.add_done_callback(self._served.discard)

    async def hang_up(self) -> None:
        """Leave the browsers that wait without an answer."""
        for task in self._served:
            task.cancel()
        await asyncio.gather(*self._served, return_exceptions=True)

    async def _serve(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            method, target, *_ = [*head.partition(b"\r\n")[0].decode("latin-1").split(" "), "", ""]
            if method != "GET" or target.partition("?")[0] != path:
                await _send(writer, ELSEWHERE)
            else:
                redirected = Redirected(target)
                self._answers.put_nowait(redirected)
                await _send(writer, await redirected.shown)
                redirected.sent.set()
        except (ConnectionError, TimeoutError, EOFError, asyncio.LimitOverrunError):
            pass  # it is no browser, or has gone
        finally:
            writer.close()

    def paste(self, line: str) -> None:
        """A line that a person pasted."""
        if line.strip():
            redirected = Redirected(line)
            redirected.sent.set()
            self._answers.put_nowait(redirected)


async def _send(writer: asyncio.StreamWriter, page: Page) -> None:
    writer.write(as_response(page))
    await writer.drain()


@contextlib.asynccontextmanager
async def awaited_redirects(redirect_url: str) -> AsyncIterator[tuple[Redirects, str]]:
    """Take answers while inside; with them, why none can come by the browser alone, if so."""
    redirects = Redirects()
    address = urlsplit(redirect_url)
    # https is spoken by another program, which hands on what it hears.
    port = address.port or 80 if address.scheme == "http" else LISTENING_PORT
    _read_lines(redirects)
    async with contextlib.AsyncExitStack() as listening:
        listening.push_async_callback(redirects.hang_up)
        in_the_way = ""
        for host in LOOPBACK:
            try:
                server = await asyncio.start_server(
                    lambda reader, writer: redirects.serve(address.path or "/", reader, writer),
                    host,
                    port,
                    limit=LONGEST_HEAD,
                )
            except OSError as error:
                if error.errno not in NOT_HERE:
                    why = os.strerror(error.errno or 0).lower()
                    in_the_way = f"Nothing can listen on port {port} here ({why})"
            else:
                listening.callback(server.close)
        yield redirects, in_the_way


def _read_lines(redirects: Redirects) -> None:
    """Standard input line by line, in a thread that ends with the process: a read cannot be broken off."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        with contextlib.suppress(RuntimeError, ValueError, OSError):  # the loop, or the input, is closed
            for line in sys.stdin:
                loop.call_soon_threadsafe(redirects.paste, line)

    if sys.stdin is not None:
        threading.Thread(target=read, daemon=True, name="pasted redirects").start()
