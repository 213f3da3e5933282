"""What keeps a document from being posted twice, and which of it is live for this company (design, "exactly once")."""

from __future__ import annotations

from accounting.books import Books
from accounting.records import Model


class Barrier(Model):
    """One thing that stands in a second document's way."""

    name: str
    live: bool
    why: str


def barriers(books: Books | None) -> tuple[Barrier, ...]:
    """Every barrier; without the company's preferences, those alone that do not depend on them."""
    always = (
        Barrier(name="one intent a record", live=True, why="Daybook's database takes one live intent for each record."),
        Barrier(
            name="request id",
            live=True,
            why="QuickBooks does a request once, however often it comes under its id.",
        ),
        Barrier(
            name="marker in the memo",
            live=True,
            why="After a lost answer the document is looked for by the marker that Daybook writes into its memo.",
        ),
    )
    if books is None:
        return always
    return (
        *always,
        _by_number("sales", books.own_sales_numbers),
        _by_number("Purchase Orders", books.own_purchase_numbers),
        Barrier(
            name="QuickBooks' warning of duplicate Bill numbers",
            live=books.warns_of_bill_numbers,
            why="It warns whoever types a Bill in QuickBooks; Daybook looks for the numbers by itself in any case.",
        ),
    )


def _by_number(what: str, own_numbers: bool) -> Barrier:
    why = (
        "Flxpoint's numbers are sent, and QuickBooks refuses one that is taken."
        if own_numbers
        else "QuickBooks numbers them itself (Custom transaction numbers are off), so a number tells nothing."
    )
    return Barrier(name=f"numbers of {what}", live=own_numbers, why=why)
