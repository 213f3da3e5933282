"""Which of QuickBooks' items a line means: by exact SKU, by name, or a new one (rows R-38 to R-42, R-79)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounting.books import Item
from accounting.missing import item_inactive
from accounting.names import clean_item_name, item_name_with_sku, sku_unfit
from accounting.problems import Held, Problem
from accounting.records import Model


class WantedItem(Model):
    """What a line says of the item it means."""

    sku: str | None
    title: str = ""
    if_missing: Problem | None = None
    """Why it must be there already; None: it is created."""

    @property
    def name(self) -> str:
        """The name to create it by."""
        return clean_item_name(self.title, self.sku or "")

    @property
    def name_with_sku(self) -> str:
        """The name to create it by where another item has the first one."""
        return item_name_with_sku(self.name, self.sku or "")


def require_fit_skus(all_wanted: Iterable[WantedItem]) -> None:
    """Hold what names a SKU that QuickBooks takes for no item, before it is asked for one (row R-79).

    Raises:
        Held: with every such SKU.
    """
    skus = dict.fromkeys(wanted.sku for wanted in all_wanted if wanted.sku)
    if problems := [problem for sku in skus if (problem := sku_unfit(sku))]:
        raise Held(*problems)


def choose(wanted: WantedItem, found: Sequence[Item], *, must_be_named: bool = False) -> Item | None:
    """The item meant, of those with its SKU (or its name, where it has no SKU); None: create it.

    ``must_be_named``: of several with the SKU one must have the line's name, or a person decides (reading A12).

    Raises:
        Held: it must be there and is not, it is inactive, or nobody can tell which one is meant.
    """
    usable = _usable(found)
    if len(usable) == 1:
        return usable[0]
    if wanted.sku is None:
        _require_creatable(wanted)
    named = [item for item in usable if item.name in (wanted.title.strip(), wanted.name, wanted.name_with_sku)]
    if len(named) == 1:
        return named[0]
    if named or (usable and (wanted.if_missing or must_be_named)):
        raise Held(_ambiguous(wanted, usable))
    if not usable and (hidden := [item for item in found if not item.active]):
        raise Held(item_inactive(hidden[0]))
    _require_creatable(wanted)
    return None


def created_beside(wanted: WantedItem, found: Sequence[Item]) -> Problem | None:
    """The warning that a SKU is there once more, since none of its items has the line's name (reading A12)."""
    usable = _usable(found)
    if not usable:
        return None
    return Problem(
        code="sku_ambiguous",
        message=f"{_carried(wanted, usable)}; none is named as the order's, so that "
        f'"{wanted.name}" was created, and the SKU is there {len(usable) + 1} times.',
        fix="Leave one of them active in Products and Services.",
        subject=wanted.sku or "",
    )


def name_taken(wanted: WantedItem) -> Problem:
    """Neither the name nor the one with the SKU is free for a new item (row R-40)."""
    return Problem(
        code="item_name_taken",
        message=f'Neither "{wanted.name}" nor "{wanted.name_with_sku}" is free for the new item {wanted.sku}: others, '
        "without this SKU, have the names.",
        fix=f"Rename one of them in Products and Services, inactive ones and categories included; or give SKU "
        f"{wanted.sku} to the one that is meant.",
        subject=wanted.sku or "",
    )


def _usable(found: Sequence[Item]) -> list[Item]:
    return [item for item in found if item.active and item.type != "Category"]


def _require_creatable(wanted: WantedItem) -> None:
    if wanted.if_missing:
        raise Held(wanted.if_missing)


def _ambiguous(wanted: WantedItem, usable: Sequence[Item]) -> Problem:
    return Problem(
        code="sku_ambiguous",
        message=f"{_carried(wanted, usable)}.",
        fix=f'Leave one active in Products and Services, or name one "{wanted.title or wanted.sku}".',
        subject=wanted.sku or "",
    )


def _carried(wanted: WantedItem, usable: Sequence[Item]) -> str:
    return f"{len(usable)} items carry SKU {wanted.sku}: {', '.join(item.name for item in usable)}"
