"""What people call the customers, items, accounts and terms that documents name by id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from accounting.account_totals import AccountTotal, ItemAccounts, accounts_of_new, totals_by_account
from accounting.books import Item
from accounting.documents import Bill, Document, NewCustomer, NewItem, PurchaseOrder, Sale
from activities.preview.contents import Names
from activities.preview.creator import Made
from activities.preview.facts import PreviewFacts
from activities.preview.placeholders import is_placeholder


async def named_and_totalled(
    facts: PreviewFacts, documents: Sequence[Document], created: Collection[Made]
) -> tuple[Names, tuple[AccountTotal, ...]]:
    """The names in these documents, and what they come to by account."""
    items = await facts.items_by_id(_known(_items_on(documents)))
    totals = totals_by_account(documents, _accounts_of(items) | _accounts_of_created(created))
    accounts = {total.account_id for total in totals if total.account_id} | _accounts_on(documents)
    customers = await facts.customers_by_id(_known(_customers_on(documents)))
    terms = {id: await facts.term(id) for id in sorted(_terms_on(documents))}
    new = {one.id: one.document.name for one in created if isinstance(one.document, NewCustomer | NewItem)}
    names = Names(
        customers=new | {id: one.name for id, one in customers.items()},
        items=new | {id: one.name for id, one in items.items()},
        accounts={id: one.name for id, one in (await facts.accounts_by_id(accounts)).items()},
        terms={id: term.name for id, term in terms.items() if term},
    )
    return names, totals


def _accounts_of(items: Mapping[str, Item]) -> dict[str, ItemAccounts]:
    return {
        id: ItemAccounts(sold_on=item.income_account_id, bought_on=item.cost_account_id) for id, item in items.items()
    }


def _accounts_of_created(created: Iterable[Made]) -> dict[str, ItemAccounts]:
    return {one.id: accounts_of_new(one.document) for one in created if isinstance(one.document, NewItem)}


def _known(ids: Iterable[str | None]) -> set[str]:
    return {id for id in ids if id and not is_placeholder(id)}


def _items_on(documents: Iterable[Document]) -> Iterator[str | None]:
    for document in documents:
        if isinstance(document, Sale | PurchaseOrder | Bill):
            yield from (line.item_id for line in document.lines)


def _customers_on(documents: Iterable[Document]) -> Iterator[str | None]:
    for document in documents:
        if isinstance(document, Sale | PurchaseOrder | Bill):
            yield document.customer_id


def _accounts_on(documents: Iterable[Document]) -> set[str]:
    return {document.payables_account_id for document in documents if isinstance(document, PurchaseOrder | Bill)}


def _terms_on(documents: Iterable[Document]) -> set[str]:
    return {document.term_id for document in documents if isinstance(document, Sale | Bill) and document.term_id}
