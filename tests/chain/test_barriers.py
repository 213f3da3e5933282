"""Each barrier against duplicates holds alone, and without it there are duplicates."""

from __future__ import annotations

import pytest

from tests.barriers.__main__ import PLAYS
from tests.chain.world import World

LOSSES = 20


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_a_barrier_holds_with_the_others_switched_off(world: World, play: object) -> None:
    found = await play(world, LOSSES)  # type: ignore[operator]

    assert found.lost >= LOSSES
    assert (found.documents, found.duplicates) == (LOSSES, 0)


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_without_it_there_are_duplicates(world: World, play: object) -> None:
    found = await play(world, 5, broken=True)  # type: ignore[operator]

    assert found.duplicates > 0
