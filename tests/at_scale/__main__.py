"""Many orders at a time, on a chain of its own on this machine, within the limits that QuickBooks and Flxpoint set.

    python -m tests.at_scale --parked 500

parks so many Purchase Orders for one missing vendor, gives QuickBooks the vendor, and types the one command that lets
them go on.

    python -m tests.at_scale --one-bad 1000

runs so many orders of which one has a price that is no number: all the others must be posted.

    python -m tests.at_scale --outage 2000

lets so many orders wait for a QuickBooks that is down, and counts how near to its limit they are posted afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from tests.at_scale.plays import one_bad, outage, parked
from tests.many_orders.stack import a_world


def main(arguments: list[str] | None = None) -> int:
    """0: all of them stand once, to the cent; 1: they do not."""
    given = _parser().parse_args(arguments)
    found = asyncio.run(_played(given))
    print(json.dumps(found, indent=2))
    return (
        0 if found["posted"] == found["expected"] and (found["duplicates"], found["difference"]) == (0, "0.00") else 1
    )


async def _played(given: argparse.Namespace) -> dict[str, Any]:
    async with a_world(working=True, limits=True) as world:
        if given.outage:
            return await outage(world, given.outage, given.minutes)
        return await (parked(world, given.parked) if given.parked else one_bad(world, given.one_bad))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.at_scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--parked", type=int, metavar="ORDERS", help="how many wait for one vendor")
    which.add_argument("--one-bad", type=int, metavar="ORDERS", help="how many there are, the bad one included")
    which.add_argument("--outage", type=int, metavar="ORDERS", help="how many wait while QuickBooks is down")
    parser.add_argument("--minutes", type=float, default=5.0, help="how long it is down (5)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
