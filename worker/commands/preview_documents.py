"""Documents of a preview, each as a bookkeeper would see it on paper."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.documents import Bill, BillLine, Document, PurchaseLine, PurchaseOrder, Sale, SaleLine
from accounting.records import Address, FulfillmentRequest, Order, SupplierInvoice
from activities.preview.contents import Foreseen, Names
from activities.preview.placeholders import is_placeholder

Line = SaleLine | PurchaseLine | BillLine


def document_row(one: Foreseen, names: Names) -> tuple[str, str, str, str]:
    """A document in one line: its date, its name, for whom, and its total."""
    document = _of(one)
    return document.dated.isoformat(), title_of(document), party_of(one, names), f"{document.total}"


def show_document(console: Console, one: Foreseen, names: Names) -> None:
    """Print a document line by line."""
    document = _of(one)
    console.print()
    console.print(Text(f"{title_of(document)}, {document.dated}", "bold"))
    for words in _head(one, document, names):
        console.print(Text(words))
    console.print(_lines(document, names))
    console.print(Text(f"Memo: {document.note}"))
    for problem in one.posting.problems:
        console.print(Text(f"To know: {problem}", "yellow"))


def title_of(document: Sale | PurchaseOrder | Bill) -> str:
    """The document's kind and number; QuickBooks may give the number itself."""
    return f"{document.kind.words} {document.number or '(numbered by QuickBooks)'}"


def party_of(one: Foreseen, names: Names) -> str:
    """The customer of a sale; the vendor of a purchase."""
    document = _of(one)
    if isinstance(document, Sale):
        return _customer(document.customer_id, names)
    return one.record.source_name if isinstance(one.record, FulfillmentRequest | SupplierInvoice) else ""


def _of(one: Foreseen) -> Sale | PurchaseOrder | Bill:
    document: Document | None = one.document.document if one.document else None
    assert isinstance(document, Sale | PurchaseOrder | Bill)
    return document


def _head(one: Foreseen, document: Sale | PurchaseOrder | Bill, names: Names) -> Iterator[str]:
    if isinstance(document, Sale):
        channel = f", channel {one.record.channel_name}" if isinstance(one.record, Order) else ""
        yield f"Customer: {party_of(one, names)}{channel}"
        if document.deposit_account_id:
            yield f"Deposit to: {names.accounts.get(document.deposit_account_id, document.deposit_account_id)}"
    else:
        yield f"Vendor: {party_of(one, names)}"
        if document.customer_id:
            yield f"Customer: {_customer(document.customer_id, names)}"
    if isinstance(document, Sale | Bill):
        if document.term_id:
            yield f"Terms: {names.terms.get(document.term_id, document.term_id)}"
        if document.due:
            yield f"Due: {document.due}"
    if not isinstance(document, Bill) and document.ship_to:
        yield f"Ship to: {_written(document.ship_to)}"


def _lines(document: Sale | PurchaseOrder | Bill, names: Names) -> Table:
    right = [Column(name, justify="right") for name in ("quantity", "price", "amount")]
    table = Table("item or account", "description", *right)
    for line in document.lines:
        table.add_row(*map(Text, _line(line, names)))
    table.add_section()
    if isinstance(document, Sale):
        for name, amount in (("Shipping", document.shipping), ("Sales tax", document.tax)):
            if amount:
                table.add_row(*map(Text, (name, "", "", "", f"{amount}")))
    table.add_row(*(Text(words, "bold") for words in ("Total", "", "", "", f"{document.total}")))
    return table


def _line(line: Line, names: Names) -> tuple[str, str, str, str, str]:
    match line:
        case SaleLine():
            what, words, price = names.items, line.description, line.unit_price
            return what.get(line.item_id, line.item_id), words, _number(line.quantity), f"{price}", f"{line.amount}"
        case PurchaseLine():
            what, words, price = names.items, line.sku, line.unit_cost
            return what.get(line.item_id, line.item_id), words, _number(line.quantity), f"{price}", f"{line.amount}"
        case BillLine():
            on = names.items.get(line.item_id) if line.item_id else names.accounts.get(line.account_id or "")
            cost = "" if line.unit_cost is None else f"{line.unit_cost}"
            return (
                on or line.item_id or line.account_id or "",
                line.description,
                _number(line.quantity),
                cost,
                f"{line.amount}",
            )


def _number(quantity: Decimal | None) -> str:
    return "" if quantity is None else f"{quantity:f}"


def _customer(id: str, names: Names) -> str:
    return f"{names.customers.get(id, id)}{' (new)' if is_placeholder(id) else ''}"


def _written(address: Address) -> str:
    parts = (address.name, address.company, address.line1, address.line2, address.city, address.state)
    return ", ".join(part for part in (*parts, address.postal_code, address.country) if part)
