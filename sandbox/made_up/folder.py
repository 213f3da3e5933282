"""A made-up shop as a folder of JSON files, ready to be served."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import Any

from sandbox.exact import dumps
from sandbox.flxpoint.account import RecordsError
from sandbox.flxpoint.kinds import KINDS
from sandbox.made_up.mix import generate
from sandbox.made_up.records import Json

ACCOUNT = Path(__file__).parents[1] / "shop" / "00-account.json"
ORDERS = "01-orders.json"


def write_folder(folder: Path, orders: int, seed: int) -> dict[str, int]:
    """Write the shop's account and so many orders into the folder, in place of those it had; says how many records.

    Raises RecordsError when the folder holds other records, since they would be served too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    strange = sorted({file.name for file in folder.glob("*.json")} - {ACCOUNT.name, ORDERS})
    if strange:
        raise RecordsError(f"{folder} holds {', '.join(strange)}: name a folder without other records")
    made_up = generate(orders, seed)
    about = f"{orders} orders made up by chance, from seed {seed}: mostly plain, a few per cent of each odd case."
    copyfile(ACCOUNT, folder / ACCOUNT.name)
    (folder / ORDERS).write_text(_written({"about": about, **made_up}), encoding="utf-8")
    return {kind: len(records) for kind, records in made_up.items() if kind in KINDS}


def _written(parts: dict[str, Any]) -> str:
    """JSON with one record on a line."""
    return "{\n" + ",\n".join(f'"{name}": {_listed(part)}' for name, part in parts.items()) + "\n}\n"


def _listed(part: str | list[Json]) -> str:
    if isinstance(part, str):
        return dumps(part)
    return "[\n" + ",\n".join(map(dumps, part)) + "\n]"
