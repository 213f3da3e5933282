"""A command that cannot be done, and how any error is told to the person who typed it."""

from __future__ import annotations

import traceback
from pathlib import Path

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from temporalio.service import RPCError

from clients.database.connections import UnknownConnection
from clients.database.migrate import DatabaseBehind
from clients.database.seal import SealBroken
from clients.quickbooks.errors import QuickBooksError
from worker.namespace import NamespaceUnfit
from worker.settings import EnvironmentIncomplete
from worker.stack.errors import StackError
from worker.wiring import TemporalUnreachable


class CommandFailed(Exception):
    """Why a command cannot be done and what to do instead, as a sentence."""


UNDEFINED = ("42P01", "42703")
"""Postgres' words for a table and for a column that are not there."""

BEHIND = "The database lacks tables that this release needs: run `daybook database upgrade`."


def sentence(error: Exception) -> str:
    """What went wrong and what to do about it."""
    match error:
        case CommandFailed() | EnvironmentIncomplete() | StackError() | TemporalUnreachable() | NamespaceUnfit():
            return str(error)
        case UnknownConnection() | SealBroken() | QuickBooksError():
            return str(error)
        case RPCError():
            return f"Temporal refuses: {error.message}. Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE."
        case DatabaseBehind():
            return BEHIND
        case ProgrammingError() if getattr(error.orig, "sqlstate", "") in UNDEFINED:
            return BEHIND
        case OperationalError() | InterfaceError() | ProgrammingError():
            return f"Postgres does not answer as it should: {_first_line(error)}. Check DAYBOOK_DATABASE_URL."
        case UnicodeEncodeError():
            return "An argument holds bytes that are no text."
        case _:
            return f"Unforeseen: {_where(error)}. Send this line to whoever runs Daybook."


def _first_line(error: DBAPIError) -> str:
    return f"{error.orig}".strip().partition("\n")[0].rstrip(".")


def _where(error: Exception) -> str:
    """The error without the pages of a traceback, but with the line that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = f"{error}".partition("\n")[0]
    return f"{type(error).__name__}: {words} ({Path(last.filename).name}, line {last.lineno})"
