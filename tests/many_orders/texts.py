"""Names, goods and places that made-up orders draw from: plain ones, and all that a program could stumble over."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

LONGEST_SKU = 100

PLAIN_NAMES = tuple(
    f"{first} {last}"
    for first in ("Ada", "Ben", "Cleo", "Dev", "Eva", "Finn", "Gwen", "Hugo", "Iris", "Joel", "Kara", "Liam")
    for last in ("Abbott", "Brandt", "Cruz", "Dunn", "Egger", "Fox", "Grant", "Holt", "Ito", "Jensen", "Kane")
)
ODD_NAMES = (
    "Siobhán O'Dell",
    'Günther "Gus" Weiß',
    "ADA ABBOTT",  # differs from a plain one in capitals only
    "Smith: Bakery",
    "a\tname\nof three lines",
    "  many   blanks  ",
    "back\\slash\\",
    "Łukasz Żak",
    "Mia 🌻 Park",
    "山田 太郎",
    "سمير مثال",
    "e\N{COMBINING ACUTE ACCENT}tienne",
    "Endless " * 90,
    "'",
    "50% off, & Co. <b>",
    "Cedar Works",  # a vendor has the name
    "Robin Sample",  # an employee has the name
)

ODD_TITLES = (
    "",
    "Mug",
    "MUG",
    'Pipe 5" \\ elbow',
    "Kit: part one: part two",
    "Line\nbreak",
    "Candles",  # a category has the name
    "O'Hara's finest",
    "Ω-3 kapszula 🐟",
    "A very long title, " * 12,
)
ODD_SKUS = (
    "O'HARA-5\"",
    "back\\slash",
    "Twin-1",
    "TWIN-1",
    "twin-1",
    "с-кириллицей",
    "商品/7",
    "a b  c",
    "50%_OFF",
    "#1",
    "🌻",
    "L" * LONGEST_SKU,
)


@dataclass(frozen=True)
class Goods:
    """What a line sells, by its SKU and the title it had in the shop."""

    sku: str | None
    title: str


GIFT_WRAP = Goods(None, "Gift wrap")
"""The one thing that the company has an item for by its name alone."""


def customer_name(chance: Random) -> str:
    """Mostly of people who order again."""
    return chance.choice(ODD_NAMES if chance.random() < 0.25 else PLAIN_NAMES)


def goods(chance: Random) -> Goods:
    """Known to the company, or new to it; a title may stand for several SKUs, a SKU has one title."""
    what = chance.random()
    if what < 0.45:
        number = chance.randint(1, 200)
        return Goods(f"BEAD-{number:03d}", f"Glass bead no. {number:03d}")
    if what < 0.85:
        number = chance.randint(1, 3000)
        return Goods(f"NEW-{number}", f"New thing {number // 3}")
    if what < 0.87:
        return GIFT_WRAP
    place = chance.randrange(len(ODD_SKUS) * len(ODD_TITLES))
    sku, title = ODD_SKUS[place % len(ODD_SKUS)], ODD_TITLES[place // len(ODD_SKUS)]
    if chance.random() < 0.5:
        return Goods(sku, f"Odd thing {place % len(ODD_SKUS)}")
    return Goods(f"ODD-{place}", title)
