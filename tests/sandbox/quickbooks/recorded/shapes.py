"""The shape of an answer: its keys and the kinds of its values, without the values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def shape(value: Any) -> Any:
    """Objects and lists as they are, and for every other value a word: text, date, time, number, flag or null."""
    if isinstance(value, dict):
        return {name: shape(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shape(entry) for entry in value]
    return _word(value)


def _word(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | Decimal):
        return "number"
    if TIME.fullmatch(value):
        return "time"
    return "date" if DATE.fullmatch(value) else "text"


def differences(wanted: Any, given: Any, path: str = "") -> list[str]:
    """How a shape differs from the wanted one, each difference with its path."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        missing = [f"{path}.{name}: missing".lstrip(".") for name in wanted if name not in given]
        added = [f"{path}.{name}: added".lstrip(".") for name in given if name not in wanted]
        common = [name for name in wanted if name in given]
        within = [one for name in common for one in differences(wanted[name], given[name], f"{path}.{name}")]
        return missing + added + [one.lstrip(".") for one in within]
    if isinstance(wanted, list) and isinstance(given, list):
        if len(wanted) != len(given):
            return [f"{path}: {len(given)} entries, not {len(wanted)}"]
        return [one for left, right in zip(wanted, given, strict=True) for one in differences(left, right, f"{path}[]")]
    return [] if wanted == given else [f"{path}: {_kind(given)}, not {_kind(wanted)}"]


def _kind(shape: Any) -> str:
    return shape if isinstance(shape, str) else type(shape).__name__


def without_rows(found: Any) -> Any:
    """A shape in which the rows of every query are but a word: what they hold is another operation's matter."""
    if isinstance(found, list):
        return [without_rows(entry) for entry in found]
    if not isinstance(found, dict):
        return found
    return {
        name: _result(member) if name == "QueryResponse" else without_rows(member) for name, member in found.items()
    }


def _result(result: Any) -> Any:
    if isinstance(result, list):
        return [_result(entry) for entry in result]
    return {("Rows" if isinstance(member, list) else name): _rows(member) for name, member in result.items()}


def _rows(member: Any) -> Any:
    return "rows" if isinstance(member, list) else member
