"""Each barrier against duplicates alone, on a chain of its own on this machine.

    python -m tests.barriers --each 500

posts so many orders three times over, on a real Temporal and a real Postgres. First the completion of every posting is
lost after its link was stored, while QuickBooks forgets request ids and nobody can look for a document: the one intent
must hold. Then QuickBooks' answer to every posting is lost, first while nobody can look, then while request ids are
forgotten. Afterwards a few orders show what comes of it once the barrier itself is gone as well: there must be
duplicates, or the test would show nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict

from tests.barriers.plays import Found, intent_alone, look_alone, request_id_alone
from tests.many_orders.stack import a_world

PLAYS = (intent_alone, request_id_alone, look_alone)
FEW = 10


def main(arguments: list[str] | None = None) -> int:
    """0: each barrier holds alone, and none is needless; 1: not so."""
    given = _parser().parse_args(arguments)
    alone, without = asyncio.run(_played(given.each))
    told = [
        {**asdict(with_it), "duplicates_without_it": f"{without_it.duplicates} of {without_it.lost}"}
        for with_it, without_it in zip(alone, without, strict=True)
    ]
    if given.json:
        print(json.dumps(told))
    else:
        for one in told:
            print(
                f"{one['barrier']}: {one['lost']} losses, {one['documents']} documents, "
                f"{one['duplicates']} duplicates; without it {one['duplicates_without_it']}"
            )
    holds = all(one.duplicates == 0 and one.lost >= given.each for one in alone)
    return 0 if holds and all(one.duplicates for one in without) else 1


async def _played(each: int) -> tuple[list[Found], list[Found]]:
    alone, without = list[Found](), list[Found]()
    for play in PLAYS:
        async with a_world(working=True) as world:
            alone.append(await play(world, each))
            print(alone[-1], file=sys.stderr, flush=True)
        async with a_world(working=True) as world:
            without.append(await play(world, FEW, broken=True))
            print(without[-1], file=sys.stderr, flush=True)
    return alone, without


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.barriers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int, default=500, help="how many losses (500)")
    parser.add_argument("--json", action="store_true", help="a list on stdout")
    return parser


if __name__ == "__main__":
    sys.exit(main())
