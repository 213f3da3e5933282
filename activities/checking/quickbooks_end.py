"""What the doctor asks of QuickBooks: about a dozen reads, each of which may fail by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, TypeVar

from accounting.account_types import PAYABLES
from accounting.another_connector import Standing, another_connector
from accounting.books import Account, Books, Item, Vendor
from accounting.check.findings import Finding, finding, of_problem
from accounting.documents import DocumentKind
from accounting.problems import Problem
from activities.failures import problems_of
from clients.database.connections import Connection
from clients.database.seal import SealBroken
from clients.quickbooks.company import QuickBooks
from clients.quickbooks.errors import AuthExpired, Forbidden, QuickBooksError, ReconnectNeeded, Refused
from clients.quickbooks.lists import DELETED, read_account, read_books, read_item, read_vendor
from clients.quickbooks.statements import active_or_not, among, equals, select

SALES = (DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE)
PURCHASES = (DocumentKind.PURCHASE_ORDER, DocumentKind.BILL)
NUMBERS_LOOKED_FOR = 100

T = TypeVar("T")


class QuickBooksEnd:
    """Reads one company, and keeps what was found in the way of reading."""

    def __init__(self, connection: Connection, quickbooks: QuickBooks) -> None:
        self._connection = connection
        self._quickbooks = quickbooks
        self.findings: list[Finding] = []
        self.reads = 0

    async def books(self) -> Books | None:
        """The company's profile and preferences; None if it cannot be opened, which is found."""
        try:
            self.reads += 1
            info = await self._quickbooks.company_info()
        except (QuickBooksError, SealBroken) as error:
            self.findings.append(self._not_opened(error))
            return None
        preferences = await self._read(self._quickbooks.preferences, "its preferences")
        return None if preferences is None else read_books(preferences, info)

    async def accounts(self, names: Collection[str]) -> tuple[Account, ...]:
        """The accounts of these names, and every account of payables."""
        named = await self._rows("Account", "Name", [*names, *(name + DELETED for name in names)])
        payables = await self._query("Account", select("Account", equals("AccountType", PAYABLES[0]), active_or_not()))
        return tuple({account.id: account for account in map(read_account, [*named, *payables])}.values())

    async def items(self, skus: Collection[str]) -> tuple[Item, ...]:
        """The items of these SKUs, case and all."""
        return tuple(item for item in map(read_item, await self._rows("Item", "Sku", skus)) if item.sku in skus)

    async def accounts_of(self, items: Collection[Item]) -> dict[str, Account]:
        """The income accounts of items, by id."""
        ids = {item.income_account_id for item in items if item.income_account_id}
        return {account.id: account for account in map(read_account, await self._rows("Account", "Id", ids))}

    async def vendors(self, names: Collection[str]) -> tuple[Vendor, ...]:
        """The vendors of these names whatever their capitals, inactive ones included."""
        rows = await self._rows("Vendor", "DisplayName", [*names, *(name + DELETED for name in names)])
        return tuple(map(read_vendor, rows))

    async def look_for_another(self, numbers: dict[DocumentKind, Sequence[str]], kinds: Sequence[DocumentKind]) -> None:
        """Documents of numbers that pending records are to have; and whether such documents may be seen at all."""
        standing: list[Standing] = []
        for kind in kinds:
            wanted = list(numbers.get(kind, ()))[:NUMBERS_LOOKED_FOR]
            statement = select(kind, among("DocNumber", wanted), most=1000) if wanted else select(kind, most=1)
            rows = await self._query(kind, statement)
            standing += [
                Standing(kind=kind, id=str(row["Id"]), number=row["DocNumber"], note=row.get("PrivateNote"))
                for row in rows
                if row.get("DocNumber") in wanted
            ]
        self.findings += [of_problem("another_connector", problem) for problem in another_connector(standing)]

    async def _rows(self, kind: str, field: str, values: Collection[str]) -> list[dict[str, Any]]:
        if not values:
            return []
        return await self._query(kind, select(kind, among(field, sorted(values)), active_or_not(), most=1000))

    async def _query(self, kind: str, statement: str) -> list[dict[str, Any]]:
        words = DocumentKind(kind).words if kind in list(DocumentKind) else kind
        return await self._read(lambda: self._quickbooks.query(kind, statement), f"its {words}s") or []

    async def _read(self, ask: Callable[[], Awaitable[T]], what: str) -> T | None:
        """The answer, or none and a finding."""
        self.reads += 1
        try:
            return await ask()
        except Forbidden as error:
            self.findings.append(
                finding(
                    "rights_missing",
                    f"The QuickBooks user who linked the company may not see {what}: {error}",
                    "Ask the QuickBooks admin for rights, or link it with another user: daybook connect CONNECTION",
                )
            )
        except QuickBooksError as error:
            self.findings.append(
                finding("quickbooks_silent", f"QuickBooks did not tell {what}: {error}", "Check again in a minute.")
            )
        return None

    def _not_opened(self, error: Exception) -> Finding:
        if isinstance(error, AuthExpired | Refused) and not isinstance(error, ReconnectNeeded):
            return finding(
                "environment_wrong",
                f"QuickBooks does not open company {self._connection.realm} in the {self._connection.environment} "
                f"environment: {error}",
                "Check the environment: the app's Development keys open sandbox companies, its Production keys real "
                "ones. It is fixed for a connection; for the other one make a new connection.",
            )
        problems: Sequence[Problem] = problems_of(error, self._connection.name) or ()
        if problems:
            return of_problem(problems[0].code, problems[0])
        return finding("quickbooks_silent", f"QuickBooks did not answer: {error}", "Check again in a minute.")
