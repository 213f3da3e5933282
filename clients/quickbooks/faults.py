"""Faults as QuickBooks writes them: JSON in two spellings, and XML from the gateway."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from clients.quickbooks.errors import Fault

# The gateway's 401 repeats the access token it did not like: "Token expired: AB01…".
TOKEN_IN_TEXT = re.compile(r"(\btoken\b[^:]{0,40}:\s*|\bbearer\s+)\S+", re.IGNORECASE)


@dataclass(frozen=True)
class FaultReport:
    """All faults of one answer and the type QuickBooks files them under, in lower case."""

    faults: tuple[Fault, ...]
    type: str = ""


def fault_in_json(answer: dict[str, Any]) -> FaultReport | None:
    """The Fault of an answer or a batch item, in the API's spelling or the gateway's lower case."""
    report = _member(answer, "Fault")
    if not isinstance(report, dict):
        return None
    entries = _member(report, "Error")
    if isinstance(entries, dict):
        entries = [entries]
    return FaultReport(
        tuple(_fault(entry) for entry in entries or () if isinstance(entry, dict)),
        str(_member(report, "type") or "").lower(),
    )


def fault_in_xml(body: bytes) -> FaultReport | None:
    """The Fault of an XML answer; None for HTML, for any other XML and for no XML at all."""
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    report = _first(root.iter(), "Fault")
    if report is None:
        return None
    entries = [entry for entry in report if _name(entry) == "Error"]
    return FaultReport(tuple(_xml_fault(entry) for entry in entries), report.get("type", "").lower())


def _fault(entry: dict[str, Any]) -> Fault:
    element = _member(entry, "element")
    return _clean(_member(entry, "code"), _member(entry, "Message"), _member(entry, "Detail"), element)


def _xml_fault(entry: ElementTree.Element) -> Fault:
    message, detail = _first(entry, "Message"), _first(entry, "Detail")
    return _clean(
        entry.get("code"),
        None if message is None else message.text,
        None if detail is None else detail.text,
        entry.get("element"),
    )


def _clean(code: object, message: object, detail: object, element: object) -> Fault:
    return Fault(
        code=str(code or "").strip().lstrip("0"),
        message=_without_token(message),
        detail=_without_token(detail),
        element=str(element) if element else None,
    )


def _without_token(text: object) -> str:
    return TOKEN_IN_TEXT.sub(r"\1(hidden)", str(text or ""))


def _member(mapping: dict[str, Any], name: str) -> Any:
    return mapping.get(name, mapping.get(name.lower()))


def _first(elements: Iterable[ElementTree.Element], name: str) -> ElementTree.Element | None:
    return next((element for element in elements if _name(element) == name), None)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
