"""JSON whose numbers are exact: Decimal in, the same digits out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from starlette.responses import Response


def loads(text: str | bytes) -> Any:
    """Read JSON with every fraction as a Decimal; raises ValueError when it is not JSON."""
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    """Write JSON with every Decimal in plain notation, never with an exponent."""
    return "".join(_pieces(value))


class ExactResponse(Response):
    """A JSON answer whose Decimals keep their digits."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return dumps(content).encode()


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, Decimal):
        yield _plain(value)
    elif isinstance(value, dict):
        opening = "{"
        for key, member in value.items():
            yield f"{opening}{json.dumps(str(key))}:"
            yield from _pieces(member)
            opening = ","
        yield "}" if value else "{}"
    elif isinstance(value, list | tuple):
        opening = "["
        for member in value:
            yield opening
            yield from _pieces(member)
            opening = ","
        yield "]" if value else "[]"
    else:
        yield json.dumps(value)


def _plain(value: Decimal) -> str:
    return format(abs(value) if value.is_zero() else value, "f")
