"""The process of a stand-in: one server on loopback, gone when told to or when its parent is."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

HOST = "127.0.0.1"


def serve(app: ASGIApp, port: int, announcement: Callable[[int], dict[str, Any]]) -> None:
    """Serve on 127.0.0.1 until stopped; prints `announcement(port)` as one JSON line when ready.

    Port 0 takes a free one. SIGTERM and SIGINT stop it at once, and so does the end of its parent.
    """
    with listening(port) as listener:
        taken = listener.getsockname()[1]
        Server(app, lambda: print(json.dumps(announcement(taken)), flush=True)).run(sockets=[listener])


def listening(port: int) -> socket.socket:
    """A socket bound on 127.0.0.1; port 0 takes a free one."""
    # Only a socket that names its protocol gets TCP_NODELAY from asyncio; without it every answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """A uvicorn server that says when it is ready and drops everything when it stops."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            http=_CuttableConnection,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            backlog=2048,
            callback_notify=self._look_for_parent,
            timeout_notify=0,
            timeout_keep_alive=60,
        )
        super().__init__(config)
        self._ready = ready
        self._parent = os.getppid()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for task in list(self.server_state.tasks):
            task.cancel()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: Any) -> None:
        self.should_exit = self.force_exit = True

    async def _look_for_parent(self) -> None:
        if os.getppid() != self._parent:
            self.should_exit = self.force_exit = True


class _CuttableConnection(H11Protocol):
    """A connection that the application may cut without an answer, by `scope["sandbox.cut"]`."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: Any,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        inner = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["sandbox.cut"] = self.transport.abort
            await inner(scope, receive, send)

        self.app = app
