"""A connection's settings from what was typed or stored of them, or all that is wrong in words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from accounting.settings import Channel, Settings


class SettingRefused(ValueError):
    """Settings that do not exist or values that they cannot take, in words for the person who typed them."""

    def __init__(self, *reasons: str, about: Sequence[str] = ()) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        """One sentence for each."""
        self._about = about

    @property
    def explained(self) -> list[str]:
        """Each sentence, and below it what its setting means, where there is one of that name."""
        lines = []
        for reason, setting in zip_longest(self.reasons, self._about):
            lines.append(reason)
            if setting:
                lines.append(f"    {setting}: {Settings.model_fields[setting].description}")
        return lines


def read_settings(stored: dict[str, Any]) -> Settings:
    """The settings of a connection from what was stored of them; a dotted name is a part of a setting.

    Raises:
        SettingRefused: a name is unknown or a value cannot be taken.
    """
    known = {name: value for name, value in stored.items() if name.partition(".")[0] in Settings.model_fields}
    refused = [f'There is no setting "{name}".' for name in sorted(stored.keys() - known.keys())]
    if refused:
        refused.append(f"The settings are: {', '.join(Settings.model_fields)}.")
    errors: list[ErrorDetails] = []
    try:
        settings = Settings.model_validate(_nested(known))
    except ValidationError as error:
        errors = error.errors()
    if errors or refused:
        raise SettingRefused(*map(_told, errors), *refused, about=[str(error["loc"][0]) for error in errors])
    return settings


def _nested(stored: dict[str, Any]) -> dict[str, Any]:
    """``{"channels.41.deposit_account": ...}`` as the dictionaries it stands for."""
    nested: dict[str, Any] = {}
    for name, value in sorted(stored.items()):
        *outer, last = name.split(".")
        place = nested
        for part in outer:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise SettingRefused(_misplaced(name, part))
        place[last] = value
    return nested


def _misplaced(name: str, outer: str) -> str:
    """A setting has both a value and parts, of which it can have one only."""
    if name.partition(".")[0] in ("channels", "mapping"):
        return f"Setting {outer} takes no value of its own; it has parts, which are named with dots, as {name}."
    return f'There is no setting "{name}": {outer} has no parts.'


def _told(error: ErrorDetails) -> str:
    name = ".".join(part for part in error["loc"] if isinstance(part, str) and part != "[key]")
    match error["type"]:
        case _ if isinstance(error["input"], dict) and error["type"] not in ("missing", "extra_forbidden"):
            return f"Setting {name} takes one value, and has no parts."
        case "missing":
            return f"Setting {name} is missing: {_why_needed(name)}."
        case "extra_forbidden":
            return f"There is no setting {name}; {_siblings(error['loc'])}."
        case kind:
            return f'Setting {name} cannot be "{error["input"]}": {_what_it_takes(kind, error)}.'


def _siblings(place: tuple[int | str, ...]) -> str:
    """What there is where somebody named a part that is none."""
    if place[0] == "channels":
        names = Channel.model_fields
    else:
        outer: Any = Settings()
        for part in place[:-1]:
            outer = getattr(outer, str(part))
        names = type(outer).model_fields
    return f"{'.'.join(map(str, place[:-1]))} has {', '.join(names)}"


def _what_it_takes(kind: str, error: ErrorDetails) -> str:
    match kind:
        case "value_error":
            return error["msg"].removeprefix("Value error, ")
        case "literal_error":
            return f"choose {error['ctx']['expected'].replace(chr(39), '')}"
        case "string_too_short":
            return "it needs a value"
        case "string_type":
            return "write a text"
        case "model_type" | "dict_type":
            return "it has parts, which are named with dots; daybook settings show tells them"
        case "greater_than_equal":
            return f"it is at least {error['ctx']['ge']}"
        case "less_than_equal":
            return f"it is at most {error['ctx']['le']}"
        case "tuple_type":
            return "write a list, with commas between"
    if kind.startswith("int"):
        return "write a whole number"
    if kind.startswith(("datetime", "timezone")):
        return "write a time with its zone, as 2026-11-01T08:00:00Z"
    return "write a day, as 2026-11-01" if kind.startswith("date") else error["msg"]


def _why_needed(name: str) -> str:
    channel = name.split(".")[1]
    return f"say who pays channel {channel}'s sales tax to the state, {name}=us or {name}=marketplace"
