"""The JSON Schema of what each signal brings, from the canonical models themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from accounting.records import LONGEST_ID, RECORD_MODELS, RecordKind
from activities.contracts import SIGNALS

Json = dict[str, Any]

FOLDER = Path("docs/schemas")
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
SIGNAL_OF = {kind: signal for signal, kind in SIGNALS.items()}


def schema_of(kind: RecordKind) -> Json:
    """The schema of a whole record; what a signal must tell besides the model is its order (``order_ref``)."""
    schema = _tidied(RECORD_MODELS[kind].model_json_schema())
    named = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID}
    for name in ("id", "order_ref"):
        if name in schema["properties"]:
            told = schema["properties"][name].get("description")
            schema["properties"][name] = named | ({"description": told} if told else {})
            schema["required"] = list(dict.fromkeys([*schema["required"], name]))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{SIGNAL_OF[kind]}: {kind.words}"}
    found: Json = head | schema
    return found


def files() -> dict[Path, str]:
    """Each schema's file and what it holds."""
    return {FOLDER / f"{signal}.json": json.dumps(schema_of(kind), indent=2) + "\n" for signal, kind in SIGNALS.items()}


def _tidied(schema: Any) -> Any:
    """Without the titles that only repeat names, and with the form of numbers that come as text."""
    if isinstance(schema, list):
        return [_tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _tidied(part) for name, part in schema.items() if not (name == "title" and isinstance(part, str))}
    choices = kept.get("anyOf", [])
    if {"type": "number"} in choices:
        kept["anyOf"] = [one | {"pattern": DECIMAL} if one == {"type": "string"} else one for one in choices]
    return kept
