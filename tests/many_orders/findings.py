"""What stands in the books held against what the records state: any difference is a finding."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sandbox.made_up.amounts import ZERO
from tests.many_orders.cases import Case, Stated
from tests.many_orders.chain import POSTED, Outcome

Json = dict[str, Any]
LONGEST_NUMBER = 21
SALES = ("SalesReceipt", "Invoice")


def findings(case: Case, outcomes: list[Outcome], discount_item: str) -> list[str]:
    """Every difference, a sentence each; ``discount_item`` names the item that carries discounts."""
    found = [text for outcome in outcomes for text in _wrong(outcome, case.stated[outcome.record], discount_item)]
    if missing := set(case.stated) - {outcome.record for outcome in outcomes}:
        found.append(f"nothing became of {', '.join(sorted(missing))}")
    return found


def _wrong(outcome: Outcome, stated: Stated, discount_item: str) -> Iterator[str]:
    name = f"{outcome.record}: "
    if outcome.ends != stated.ends:
        yield f"{name}must end {stated.ends}, and ends {outcome.ends}. {outcome.told}"
    if POSTED not in (outcome.ends, stated.ends) or outcome.ends != POSTED:
        return
    stands = outcome.stands
    if stands["TotalAmt"] != stated.total:
        yield f"{name}comes to {stated.total}, and stands as {stands['TotalAmt']}."
    if outcome.kind in SALES:
        tax = stands["TxnTaxDetail"]["TotalTax"]
        if tax != stated.tax:
            yield f"{name}carries {stated.tax} tax, and stands with {tax}."
        taken_off = _on(stands, discount_item)
        if taken_off != -(stated.discount or ZERO):
            yield f"{name}is {stated.discount} off, and stands with {taken_off} for discounts."
    if outcome.kind == "Bill" and not all("LinkedTxn" in line for line in stands["Line"] if _item(line)):
        yield f"{name}has a product line that is linked to no Purchase Order."
    if not 0 < len(stands["DocNumber"]) <= LONGEST_NUMBER:
        yield f"{name}has number {stands['DocNumber']}."
    if outcome.told:
        yield f"{name}Daybook itself finds that {outcome.told}"


def _on(stands: Json, item: str) -> Decimal:
    """What the lines of one item come to."""
    return sum((line["Amount"] for line in stands["Line"] if _item(line) == item), ZERO)


def _item(line: Json) -> str:
    detail = line.get(line.get("DetailType", ""), {})
    return str(detail.get("ItemRef", {}).get("name", ""))
