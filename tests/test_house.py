"""What holds for the repository as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-local.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_by_hash_and_names_no_host(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()

    assert not [line for line in lines if "://" in line or line.startswith("-")]
    pinned = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert pinned
    assert all("==" in lines[number] and "--hash=" in lines[number + 1] for number in pinned)


def test_each_lock_holds_the_smaller_one() -> None:
    packages = [
        {line.split("==")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line} for name in LOCKS
    ]

    assert packages[0] < packages[1] < packages[2]


def test_ci_runs_what_the_readme_tells_people_to_run() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()
    assert "\nmake test\n" in (ROOT / "README.md").read_text()


def test_every_folder_the_readme_names_exists() -> None:
    named = re.findall(r"^\| `([a-z]+)/` \|", (ROOT / "README.md").read_text(), flags=re.MULTILINE)

    assert set(named) == {"accounting", "clients", "activities", "workflows", "worker", "sandbox", "tests"}
    assert all((ROOT / name).is_dir() for name in named)
