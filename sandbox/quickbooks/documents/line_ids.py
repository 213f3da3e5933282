"""The lines of a document under their Ids."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.schema.shape import Record

# Lines that come without an Id: those of payments and these, as recorded.
NOT_NUMBERED = ("SubTotalLineDetail", "DiscountLineDetail")


def number_lines(company: Company, record: Record, old: Record | None) -> Record:
    """Give every line its Id: known ones stay, all others go on counting, none is used twice."""
    known = {line["Id"] for line in all_lines((old or {}).get("Line", [])) if "Id" in line}
    fresh = count(company.line_counters.get(record["Id"], 0) + 1)
    lines = _numbered(record["Line"], known, fresh)
    company.line_counters[record["Id"]] = next(fresh) - 1
    return {**record, "Line": lines}


def _numbered(lines: list[Record], known: set[str], fresh: Iterator[int]) -> list[Record]:
    finished = []
    for position, line in enumerate(lines, start=1):
        if line.get("DetailType", NOT_NUMBERED[0]) not in NOT_NUMBERED:
            line_id = line["Id"] if line.get("Id") in known else str(next(fresh))
            number = line["LineNum"] if line.get("LineNum", 0) > 0 else Decimal(position)
            line = {**line, "LineNum": number, "Id": line_id}
        if "GroupLineDetail" in line:
            group = line["GroupLineDetail"]
            line = {**line, "GroupLineDetail": {**group, "Line": _numbered(group["Line"], known, fresh)}}
        finished.append(line)
    return finished


def all_lines(lines: list[Record]) -> list[Record]:
    """The lines of a document with those inside its bundles."""
    return [one for line in lines for one in (line, *line.get("GroupLineDetail", {}).get("Line", []))]
