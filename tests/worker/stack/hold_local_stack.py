"""Run the local stack on the folder named first until a signal ends it; say what happens on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
from temporalio.client import Client

from worker.stack.errors import StackError
from worker.stack.local import LocalStack, local_stack


async def main() -> None:
    async with local_stack(Path(sys.argv[1]), durable=False) as stack:
        say(stack.environment)
        try:
            await asyncio.sleep(600)
        finally:
            await drain(stack)
    say({"stopped": True})


async def drain(stack: LocalStack) -> None:
    """What a worker does after Ctrl-C: its last words to both servers, a moment later."""
    await asyncio.sleep(0.3)
    async with await psycopg.AsyncConnection.connect(stack.database_url.replace("+psycopg", "")) as connection:
        await connection.execute("CREATE TABLE drained ()")
    client = await Client.connect(stack.temporal_address)
    await client.service_client.check_health()
    say({"drained": True})


def say(words: Mapping[str, object]) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except StackError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
