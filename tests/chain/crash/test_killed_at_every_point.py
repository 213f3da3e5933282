"""The worker is killed with SIGKILL at every point of an order's chain, one point in each world.

A point lies just before a durable action, and one more after the last action of each activity and workflow task:
what lies between two actions is after the one and before the next, so that both sides of every send, of every database
commit and of every event of the histories are covered.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest
from temporalio.client import Client

from tests.chain.crash.actions import BACKGROUND
from tests.chain.crash.worlds import Fate, Stage

RESUMES_WITHIN = 20.0


@pytest.mark.timeout(600)
async def test_a_worker_killed_at_any_point_leaves_one_of_each_and_goes_on(stage: Stage, slots: list[Client]) -> None:
    began = time.monotonic()
    undisturbed = await stage.play(slots[0], None)
    assert faults(undisturbed, undisturbed) == []
    points = [action.name for action in undisturbed.actions if action.context != BACKGROUND]

    fates = await play_all(stage, slots, points)

    print(report(undisturbed, fates, time.monotonic() - began))
    wrong = {fate.point: found for fate in fates if (found := faults(fate, undisturbed))}
    assert not wrong, "\n".join(f"{point}: {'; '.join(found)}" for point, found in wrong.items())
    assert len(fates) == len(set(points))


async def play_all(stage: Stage, slots: list[Client], points: list[str]) -> list[Fate]:
    """A world for each point, one at a time in each slot."""
    fates, waiting = [], iter(points)

    async def play(client: Client) -> None:
        for point in waiting:
            fates.append(await stage.play(client, point))

    await asyncio.gather(*map(play, slots))
    return fates


def faults(fate: Fate, undisturbed: Fate) -> list[str]:
    """What is not as it should be in a world, in words."""
    found = list(fate.faults)
    if fate.point is not None and [death.ended_by for death in fate.deaths] != [-9]:
        return [*found, f"workers ended {[death.ended_by for death in fate.deaths]}, and one SIGKILL was wanted"]
    if fate.standing != undisturbed.standing:
        extra, missing = Counter(fate.standing), Counter(undisturbed.standing)
        found += [f"too many: {what}" for what in (extra - missing).elements()]
        found += [f"missing: {what}" for what in (missing - extra).elements()]
    if fate.status is None:
        found.append("the order's workflow has not ended")
    elif unfinished := [record.label for record in fate.status.records if not record.marked or record.problems]:
        found.append(f"not posted and marked without problems: {unfinished}")
    if fate.point is not None and fate.resumed > RESUMES_WITHIN:
        found.append(f"went on {fate.resumed:.1f} s after the restart")
    return found


def report(undisturbed: Fate, fates: list[Fate], seconds: float) -> str:
    """How many points of each kind, and the longest waits."""
    kinds = Counter(action.kind for action in undisturbed.actions if action.context != BACKGROUND)
    died = [fate for fate in fates if len(fate.deaths) == 1]
    waits = [
        f"{what} {max(getattr(fate, name) for fate in died):.1f} s"
        for what, name in (("first action", "first_progress"), ("what was killed", "resumed"), ("end", "completed"))
    ]
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return f"\n{len(fates)} points ({told}) in {seconds:.0f} s; at most after the restart: {', '.join(waits)}"
