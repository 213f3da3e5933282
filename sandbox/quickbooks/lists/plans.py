"""What a company may write by its plan, its subscription and its features, and what it does not track."""

from __future__ import annotations

from sandbox.quickbooks import business_refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.references import list_of, look_up
from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.shape import Record

_GATES: dict[str, dict[str, str]] = table("gates")


def check_entitled(company: Company, kind: Kind) -> None:
    """Raise Refusal 6190 when the subscription has lapsed, 5020 for what the plan or the company lacks."""
    if company.switches["subscription"] == "lapsed":
        raise business_refusals.subscription_ended()
    missing_plan = kind.plans and company.switches["plan"] not in kind.plans
    if missing_plan or (kind.feature and not company.feature(kind.feature)):
        raise business_refusals.not_entitled(f"{kind.name} in QuickBooks Online {company.switches['plan']}")


def tracked(company: Company, form: Record) -> Record:
    """A form without the classes and locations that the company does not track: they are dropped without a word.

    Raises Refusal 2500 for one that is not there all the same.
    """
    if "Line" not in form:
        return _kept(company, form, "header")
    return {**_kept(company, form, "header"), "Line": [_tracked_line(company, line) for line in form["Line"]]}


def _tracked_line(company: Company, line: Record) -> Record:
    detail = line.get("DetailType", "")
    return {**line, detail: _kept(company, line[detail], "line")} if isinstance(line.get(detail), dict) else line


def _kept(company: Company, members: Record, place: str) -> Record:
    kept: Record = {}
    for member, value in members.items():
        group, _, name = _GATES[place].get(member, "").partition(".")
        if not group or company.preference(group, name):
            kept[member] = value
        else:
            look_up(company, str(list_of(member)), value)
    return kept
