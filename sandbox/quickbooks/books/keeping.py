"""Keeping a stand-in in a file: taken up from it at the start, and written before any answer leaves."""

from __future__ import annotations

from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.quickbooks.api.gateway import QuickBooks
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.books.file import BooksFile


class Keeping:
    """A stand-in and its file; a file that is new is filled, any other one says how the stand-in goes on.

    Raises BooksFileError for a file that cannot be it.
    """

    def __init__(self, quickbooks: QuickBooks, path: Path) -> None:
        self._quickbooks = quickbooks
        self._file = BooksFile(path)
        self._standing = Drawer()
        if not self._file.is_new:
            kept = self._file.read()
            self._standing.refill(kept.pop("standing", {}))
            quickbooks.go_on(kept, self._standing)
            self._file.adopt(self._drawers())
        self.save()

    def save(self) -> None:
        """Write down all that changed."""
        for name, value in self._quickbooks.standing().items():
            if self._standing.get(name) != value:
                self._standing[name] = value
        self._file.save(self._drawers())

    def close(self) -> None:
        self._file.close()

    def before_answers(self, app: ASGIApp, under: str = "/") -> ASGIApp:
        """The application, with all that a request below a path changed written down before its answer begins."""

        async def kept(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_kept(message: Message) -> None:
                if message["type"] == "http.response.start" and scope["path"].startswith(under):
                    self.save()
                await send(message)

            await app(scope, receive, send_kept)

        return kept

    def _drawers(self) -> dict[str, Drawer]:
        return {**self._quickbooks.drawers(), "standing": self._standing}
