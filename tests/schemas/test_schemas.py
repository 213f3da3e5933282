"""The documentation of the signals is what the models are, and its examples are what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from accounting.records import RECORD_MODELS, Model
from activities.arrivals import ArrivalNotUnderstood
from activities.at_the_door import read_at_the_door
from activities.contracts import SIGNALS
from tests.schemas.page import PAGE, page
from tests.schemas.schema import files, schema_of

EXAMPLES = Path("docs/examples")


def example(signal: str) -> Any:
    return json.loads((EXAMPLES / f"{signal}.json").read_text())


def valid(signal: str, value: Any) -> bool:
    return bool(Draft202012Validator(schema_of(SIGNALS[signal])).is_valid(value))


def understood(signal: str, value: Any) -> bool:
    try:
        return bool(read_at_the_door(signal, json.dumps(value)))
    except ArrivalNotUnderstood:
        return False


@pytest.mark.parametrize("path", files(), ids=str)
def test_a_schema_is_current(path: Path) -> None:
    assert path.read_text() == files()[path], "make schemas"


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == page(), "make schemas"


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_schema_is_one(signal: str) -> None:
    Draft202012Validator.check_schema(schema_of(SIGNALS[signal]))


@pytest.mark.parametrize("signal", SIGNALS)
def test_an_example_is_valid_and_understood_and_holds_what_it_says_and_nothing_unknown(signal: str) -> None:
    record = example(signal)

    assert valid(signal, record)
    assert understood(signal, record)
    read = RECORD_MODELS[SIGNALS[signal]].model_validate(record)
    assert told(read) >= set(told_in(record))


@pytest.mark.parametrize("signal", SIGNALS)
def test_schema_and_door_refuse_alike(signal: str) -> None:
    record = example(signal)
    needed = schema_of(SIGNALS[signal])["required"]

    for wrong in (
        *({name: value for name, value in record.items() if name != left_out} for left_out in needed),
        record | {"id": ""},
        record | {"changed_at": [7]},
        record | {"synced": "perhaps"},
        *([record | {"lines": "none"}, record | {"lines": [{}]}] if "lines" in record else []),
        *([record | {"total": "a lot"}] if "total" in record else []),
        *([record | {"payment": "in kind"}] if "payment" in record else []),
    ):
        assert (valid(signal, wrong), understood(signal, wrong)) == (False, False), wrong


def told(record: Model) -> set[str]:
    return set(told_in(record.model_dump(exclude_unset=True)))


def told_in(value: Any, path: str = "") -> list[str]:
    """The path of every value in it."""
    if isinstance(value, dict):
        return [inner for name, part in value.items() for inner in told_in(part, f"{path}.{name}")]
    if isinstance(value, list | tuple):
        return [inner for place, part in enumerate(value) for inner in told_in(part, f"{path}.{place}")]
    return [path]
