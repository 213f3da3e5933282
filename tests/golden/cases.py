"""The files of the corpus: each an order as Flxpoint has it, and what must become of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.golden.texts import read

Json = dict[str, Any]
FOLDER = Path(__file__).parent
ORDERS = FOLDER / "orders"
SHOP, COMPANY = read(FOLDER / "shop.yaml"), read(FOLDER / "company.yaml")
ITEMS = {
    "orders": "orderItems",
    "fulfillment_requests": "fulfillmentRequestItems",
    "source_invoices": "invoiceItems",
}
"""Kind of record, in the order of the chain → where its lines are."""
HEAD = frozenset({"about", "shows", "settings", "company", *ITEMS})
EXPECTED = "\nexpected:"
NEXT = "\n---\n"


@dataclass(frozen=True)
class Step:
    """What Flxpoint, QuickBooks and the settings hold at one time; a later step follows on what an earlier one did."""

    head: str
    """As it is written, down to what is expected."""
    settings: Json
    company: Json
    """What differs in the company now."""
    records: dict[str, list[Json]]


@dataclass(frozen=True)
class Case:
    """One file: mostly of one step."""

    shows: tuple[str, ...]
    """The cells of docs/rules.md."""
    steps: tuple[Step, ...]


def files() -> list[Path]:
    """Every file of the corpus."""
    return sorted(ORDERS.glob("*.yaml"))


def read_case(text: str) -> Case:
    """A file's case; what it expects is not looked at."""
    heads = [part.partition(EXPECTED)[0].rstrip("\n") for part in text.rstrip("\n").split(NEXT)]
    told = [read(head) for head in heads]
    if unknown := {name for one in told for name in one} - HEAD:
        raise ValueError(f"A file says no {', '.join(sorted(unknown))}; it may say {', '.join(sorted(HEAD))}.")
    steps: list[Step] = []
    for head, one in zip(heads, told, strict=True):
        before = steps[-1] if steps else None
        steps.append(
            Step(
                head=head,
                settings=laid_over(before.settings if before else SHOP["settings"], one.get("settings", {})),
                company=one.get("company", {}),
                records={kind: _records(kind, one, before) for kind in ITEMS},
            )
        )
    return Case(tuple(told[0].get("shows", ())), tuple(steps))


def laid_over(plain: Any, differences: Any) -> Any:
    """What differs laid over what is plain: object by object, and null takes away."""
    if not (isinstance(plain, Mapping) and isinstance(differences, Mapping)):
        return deepcopy(differences)
    whole = {**deepcopy(plain), **{name: laid_over(plain.get(name), value) for name, value in differences.items()}}
    return {name: value for name, value in whole.items() if value is not None}


def _records(kind: str, told: Json, before: Step | None) -> list[Json]:
    """The records of a kind: those named, else those of the step before; without one, a plain order alone."""
    if kind not in told:
        return before.records[kind] if before else [_record(kind, 1, {})] if kind == "orders" else []
    known = before.records[kind] if before else []
    return [
        laid_over(known[n - 1], differences) if n <= len(known) else _record(kind, n, differences)
        for n, differences in enumerate(told[kind], 1)
    ]


def _record(kind: str, n: int, differences: Json) -> Json:
    plain, items = SHOP[kind], ITEMS[kind]
    lines = [
        laid_over(plain[items], line)
        for line in differences.get(items, [{}])
        for _ in range(line.get("times", 1))  # so that thirty-one lines alike are written as one
    ]
    numbered = [_numbered({k: v for k, v in line.items() if k != "times"}, at) for at, line in enumerate(lines, 1)]
    whole = laid_over(_numbered({k: v for k, v in plain.items() if k != items}, n), differences)
    return {**whole, items: numbered}


def _numbered(value: Any, n: int) -> Any:
    """The value with its number wherever it says {n}."""
    match value:
        case str():
            return value.replace("{n}", str(n))
        case Mapping():
            return {name: _numbered(part, n) for name, part in value.items()}
        case Sequence():
            return [_numbered(part, n) for part in value]
    return value
