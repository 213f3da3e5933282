"""Each order of the corpus becomes the documents that its file expects, to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.golden.__main__ import main
from tests.golden.cases import files, read_case
from tests.golden.tell import USUAL, difference, made

ROW = re.compile(r"(R-\d+)-")


def _of(path: Path) -> ParameterSet:
    written = path.read_text(encoding="utf-8")
    return pytest.param(path.name, written, id=path.stem, marks=pytest.mark.rule(*read_case(written).shows))


@pytest.mark.parametrize(("name", "written"), [_of(path) for path in files()])
async def test_an_order_becomes_what_its_file_expects(name: str, written: str) -> None:
    now = await made(written)

    if now != written:
        pytest.fail(f"{difference(name, written, now)}\nIf that is right: make golden", pytrace=False)


def test_a_file_is_named_after_a_row_that_it_shows() -> None:
    named = {path: match[1] for path in files() if (match := ROW.match(path.name))}

    shown = {path: read_case(path.read_text(encoding="utf-8")).shows for path in named}
    assert [
        path.name for path, row in named.items() if not any(cell.startswith(f"{row}/") for cell in shown[path])
    ] == []


def test_the_command_writes_what_became_of_an_order_and_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "R-32-changed.yaml"
    right = USUAL.read_text(encoding="utf-8")
    file.write_text(right.replace("TxnDate: 2026-11-21", "TxnDate: 2026-11-22"))

    main([str(file)])

    assert file.read_text(encoding="utf-8") == right
    shown = capsys.readouterr().out.splitlines()
    assert [line.split() for line in shown if line[:1] in "+-" and "TxnDate" in line] == [
        ["-", "TxnDate:", "2026-11-22"],
        ["+", "TxnDate:", "2026-11-21"],
    ]
    assert shown[-1] == "1 of 1 files changed."


async def test_an_order_that_expects_nothing_yet_gets_what_becomes_of_it() -> None:
    whole = USUAL.read_text(encoding="utf-8")

    assert await made(whole.partition("expected:")[0]) == whole


def test_a_word_that_no_file_may_say_is_named() -> None:
    with pytest.raises(ValueError, match="A file says no order; it may say about, company"):
        read_case("order: {}")
