"""The states that Flxpoint's pages name: what decides whether a record is posted is never guessed."""

from __future__ import annotations

from clients.flxpoint.entry import Entry

ORDER_STATES = ("Open", "Closed", "On Hold", "Failed", "No Shipping Method", "Canceled", "Not Managed", "Draft")
REQUEST_STATES = (
    *("Unprocessed", "Processing", "Processed", "Acknowledged", "Canceled", "Failed", "Voided"),
    *("Additional Info Required", "PO/FR # Exceeds Max Length", "Duplicate PO/FR #", "Cross Docked"),
)
INVOICE_STATES = ("Unpaid", "Paid", "Credited", "Refunded")


def state_of(record: Entry, states: tuple[str, ...]) -> str:
    """The record's state as Flxpoint's pages spell it, in whatever capitals it came.

    Raises:
        NotUnderstood: it is missing, or none of these.
    """
    told = record.text("state")
    known = {state.lower(): state for state in states}
    if told.lower() not in known:
        raise record.not_understood(
            f'its state is "{told[:80]}", and the states are: {", ".join(states)}. Correct it in Flxpoint; '
            "if it is right there, add it to the states (clients/flxpoint/statuses.py)."
        )
    return known[told.lower()]
