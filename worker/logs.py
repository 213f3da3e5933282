"""Where a process writes what it did."""

from __future__ import annotations

import logging
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig

FORM = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
LARGEST = 10_000_000
OLDER = 4


def log_to_standard_error() -> None:
    """To standard error, warnings alone: standard output is for what a command was asked for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORM)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for chatty in ("httpx", "httpcore", "alembic", "temporalio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Left alone, Temporal's core writes its own to standard output.
    forwarding = LogForwardingConfig(logging.getLogger("temporalio.core"))
    core = LoggingConfig(LoggingConfig.default.filter, forwarding=forwarding)
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=core)), error_if_already_set=False)


def log_every_request() -> None:
    """What a worker did, too, for whoever keeps its output."""
    logging.getLogger().setLevel(logging.INFO)


def log_into(file: Path) -> None:
    """Every request into a file that only its owner can read; to standard error warnings alone, as before."""
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)
    log_every_request()
    logging.getLogger().addHandler(_PrivateLog(file))


class _PrivateLog(RotatingFileHandler):
    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8")
        self.setFormatter(FORM)

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).touch(mode=0o600)
        return super()._open()
