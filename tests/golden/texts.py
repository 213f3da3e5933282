"""YAML as the corpus is written: numbers exact to the digit, dates as text, one line of a document on one line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

WIDTH = 100
"""Beyond which nothing new begins on a line."""


class OneLine(dict[str, Any]):
    """What is written on one line, as far as it fits."""


class _Reader(yaml.SafeLoader):
    """Reads a decimal as it is written, and a date as text."""


class _Writer(yaml.SafeDumper):
    """Writes a decimal with all its digits, and keeps a name on one line."""

    def write_plain(self, text: str, split: bool = True) -> None:
        super().write_plain(text, split and not self.flow_level)


def read(text: str | Path) -> Any:
    """What a text, or a file, says."""
    return yaml.load(text.read_text(encoding="utf-8") if isinstance(text, Path) else text, _Reader)


def write(value: Any) -> str:
    """The value as text."""
    return yaml.dump(value, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False)


def _number(reader: _Reader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(reader.construct_scalar(node)))


def _digits(writer: _Writer, digits: str) -> yaml.ScalarNode:
    return writer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in digits else 'int'}", digits)


def _without_dates(resolvers: dict[str, Any]) -> dict[str, Any]:
    date = "tag:yaml.org,2002:timestamp"
    return {first: [one for one in found if one[0] != date] for first, found in resolvers.items()}


_Reader.yaml_implicit_resolvers = _without_dates(_Reader.yaml_implicit_resolvers)
_Reader.add_constructor("tag:yaml.org,2002:float", _number)
_Writer.yaml_implicit_resolvers = _without_dates(_Writer.yaml_implicit_resolvers)
_Writer.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
_Writer.add_representer(Decimal, lambda w, number: _digits(w, f"{number:f}"))
_Writer.add_representer(
    OneLine, lambda w, value: w.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)
)
