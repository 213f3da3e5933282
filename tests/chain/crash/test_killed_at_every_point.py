"""The worker is killed with SIGKILL at every point of an order's chain, one point in each world.

A point lies just before a durable action, and one more after the last action of each activity and workflow task: what
lies between two actions is after the one and before the next, so that both sides of every send, of every database
commit and of every event in the histories are covered. The points are those of a chain that nobody disturbs; each of
them must be met again in its own world. What a process does by its clock is met by keeping an answer back.

QuickBooks replaces the refresh token at each refresh here, which is harsher than Intuit (about once a day). The one
point where that cannot be survived is a test of its own; among the others it is played as Intuit mostly answers.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter

import pytest
from temporalio.client import Client

from tests.chain.crash.actions import BACKGROUND
from tests.chain.crash.branches import BASE, OTHERS, Branch
from tests.chain.crash.shops import Shop
from tests.chain.crash.worlds import Fate, Stage

STUCK_AFTER = 60.0
"""Seconds. On a quiet machine a chain goes on within 20 s of the restart: the report shows it, no test asserts it."""
ENOUGH = 10
RENEWALS = [f"{BACKGROUND} · {number} · database · update governor_slot" for number in (1, 2)]
"""Before the first renewal of leases, and after it."""
NEW_TOKENS = "commit of update quickbooks_grant"


@pytest.mark.rule("R-35/expected", "R-76/expected")
@pytest.mark.timeout(900)
async def test_a_worker_killed_at_any_point_leaves_one_of_each_and_goes_on(
    stage: Stage, slots: list[Client], undisturbed: Fate
) -> None:
    assert wrong_in(undisturbed, undisturbed) == []
    points = [*undisturbed.points, *RENEWALS]
    assert len(set(points)) == len(points)
    began = time.monotonic()

    fates, wrong = await play_all(stage, slots, points, undisturbed)

    print(report(fates, time.monotonic() - began))
    assert not wrong, "\n".join(wrong)
    assert sorted(str(fate.point) for fate in fates) == sorted(points)


@pytest.mark.timeout(900)
async def test_a_worker_killed_at_any_other_point_of_the_chains_branches_leaves_one_of_each_and_goes_on(
    stage: Stage, slots: list[Client], undisturbed: Fate
) -> None:
    """What a branch has in common with the chain above was killed there."""
    began, known = time.monotonic(), {kind_of(point) for point in undisturbed.points}
    fates, wrong = list[Fate](), list[str]()
    for branch in OTHERS:
        whole = await stage.play(slots[0], stage.street.open_shop(branch), None)
        assert wrong_in(whole, whole) == [], branch.name
        points = [point for point in whole.points if kind_of(point) not in known or point.startswith(branch.own)]
        assert points, branch.name
        known |= set(map(kind_of, points))
        played, found = await play_all(stage, slots, points, whole, branch)
        assert sorted(str(fate.point) for fate in played) == sorted(points)
        fates, wrong = [*fates, *played], [*wrong, *(f"{branch.name}: {told}" for told in found)]

    print(report(fates, time.monotonic() - began))
    assert not wrong, "\n".join(wrong)


async def test_a_worker_killed_with_the_only_good_token_in_its_hands_needs_a_person_and_then_goes_on(
    stage: Stage, slots: list[Client], undisturbed: Fate
) -> None:
    point = next(point for point in undisturbed.points if point.endswith(NEW_TOKENS))
    shop = stage.street.open_shop(rotate="always")

    async def link_again(failure: str) -> None:
        assert "Intuit no longer accepts the refresh token" in failure
        shop.quickbooks.tokens.start()  # the person's consent
        await stage.connect(shop)

    fate = await stage.play(slots[0], shop, point, mend=link_again)

    assert wrong_in(fate, undisturbed) == []


async def play_all(
    stage: Stage, slots: list[Client], points: list[str], undisturbed: Fate, branch: Branch = BASE
) -> tuple[list[Fate], list[str]]:
    """A world for each point, one at a time in each slot, and what is wrong in them: ten of those are enough."""
    fates, wrong, waiting = list[Fate](), list[str](), iter(points)

    async def play(slot: Client) -> None:
        for point in waiting:
            fate = await stage.play(slot, await shop_for(stage, point, branch), point)
            fates.append(fate)
            if found := wrong_in(fate, undisturbed):
                wrong.append(f"{point}: {'; '.join(found)}")
            if len(wrong) >= ENOUGH:
                return

    await asyncio.gather(*map(play, slots))
    return fates, wrong


async def shop_for(stage: Stage, point: str, branch: Branch = BASE) -> Shop:
    """A shop in which the point is met, and can be survived."""
    shop = stage.street.open_shop(branch, rotate="never" if point.endswith(NEW_TOKENS) else "always")
    if point in RENEWALS:
        await stage.answer_late(shop)
    return shop


def kind_of(point: str) -> str:
    """A point without the ids of records in it."""
    return re.sub(r"\d{3,}", "#", point)


def wrong_in(fate: Fate, undisturbed: Fate) -> list[str]:
    """What is not as it should be in a world, in words."""
    if len(fate.deaths) != (0 if fate.point is None else 1):
        return [f"the worker was killed {len(fate.deaths)} times", *fate.faults]
    return [*fate.faults, *differences(fate, undisturbed), *unfinished(fate), *delays(fate)]


def differences(fate: Fate, undisturbed: Fate) -> list[str]:
    stands, wanted = Counter(fate.standing), Counter(undisturbed.standing)
    return [f"too many: {what}" for what in (stands - wanted).elements()] + [
        f"missing: {what}" for what in (wanted - stands).elements()
    ]


def unfinished(fate: Fate) -> list[str]:
    if fate.status is None:
        return ["the order's workflow has not ended"]
    return [
        f"{record.label} is {record.state}, marked: {record.marked}, {list(map(str, record.problems))}"
        for record in fate.status.records
        if not record.marked or record.problems
    ]


def delays(fate: Fate) -> list[str]:
    if fate.point is None or fate.resumed <= STUCK_AFTER:
        return []
    return [f"went on only {fate.resumed:.1f} s after the restart"]


def report(fates: list[Fate], seconds: float) -> str:
    """How many points of each kind, and the longest waits."""
    kinds = Counter(str(fate.point).split(" · ")[2] for fate in fates)
    died = [fate for fate in fates if fate.deaths]
    waits = {
        "the first action": max(fate.first_action for fate in died),
        "what was killed to go on": max(fate.resumed for fate in died),
        "the order's end": max(fate.completed for fate in died),
    }
    return (
        f"\n{len(fates)} points in {seconds:.0f} s: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}."
        f" From the restart at most: {', '.join(f'{wait:.1f} s to {what}' for what, wait in waits.items())}."
    )
