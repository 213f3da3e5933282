"""One pass over a connection: everything in the way, told at once (rows R-11, R-117)."""

from __future__ import annotations

from datetime import UTC, datetime

from accounting.another_connector import numbers_to_look_for
from accounting.books import Books, date_in_books
from accounting.check.barriers import Barrier, barriers
from accounting.check.examination import examined
from accounting.check.facts import Checkup, Lists
from accounting.check.findings import Finding, finding, gravest_first, of_problem
from accounting.check.lists import account_names, item_skus, source_names
from accounting.reading_settings import SettingRefused, read_settings
from accounting.records import Model
from accounting.settings import Settings
from activities.checking.flxpoint_end import FlxpointEnd
from activities.checking.quickbooks_end import PURCHASES, SALES, QuickBooksEnd
from activities.companies import Companies
from activities.connection_ends import announcement
from clients.database.connections import Connection
from clients.database.seal import SealBroken


class Report(Model):
    """What a checkup found."""

    connection: str
    company: str
    environment: str
    findings: tuple[Finding, ...]
    against_duplicates: tuple[Barrier, ...]
    reads: int
    """Requests to QuickBooks that Intuit meters."""


async def check_up(companies: Companies, connection_id: str) -> Report:
    """Look at a connection from both ends, live, and change nothing at either.

    Raises:
        UnknownConnection: there is none of this id.
    """
    connection = await companies.stores.connections.get(connection_id)
    settings, findings = await _settings(companies, connection)
    flxpoint = FlxpointEnd(connection, companies)
    selection, pending = await flxpoint.read()
    tokens = companies.tokens(connection)
    quickbooks = QuickBooksEnd(connection, companies.quickbooks(connection.realm, connection.environment, tokens))
    books = await quickbooks.books()
    checkup = Checkup(
        connection=connection.id,
        today=_today(settings, books),
        settings=_in_own_zone(settings or Settings(), books),
        books=books,
        selection=selection,
    )
    if books and settings:
        checkup = checkup.model_copy(update={"lists": await _lists(quickbooks, checkup)})
        numbers = numbers_to_look_for(pending, books, settings)
        kinds = [*(SALES if checkup.is_on("orders") else ()), *(PURCHASES if checkup.buys else ())]
        await quickbooks.look_for_another(dict(numbers), kinds)
    findings += flxpoint.findings + quickbooks.findings
    findings += examined(checkup) if settings else []
    findings += await _end(companies, connection)
    return Report(
        connection=connection.id,
        company=books.company_name if books else connection.company_name,
        environment=connection.environment,
        findings=tuple(_named_for(connection.id, one) for one in gravest_first(findings)),
        against_duplicates=barriers(books),
        reads=quickbooks.reads,
    )


async def _settings(companies: Companies, connection: Connection) -> tuple[Settings | None, list[Finding]]:
    try:
        return read_settings(await companies.stores.connections.settings(connection.id)), []
    except SettingRefused as error:
        fix = "Correct it: daybook settings set CONNECTION NAME=VALUE"
        return None, [finding("setting_refused", str(error), fix)]


async def _lists(quickbooks: QuickBooksEnd, checkup: Checkup) -> Lists:
    items = await quickbooks.items(item_skus(checkup))
    return Lists(
        accounts=await quickbooks.accounts(account_names(checkup)),
        items=items,
        item_accounts=await quickbooks.accounts_of(items),
        vendors=await quickbooks.vendors(source_names(checkup)),
    )


async def _end(companies: Companies, connection: Connection) -> list[Finding]:
    try:
        grant = await companies.stores.credentials.grant(connection.id)
    except SealBroken:
        return []  # found when QuickBooks was asked
    _, ending = announcement(connection, grant) if grant and not connection.relink_reason else (None, None)
    return [of_problem("connection_ends", ending)] if ending else []


def _in_own_zone(settings: Settings, books: Books | None) -> Settings:
    zone = settings.books_time_zone or (books.time_zone if books else "UTC")
    return settings.model_copy(update={"books_time_zone": zone})


def _today(settings: Settings | None, books: Books | None) -> object:
    zone = (settings.books_time_zone if settings else None) or (books.time_zone if books else None) or "UTC"
    return date_in_books(datetime.now(UTC), zone)


def _named_for(connection: str, one: Finding) -> Finding:
    return one.model_copy(update={"fix": one.fix.replace("CONNECTION", connection)})
