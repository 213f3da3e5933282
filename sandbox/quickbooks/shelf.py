"""The records of one entity, found fast by what they are usually asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sandbox.quickbooks.kinds import Kind
from sandbox.quickbooks.shape import Record


def folded(value: object) -> str:
    """How QuickBooks compares texts: without case, without blanks at the ends."""
    return str(value).strip().casefold()


class Shelf:
    """All records of one kind, by Id and by their indexed properties.

    A record that was put here is never changed in place: it is replaced.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._records: dict[str, Record] = {}
        self._index: dict[str, dict[str, dict[str, None]]] = {
            name: defaultdict(dict) for name in kind.indexed if name != "Id"
        }

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def get(self, record_id: str) -> Record | None:
        return self._records.get(record_id)

    def put(self, record: Record) -> Record:
        """Add a record or replace the one with its Id."""
        self.remove(record["Id"], keep_place=True)
        self._records[record["Id"]] = record
        for name, index in self._index.items():
            if name in record:
                index[folded(record[name])][record["Id"]] = None
        return record

    def remove(self, record_id: str, *, keep_place: bool = False) -> None:
        old = self._records.get(record_id)
        if old is None:
            return
        for name, index in self._index.items():
            if name in old:
                index[folded(old[name])].pop(record_id, None)
        if not keep_place:
            del self._records[record_id]

    def has_index(self, name: str) -> bool:
        return name == "Id" or name in self._index

    def find(self, name: str, value: object) -> list[Record]:
        """The records whose indexed property equals a value, without case."""
        if name == "Id":
            record = self._records.get(str(value))
            return [] if record is None else [record]
        return [self._records[record_id] for record_id in self._index[name].get(folded(value), ())]
