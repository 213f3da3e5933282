"""What a company keeps, in a form that can be written down change by change."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping
from typing import Any


class Drawer(UserDict[str, Any]):
    """A mapping that remembers which of its entries changed.

    Its values are what JSON knows, and Decimal; a value is replaced, never changed in place.
    """

    def __init__(self, entries: Mapping[str, Any] | None = None) -> None:
        self._changed: dict[str, None] = {}
        super().__init__(entries)

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self._changed[key] = None

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._changed[key] = None

    @property
    def is_changed(self) -> bool:
        """Whether `changes` would name any."""
        return bool(self._changed)

    def changes(self) -> list[str]:
        """The keys that were set or deleted since this was last asked, in the order of their first change."""
        changed, self._changed = self._changed, {}
        return list(changed)

    def refill(self, entries: Mapping[str, Any]) -> None:
        """Hold these entries and no others, as if nothing had changed."""
        self.data = dict(entries)
        self._changed.clear()
