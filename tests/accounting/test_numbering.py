"""Document numbers fit, stay the same, and differ where they must; markers match exactly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting.numbering import LONGEST_NUMBER, carries, document_number, marker
from accounting.records import RecordKind

REFERENCES = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1, max_size=60)
IDS = st.text(st.sampled_from("0123456789abcdefXYZ-_"), min_size=1, max_size=20)
KINDS = st.sampled_from(RecordKind)
WORDS = st.lists(st.sampled_from(["Order", "SHOP-1001.", "(paid)", "7.00,", "-", ""]), max_size=4).map(" ".join)


def test_a_free_reference_is_the_number() -> None:
    assert document_number("SHOP-1001", "700123") == "SHOP-1001"


@pytest.mark.rule("R-53/expected")
def test_a_taken_reference_is_followed_by_the_orders_id() -> None:
    assert document_number("1001", "12", taken=True) == "1001-12"


def test_a_number_of_21_characters_stays_and_one_of_22_is_shortened() -> None:
    assert document_number("A" * 21, "1") == "A" * 21
    assert re.fullmatch(r"A{14}-[A-Z2-7]{6}", document_number("A" * 22, "1"))


def test_a_shortened_number_never_changes_from_release_to_release() -> None:
    assert document_number("WEBSHOP-2026-11-000001001", "1") == "WEBSHOP-2026-1-EAURYZ"


def test_blanks_around_and_inside_a_reference_do_not_make_another_number() -> None:
    assert document_number(" SHOP\t 1001\n", "1") == "SHOP 1001"


def test_long_references_with_the_same_beginning_get_different_numbers() -> None:
    numbers = {document_number(f"WEBSHOP-2026-11-{place:09}", "1") for place in range(1000)}
    assert len(numbers) == 1000


@pytest.mark.rule("R-53/expected")
@given(reference=REFERENCES, order_id=IDS, taken=st.booleans())
def test_every_number_fits_and_is_the_same_each_time(reference: str, order_id: str, taken: bool) -> None:
    number = document_number(reference, order_id, taken=taken)
    assert len(number) <= LONGEST_NUMBER
    assert number == document_number(reference, order_id, taken=taken)


@pytest.mark.rule("R-53/expected")
@given(reference=REFERENCES, order_ids=st.tuples(IDS, IDS))
def test_a_taken_reference_gives_a_number_for_each_order(reference: str, order_ids: tuple[str, str]) -> None:
    numbers = {
        document_number(reference, order_ids[0]),
        *(document_number(reference, order_id, taken=True) for order_id in order_ids),
    }
    assert len(numbers) == 1 + len(set(order_ids))


@pytest.mark.rule("R-35/expected")
def test_a_marker_names_system_kind_and_id() -> None:
    assert marker(RecordKind.ORDER, "700123") == "flxpoint:order:700123"
    assert marker(RecordKind.FULFILLMENT_REQUEST, "450001") == "flxpoint:fulfillment_request:450001"


@given(kind=KINDS, id=IDS, before=WORDS, after=WORDS)
def test_a_note_carries_its_marker_whatever_stands_around_it(
    kind: RecordKind, id: str, before: str, after: str
) -> None:
    assert carries(marker(kind, id), f"{before} {marker(kind, id)} {after}")


@pytest.mark.parametrize("around", ["{}.", "({})", "{}, {}2", "Memo:{}", "paid.{};", "{}\nchecked by hand", "[{}]"])
def test_punctuation_ends_a_marker(around: str) -> None:
    mine = marker(RecordKind.ORDER, "70")
    assert carries(mine, around.format(mine, mine))


@pytest.mark.rule("R-35/expected", "R-76/expected")
@given(kinds=st.tuples(KINDS, KINDS), ids=st.tuples(IDS, IDS), around=st.sampled_from(["{}", "({})", "a {}.", "{},"]))
def test_a_note_carries_no_marker_but_its_own(
    kinds: tuple[RecordKind, RecordKind], ids: tuple[str, str], around: str
) -> None:
    mine, theirs = marker(kinds[0], ids[0]), marker(kinds[1], ids[1])
    assert carries(mine, around.format(theirs)) is (mine == theirs)


@pytest.mark.parametrize(
    "note",
    [
        "flxpoint:order:700123",
        "flxpoint:order:70-1",
        "flxpoint:order:70_1",
        "flxpoint:order:70.1",
        "flxpoint:order:70:1",
        "myflxpoint:order:70",
        "my-flxpoint:order:70",
        "Flxpoint:Order:70",
        "order 70",
        "",
        None,
    ],
)
def test_what_only_looks_like_a_marker_is_none(note: str | None) -> None:
    assert not carries(marker(RecordKind.ORDER, "70"), note)
