"""A preview as one object, with the bodies as they would be sent."""

from __future__ import annotations

from typing import Any

from accounting.account_totals import CHOSEN_BY_QUICKBOOKS, AccountTotal
from accounting.documents import Document, NewCustomer, NewItem
from accounting.problems import Problem
from activities.preview.contents import Foreseen, Names, Preview
from activities.preview.creator import Made

Json = dict[str, Any]


def as_object(preview: Preview) -> Json:
    """Everything that was found, amounts as decimals."""
    return {
        "connection": preview.connection.id,
        "company": preview.company,
        "environment": preview.connection.environment,
        "records": [_record(one) for one in preview.foreseen],
        "documents": [_document(one) for one in preview.foreseen if one.document and not one.document.stands],
        "created": [_created(one) for one in preview.created],
        "accounts": [_account(one, preview.names) for one in preview.totals],
        "unchanged": preview.unchanged,
        "left_out": list(preview.left_out),
        "warnings": _told(preview.warnings),
        "problems": _told(preview.unread),
    }


def account_of(total: AccountTotal, names: Names) -> str:
    """An account by its name; one that QuickBooks chooses by what it is for."""
    if total.account_id is None:
        return f"{total.use}, {CHOSEN_BY_QUICKBOOKS}"
    return names.accounts.get(total.account_id, f"account {total.account_id}")


def _record(one: Foreseen) -> Json:
    return {
        "kind": one.record.ref.kind.value,
        "id": one.record.ref.id,
        "order_id": one.record.order_id,
        "label": one.record.label,
        "state": one.posting.state.value,
        "stands": one.stands or bool(one.document and one.document.stands),
        "detail": one.posting.detail,
        "problems": _told(one.posting.problems),
        "document": one.document.id if one.document else None,
    }


def _document(one: Foreseen) -> Json:
    made = one.document
    assert made is not None
    named = {"record": {"kind": one.record.ref.kind.value, "id": one.record.ref.id}}
    return named | _made(made) | _figures(made.document)


def _made(made: Made) -> Json:
    return {"kind": made.document.kind.value, "placeholder": made.id, "body": made.body}


def _figures(document: Document) -> Json:
    if isinstance(document, NewCustomer | NewItem):
        return {"name": document.name}
    return {"number": document.number, "dated": document.dated.isoformat(), "total": document.total}


def _created(made: Made) -> Json:
    return _made(made) | _figures(made.document)


def _account(total: AccountTotal, names: Names) -> Json:
    return {"account": account_of(total, names), "id": total.account_id, "debit": total.debit, "credit": total.credit}


def _told(problems: tuple[Problem, ...]) -> list[Json]:
    return [problem.model_dump(mode="json") for problem in problems]
