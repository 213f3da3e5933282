"""JSON whose numbers are exact: Decimal in, the same digits out."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any

from starlette.responses import Response


def loads(text: str | bytes) -> Any:
    """Read JSON with every fraction as a Decimal; raises ValueError when it is not JSON, or nested without end."""
    try:
        return json.loads(text, parse_float=Decimal)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dumps(value: Any) -> str:
    """Write JSON with every Decimal in plain notation, never with an exponent."""
    pieces: list[str] = []
    _write(value, pieces.append)
    return "".join(pieces)


class ExactResponse(Response):
    """A JSON answer whose Decimals keep their digits."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return dumps(content).encode()


def _write(value: Any, put: Callable[[str], None]) -> None:
    if isinstance(value, str):
        put(encode_basestring_ascii(value))
    elif isinstance(value, dict):
        opening = "{"
        for key, member in value.items():
            put(f"{opening}{encode_basestring_ascii(str(key))}:")
            _write(member, put)
            opening = ","
        put("}" if value else "{}")
    elif isinstance(value, list | tuple):
        opening = "["
        for member in value:
            put(opening)
            _write(member, put)
            opening = ","
        put("]" if value else "[]")
    else:
        put(_plain(value) if isinstance(value, Decimal) else json.dumps(value))


def _plain(value: Decimal) -> str:
    return format(abs(value) if value.is_zero() else value, "f")
