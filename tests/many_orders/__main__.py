"""Many made-up orders against the stand-in's own arithmetic, or one order's events in many orders of arrival.

    python -m tests.many_orders --orders 10000 --seed 1

brings 10,000 orders with their fulfillment requests and invoices through the rules into a stand-in company, and
compares what stands there with what the records state. A finding names the order's place: `--order 4711 --seed 1`
plays it alone and shows its records and documents; one that needs those before it shows with `--orders 4711`.

    python -m tests.many_orders --arrivals 5000 --seed 1

plays the events of one order as often, early, late and twice, and compares the documents: the order's own workflow
and the true activities against both stand-ins over HTTP, but on a plain event loop and with our stores in memory.
With `--real` it is the whole chain on Temporal and Postgres, which takes about a second an order.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

from sandbox.exact import dumps
from tests.many_orders.arrivals import Arrivals, played, with_temporal, without_temporal
from tests.many_orders.cases import nth_case
from tests.many_orders.chain import bring
from tests.many_orders.report import report_of
from tests.many_orders.rules import Books
from tests.many_orders.stack import a_world
from tests.many_orders.without_postgres import postgres_left_out
from tests.many_orders.without_temporal import temporal_left_out


def main(arguments: list[str] | None = None) -> int:
    """0: everything is as it must be; 1: something differs."""
    given = _parser().parse_args(arguments)
    if given.order is not None:
        _show(given.seed, given.order)
    if given.arrivals is not None:
        found = asyncio.run(_arrivals(given.arrivals, given.seed, real=given.real))
        print(found.as_json() if given.json else found.as_text())
        return 1 if found.findings else 0
    report = report_of(given.seed, range(1, given.orders + 1) if given.order is None else [given.order])
    print(report.as_json() if given.json else report.as_text())
    return 1 if report.findings else 0


async def _arrivals(count: int, seed: int, *, real: bool) -> Arrivals:
    async with a_world(working=real) as world:
        if real:
            return await played(world, count, seed, with_temporal)
        async with postgres_left_out(world.companies) as companies:
            with temporal_left_out(companies):
                return await played(world, count, seed, without_temporal)


def _show(seed: int, place: int) -> None:
    case = nth_case(seed, place)
    for record in (case.order, *case.requests, *case.invoices):
        print(dumps(record), file=sys.stderr)
    for outcome in bring(Books(), case):
        print(f"{outcome.record} {outcome.ends} {outcome.told} {dumps(outcome.stands)}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.many_orders", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same orders (1)")
    parser.add_argument("--order", type=int, help="play the order at this place alone, and show it")
    parser.add_argument("--arrivals", type=int, help="play so many orders of arrival instead")
    parser.add_argument("--real", action="store_true", help="arrivals by the whole chain, on Temporal and Postgres")
    parser.add_argument("--json", action="store_true", help="one object on stdout")
    return parser


if __name__ == "__main__":
    # Costs of one unit are stated on purpose, and each is warned of.
    logging.getLogger("clients.flxpoint").setLevel(logging.ERROR)
    sys.exit(main())
