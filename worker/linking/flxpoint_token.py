"""The Flxpoint token that a person gives: never as an argument, which other users can see."""

from __future__ import annotations

import getpass
import os
import sys


def given_flxpoint_token() -> str:
    """From the variable, else typed at a terminal; empty where there is neither."""
    if given := os.environ.get("DAYBOOK_FLXPOINT_TOKEN", "").strip():
        return given
    if sys.stdin and sys.stdin.isatty():
        return getpass.getpass("Flxpoint token (type Account): ").strip()
    return ""
