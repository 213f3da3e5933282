"""What can go wrong with the embedded servers.

StackError
├── NotAvailable      a server's program is missing, or this account may not run it
├── DidNotStart       a server ended or stayed silent; quotes its log
├── ProgramEnded      a program ended while it was needed (in watch.py)
└── StateFolderBusy   another Daybook holds the state folder
"""

from __future__ import annotations


class StackError(Exception):
    """The embedded stack cannot run; the text says why and what to do."""


class NotAvailable(StackError):
    """A server's program is missing on this machine, or this account may not run it."""


class DidNotStart(StackError):
    """A server ended before it was ready, or was not ready in time."""


class StateFolderBusy(StackError):
    """Another Daybook uses the same state folder."""
