"""The settings of a connection as one file that people read, compare and keep: TOML, each with what it means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import Table

from accounting.settings import WRITTEN_BY_DAYBOOK, Settings
from accounting.subjects import SUBJECTS
from clients.database.connections import Connection

WITH_PARTS = ("channels", "mapping")
"""Settings that are tables of their own; they come last, as TOML wants it."""


class FileRefused(ValueError):
    """A file that is no TOML, with the line."""


def as_file(settings: Settings, connection: Connection) -> str:
    """The file of a connection's settings; what is not chosen stands in it as a comment."""
    file = tomlkit.document()
    file.add(tomlkit.comment(f'Settings of connection {connection.id} ("{connection.name}"): what is set here is'))
    file.add(tomlkit.comment("chosen, what is commented out has the default shown. What is added below the last line"))
    file.add(tomlkit.comment("belongs to the table above it, in TOML."))
    chosen = settings.model_dump(mode="json", exclude_defaults=True)
    defaults = Settings().model_dump(mode="json")
    for subject, names in SUBJECTS.items():
        file.add(tomlkit.nl())
        file.add(tomlkit.comment(f"---- {subject} ----"))
        for name in (name for name in names if name not in (*WITH_PARTS, *WRITTEN_BY_DAYBOOK)):
            file.add(tomlkit.nl())
            file.add(tomlkit.comment(Settings.model_fields[name].description or ""))
            if name in chosen:
                file.add(name, chosen[name])
            else:
                file.add(tomlkit.comment(_line(name, defaults[name])))
    for name in WITH_PARTS:
        file.add(tomlkit.nl())
        file.add(tomlkit.comment(Settings.model_fields[name].description or ""))
        if name in chosen:
            file.add(name, _tables(chosen[name]))
        elif defaults[name]:
            for line in tomlkit.dumps({name: defaults[name]}).strip().splitlines():
                file.add(tomlkit.comment(line) if line else tomlkit.nl())
    return tomlkit.dumps(file)


def chosen_in(text: str) -> dict[str, Any]:
    """What a file chooses, by the dotted names that `daybook settings set` takes.

    Raises:
        FileRefused: it is no TOML.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(f"It is not written in TOML: {error}.") from None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in _flat("", told)}


def _line(name: str, value: Any) -> str:
    return f"{name} =" if value is None else tomlkit.dumps({name: value}).strip()


def _tables(parts: Mapping[str, Any]) -> Table:
    tables = tomlkit.table(is_super_table=True)
    for name, values in parts.items():
        one = tomlkit.table()
        for part, value in values.items():
            if value is not None:
                one.add(part, value)
        tables.add(name, one)
    return tables


def _flat(outer: str, told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(f"{outer}{name}.", value)
        else:
            yield f"{outer}{name}", value
