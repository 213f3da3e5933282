"""What QuickBooks granted to a connection, with its ends by the database's clock, and how it is sealed.

A worker's own clock may be wrong; all of them share the database's. The connection and the company a grant belongs to
are sealed with it, so that a row copied over another is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import RowMapping

from clients.database.seal import Seal, SealBroken

USUAL_LIFETIME = 3600
"""Seconds an access token lives at Intuit, for a grant that was stored without saying."""


class Granted(Protocol):
    """A pair of tokens as a token endpoint gives them: with lifetimes, from now on."""

    @property
    def access_token(self) -> str: ...
    @property
    def refresh_token(self) -> str: ...
    @property
    def access_lifetime(self) -> timedelta: ...
    @property
    def refresh_lifetime(self) -> timedelta | None: ...
    @property
    def whole_lifetime(self) -> timedelta | None: ...


@dataclass(frozen=True)
class StoredGrant:
    """What QuickBooks granted to one connection; ``version`` counts the grants, so that a newer one is known."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_expires_at: datetime
    access_lifetime: timedelta
    refresh_expires_at: datetime | None
    """When the refresh token ends unless a newer one comes; None until Intuit has said."""
    ends_at: datetime | None
    """When no refresh helps any more: five years after the consent (Intuit, November 2025). None: not said."""
    version: int
    read_at: datetime = field(compare=False)
    lost: str | None = None
    """Why no token can be had until a person links the connection again, if that is so (row R-21)."""

    @property
    def access_left(self) -> timedelta:
        """How long the access token lasts from when this was read."""
        return self.access_expires_at - self.read_at

    def succeeded_by(self, granted: Granted) -> StoredGrant:
        """The grant that a refresh gave in its place; ends that it leaves out stay as they are."""
        new = _grant(granted, self.read_at, self.version + 1)
        return StoredGrant(
            access_token=new.access_token,
            refresh_token=new.refresh_token,
            access_expires_at=new.access_expires_at,
            access_lifetime=new.access_lifetime,
            refresh_expires_at=new.refresh_expires_at or self.refresh_expires_at,
            ends_at=new.ends_at or self.ends_at,
            version=new.version,
            read_at=self.read_at,
        )


def first(granted: Granted, now: datetime) -> StoredGrant:
    """The grant of a consent that was just given; ``now`` by the database's clock."""
    return _grant(granted, now, version=1)


def sealed(grant: StoredGrant, connection_id: str, realm: str, seal: Seal) -> bytes:
    """The grant as it is stored."""
    times = {
        "access_expires_at": grant.access_expires_at,
        "refresh_expires_at": grant.refresh_expires_at,
        "ends_at": grant.ends_at,
    }
    return seal.close(
        {
            **_owner(connection_id, realm),
            "access_token": grant.access_token,
            "refresh_token": grant.refresh_token,
            "access_lifetime": str(grant.access_lifetime.total_seconds()),
            **{name: time.isoformat() for name, time in times.items() if time},
        }
    )


def opened(row: RowMapping, seal: Seal) -> StoredGrant:
    """The grant of a row that was read with its connection's realm and the database's time.

    Raises:
        SealBroken: it cannot be opened, is of another connection, or is not whole.
    """
    words = seal.open(row["sealed"], _owner(row["connection_id"], row["realm"]))
    try:
        return StoredGrant(
            access_token=words["access_token"],
            refresh_token=words["refresh_token"],
            access_expires_at=datetime.fromisoformat(words["access_expires_at"]),
            access_lifetime=timedelta(seconds=float(words.get("access_lifetime", USUAL_LIFETIME))),
            refresh_expires_at=_time(words.get("refresh_expires_at")),
            ends_at=_time(words.get("ends_at")),
            version=row["version"],
            read_at=row["now"],
            lost=row["relink_reason"],
        )
    except (KeyError, TypeError, ValueError):
        raise SealBroken(
            f"The tokens stored for connection {row['connection_id']} are not whole. Link the connection again."
        ) from None


def _grant(granted: Granted, now: datetime, version: int) -> StoredGrant:
    def end(lifetime: timedelta | None) -> datetime | None:
        return None if lifetime is None else now + lifetime

    return StoredGrant(
        access_token=granted.access_token,
        refresh_token=granted.refresh_token,
        access_expires_at=now + granted.access_lifetime,
        access_lifetime=granted.access_lifetime,
        refresh_expires_at=end(granted.refresh_lifetime),
        ends_at=end(granted.whole_lifetime),
        version=version,
        read_at=now,
    )


def _owner(connection_id: str, realm: str) -> dict[str, str]:
    return {"connection": connection_id, "realm": realm}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
