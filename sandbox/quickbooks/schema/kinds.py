"""The entities that are served: what may be asked of each and what may stand in a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.quickbooks.schema import table


@dataclass(frozen=True)
class Kind:
    """One entity of the API; the members are explained in `schema/entities.toml`."""

    name: str
    operations: frozenset[str]
    filterable: frozenset[str]
    sortable: frozenset[str]
    """Beside `MetaData.CreateTime` and `MetaData.LastUpdatedTime`, which always are both."""

    required: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """What a full update that leaves it out keeps."""

    title: str = ""
    """For lists, the property that names an entry and orders the list."""

    below: str = ""
    """For lists, the flag that says an entry stands below another one."""

    named: tuple[str, ...] = ()
    barred: str = ":\t\n\r"
    """The characters that may not stand in the members `named`."""

    shares_names: tuple[str, ...] = ()
    unique: str = ""
    """The property that two active entries may not share."""

    balance: str = ""
    """What must be zero before an entry can be made inactive."""

    word: str = ""
    users: str = ""
    indexed: tuple[str, ...] = ("Id",)
    transaction: bool = False
    counted: bool = False
    """Whether a query's answer carries `totalCount`."""

    numbering: str = ""
    party: str = ""
    feature: str = ""
    plans: tuple[str, ...] = ()
    ids_after: int = 0
    nameless: tuple[str, ...] = ()
    """References that are answered without a name."""

    alone: Mapping[str, Any] = field(default_factory=dict)
    """What a record has beside what is stored when it is answered by itself, and not in a query."""

    void: str = ""
    """How a void is asked for: by the query's `operation` or `include`."""


SETS = ("operations", "filterable", "sortable")
LISTS = ("required", "read_only", "kept", "named", "shares_names", "plans", "nameless")


def _kind(name: str, row: dict[str, Any]) -> Kind:
    key = "DocNumber" if "DocNumber" in row["filterable"].split() else row.get("title", "")
    members: dict[str, Any] = {
        **row,
        **{member: frozenset(row[member].split()) for member in SETS},
        **{member: tuple(row[member].split()) for member in LISTS if member in row},
        "indexed": ("Id", *filter(None, [key, *row.get("indexed", "").split()])),
    }
    return Kind(name, **members)


KINDS: dict[str, Kind] = {name: _kind(name, row) for name, row in table("entities").items()}
BY_PATH: dict[str, Kind] = {kind.name.lower(): kind for kind in KINDS.values()}
