"""A record that a person skips is left out of the books, with all that would follow from it (row R-95)."""

from __future__ import annotations

from accounting.problems import CONNECTION
from accounting.records import Record, RecordRef

LONGEST_REASON = 500


def skipped(record: Record, reason: str) -> str:
    """Why a skipped record is left out, and how that is taken back."""
    return f"{_named(record)} was skipped by a person: {_sentence(reason)} {_take_back(record.label)}"


def follows_skipped(record: Record, skipped_one: str, label: str, reason: str) -> str:
    """Why what belongs to a skipped record is left out, and how that is taken back.

    Args:
        skipped_one: the kind of the skipped record, in words.
        label: how people call the skipped record.
    """
    return (
        f"{_named(record)} is left out with its {skipped_one} {label}, which a person skipped: "
        f"{_sentence(reason)} {_take_back(label)}"
    )


def reason_refused(reason: str) -> str:
    """What is wrong with a reason for skipping; empty if it will do."""
    if not reason.strip():
        return "Say why the record is left out; whoever reads the history will want to know."
    if len(reason) > LONGEST_REASON:
        return f"The reason has {len(reason)} characters; at most {LONGEST_REASON} are kept. Say it shorter."
    return ""


def standing_refused(ref: RecordRef, label: str, stands: str) -> str:
    """Why a record that has its document cannot be skipped.

    Args:
        stands: the document in words.
    """
    return (
        f"{ref.kind.words.capitalize()} {label} is in the books as {stands}: skipping does not take it out. Delete or "
        "void the document in QuickBooks; what is told of it is closed by daybook close."
    )


def being_sent(ref: RecordRef, label: str) -> str:
    """Why nothing can be decided of a record just now."""
    return f"{ref.kind.words.capitalize()} {label} is just being sent to QuickBooks. Look again in a few minutes."


def unknown(ref: RecordRef, order_id: str) -> str:
    """A record that nobody has told of."""
    return f"Nothing is known of {ref.kind.words} {ref.id} of order {order_id}."


def _named(record: Record) -> str:
    return f"{record.ref.kind.words.capitalize()} {record.label}"


def _sentence(reason: str) -> str:
    return reason if reason[-1:] in ".!?" else f"{reason}."


def _take_back(label: str) -> str:
    return f"To take that back: daybook retry {CONNECTION} {label}"
