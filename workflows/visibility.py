"""What an order's workflow shows in Temporal: search attributes, current details and its status."""

from __future__ import annotations

from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from accounting.problems import Problem
from accounting.records import Model
from activities.contracts import OrderInput, State
from workflows.order_life import OrderLife
from workflows.step import Mark, Step

CONNECTION = SearchAttributeKey.for_keyword("Connection")
ORDER_NUMBER = SearchAttributeKey.for_keyword("OrderNumber")
STAGE = SearchAttributeKey.for_keyword("Stage")
NEEDS_ATTENTION = SearchAttributeKey.for_bool("NeedsAttention")
PROBLEM_CODE = SearchAttributeKey.for_keyword_list("ProblemCode")


class RecordStatus(Model):
    """How far one record of an order has come."""

    kind: str
    id: str
    label: str
    state: str
    detail: str
    problems: tuple[Problem, ...]
    marked: bool


class OrderStatus(Model):
    """How far an order has come."""

    connection: str
    order_id: str
    number: str
    stage: str
    needs_attention: bool
    records: tuple[RecordStatus, ...]
    problems: tuple[Problem, ...]


class Visibility:
    """Publishes what changed, and only that: each publication is one more write to Temporal."""

    def __init__(self, connection: str) -> None:
        self._connection = connection
        self._published: tuple[object, ...] | None = None

    def publish(self, life: OrderLife) -> None:
        """Show the order's life as it is now; attributes change when an order parks, resumes or ends."""
        workflow.set_current_details(life.told_as_markdown())
        codes = sorted({problem.code for problem in life.problems})
        told = (life.number, life.finished, life.needs_attention, codes)
        if told != self._published:
            self._published = told
            workflow.upsert_search_attributes(self._attributes(life, codes))

    def _attributes(self, life: OrderLife, codes: list[str]) -> list[SearchAttributeUpdate[Any]]:
        updates: list[SearchAttributeUpdate[Any]] = [
            CONNECTION.value_set(self._connection),
            STAGE.value_set(life.stage if life.steps else "started"),
            NEEDS_ATTENTION.value_set(life.needs_attention),
            PROBLEM_CODE.value_set(codes) if codes else PROBLEM_CODE.value_unset(),
        ]
        return updates + ([ORDER_NUMBER.value_set(life.number)] if life.number else [])


def status_of(start: OrderInput, life: OrderLife) -> OrderStatus:
    """The order's life for whoever asks."""
    return OrderStatus(
        connection=start.connection,
        order_id=start.order_id,
        number=life.number,
        stage=life.stage,
        needs_attention=life.needs_attention,
        records=tuple(_record_status(step) for step in life.steps.values()),
        problems=tuple(life.problems),
    )


def _record_status(step: Step) -> RecordStatus:
    posted = step.state in (State.POSTED, State.LINKED)
    return RecordStatus(
        kind=step.ref.kind.value,
        id=step.ref.id,
        label=step.label,
        state=step.state.value if step.state else "under way",
        detail=step.detail,
        problems=step.all_problems,
        marked=posted and step.mark is Mark.NOTHING_TO_SAY,
    )
