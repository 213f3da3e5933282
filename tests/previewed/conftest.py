"""The same stand-ins and worlds as the tests of whole chains have."""

from __future__ import annotations

from tests.chain.conftest import announced, environment, idle

__all__ = ["announced", "environment", "idle"]
