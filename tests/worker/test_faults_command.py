"""`daybook faults`: one fault, all of them, and one that is not there."""

from __future__ import annotations

import json

import pytest

from tests.worker.console import daybook


@pytest.mark.parametrize("code", ["6140", "quickbooks_6140", "006140"])
async def test_one_fault_is_told_under_each_of_its_names(code: str) -> None:
    said = await daybook("faults", code, told={})
    assert said.status == 0
    assert "Another document has this number already." in " ".join(said.out.split())


async def test_the_whole_list_as_json() -> None:
    told = json.loads((await daybook("faults", "--json", told={})).out)
    assert {one["system"] for one in told} == {"quickbooks", "flxpoint"}
    assert {"code", "happened", "who", "fix", "meanwhile"} <= told[0].keys()


async def test_a_fault_that_is_not_in_the_list() -> None:
    said = await daybook("faults", "77777", told={})
    assert (said.status, said.out) == (1, "")
    assert 'There is no fault "77777" in the list; daybook faults shows all of it.' in said.err
