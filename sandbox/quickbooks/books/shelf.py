"""The records of one entity, found fast by what they are usually asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.shape import Record


def folded(value: object) -> str:
    """How QuickBooks compares texts: without case, without blanks at the ends."""
    return str(value).strip().casefold()


class Shelf:
    """All records of one kind, by Id and by their indexed properties.

    A record that was put here is never changed in place: it is replaced.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.records = Drawer()
        self._index: dict[str, dict[str, dict[str, None]]] = {}
        self.reindex()

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.data.values())

    def __len__(self) -> int:
        return len(self.records)

    def reindex(self) -> None:
        """Build the indexes anew from the records."""
        self._index = {name: defaultdict(dict) for name in self.kind.indexed if name != "Id"}
        for record in self:
            self._enter(record)

    def get(self, record_id: str) -> Record | None:
        return self.records.data.get(record_id)

    def put(self, record: Record) -> Record:
        """Add a record or replace the one with its Id."""
        self._forget(record["Id"])
        self.records[record["Id"]] = record
        self._enter(record)
        return record

    def remove(self, record_id: str) -> None:
        self._forget(record_id)
        del self.records[record_id]

    def has_index(self, name: str) -> bool:
        return name == "Id" or name in self._index

    def find(self, name: str, value: object) -> list[Record]:
        """The records whose indexed property equals a value, without case."""
        if name == "Id":
            record = self.get(str(value))
            return [] if record is None else [record]
        return [self.records.data[record_id] for record_id in self._index[name].get(folded(value), ())]

    def _enter(self, record: Record) -> None:
        for name, index in self._index.items():
            if name in record:
                index[folded(record[name])][record["Id"]] = None

    def _forget(self, record_id: str) -> None:
        old = self.get(record_id)
        for name, index in self._index.items():
            if old is not None and name in old:
                index[folded(old[name])].pop(record_id, None)
