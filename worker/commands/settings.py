"""`daybook settings`: what a bookkeeper chooses for a connection."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from cyclopts import App
from rich.console import Console

from accounting.check.saving import is_looked_up, said_on_saving
from accounting.reading_settings import SettingRefused, read_settings
from accounting.settings import WRITTEN_BY_DAYBOOK, Settings
from activities.checking.checkup import check_up
from clients.database.connections import UnknownConnection
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.settings_file import WITH_PARTS, FileRefused, as_file, chosen_in
from worker.commands.settings_table import settings_table
from worker.linking.telling import tell_its_workflow
from worker.settings import Environment, read_environment
from worker.wiring import opened_companies, opened_stores

app = App(name="settings", help="Choose accounts, SKUs and the time zone of a connection.")


@app.command(name="set")
async def change(connection: str, *values: str, as_json: JsonFlag = False) -> None:
    """Change settings, as in: daybook settings set shop discount_sku=DISC; an empty value returns to the default.

    Lists are separated by commas (operations=orders,fulfillment_requests), and parts named with dots
    (channels.41.tax_remitted_by=us).

    Parameters
    ----------
    connection
        The connection's id.
    values
        One or more name=value.
    """
    typed, environment = _parse(values), read_environment()
    async with opened_stores(environment) as stores:
        try:
            before = await stores.connections.settings(connection)
            changes = _with_parts(typed, before)
            now = {name: value for name, value in (before | changes).items() if value is not None}
            settings = read_settings(now)
            await stores.connections.change_settings(connection, changes)
        except (UnknownConnection, SettingRefused) as error:
            raise CommandFailed(str(error)) from None
    _show_changes(connection, before, now, settings, as_json)
    await _warn(environment, connection, {name.partition(".")[0] for name in changes})


@app.command
async def show(connection: str, *, as_json: JsonFlag = False) -> None:
    """Show every setting of a connection, with what it means.

    Parameters
    ----------
    connection
        The connection's id.
    """
    async with opened_stores(read_environment()) as stores:
        try:
            await stores.connections.get(connection)
            settings = read_settings(await stores.connections.settings(connection))
        except (UnknownConnection, SettingRefused) as error:
            raise CommandFailed(str(error)) from None
    _show(settings, as_json)


@app.command
async def export(connection: str, file: Path | None = None, *, as_json: JsonFlag = False) -> None:
    """Write the settings of a connection into one readable file: daybook settings export shop shop.toml.

    Parameters
    ----------
    connection
        The connection's id.
    file
        Where to; without it they are printed. A file that stands is replaced.
    """
    async with opened_stores(read_environment()) as stores:
        try:
            known = await stores.connections.get(connection)
            settings = read_settings(await stores.connections.settings(connection))
        except (UnknownConnection, SettingRefused) as error:
            raise CommandFailed(str(error)) from None
    text = as_file(settings, known)
    if file is not None:
        _write(file, text)
    if as_json:
        print(json.dumps(chosen_in(text)))
    else:
        print(text if file is None else f"Written to {file}.", end="" if file is None else "\n")


@app.command(name="import")
async def take_in(connection: str, file: Path, *, as_json: JsonFlag = False) -> None:
    """Take all settings of a connection from a file that was exported: what it does not choose gets its default.

    All of it is taken, or with one mistake nothing; every mistake is told at once.

    Parameters
    ----------
    connection
        The connection's id.
    file
        The file, as `daybook settings export` writes it.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        try:
            chosen = chosen_in(_read(file))
            if not chosen:
                raise FileRefused("It chooses nothing, and would return every setting to its default.")
            stored = await stores.connections.settings(connection)
            kept = {name: value for name, value in stored.items() if name in WRITTEN_BY_DAYBOOK}
            settings = read_settings(chosen | kept)
            forgotten = dict.fromkeys(stored.keys() - kept.keys())
            kept |= {name: value for name, value in chosen.items() if value != {}}
            await stores.connections.change_settings(connection, forgotten | kept)
        except SettingRefused as error:
            raise CommandFailed("\n".join((f"Nothing was taken from {file}:", *error.explained))) from None
        except (UnknownConnection, FileRefused) as error:
            raise CommandFailed(f"Nothing was taken from {file}. {error}") from None
    _show_changes(connection, stored, kept, settings, as_json)
    await _warn(environment, connection, chosen)


def _with_parts(changes: dict[str, str | None], stored: Mapping[str, Any]) -> dict[str, str | None]:
    """An empty value of a setting with parts returns every part to its default.

    Raises:
        SettingRefused: one that Daybook itself writes is to be set.
    """
    if written := [name for name, value in changes.items() if value and name in WRITTEN_BY_DAYBOOK]:
        raise SettingRefused(f"Setting {written[0]} is written by Daybook; a person can only empty it: {written[0]}=")
    emptied = [f"{name}." for name, value in changes.items() if value is None]
    parts = [name for name in stored if any(name.startswith(outer) for outer in emptied)]
    kept = {name: value for name, value in changes.items() if value is not None or name not in WITH_PARTS}
    return dict.fromkeys(parts) | kept


def _parse(values: tuple[str, ...]) -> dict[str, str | None]:
    changes: dict[str, str | None] = {}
    for value in values:
        name, sign, text = value.partition("=")
        if not sign:
            raise CommandFailed(f'"{value}" is not of the form name=value.')
        changes[name.strip()] = text.strip() or None
    if not changes:
        raise CommandFailed(f"Name at least one setting: {', '.join(Settings.model_fields)}.")
    return changes


async def _warn(environment: Environment, connection: str, changed: Collection[str]) -> None:
    """Look up at both ends what these settings name, and say what does not fit; they are saved all the same."""
    if not is_looked_up(changed):
        return
    print("Comparing with QuickBooks and Flxpoint ...", file=sys.stderr, flush=True)
    async with opened_companies(environment) as companies:
        companies.when_lost = partial(tell_its_workflow, environment)
        report = await check_up(companies, connection)
    for one in said_on_saving(report.findings, changed):
        print(f"Warning: {one.message} {one.fix}", file=sys.stderr)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError:
        raise CommandFailed(f"{file} holds no text, so it is no file of settings.") from None
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read: {error.strerror}.") from None


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{file} cannot be written: {error.strerror}.") from None


def _show_changes(
    connection: str, before: Mapping[str, Any], now: Mapping[str, Any], settings: Settings, as_json: bool
) -> None:
    """What is other than before, for a person; everything, for a program."""
    if as_json:
        _show(settings, as_json)
        return
    changed = [name for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)]
    for name in changed:
        print(f"{name}: {_worded(before.get(name))} → {_worded(now.get(name))}")
    count = f"{len(changed) or 'No'} setting{'' if len(changed) == 1 else 's'}"
    print(f"{count} changed. All of them: daybook settings show {connection}")


def _worded(value: Any) -> str:
    if value is None:
        return "its default"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _show(settings: Settings, as_json: bool) -> None:
    if as_json:
        print(settings.model_dump_json())
    else:
        Console().print(settings_table(settings))
