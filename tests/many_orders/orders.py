"""An order made up by chance, and what it must come to: reckoned here, and by nothing of what is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from sandbox.made_up.amounts import ZERO, cents
from tests.many_orders.texts import Goods, customer_name, goods

LEAST_DISCOUNT = Decimal("0.10")
"""Above what may be rounding, so that nobody can take one for the other."""
MOST_ROUNDING = Decimal("0.02")
SHOPS, MARKETPLACE = (41, 42, 44), 43
POSTED = "posted"


@dataclass(frozen=True)
class Line:
    """One line of an order; the price is before discounts."""

    goods: Goods
    quantity: Decimal
    price: Decimal
    canceled: Decimal = Decimal(0)
    discount: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.quantity - self.canceled

    @property
    def amount(self) -> Decimal:
        return cents(self.net * self.price)


@dataclass
class Sketch:
    """An order before it is written down; a fault that is planted in it says how the order ends."""

    lines: list[Line]
    channel: int = 41
    payment: str = "Paid"
    status: str = "Open"
    ordered_at: str = "2026-11-20T15:00:00.000Z"
    name: str | None = "Ada Abbott"
    state: str | None = "TX"
    currency: str | None = None
    shipping: Decimal = ZERO
    fee: Decimal = ZERO
    other: Decimal = ZERO
    tax: Decimal = ZERO
    discount: Decimal = ZERO
    """As the order states it, which need not be what was given."""
    given: Decimal = ZERO
    """What was taken off in truth."""
    off: Decimal = ZERO
    """What the shop's own rounding adds to the total."""
    uncounted: Decimal = ZERO
    """What a fault adds to the total alone."""
    stale_subtotal: bool = False
    """The subtotal still holds what was cancelled."""
    ends: str = POSTED

    @property
    def goods_total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def subtotal(self) -> Decimal:
        if self.stale_subtotal:
            return sum((cents(line.quantity * line.price) for line in self.lines), ZERO)
        return self.goods_total

    @property
    def total(self) -> Decimal:
        charges = self.shipping + self.fee + self.other + self.tax
        return self.goods_total + charges - self.given + self.off + self.uncounted

    @property
    def on_lines(self) -> Decimal:
        return sum((line.discount for line in self.lines), ZERO)

    @property
    def posted_discount(self) -> Decimal:
        """Of the discounts that the order may mean, the one nearest to what its total lacks."""
        lacks = self.given - self.off
        stated = (ZERO, self.discount, self.on_lines, self.discount + self.on_lines)
        return min(stated, key=lambda discount: abs(lacks - discount))

    @property
    def remitted(self) -> Decimal:
        """The tax that the channel pays to the state itself."""
        return self.tax if self.channel == MARKETPLACE else ZERO


def sketch(chance: Random, most_lines: int) -> Sketch:
    """A sound order, but for a shop whose rounding may go too far."""
    lines = [_line(chance) for _ in range(_how_many(chance, most_lines))]
    if len(lines) > 1 and chance.random() < 0.2:
        lines[-1] = replace(lines[-1], goods=lines[0].goods)  # one SKU on two lines
    order = Sketch(lines, channel=chance.choice((*SHOPS, *SHOPS, MARKETPLACE)))
    order.payment = chance.choice(("Paid", "Paid", "PAID", "paid", "Authorized", "Deferred", "Declined"))
    order.ordered_at = f"2026-11-{chance.randint(2, 28):02d}T{chance.choice(('00:00:00', '05:59:59', '15:30:00'))}.000Z"
    order.name = customer_name(chance)
    if order.payment in ("Paid", "PAID", "paid") and chance.random() < 0.04:
        order.name = None
    _charge(order, chance)
    _take_off(order, chance)
    if not any(line.net for line in order.lines) and not order.total:
        order.ends = "excluded"
    return order


def _how_many(chance: Random, most: int) -> int:
    size = chance.random()
    if size < 0.7:
        return chance.randint(1, min(4, most))
    if size < 0.95:
        return chance.randint(1, min(12, most))
    return chance.randint(1, min(60, most))


def _line(chance: Random) -> Line:
    what = chance.random()
    price = Decimal(chance.randint(1, 20_000)).scaleb(-2)
    quantity = Decimal(chance.randint(1, 12))
    if what < 0.06:
        price = ZERO
    elif what < 0.12:
        price = Decimal(chance.randint(1, 9_999_999)).scaleb(-chance.randint(3, 5))
    elif what < 0.15:
        quantity = Decimal(chance.randint(1, 9999)).scaleb(-chance.randint(1, 3))
    elif what < 0.16:
        quantity = Decimal(0)
    elif what < 0.17:
        price = Decimal(chance.randint(1, 99_999_999)).scaleb(-2)
    canceled = Decimal(chance.randint(1, int(quantity))) if quantity >= 1 and chance.random() < 0.06 else Decimal(0)
    return Line(goods(chance), quantity, price, canceled)


def _charge(order: Sketch, chance: Random) -> None:
    order.shipping = chance.choice((ZERO, ZERO, Decimal("4.95"), Decimal("0.01"), Decimal("120.00")))
    order.fee = chance.choice((ZERO, ZERO, ZERO, ZERO, Decimal("2.00")))
    order.other = chance.choice((ZERO, ZERO, ZERO, ZERO, Decimal("3.33")))
    if chance.random() < 0.5:
        order.tax = cents((order.goods_total + order.shipping) * Decimal(chance.randint(1, 1100)).scaleb(-4))
    if chance.random() < 0.06 and len(order.lines) <= 6:
        # A shop that rounds once, at the end.
        order.off = cents(sum((line.net * line.price for line in order.lines), ZERO)) - order.goods_total


def _take_off(order: Sketch, chance: Random) -> None:
    """A discount, stated on the order, on its lines, on both once or twice, or held by the prices already."""
    base = order.goods_total + order.shipping
    way = chance.choice(("none", "none", "none", "order", "lines", "twice", "both", "prices"))
    given = cents(base * chance.choice((1, 5, 10, 33, 100)) / 100)
    if way != "none" and given >= LEAST_DISCOUNT:
        order.given = ZERO if way == "prices" else given
        if way in ("order", "twice", "prices"):
            order.discount = given
        if way in ("lines", "twice"):
            _state_on_lines(order, given)
        if way == "both":
            order.discount = cents(given / 3)
            _state_on_lines(order, given - order.discount)
    elif base >= 5 and chance.random() < 0.05:
        order.other = Decimal("-1.50")


def _state_on_lines(order: Sketch, discount: Decimal) -> None:
    half = cents(discount / 2)
    shares: Sequence[Decimal] = (half, discount - half) if len(order.lines) > 1 else (discount,)
    for place, share in enumerate(shares):
        order.lines[place] = replace(order.lines[place], discount=share)


def rounds_too_far(order: Sketch) -> bool:
    """Is the total off by more than an item for rounding may take?"""
    return abs(order.given - order.off - order.posted_discount) > MOST_ROUNDING
