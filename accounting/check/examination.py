"""All findings of a checkup at once (row R-11)."""

from __future__ import annotations

from accounting.check.choices import choice_findings
from accounting.check.company import company_findings
from accounting.check.facts import Checkup
from accounting.check.findings import Finding
from accounting.check.lists import list_findings


def examined(checkup: Checkup) -> list[Finding]:
    """Everything that the facts show; a part that could not be read shows nothing."""
    findings = list(choice_findings(checkup))
    if checkup.books:
        findings += company_findings(checkup, checkup.books)
    if checkup.lists:
        findings += list_findings(checkup, checkup.lists)
    return findings
