"""Records as a folder of JSON files."""

from __future__ import annotations

from json import JSONDecodeError
from pathlib import Path
from typing import Any

from sandbox.exact import loads
from sandbox.flxpoint.account import RecordsError, check

EMPTY = {"channels": [{"id": 41, "name": "Main Shop", "primary": True}]}
"""What an account holds when no folder is named."""

FOR_READERS = ("about", "notes", "expect")
"""What a file may say of its records: what they are for, and how each must end. It is none of the account's."""


def read_folder(folder: Path) -> list[dict[str, Any]]:
    """What every `*.json` file of the folder holds, in the order of their names.

    Raises RecordsError naming the folder, or the file and what is wrong in it.
    """
    if not folder.is_dir():
        raise RecordsError(f"{folder} is not a folder")
    files = sorted(folder.glob("*.json"))
    if not files:
        raise RecordsError(f"{folder} holds no *.json file")
    return [_read_file(file) for file in files]


def _read_file(file: Path) -> dict[str, Any]:
    try:
        given = _records(loads(file.read_text(encoding="utf-8")))
        check(given)
    except JSONDecodeError as error:
        raise RecordsError(f"{file}, line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (RecordsError, UnicodeDecodeError) as error:
        raise RecordsError(f"{file}: {error}") from None
    return dict(given)


def _records(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    return {kind: records for kind, records in given.items() if kind not in FOR_READERS}
