"""Names and SKUs as QuickBooks takes them: no colon, tab or line break, and no longer than its lists allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounting.problems import Problem
from accounting.records import Address, Order

LONGEST_CUSTOMER_NAME = 500
LONGEST_ITEM_NAME = 100
LONGEST_SKU = 100
NO_NAME = frozenset({"redacted", "[redacted]", "n/a"})
"""What order systems and people write in place of a name."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FORBIDDEN = re.compile(r"[:\x00-\x1f\x7f-\x9f]")


def display_name(order: Order) -> str:
    """Whom the sale is booked to: a person, a company, an address, else the channel's customers (row R-36)."""
    return next(_names_of(order), clean_name(f"{order.channel_name} customer", LONGEST_CUSTOMER_NAME))


def is_nameless(order: Order) -> bool:
    """Do the order's addresses name nobody, so that the channel's customers stand in for its customer?"""
    return next(_names_of(order), None) is None


def names_on(address: Address) -> tuple[str, str, str]:
    """Whom an address names: a person, a company, an e-mail address, each empty where it is not there."""
    said = (address.name, address.company, address.email)
    person, company, email = (_said(clean_name(text or "", LONGEST_CUSTOMER_NAME)) for text in said)
    return person, company, email


def _said(name: str) -> str:
    """The name, unless it only says that there is none."""
    says_something = any(character.isalnum() for character in name)
    return name if says_something and name.casefold() not in NO_NAME else ""


def _names_of(order: Order) -> Iterator[str]:
    named = [names_on(address) for address in (order.bill_to, order.ship_to) if address is not None]
    return (name for alike in zip(*named, strict=True) for name in alike if name)


def clean_name(text: str, most: int) -> str:
    """The name with blanks for forbidden characters, single blanks only, cut to ``most`` characters."""
    return " ".join(_FORBIDDEN.sub(" ", text).split())[:most].rstrip()


def sku_unfit(sku: str) -> Problem | None:
    """What QuickBooks refuses in a SKU; unlike a name it is never cut or cleaned, for it must be found again."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in sku)
    if len(sku) > LONGEST_SKU:
        message = f'SKU "{shown}" has {len(sku)} characters; QuickBooks takes {LONGEST_SKU}.'
    elif refused := _CONTROL.search(sku):
        message = f'SKU "{shown}" holds {_called(refused[0])}, which QuickBooks refuses.'
    else:
        return None
    fix = "Correct the SKU in the order system, with the listing and the supplier it comes from."
    return Problem(code="sku_unfit", message=message, fix=fix, subject=shown)


def refused_in_name(name: str) -> str:
    """What QuickBooks refuses in a name, in words; empty if it takes it."""
    refused = _FORBIDDEN.search(name)
    return _called(refused[0]) if refused else ""


def can_be_a_name(text: str) -> bool:
    """May something in QuickBooks' lists be called this, so that it is worth asking for?"""
    return bool(text.strip()) and not refused_in_name(text)


def _called(character: str) -> str:
    known = {"\t": "a tab", "\n": "a line break", "\r": "a line break", ":": "a colon"}
    return known.get(character, f"the control character U+{ord(character):04X}")


def clean_item_name(title: str, sku: str) -> str:
    """The name of a new item: the title, or the SKU where there is none (row R-40)."""
    return clean_name(title, LONGEST_ITEM_NAME) or clean_name(sku, LONGEST_ITEM_NAME)


def item_name_with_sku(name: str, sku: str) -> str:
    """The name of a new item where another one has the title already (row R-40)."""
    return _followed_by(name, sku, LONGEST_ITEM_NAME)


def customer_name_with_channel(name: str, channel: str) -> str:
    """The name of a customer where another channel's customer, a vendor or an employee has it already (row R-37)."""
    return _followed_by(name, channel, LONGEST_CUSTOMER_NAME)


def _followed_by(name: str, word: str, most: int) -> str:
    """The name with a word behind it, for which it is shortened."""
    suffix = clean_name(f"({word})", most)
    return clean_name(f"{name[: max(most - len(suffix) - 1, 0)]} {suffix}", most)
