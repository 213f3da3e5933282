"""What people ask of an order's workflow, in whichever form they type it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from temporalio.common import RawValue

from accounting.records import RecordRef
from activities.contracts import LINK_RECORD, SKIP_RECORD, Decided, LinkRecord, OrderInput, SkipRecord
from workflows.step import Step


@dataclass
class Decision:
    """What a person decided of one record; it is kept between two attempts to post, never during one."""

    activity: str
    summary: str
    request: SkipRecord | LinkRecord
    answer: Decided | None = None

    @property
    def ref(self) -> RecordRef:
        return self.request.ref


def skipping(order: OrderInput, step: Step, request: Any) -> Decision:
    """A person wants a record left out, for the reason that the request holds."""
    reason = member_of(request, "reason")
    asked = SkipRecord(connection=order.connection, order_id=order.order_id, ref=step.ref, reason=reason)
    return Decision(SKIP_RECORD, f"Skip {step.name}", asked)


def linking(order: OrderInput, step: Step, request: Any) -> Decision:
    """A person entered a record's document by hand, under the id that the request holds."""
    document = member_of(request, "document")
    asked = LinkRecord(connection=order.connection, order_id=order.order_id, ref=step.ref, document_id=document)
    return Decision(LINK_RECORD, f"Link {step.name}", asked)


def named_in(request: Any, what: str) -> str | None:
    """The record's id or the problem's code that a person named; people type it plain or as {"record": ...}."""
    named = request.get(what, request or None) if isinstance(request, dict) else request
    return None if named in (None, "") else str(named)


def member_of(request: Any, what: str) -> str:
    """One member of {"record": ..., "reason": ...}; empty where it is absent."""
    value = request.get(what) if isinstance(request, dict) else None
    return "" if value is None else str(value)


def reads_again(values: Sequence[RawValue]) -> bool:
    """Whether a ``retry_all`` wants the records read anew; unless it says {"read_again": false}, it does."""
    try:
        asked = json.loads(values[0].payload.data)
    except (IndexError, ValueError, RecursionError):
        return True
    return not (isinstance(asked, dict) and asked.get("read_again") is False)
