"""A worker process that is killed at one point and started again at once.

Run as `python -m tests.chain.crash.worker_that_dies SOCKET`. The program imports everything once; whoever connects to
its socket and writes one job as a line of JSON gets a keeper of its own, forked from here, which forks the worker,
starts it again after its death, tells of it, and ends it when the connection is closed.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import httpx

from tests.chain.crash.actions import Journal
from tests.chain.crash.listeners import attach
from worker.process import running_workers
from worker.settings import environment_of
from worker.wiring import connect_temporal, opened_companies

Job = dict[str, Any]


def serve(address: str) -> None:
    """Give every caller a keeper, until this process is ended."""
    _prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a keeper
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(128)
        while True:
            caller, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                keep(caller)
                os._exit(0)
            caller.close()


def _prepare() -> None:
    """Load the certificates once for all workers: that takes longer than all else at their start."""
    httpx._transports.default.create_ssl_context = functools.cache(httpx.create_ssl_context)  # type: ignore[attr-defined]
    httpx.AsyncClient()
    gc.freeze()


def keep(caller: socket.socket) -> None:
    """Run the caller's worker until the caller hangs up, again after it was killed; only the first has its point."""
    job = json.loads(caller.makefile().readline())
    while (ended_by := _run(caller, job)) is not None:
        told = {"worker": ended_by[0], "ended_by": ended_by[1], "restarted": time.monotonic()}
        caller.sendall((json.dumps(told) + "\n").encode())
        if ended_by[1] != -signal.SIGKILL:
            return  # it ended by a fault of its own, and would again
        job = {**job, "die_at": None}


def _run(caller: socket.socket, job: Job) -> tuple[int, int] | None:
    """Which worker ended and by what; None when the caller hung up first."""
    worker, last_breath = _start(caller, job)
    ready, _, _ = select.select([caller.fileno(), last_breath], [], [])
    hung_up = caller.fileno() in ready
    if hung_up:
        os.kill(worker, signal.SIGKILL)
    os.close(last_breath)
    _, status = os.waitpid(worker, 0)
    return None if hung_up else (worker, os.waitstatus_to_exitcode(status))


def _start(caller: socket.socket, job: Job) -> tuple[int, int]:
    """Fork a worker; its process id, and a pipe that ends with it."""
    last_breath, held = os.pipe()
    worker = os.fork()
    if worker == 0:
        caller.close()
        os.close(last_breath)
        _work_for_life(job)
    os.close(held)
    return worker, last_breath


def _work_for_life(job: Job) -> NoReturn:
    try:
        attach(Journal(Path(job["journal"]), job["die_at"]))
        asyncio.run(work(job["environment"]))
    finally:
        os._exit(1)


async def work(variables: dict[str, str]) -> None:
    """What `daybook worker` does, and no end to it."""
    environment = environment_of(variables)
    client = await connect_temporal(environment)
    async with opened_companies(environment) as companies, running_workers(client, companies):
        await asyncio.Event().wait()


if __name__ == "__main__":
    serve(sys.argv[1])
