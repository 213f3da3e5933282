"""The faults that may be ordered by code: each in its own words, shape and HTTP status, from `faults.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.responses import Response

from sandbox.quickbooks.api.envelope import gateway_fault, refused, xml_fault
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema.shape import Record


@dataclass(frozen=True)
class FaultForm:
    """One fault as it leaves the server; a code may have several forms, told apart by `variant`."""

    code: str
    message: str
    evidence: str
    detail: str | None = None
    variant: str = ""
    element: str | None = None
    type: str = "ValidationFault"
    status: int = 400
    shape: str = "company"

    def response(self, now: datetime, *, xml: bool = False) -> Response:
        """The answer, in XML where that is its shape or is asked for of the company."""
        if self.shape == "company":
            return refused(self._refusal(), now, xml=xml)
        fault: Record = {
            "Error": [{"Message": self.message, "Detail": self.detail, "code": self.code}],
            "type": self.type,
        }
        return xml_fault(fault, now, self.status) if self.shape == "xml" else gateway_fault(fault, now, self.status)

    def _refusal(self) -> Refusal:
        detail = self.detail or ""
        return Refusal(self.code, self.message, detail, self.element, status=self.status, fault_type=self.type)


def _forms() -> dict[tuple[str, str], FaultForm]:
    rows = tomllib.loads((Path(__file__).parent / "faults.toml").read_text("utf-8"))["fault"]
    forms = [FaultForm(**row) for row in rows]
    return {(form.code, form.variant): form for form in forms}


FORMS = _forms()
"""By code and variant; the usual form of a code has the variant ""."""


def form_of(code: str, variant: str = "") -> FaultForm:
    """The form of a fault; raises ValueError naming those there are."""
    if (code, variant) in FORMS:
        return FORMS[code, variant]
    variants = sorted(one for known, one in FORMS if known == code)
    if variants:
        raise ValueError(f"fault {code} has no variant {variant!r}; there are {variants}")
    raise ValueError(f"no fault {code!r}; there are {sorted({known for known, _ in FORMS}, key=int)}")
