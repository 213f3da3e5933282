"""The kinds of fault that only QuickBooks knows, in words."""

from __future__ import annotations

OWN_FAULTS = {
    "fault": "The Fault with `code` (and `variant`, where there are several) in its own form, and nothing is done.",
    "revoked": "The bookkeeper disconnects the app just before, so every token is dead.",
    "saved_again": (
        "All is done and answered, then QuickBooks saves the record once more, as its tax engine does: the SyncToken"
        " in the answer is old."
    ),
}
