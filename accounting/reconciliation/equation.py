"""Records of the order system = posted + waiting + parked + excluded; what is left over is a gap."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from accounting.money import ZERO
from accounting.problems import CONNECTION, Problem
from accounting.records import FulfillmentRequest, Model, Order, Record, RecordKind, SupplierInvoice

LEFT_BEHIND = "left_behind"


class Place(StrEnum):
    """Where a record stands in the equation."""

    STANDING = "standing"
    """Posted or linked."""
    WAITING = "waiting"
    PARKED = "parked"
    EXCLUDED = "excluded"
    GAP = "gap"


class Tally(Model):
    """The equation of one operation."""

    operation: str
    standing: int = 0
    waiting: int = 0
    parked: int = 0
    excluded: int = 0
    gap: int = 0
    in_flxpoint: Decimal = ZERO
    """What the standing records come to there."""

    @property
    def records(self) -> int:
        """All records of the operation."""
        return self.standing + self.waiting + self.parked + self.excluded + self.gap


def place_of(state: str | None, *, marked: bool, left_out: bool, under_way: bool) -> Place:
    """Where a record stands.

    Args:
        state: what became of it; None where nobody said so.
        marked: Flxpoint says that it is in the books already: another program's.
        under_way: its order's workflow lives, or no run was there to read it yet.
    """
    match state:
        case "posted" | "linked":
            return Place.STANDING
        case "excluded":
            return Place.EXCLUDED
        case "waiting" | "parked":
            return Place(state) if under_way else Place.GAP
        case _ if marked or left_out:
            return Place.EXCLUDED
        case _:
            return Place.WAITING if under_way else Place.GAP


def tallied(operation: str, placed: Iterable[tuple[Place, Decimal]]) -> Tally:
    """The equation over all records of an operation, each with its money in Flxpoint."""
    counted = dict.fromkeys(Place, 0)
    money = ZERO
    for place, amount in placed:
        counted[place] += 1
        money += amount if place is Place.STANDING else ZERO
    return Tally(operation=operation, in_flxpoint=money, **{place.value: n for place, n in counted.items()})


def money_of(record: Record) -> Decimal:
    """What a record comes to in Flxpoint; of a request what its lines cost, a shipment comes to nothing."""
    match record:
        case Order() | SupplierInvoice():
            return record.total
        case FulfillmentRequest():
            return sum((line.net_quantity * (line.unit_cost or ZERO) for line in record.lines), ZERO)
        case _:
            return ZERO


def left_behind(kind: RecordKind, label: str, state: str | None) -> Problem:
    """Nobody works on a record that is not in the books."""
    what = f"{kind.words.capitalize()} {label}"
    why = (
        f"is {state}, and its order's workflow has ended before it was done"
        if state
        else "is in Flxpoint, and nothing became of it: no run and no workflow works on it"
    )
    return Problem(
        code=LEFT_BEHIND,
        message=f"{what} {why}.",
        fix="Daybook has told its order's workflow to look at it again; if this is still here an hour later: "
        f"daybook retry {CONNECTION} {shlex.quote(label)}",
    )
