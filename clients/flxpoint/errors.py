"""What can go wrong with Flxpoint, classified once, here.

FlxpointError          a request did not do what was asked
├── Transient          may work later; after a write, nobody knows whether Flxpoint acted
│   └── Unreachable    no answer came at all
├── Throttled          too many requests; nothing happened
├── TokenRefused       nothing works until a person mends the token
├── RecordUnknown      Flxpoint does not know the record
└── Refused            Flxpoint will say the same next time

NotUnderstood          a record came, and it cannot be read
└── FieldMissing       a field without which it must not be posted is not there
"""

from __future__ import annotations

from collections.abc import Sequence

from accounting.records import RecordKind

RECORD_WORDS = {
    RecordKind.ORDER: "Order",
    RecordKind.FULFILLMENT_REQUEST: "FR",
    RecordKind.SUPPLIER_INVOICE: "Invoice",
    RecordKind.SHIPMENT: "Shipment",
}
"""How people call the kinds of record in Flxpoint."""


class FlxpointError(Exception):
    """A request did not do what was asked; ``str()`` is one line and holds no token."""

    meaning = "Flxpoint did not do what was asked."

    def __init__(self, detail: str = "", *, method: str, path: str, status: int | None = None) -> None:
        self.message = f"{self.meaning} {' '.join(detail.split())}".strip()
        self.status = status
        self.method = method
        self.path = path
        outcome = "no answer" if status is None else f"HTTP {status}"
        super().__init__(f"{self.message} ({method} {path}: {outcome})")


class Transient(FlxpointError):
    """Flxpoint failed, or its answer could not be read; after a write, it may have acted all the same."""

    meaning = "Flxpoint could not answer properly."


class Unreachable(Transient):
    """No answer came: refused or broken connection, or time-out."""

    meaning = "Flxpoint could not be reached."


class Throttled(FlxpointError):
    """More requests than Flxpoint allows; nothing happened."""

    meaning = "Flxpoint asks for fewer requests."

    def __init__(
        self,
        detail: str = "",
        *,
        method: str,
        path: str,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail, method=method, path=path, status=status)
        self.retry_after = retry_after
        """Seconds to wait, if Flxpoint said so."""


class TokenRefused(FlxpointError):
    """The token opens nothing, or not this."""

    meaning = "Flxpoint token missing, wrong, or of the wrong type (an Account token is needed)."


class RecordUnknown(FlxpointError):
    """Flxpoint has no record of this id."""

    meaning = "Flxpoint does not know this record."


class Refused(FlxpointError):
    """Flxpoint found fault with the request itself."""

    meaning = "Flxpoint refused the request."


class NotUnderstood(Exception):
    """A record cannot be read; the record and the reason are named."""

    def __init__(self, record_kind: RecordKind, record_id: str, reason: str) -> None:
        super().__init__(f"{RECORD_WORDS[record_kind]} {record_id} could not be understood: {reason}")
        self.record_kind = record_kind
        self.record_id = record_id
        self.reason = reason


class FieldMissing(NotUnderstood):
    """None of the names under which a necessary field is known is there."""

    def __init__(self, record_kind: RecordKind, record_id: str, field: str, candidates: Sequence[str]) -> None:
        super().__init__(
            record_kind,
            record_id,
            f"no {field} found under {', '.join(candidates)}. Complete the record in Flxpoint; "
            "if it is complete there, add the name to the field map (clients/flxpoint/fields.py).",
        )
        self.field = field
        self.candidates = tuple(candidates)
