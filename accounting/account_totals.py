"""What documents come to on each account: the debits and credits that QuickBooks will book for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from accounting.documents import Bill, Document, DocumentKind, NewItem, Sale
from accounting.money import ZERO
from accounting.records import Model

CHOSEN_BY_QUICKBOOKS = "by QuickBooks' own choice"


class ItemAccounts(Model):
    """The accounts of an item, by id; None: nobody here knows it."""

    sold_on: str | None = None
    bought_on: str | None = None


class Amount(Model):
    """An amount on one account, a debit where it is positive."""

    account_id: str | None = None
    """None: QuickBooks chooses the account."""
    use: str = ""
    """What QuickBooks chooses it for."""
    debit: Decimal


class AccountTotal(Model):
    """What all documents together come to on one account."""

    account_id: str | None
    use: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO


def totals_by_account(documents: Iterable[Document], items: Mapping[str, ItemAccounts]) -> tuple[AccountTotal, ...]:
    """The debits and credits of these documents, which are equal in sum.

    Purchase Orders book nothing. What goods taken from stock had cost is QuickBooks' to know, and not counted.

    Args:
        items: by item id.
    """
    totals: dict[tuple[str | None, str], AccountTotal] = {}
    for document in documents:
        for one in amounts_of(document, items):
            key = (one.account_id, one.use)
            totals[key] = _with(totals.get(key, AccountTotal(account_id=one.account_id, use=one.use)), one.debit)
    return tuple(totals.values())


def amounts_of(document: Document, items: Mapping[str, ItemAccounts]) -> Iterator[Amount]:
    """What one document books, which comes to nothing in sum."""
    match document:
        case Sale():
            yield from _of_sale(document, items)
        case Bill():
            yield from _of_bill(document, items)
        case _:
            return


def accounts_of_new(item: NewItem) -> ItemAccounts:
    """The accounts of an item that is not there yet."""
    return ItemAccounts(sold_on=item.income_account_id, bought_on=item.purchase_account_id)


def _of_sale(sale: Sale, items: Mapping[str, ItemAccounts]) -> Iterator[Amount]:
    if sale.kind is DocumentKind.INVOICE:
        yield Amount(use="Accounts Receivable", debit=sale.total)
    elif sale.deposit_account_id:
        yield Amount(account_id=sale.deposit_account_id, debit=sale.total)
    else:
        yield Amount(use="Undeposited Funds", debit=sale.total)
    for line in sale.lines:
        yield _on_item(items.get(line.item_id, ItemAccounts()).sold_on, "Income of products", -line.amount)
    if sale.shipping:
        yield Amount(use="Income of shipping", debit=-sale.shipping)
    if sale.tax:
        yield Amount(use="Sales tax payable", debit=-sale.tax)


def _of_bill(bill: Bill, items: Mapping[str, ItemAccounts]) -> Iterator[Amount]:
    for line in bill.lines:
        account = line.account_id or items.get(line.item_id or "", ItemAccounts()).bought_on
        yield _on_item(account, "Cost of products", line.amount)
    yield Amount(account_id=bill.payables_account_id, debit=-bill.total)


def _on_item(account: str | None, use: str, debit: Decimal) -> Amount:
    return Amount(account_id=account, use="" if account else use, debit=debit)


def _with(total: AccountTotal, debit: Decimal) -> AccountTotal:
    side = "debit" if debit > ZERO else "credit"
    return total.model_copy(update={side: getattr(total, side) + abs(debit)})
