"""Which of QuickBooks' customers an order belongs to, by its channel and display name (rows R-36, R-37)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from accounting.books import Customer
from accounting.missing import INCLUDE_INACTIVE
from accounting.names import display_name, names_on
from accounting.problems import Held, Problem
from accounting.records import Order

Contact = Literal["company", "email", "phone"]


def choose_customer(order: Order, name: str, found: Sequence[Customer]) -> Customer | None:
    """The customer of this display name, of those QuickBooks found for it; None: create it.

    One that differs in capitals only is used, since QuickBooks would refuse a second one. Parts of other customers
    are left alone.

    Raises:
        Held: there are several, or the only one is inactive.
    """
    top = [customer for customer in found if not customer.belongs_to_another]
    active = [customer for customer in top if customer.active]
    chosen = [customer for customer in active if customer.name == name] or active
    if len(chosen) > 1:
        raise Held(_several(order, name, chosen))
    if not chosen and top:
        raise Held(_inactive(order, top[0]))
    return next(iter(chosen), None)


def contact_of(order: Order, part: Contact) -> str | None:
    """What the order's addresses say of its customer; not what they say of somebody else who gets the goods."""
    name = display_name(order)
    its_own = (address for address in (order.bill_to, order.ship_to) if address and name in names_on(address))
    return next((said for address in its_own if (said := getattr(address, part))), None)


def customer_warnings(order: Order, name: str, customer: Customer) -> tuple[Problem, ...]:
    """What a person should know of a customer that was matched; it is never changed (row R-36)."""
    warnings = []
    if customer.name != name and customer.name.casefold() == name.casefold():
        warnings.append(_capitals_differ(order, name, customer))
    email = contact_of(order, "email")
    if email and customer.email and email.casefold() != customer.email.casefold():
        warnings.append(_email_differs(order, email, customer))
    return tuple(warnings)


def _several(order: Order, name: str, customers: Sequence[Customer]) -> Problem:
    ids = ", ".join(customer.id for customer in customers)
    return Problem(
        code="customer_ambiguous",
        message=f'{len(customers)} customers named "{name}" for channel {order.channel_name} (ids {ids}): '
        f"order {order.reference} may belong to any of them.",
        fix="Merge or rename them in QuickBooks > Sales > Customers.",
        subject=name,
    )


def _inactive(order: Order, customer: Customer) -> Problem:
    return Problem(
        code="customer_inactive",
        message=f'Customer "{customer.name}" (id {customer.id}) of order {order.reference} is inactive in QuickBooks.',
        fix=f"Make it active: {INCLUDE_INACTIVE['customer']}.",
        subject=customer.name,
    )


def _capitals_differ(order: Order, name: str, customer: Customer) -> Problem:
    return Problem(
        code="customer_capitals_differ",
        message=f'Order {order.reference} names "{name}"; it is posted to customer "{customer.name}", which differs '
        "in capitals only.",
        fix="Correct the name on one side if they are two customers.",
        subject=customer.name,
    )


def _email_differs(order: Order, email: str, customer: Customer) -> Problem:
    return Problem(
        code="customer_email_differs",
        message=f'Order {order.reference} gives {email} as e-mail address of "{customer.name}", QuickBooks has '
        f"{customer.email}; the customer is not changed.",
        fix="Correct the address in QuickBooks if the new one is right; tell them apart if they are two people.",
        subject=customer.name,
    )


def name_taken(name: str, own: str) -> Problem:
    """Neither the name nor the one with the channel is free."""
    return Problem(
        code="customer_name_taken",
        message=f'Neither "{name}" nor "{own}" is free for a new customer: a vendor, an employee or part of another '
        "customer has the name.",
        fix="Rename that one in QuickBooks.",
        subject=name,
    )
