"""What a process is told by its environment, or by the embedded stack that runs beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from activities.endpoints import INTUIT_TOKEN_URL, Endpoints
from clients.database.governor import Limit

STATE_FOLDER = Path(".daybook")
STACK_FILE = "environment"
"""What `daybook up` and `daybook demo --keep` write into their folder, so that other commands find them."""


class EnvironmentIncomplete(Exception):
    """A variable is missing or cannot be read; the text names it and what to do."""


class Environment(BaseSettings):
    """Everything that differs between a laptop's demo and a shop's production."""

    model_config = SettingsConfigDict(env_prefix="DAYBOOK_", extra="ignore", env_ignore_empty=True)

    database_url: SecretStr
    secret_keys: SecretStr
    """Fernet keys that seal tokens, newest first, separated by commas."""
    temporal_address: str = Field("127.0.0.1:7233", validation_alias="TEMPORAL_ADDRESS")
    temporal_namespace: str = Field("default", validation_alias="TEMPORAL_NAMESPACE")
    intuit_client_id: str = ""
    intuit_client_secret: SecretStr = SecretStr("")
    quickbooks_url: str | None = None
    intuit_token_url: str = INTUIT_TOKEN_URL
    flxpoint_url: str = "https://api.flxpoint.com"
    quickbooks_timeout: float = Field(60.0, gt=0)
    settle_seconds: float = Field(150.0, gt=0)
    quickbooks_per_minute: float = Field(475.0, gt=0)
    flxpoint_spacing_seconds: float = Field(0.55, ge=0)
    temporal_ui: str = ""

    def endpoints(self) -> Endpoints:
        """The world outside as the activities see it."""
        return Endpoints(
            intuit_client_id=self.intuit_client_id,
            intuit_client_secret=self.intuit_client_secret.get_secret_value(),
            quickbooks_url=self.quickbooks_url,
            intuit_token_url=self.intuit_token_url,
            flxpoint_url=self.flxpoint_url,
            quickbooks_timeout=self.quickbooks_timeout,
            settle=timedelta(seconds=self.settle_seconds),
            quickbooks_limit=Limit(slots=8, spacing=timedelta(seconds=60 / self.quickbooks_per_minute)),
            flxpoint_limit=Limit(slots=4, spacing=timedelta(seconds=self.flxpoint_spacing_seconds)),
        )

    def keys(self) -> list[str]:
        """The keys that seal tokens, newest first."""
        return [key.strip() for key in self.secret_keys.get_secret_value().split(",") if key.strip()]


def read_environment(folder: Path = STATE_FOLDER) -> Environment:
    """The environment's variables, else those of a stack that runs on a state folder here.

    Raises:
        EnvironmentIncomplete: neither says where the database is.
    """
    files = [folder / STACK_FILE, folder / "demo" / STACK_FILE]
    try:
        return Environment(_env_file=next((file for file in files if file.exists()), None))
    except ValidationError as error:
        raise EnvironmentIncomplete(_told(error)) from None


def _told(error: ValidationError) -> str:
    missing = [_variable(e["loc"][0]) for e in error.errors() if e["type"] == "missing"]
    if missing:
        return (
            f"{' and '.join(missing)} not set, and no embedded stack runs in this folder. "
            "Start one in another terminal (daybook demo --keep), or set the variables of a server."
        )
    first = error.errors(include_input=False)[0]
    return f"{_variable(first['loc'][0])} cannot be read: {first['msg']}."


def _variable(name: object) -> str:
    return str(name) if str(name).isupper() else f"DAYBOOK_{str(name).upper()}"
