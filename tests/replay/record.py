"""Records histories of the workflows on a real chain, for the replay tests: `python -m tests.replay.record [PLAY ...]`.

Run it when a workflow changed on purpose and no order of an earlier release is under way any more; while some are,
old histories must go on replaying, and the change needs `workflow.patched` instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from clients.database.migrate import upgrade
from tests.chain.world import World, connected_world, new_environment
from tests.replay.plays import LONG_PLAYS, PLAYS
from tests.workflows.short_histories import SHORT_HISTORIES
from worker.demo.standins import stand_ins
from worker.stack.postgres import embedded_postgres
from worker.stack.temporal import FAIRNESS, embedded_temporal

NAMESPACE = "recording"


async def main(names: list[str]) -> None:
    """Play each shape of a life once, or the plays named, and keep its history and the commands in it."""
    if unknown := set(names) - {*PLAYS, *LONG_PLAYS}:
        sys.exit(f"There is no play {', '.join(sorted(unknown))}; there are: {', '.join([*PLAYS, *LONG_PLAYS])}.")
    for plays, temporal in ((PLAYS, FAIRNESS), (LONG_PLAYS, SHORT_HISTORIES)):
        chosen = [play for name, play in plays.items() if not names or name in names]
        if chosen:
            async with _world(temporal) as world:
                for play in chosen:
                    await play(world)


@contextlib.asynccontextmanager
async def _world(dynamic_config: Mapping[str, str]) -> AsyncIterator[World]:
    with TemporaryDirectory() as scratch:
        folder = _prepared(Path(scratch))
        async with (
            embedded_postgres(folder / "postgres", durable=False) as postgres,
            embedded_temporal(None, namespaces=[NAMESPACE], dynamic_config=dynamic_config) as temporal,
            stand_ins(folder, folder / "records") as announced,
        ):
            await postgres.ensure_database("daybook")
            await upgrade(postgres.url("daybook"))
            environment = new_environment(postgres.url("daybook"), temporal.address, NAMESPACE, announced)
            async with connected_world(environment, announced) as world:
                yield world


def _prepared(folder: Path) -> Path:
    folder.chmod(0o711)  # Postgres may run under an account of its own
    (folder / "records").mkdir()
    (folder / "records" / "account.json").write_text("{}")
    return folder


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
