"""Reads docker-compose.yml, .env.example and the Dockerfile the way their own tools do, as far as the tests need."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


def services() -> dict[str, dict[str, Any]]:
    """The services of docker-compose.yml, anchors resolved."""
    compose: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def environment(service: str, variables: dict[str, str]) -> dict[str, str]:
    """What the container sees: variables put in, and those that have no value and are not set left out."""
    wanted: dict[str, object] = services()[service]["environment"]
    handed_on = {name: variables[name] for name, value in wanted.items() if value is None and name in variables}
    written = {name: interpolated(str(value), variables) for name, value in wanted.items() if value is not None}
    return handed_on | written


def interpolated(text: str, variables: dict[str, str]) -> str:
    """`text` with `${NAME}`, `${NAME:-default}` and `${NAME:?complaint}` replaced."""

    def value(match: re.Match[str]) -> str:
        if found := variables.get(match["name"]):
            return found
        if match["kind"] == "?":
            raise KeyError(f"{match['name']}: {match['rest']}")
        return match["rest"] or ""

    return VARIABLE.sub(value, text)


def variables_used() -> set[str]:
    """Every variable that whoever runs docker compose may or must set."""
    text = (ROOT / "docker-compose.yml").read_text()
    handed_on = {
        name for each in services().values() for name, value in each.get("environment", {}).items() if not value
    }
    return {match["name"] for match in VARIABLE.finditer(text)} | handed_on


def variables_explained() -> set[str]:
    """Every variable .env.example names, set or commented out."""
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def daybook_commands() -> set[tuple[str, ...]]:
    """Every `daybook …` command that docker-compose.yml or the Dockerfile runs."""
    commands = [service.get("command", []) for service in services().values()]
    commands += [json.loads(arguments) for name, arguments in instructions() if name == "CMD"]
    return {tuple(command) for command in commands if command[:1] == ["daybook"]}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, arguments) for name, _, arguments in (line.partition(" ") for line in lines)]


def copied() -> list[str]:
    """Every path the Dockerfile copies out of the checkout."""
    copies = [arguments.split() for name, arguments in instructions() if name == "COPY"]
    return [source for words in copies if not words[0].startswith("--from") for source in words[:-1]]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps this path from the builder: the last rule that matches decides."""
    verdict = False
    for rule in (ROOT / ".dockerignore").read_text().splitlines():
        if rule and not rule.startswith("#") and fnmatch(path, rule.removeprefix("!")):
            verdict = not rule.startswith("!")
    return verdict
