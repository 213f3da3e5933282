"""All settings of a connection as a table: by subject, each with what it means."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from accounting.settings import Settings
from accounting.subjects import SUBJECTS

UNNAMED = {"deposit_account": "Undeposited Funds"}
"""What holds where a channel names none (row R-102)."""


def settings_table(settings: Settings) -> Table:
    """The settings as a person reads them."""
    values = settings.model_dump(mode="json")
    table = Table("setting", "value", "what it is")
    for subject, names in SUBJECTS.items():
        table.add_section()
        table.add_row(Text(subject, "bold"))
        for name in names:
            table.add_row(*map(Text, (name, _worded(values[name]), Settings.model_fields[name].description or "")))
    return table


def _worded(value: Any) -> str:
    """A value as a person would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(value)
        case dict():
            parts = [(id, name, part or UNNAMED.get(name)) for id, of in value.items() for name, part in of.items()]
            return "\n".join(f"{id}.{name}={part}" for id, name, part in parts if part is not None)
        case _:
            return str(value)
