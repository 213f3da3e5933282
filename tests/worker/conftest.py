"""What a person has set before typing a command: a database that is ready, and keys to seal tokens with."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet


@pytest.fixture
def told(database_url: str) -> dict[str, str]:
    """The variables of a database with all tables; its Temporal is not there."""
    return {**keys(), "DAYBOOK_DATABASE_URL": database_url, "TEMPORAL_ADDRESS": "127.0.0.1:1"}


@pytest.fixture
def without_tables(empty_database_url: str) -> dict[str, str]:
    """The variables of a database that nobody has prepared."""
    return {**keys(), "DAYBOOK_DATABASE_URL": empty_database_url, "TEMPORAL_ADDRESS": "127.0.0.1:1"}


def keys() -> dict[str, str]:
    return {"DAYBOOK_SECRET_KEYS": Fernet.generate_key().decode()}
