"""The tables of docs/signals.md: every field of every record, in words."""

from __future__ import annotations

from pathlib import Path

from activities.contracts import SIGNALS
from tests.schemas.schema import Json, schema_of

PAGE = Path("docs/signals.md")
BEGIN, END = "<!-- fields: written by make schemas -->\n", "<!-- end of fields -->\n"


def page() -> str:
    """The page with its tables as the models are now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + tables() + END + rest.partition(END)[2]


def tables() -> str:
    """A table for each record, and one for each part that records hold."""
    schemas = {signal: schema_of(kind) for signal, kind in SIGNALS.items()}
    parts = {name: part for schema in schemas.values() for name, part in schema.get("$defs", {}).items()}
    sections = []
    for signal, kind in SIGNALS.items():
        link = f"[JSON Schema](schemas/{signal}.json), [example](examples/{signal}.json)"
        sections.append(_section(f"`{signal}`: {kind.words}", schemas[signal], parts, f" {link}"))
    sections += [_section(name, part, parts) for name, part in parts.items() if "properties" in part]
    return "\n".join(sections)


def _section(title: str, schema: Json, parts: Json, more: str = "") -> str:
    needed, words = schema.get("required", ()), {name: one["enum"] for name, one in parts.items() if "enum" in one}
    rows = [_row(name, told, name in needed, words) for name, told in schema["properties"].items()]
    head = ["| Field | Holds | Needed | Meaning |", "|---|---|---|---|"]
    return "\n".join([f"### {title}", "", f"{schema['description'].strip()}{more}", "", *head, *rows, ""])


def _row(name: str, told: Json, needed: bool, words: Json) -> str:
    meaning = " ".join(told.get("description", "").replace("``", "`").split())
    return f"| `{name}` | {_holds(told, words)} | {'yes' if needed else ''} | {meaning} |"


def _holds(told: Json, words: Json) -> str:
    choices = [one for one in told.get("anyOf", [told]) if one != {"type": "null"}]
    if {"type": "number"} in choices:
        return "number"
    (one,) = choices
    if ref := one.get("$ref"):
        enum = words.get(ref.rpartition("/")[2])
        return ", ".join(f"`{word}`" for word in enum) if enum else _named(ref)
    if one["type"] == "array":
        return f"list of {_named(one['items']['$ref'])}"
    return {"boolean": "true or false", "string": "time" if one.get("format") else "text"}[one["type"]]


def _named(ref: str) -> str:
    name = ref.rpartition("/")[2]
    return f"[{name}](#{name.lower()})"
