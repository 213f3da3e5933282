"""What a hostile or broken program may send in place of sound JSON: parts lost, retyped, nested, huge, unreadable."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

Json = dict[str, Any]
Path = tuple[str | int, ...]

LOST = object()
"""In place of a value: the member is not there at all."""

NUMBERS: list[Any] = [0, -1, 3, 10**15, -(10**30), True, float("nan"), float("inf"), Decimal("0.005"), Decimal("1E-30")]
TEXTS = [
    *("", " ", "0", "-1", "1e400", "NaN", "20,00", "null", "{n}", "SHOP-1 ", "Unheard Of", "../../1", "<b>1</b>"),
    *("\0", "\ud800", "a\u202eb", "\U0001f4a5", "x" * 5_000, "2026-13-45T99:99:99Z", "0001-01-01T00:00:00+23:59"),
]
STRUCTURES: list[Any] = [None, [], {}, [[]], [None], {"id": None}, {"name": {"name": "Paid"}}, [{"id": "1"}] * 3]

VALUES = st.one_of(
    st.just(LOST), st.sampled_from(NUMBERS), st.sampled_from(TEXTS), st.sampled_from(STRUCTURES), st.text(max_size=20)
)

EXAMPLES = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


@st.composite
def mutated(draw: st.DrawFn, sound: Json, *, sparing: frozenset[str] = frozenset()) -> Json:
    """The JSON with up to three of its values replaced, wherever they stand; some members are spared."""
    spoilt = deepcopy(sound)
    for _ in range(draw(st.integers(1, 3))):
        if not (places := [place for place in paths(spoilt) if place[0] not in sparing]):
            break
        value = draw(VALUES)
        put(spoilt, draw(st.sampled_from(places)), value if value is LOST else deepcopy(value))
    return spoilt


def paths(value: Any, before: Path = ()) -> Iterator[Path]:
    """Where a value stands: each of them, from the outside in."""
    if before:
        yield before
    match value:
        case dict():
            for name, part in value.items():
                yield from paths(part, (*before, name))
        case list():
            for place, part in enumerate(value):
                yield from paths(part, (*before, place))


def put(whole: Any, place: Path, value: Any) -> None:
    """Replace what stands at a place, or take it away."""
    for step in place[:-1]:
        whole = whole[step]
    if value is LOST:
        del whole[place[-1]]
    else:
        whole[place[-1]] = value
