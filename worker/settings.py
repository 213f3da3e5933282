"""What a process is told by its environment, or by the embedded stack that runs beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from activities.endpoints import FLXPOINT_URL, INTUIT_TOKEN_URL, REDIRECT_URL, Endpoints
from clients.database.engine import postgres_url
from clients.database.governor import Limit
from clients.database.seal import Seal
from clients.webhook import secret_bytes
from worker.stack.state import is_held, write_private

STATE_FOLDER = Path(".daybook")
STACK_FILE = "environment.json"
"""What an embedded stack writes into its folder, so that other commands find it."""

OF_A_STACK = (
    *("DAYBOOK_DATABASE_URL", "DAYBOOK_SECRET_KEYS"),
    *("TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "DAYBOOK_TEMPORAL_UI"),
)
"""The variables that an embedded stack knows best itself."""


class EnvironmentIncomplete(Exception):
    """A variable is missing or cannot be read; the text names it and what to do."""


def _variable(field: str) -> str:
    """The variable of a field: Temporal's own keep the names that its tools know."""
    return field.upper() if field in ("temporal_address", "temporal_namespace") else f"DAYBOOK_{field.upper()}"


class Environment(BaseModel):
    """Everything that differs between a laptop's demo and a shop's production."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=_variable, populate_by_name=True)

    database_url: SecretStr
    secret_keys: SecretStr
    """Fernet keys that seal tokens, newest first, separated by commas."""
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_ui: str = ""
    """Where its pages are, for links that commands print."""
    intuit_client_id: str = ""
    intuit_client_secret: SecretStr = SecretStr("")
    quickbooks_url: str | None = None
    intuit_token_url: str = INTUIT_TOKEN_URL
    redirect_url: str = REDIRECT_URL
    flxpoint_url: str = FLXPOINT_URL
    notify_url: str = ""
    """Where notices of problems, lost connections and failed runs go."""
    notify_secret: SecretStr = SecretStr("")
    """Signs them."""
    quickbooks_timeout: float = Field(60.0, gt=0)
    """Seconds for one request."""
    settle_seconds: float = Field(150.0, gt=0)
    """How long an unanswered write may still be stored."""
    quickbooks_per_minute: float = Field(475.0, gt=0)
    flxpoint_spacing_seconds: float = Field(0.55, ge=0)

    @field_validator("database_url")
    @classmethod
    def _of_postgres(cls, url: SecretStr) -> SecretStr:
        postgres_url(url.get_secret_value())
        return url

    @field_validator("secret_keys")
    @classmethod
    def _that_seal(cls, keys: SecretStr) -> SecretStr:
        Seal(_separated(keys))
        return keys

    @field_validator("redirect_url")
    @classmethod
    def _that_intuit_leads_to(cls, url: str) -> str:
        address = urlsplit(url)
        if address.scheme == "https" and address.hostname:
            return url
        if address.scheme == "http" and address.hostname == "localhost" and address.port != 0:
            return url
        raise ValueError("Intuit leads to https://... or http://localhost:PORT/... alone")

    @model_validator(mode="after")
    def _that_can_be_notified(self) -> Environment:
        if not self.notify_url:
            return self
        address = urlsplit(self.notify_url)
        near = address.scheme == "http" and address.hostname in ("localhost", "127.0.0.1")
        if not (near or (address.scheme == "https" and address.hostname)):
            raise ValueError("DAYBOOK_NOTIFY_URL: notices go to https://... or http://localhost:PORT/... alone")
        try:
            secret_bytes(self.notify_secret.get_secret_value())
        except ValueError as error:
            raise ValueError(f"DAYBOOK_NOTIFY_SECRET: {error}") from None
        return self

    def endpoints(self) -> Endpoints:
        """The world outside as the activities see it."""
        return Endpoints(
            intuit_client_id=self.intuit_client_id,
            intuit_client_secret=self.intuit_client_secret.get_secret_value(),
            quickbooks_url=self.quickbooks_url,
            intuit_token_url=self.intuit_token_url,
            redirect_url=self.redirect_url,
            flxpoint_url=self.flxpoint_url,
            notify_url=self.notify_url,
            notify_secret=self.notify_secret.get_secret_value(),
            quickbooks_timeout=self.quickbooks_timeout,
            settle=timedelta(seconds=self.settle_seconds),
            quickbooks_limit=Limit(slots=8, spacing=timedelta(seconds=60 / self.quickbooks_per_minute)),
            flxpoint_limit=Limit(slots=4, spacing=timedelta(seconds=self.flxpoint_spacing_seconds)),
        )

    def keys(self) -> list[str]:
        """The keys that seal tokens, newest first."""
        return _separated(self.secret_keys)


def read_environment(folder: Path = STATE_FOLDER) -> Environment:
    """The environment's variables; without a database among them, those of a stack that runs on the folder.

    Never a mixture: a variable left over from one of them would send one shop's orders into another's books.

    Raises:
        EnvironmentIncomplete: neither says where the database is.
    """
    if os.environ.get("DAYBOOK_DATABASE_URL"):
        return environment_of(os.environ)
    for file in (folder / STACK_FILE, folder / "demo" / STACK_FILE):
        # The file of a stack that was killed stays behind.
        if file.exists() and is_held(file.parent):
            return environment_of(json.loads(file.read_text()))
    return environment_of({})


def world_outside() -> dict[str, str]:
    """The variables that say where QuickBooks and Flxpoint are, for a stack that brings everything else.

    Raises:
        EnvironmentIncomplete: one of the others is set, too, which would be a mixture.
    """
    known = {_variable(field): os.environ.get(_variable(field), "") for field in Environment.model_fields}
    told = {name: value for name, value in known.items() if value}
    if foreign := [name for name in OF_A_STACK if name in told]:
        raise EnvironmentIncomplete(
            f"{' and '.join(foreign)} set, but `daybook up` brings a Postgres and a Temporal of its own. "
            "Unset it, or use the servers it names: daybook worker."
        )
    return told


@contextmanager
def announced(folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """While inside, other commands find the stack that runs on the folder; only its owner can read how."""
    file = folder / STACK_FILE
    write_private(file, json.dumps(variables))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def environment_of(variables: Mapping[str, str]) -> Environment:
    """The environment that these variables tell of; an empty one counts as not set."""
    try:
        return Environment.model_validate({name: value for name, value in variables.items() if value})
    except ValidationError as error:
        raise EnvironmentIncomplete(_told(error)) from None


def _told(error: ValidationError) -> str:
    missing = [str(e["loc"][0]) for e in error.errors() if e["type"] == "missing"]
    if missing:
        return (
            f"{' and '.join(missing)} not set, and no embedded stack runs in this folder. "
            "Start one in another terminal (daybook up, or daybook demo --keep), or set the variables of a server."
        )
    first = error.errors(include_input=False)[0]
    told = first["msg"].removeprefix("Value error, ")
    return f"{first['loc'][0]} cannot be used: {told}." if first["loc"] else f"{told}."


def _separated(keys: SecretStr) -> list[str]:
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()]
