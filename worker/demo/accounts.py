"""What came of the records, order by order, as a bookkeeper thinks of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import RecordKind
from clients.database.outcomes import Outcome
from worker.demo.sections import counted

STANDING = ("posted", "linked")
SEQUENCE = list(RecordKind)


class Standing(StrEnum):
    """How an order as a whole stands, the most urgent first."""

    NEEDS_YOU = "needs you"
    WAITS = "waits"
    LEFT_OUT = "left out"
    IN_THE_BOOKS = "in the books"


@dataclass(frozen=True)
class OrderAccount:
    """One order with everything that came of its records, or a record that belongs to no order."""

    order_id: str
    """Empty for a record without an order."""
    name: str
    """Its number; with the channel where two channels use the same one."""
    outcomes: tuple[Outcome, ...]

    def of(self, *kinds: RecordKind) -> list[Outcome]:
        """What came of the records of these kinds."""
        return [outcome for outcome in self.outcomes if outcome.ref.kind in kinds]

    @property
    def standing(self) -> Standing:
        states = {outcome.state for outcome in self.outcomes}
        if "parked" in states:
            return Standing.NEEDS_YOU
        if "waiting" in states:
            return Standing.WAITS
        return Standing.IN_THE_BOOKS if states & set(STANDING) else Standing.LEFT_OUT


@dataclass(frozen=True)
class Cause:
    """One thing to mend or to know, and every order that it concerns."""

    code: str
    told: tuple[tuple[OrderAccount, Outcome, Problem], ...]

    @property
    def words(self) -> str:
        words = in_words(self.code)
        return words[0].upper() + words[1:]

    @property
    def orders(self) -> int:
        return len({account.name for account, _, _ in self.told})

    @property
    def common_fix(self) -> str | None:
        """The fix, where all share it."""
        fixes = {problem.fix for _, _, problem in self.told}
        return fixes.pop() if len(fixes) == 1 else None


def accounts_of(outcomes: Iterable[Outcome], channels: Mapping[str, str]) -> list[OrderAccount]:
    """The orders, the most urgent first; ``channels`` names the channel of an order by its id."""
    by_order = sorted(outcomes, key=lambda o: (o.order_id, SEQUENCE.index(o.ref.kind), o.label))
    groups = [tuple(group) for _, group in groupby(by_order, key=lambda o: o.order_id or o.ref)]
    count = Counter(map(_number, groups))
    accounts = [
        OrderAccount(group[0].order_id, _name(group, channels, alone=count[_number(group)] == 1), group)
        for group in groups
    ]
    return sorted(accounts, key=lambda account: (list(Standing).index(account.standing), account.name))


def shared_numbers(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The orders whose number belongs to another order, too."""
    orders = [outcome for outcome in outcomes if outcome.ref.kind is RecordKind.ORDER]
    count = Counter(outcome.label for outcome in orders)
    return [outcome for outcome in orders if count[outcome.label] > 1]


def counted_orders(accounts: Sequence[OrderAccount]) -> str:
    """How many orders these are, and how many records beside them belong to none."""
    orders = sum(bool(account.order_id) for account in accounts)
    others = len(accounts) - orders
    told = [counted(orders, "order", "orders")] if orders or not others else []
    return " and ".join(
        told + ([counted(others, "record without an order", "records without an order")] if others else [])
    )


def causes(accounts: Sequence[OrderAccount], *, parked: bool) -> list[Cause]:
    """What to mend (parked records), or what to know of documents that stand; the most frequent first."""
    told = [
        (account, outcome, problem)
        for account in accounts
        for outcome in account.outcomes
        for problem in outcome.problems
        if (outcome.state == "parked") is parked
    ]
    codes = dict.fromkeys(problem.code for _, _, problem in told)
    found = [Cause(code, tuple(entry for entry in told if entry[2].code == code)) for code in codes]
    return sorted(found, key=lambda cause: (-cause.orders, cause.code))


def documents(account: OrderAccount) -> str:
    """The order's documents that stand, as QuickBooks calls them, with their totals."""
    return ", ".join(_document(outcome) for outcome in account.outcomes if outcome.state in STANDING)


def in_words(code: str) -> str:
    """A problem's code as words."""
    return code.replace("_", " ").replace("sku", "SKU")


def _document(outcome: Outcome) -> str:
    kind = DocumentKind(outcome.document_kind).words if outcome.document_kind else "document"
    return f"{kind} {outcome.number or '(no number)'} over {outcome.total}"


def _number(outcomes: Sequence[Outcome]) -> str:
    """What the customer sees; a record whose order is unknown goes by the order's id, else by its own number."""
    first = outcomes[0]
    if not first.order_id:
        return f"{first.ref.kind.words} {first.label}"
    return first.label if first.ref.kind is RecordKind.ORDER and first.label else first.order_id


def _name(outcomes: Sequence[Outcome], channels: Mapping[str, str], *, alone: bool) -> str:
    number, order_id = _number(outcomes), outcomes[0].order_id
    return number if alone or not order_id else f"{number} ({channels.get(order_id, f'id {order_id}')})"
