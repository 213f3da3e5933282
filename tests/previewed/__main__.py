"""What a preview shows, held against what is posted then: byte for byte, once the ids of what was created are put in.

    python -m tests.previewed --orders 1000 --seed 1

previews a run of 1,000 made-up orders with their fulfillment requests and supplier invoices on both stand-ins, limits
lifted, and sees that the preview wrote nothing; posts them one after the other by the true activities on Postgres and
HTTP; and compares each body with the bytes that went over the wire, and what became of each record with what was
foreseen.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

from tests.many_orders.stack import a_world
from tests.previewed.playing import Played, played
from worker.commands.preview import progress


def main(arguments: list[str] | None = None) -> int:
    """0: everything was posted as previewed; 1: something differs."""
    given = _parser().parse_args(arguments)
    found = asyncio.run(_play(given.orders, given.seed))
    print(found.as_json() if given.json else found.as_text())
    return 1 if found.findings else 0


async def _play(orders: int, seed: int) -> Played:
    async with a_world(working=False) as world:
        with progress() as tell:
            return await played(world, orders, seed, tell)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.previewed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=1_000, help="how many (1000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same orders (1)")
    parser.add_argument("--json", action="store_true", help="one object on stdout")
    return parser


if __name__ == "__main__":
    # Costs of one unit are stated on purpose, and each is warned of.
    logging.getLogger("clients.flxpoint").setLevel(logging.ERROR)
    sys.exit(main())
