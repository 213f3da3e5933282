"""Numbers of documents, and the marker in the memo that alone makes a document ours (rows R-35, R-53)."""

from __future__ import annotations

import base64
import hashlib
import re

from accounting.records import RecordKind

LONGEST_NUMBER = 21
_KEPT = 14
_SUFFIX = 6


def document_number(reference: str, order_id: str, *, taken: bool = False) -> str:
    """The number of the document for a record: its reference, with the record's id where that is taken.

    At most 21 characters: a longer one keeps its beginning and ends in a stable digest of the whole (row R-53).
    """
    number = " ".join(reference.split())
    if taken:
        number = f"{number}-{order_id}"
    if len(number) <= LONGEST_NUMBER:
        return number
    digest = base64.b32encode(hashlib.sha256(number.encode()).digest()).decode()
    return f"{number[:_KEPT]}-{digest[:_SUFFIX]}"


def marker(kind: RecordKind, id: str) -> str:
    """What the memo of a record's document holds, such as ``flxpoint:order:700123`` (row R-35)."""
    return f"flxpoint:{kind}:{id}"


def carries(marker: str, note: str | None) -> bool:
    """Does the note hold exactly this marker, and not merely one that begins or ends like it?

    People may write around it: blanks and punctuation end a marker, what could belong to an id does not.
    """
    whole = rf"(?<![\w-]){re.escape(marker)}(?![\w:-]|\.\w)"
    return re.search(whole, note or "") is not None
