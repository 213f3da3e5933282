"""The catalogue of faults: complete, in plain words, and the page that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounting.faults import Fault, Mender, explained, faults

PAGE = Path("docs/faults.md")
SEEN = ("500", "610", "2010", "2030", "2050", "2080", "3001", "3200", "4000", "4001", "5010", "6000", "6240", "6270")
"""The codes of all faults that recordings of QuickBooks hold; 10000 besides."""


def test_every_recorded_fault_is_explained() -> None:
    assert [code for code in (*SEEN, "10000") if explained("quickbooks", code).code != code] == []


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: f"{fault.system}-{fault.code}")
def test_a_fault_says_in_a_sentence_what_happened_and_whoever_mends_it_what_to_do(fault: Fault) -> None:
    assert fault.happened.endswith(".")
    assert "{" not in fault.happened + fault.fix
    assert bool(fault.fix) is (fault.who is not Mender.NOBODY)
    assert fault.meanwhile.endswith(".")


def test_the_first_code_that_is_known_explains() -> None:
    assert explained("quickbooks", None, "77777", "6140", "610").code == "6140"
    assert explained("quickbooks", "77777").code == "refused"
    assert explained("flxpoint", None).code == "refused"
    assert explained("flxpoint", "6140").system == "flxpoint"


def test_the_catalogue_names_both_systems_in_its_own_order() -> None:
    systems = [fault.system for fault in faults()]
    assert systems == sorted(systems, reverse=True)
    assert faults()[0].code == "100"
    assert explained("quickbooks", "6140").meanwhile.startswith("Daybook looks for what is there already")


def test_the_page_lists_every_fault_as_it_is() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{fault.code}` | {fault.happened} | {fault.who} | {fault.fix} | {fault.meanwhile} |" for fault in faults()
    ]
