"""What the made-up shop draws from: its channels and sources, goods, people and places.

Ids and names are those of the shop's account and of the seeded company, so that most of it is known there.
"""

from __future__ import annotations

Goods = dict[str, tuple[str, str, str]]
"""By SKU: title, price and cost."""

MAIN, SECOND, MARKETPLACE, B2B = 41, 42, 43, 44

GAMMA = 26
SUPPLIERS = {23: "CEDAR", 24: "DUNE", 25: "OHARA", GAMMA: "GAMMA"}
"""By source: what its own SKUs and invoice numbers begin with."""

WITH_VENDOR = (23, 24, 25)
"""The sources whose name is a vendor's in the company."""

CATALOGUE: Goods = {
    "LAMP-OAK": ("Oak desk lamp", "49.00", "24.00"),
    "VASE-BLU": ("Blue vase", "32.00", "18.00"),
    "TOTE-NAT": ("Natural tote bag", "20.00", "7.50"),
    "CUSH-GRY": ("Grey cushion", "24.00", "9.00"),
    "NOTE-A5": ("Notebook A5", "9.00", "3.00"),
    "PEN-BLK": ("Black gel pen", "1.50", "0.40"),
    "SOAP-LAV": ("Lavender soap bar", "5.00", "2.10"),
    "CANDLE-PIN": ("Pine candle", "11.00", "4.25"),
}
BEADS: Goods = {f"BEAD-{n:03d}": (f"Glass bead no. {n:03d}", "0.35", "0.10") for n in range(1, 201)}

FIRST = ("Ada", "Ben", "Cleo", "Dev", "Eva", "Finn", "Gwen", "Hugo", "Iris", "Joel", "Kara", "Liam", "Mona", "Nils")
LAST = ("Abbott", "Brandt", "Cruz", "Dunn", "Egger", "Fox", "Grant", "Holt", "Ito", "Jensen", "Kane", "Lund")
ODD_NAMES = ("Siobhán O'Dell", 'Günther "Gus" Weiß', "Renée D'Souza", "Łukasz Żak", "Mia 🌻 Park", "Smith: Bakery")

# City, state and postal code; Texas alone has sales tax here.
PLACES = (("Austin", "TX", "78701"), ("Dallas", "TX", "75201"), ("Tulsa", "OK", "74103"), ("Salem", "OR", "97301"))
TAXED_STATE = "TX"
