"""How soon after its signal an order is in the books, on a chain of its own on this machine.

    python -m tests.latency --orders 200

sends an order a second while the QuickBooks stand-in answers each request after 0.3 seconds, within the limits that
QuickBooks and Flxpoint set. It fails where half of the Sales Receipts take longer than 1 second, or one in a hundred
longer than 2. With `--new-customers` each order is of somebody new, whom QuickBooks must be asked for and told of
first: two more requests, one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.latency.measure import Latency, measured
from tests.many_orders.stack import a_world

HALF_WITHIN, ALMOST_ALL_WITHIN = 1.0, 2.0


def main(arguments: list[str] | None = None) -> int:
    """0: it is quick enough; 1: it is not, or an order was not posted once."""
    given = _parser().parse_args(arguments)
    found = asyncio.run(_measured(given))
    if given.json:
        print(found.as_json())
    else:
        print(
            f"{found.orders} orders, {found.receipts} Sales Receipts, {found.requests} requests to QuickBooks; from "
            f"signal to posted: p50 {found.p50:.2f} s, p99 {found.p99:.2f} s, longest {found.longest:.2f} s"
        )
    return 0 if found.within(HALF_WITHIN, ALMOST_ALL_WITHIN) else 1


async def _measured(given: argparse.Namespace) -> Latency:
    async with a_world(working=True, limits=True) as world:
        return await measured(
            world,
            given.orders,
            every=given.every,
            answer=given.answer,
            new_customers=given.new_customers,
            say=lambda words: print(words, file=sys.stderr),
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.latency", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=200, help="how many (200)")
    parser.add_argument("--every", type=float, default=1.0, help="seconds from one to the next (1)")
    parser.add_argument(
        "--answer", type=float, default=0.3, help="seconds that QuickBooks takes for each request (0.3)"
    )
    parser.add_argument("--new-customers", action="store_true", help="each order is of somebody new")
    parser.add_argument("--json", action="store_true", help="one object on stdout")
    return parser


if __name__ == "__main__":
    sys.exit(main())
