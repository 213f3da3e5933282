"""The shop that the demo plays, read from its files: all of it, or some files by their numbers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from tests.chain.world import CONNECTION, World, eventually
from worker.demo.expectations import Expectation, differences, record_name

Json = dict[str, Any]
SHOP = Path(__file__).parents[2] / "sandbox" / "shop"
KINDS = ("orders", "fulfillment_requests", "source_invoices")


def account() -> dict[str, list[Json]]:
    """The channels and sources of the shop."""
    (file,) = _files([0])
    return {kind: file[kind] for kind in ("channels", "sources")}


def records(*numbers: int, kinds: Collection[str] = KINDS) -> dict[str, list[Json]]:
    """The records of some files, or of all of them."""
    files = list(_files(numbers))
    return {kind: [record for file in files for record in file.get(kind, [])] for kind in kinds}


def expected(*kinds: str, numbers: Collection[int] = ()) -> list[Expectation]:
    """How the records of some kinds must end, or all of them."""
    entries = (Expectation.model_validate(entry) for file in _files(numbers) for entry in file.get("expect", []))
    return [entry for entry in entries if not kinds or entry.record.partition(":")[0] in kinds]


async def play(world: World, *numbers: int) -> None:
    """Put the account and the records of some files into Flxpoint, run once, and see each of them end as it must."""
    await world.flxpoint.add(**account(), **records(*numbers))
    report = await world.run()
    wanted = expected(numbers=numbers)
    names = {expectation.record for expectation in wanted}
    seen: list[str] = []

    async def look() -> bool | None:
        outcomes = await world.companies.stores.outcomes.of_run(CONNECTION, report.run_id)
        ours = [outcome for outcome in outcomes if record_name(outcome.ref) in names]
        seen[:] = map(str, differences(wanted, ours))
        return not seen or None

    try:
        await eventually(look)
    except TimeoutError:
        raise AssertionError("\n".join(seen)) from None


def _files(numbers: Collection[int]) -> Iterator[Json]:
    for path in sorted(SHOP.glob("*.json")):
        if not numbers or int(path.name[:2]) in numbers:
            yield dict(json.loads(path.read_text(encoding="utf-8")))
