"""Which shop the demo plays: the one that comes with Daybook, or one made up for it."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from worker.demo.expectations import Expectation
from worker.stack.errors import StackError

GIVEN = Path(__file__).parents[2] / "sandbox" / "shop"
"""The records lie beside the stand-ins, whose code is nobody's to import."""
TOLD = ("posted", "linked", "waiting", "parked")


@dataclass(frozen=True)
class Shop:
    """The choice of whoever plays."""

    orders: int | None = None
    """How many to make up; the shop that comes with Daybook unless it is given."""
    seed: int = 1
    limits: bool = True
    """Whether the stand-ins refuse whoever asks faster than the real ones allow."""

    async def records(self, folder: Path) -> Path:
        """The folder of its records; one made up is written into the folder given.

        Raises:
            StackError: it could not be made up.
        """
        if self.orders is None:
            return GIVEN
        made_up = folder / "shop"
        made_up.mkdir(exist_ok=True)
        command = ["shop", "--orders", str(self.orders), "--seed", str(self.seed), "--into", str(made_up)]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox", *command),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
        if process.returncode != 0:
            raise StackError(f"The shop could not be made up: {said.decode().strip()}")
        return made_up


def least_seconds(expectations: list[Expectation], spacing: float) -> float:
    """How long Flxpoint alone takes: it is told of each record that is not left out, one at a time."""
    return spacing * sum(expectation.ends in TOLD for expectation in expectations)
