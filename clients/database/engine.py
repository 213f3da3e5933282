"""How Daybook reaches Postgres."""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from clients.database import exact_json

FORM = "write it as postgresql://user:password@host:5432/daybook"


def postgres_url(url: str) -> URL:
    """The address in the form that SQLAlchemy and psycopg want.

    Raises ValueError for another kind of database; the address itself, which holds a password, is not repeated.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(f"This is no address; {FORM}") from None
    if address.get_backend_name() not in ("postgres", "postgresql"):
        raise ValueError(
            f"The database address begins with {address.drivername}://, but Daybook keeps its facts in Postgres; {FORM}"
        )
    return address.set(drivername="postgresql+psycopg")


def create_engine(url: str, *, size: int = 20, read_only: bool = False) -> AsyncEngine:
    """An engine with at most ``size`` connections; no connection is made before the first statement.

    ``read_only``: Postgres refuses every statement that would change anything.
    """
    return create_async_engine(
        postgres_url(url),
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # they hold customers' addresses, and errors reach logs and Temporal's history
        pool_pre_ping=True,
        json_serializer=exact_json.write,
        json_deserializer=exact_json.read,
        connect_args={
            "application_name": "daybook",
            "connect_timeout": 10,
            **({"options": "-c default_transaction_read_only=on"} if read_only else {}),
        },
    )
