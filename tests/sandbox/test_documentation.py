"""The page of behaviours names every switch as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.flxpoint.switches import SWITCHES as ACCOUNT
from sandbox.quickbooks.switches import SWITCHES as COMPANY
from sandbox.switches import Switch

PAGE = Path(__file__).parents[2] / "docs" / "stand-in-behaviour.md"


def rows(switches: dict[str, Switch]) -> Iterator[str]:
    """The table of switches as it stands in the page."""
    yield "| Switch | Starts with | Takes | Meaning | Evidence |"
    yield "|---|---|---|---|---|"
    for name, switch in switches.items():
        yield f"| `{name}` | {switch.default} | {switch.choice} | {switch.sentence} | {switch.evidence} |"


@pytest.mark.parametrize("switches", [COMPANY, ACCOUNT], ids=["quickbooks", "flxpoint"])
def test_the_page_has_the_switches_as_they_are(switches: dict[str, Switch]) -> None:
    table = "\n".join(rows(switches))
    assert table in PAGE.read_text(encoding="utf-8"), f"write into {PAGE.name}:\n{table}"


def test_every_doubt_that_is_a_behaviour_has_a_switch() -> None:
    evidence = " ".join(switch.evidence for switch in COMPANY.values())
    doubts = {number for number in range(1, 15) if f"(D{number})" in evidence}
    assert doubts == set(range(1, 15)) - {11}
