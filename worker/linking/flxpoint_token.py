"""The Flxpoint token that a person gives: never as an argument, which other users can see."""

from __future__ import annotations

import getpass
import os
import sys

from worker.commands.asking import answered
from worker.commands.failure import CommandFailed


async def given_flxpoint_token() -> str:
    """From the variable, else typed at a terminal; empty where there is neither.

    Raises:
        CommandFailed: it holds what no token holds.
    """
    token = os.environ.get("DAYBOOK_FLXPOINT_TOKEN", "").strip()
    if not token and sys.stdin and sys.stdin.isatty():
        token = await answered("Flxpoint token (type Account): ", getpass.getpass)
    return checked(token)


def checked(token: str) -> str:
    """A token that can be sent, or none."""
    if not (token.isascii() and token.isprintable()):
        raise CommandFailed(
            "The Flxpoint token holds characters that no token holds; copy it anew. Nothing was changed."
        )
    return token
