"""The query of a request, read the way Flxpoint reads it: an empty value counts as not given."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.datastructures import QueryParams

from sandbox.flxpoint.refusals import Refused

MOST_VALUES = 50


class Query:
    """One request's query parameters; a value that cannot be read is refused with 400."""

    def __init__(self, parameters: QueryParams) -> None:
        self._parameters = parameters

    def text(self, name: str) -> str | None:
        """The value, or None when it is absent or empty."""
        return self._parameters.get(name) or None

    def texts(self, *names: str) -> list[str]:
        """The values of an array, whether repeated or joined by commas, under any of its names."""
        given = [value for name in names for value in self._parameters.getlist(name)]
        return [part.strip() for value in given for part in value.split(",") if part.strip()]

    def few_texts(self, *names: str) -> list[str]:
        """Like texts, for the arrays that take fifty values at most."""
        values = self.texts(*names)
        if len(values) > MOST_VALUES:
            raise Refused(400, f"{names[0]} takes at most {MOST_VALUES} values, {len(values)} were given")
        return values

    def choices(self, name: str, allowed: tuple[str, ...]) -> list[str]:
        """The values of an array whose every value must be one of those allowed."""
        values = self.texts(name)
        for value in values:
            if value not in allowed:
                raise Refused(400, f"{name}: {value} is not one of {', '.join(allowed)}")
        return values

    def number(self, name: str) -> int | None:
        """A whole number."""
        value = self.text(name)
        return None if value is None else _whole(name, value)

    def few_numbers(self, name: str) -> list[int]:
        """An array of at most fifty whole numbers."""
        return [_whole(name, value) for value in self.few_texts(name)]

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value = self.text(name)
        if value is None:
            return None
        if value.lower() not in ("true", "false"):
            raise Refused(400, f"{name} must be true or false, not {value}")
        return value.lower() == "true"

    def moment(self, name: str) -> datetime | None:
        """A date-time; without an offset it is UTC."""
        value = self.text(name)
        if value is None:
            return None
        moment = read_moment(value)
        if moment is None:
            raise Refused(400, f"{name} must be a date-time such as 2026-11-20T00:00:00Z, not {value}")
        return moment


def read_moment(value: str) -> datetime | None:
    """The moment an ISO-8601 text names, or None when it names none."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise Refused(400, f"{name} must be a whole number, not {value}")
    return int(value)
