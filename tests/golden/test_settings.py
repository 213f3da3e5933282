"""Each setting changes what becomes of some order of the corpus."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from accounting.mapping import Mapping
from accounting.settings import Channel, Settings
from tests.golden.cases import FOLDER, SHOP, Case, Json, files, read_case
from tests.golden.play import play
from tests.golden.tell import ends

CHAIN = FOLDER.parent / "chain"
ELSEWHERE = {
    "shipment_sources": CHAIN / "shipments.py",
    "look_first_until": CHAIN / "test_restored.py",
    "on_missing_vendor": CHAIN / "test_missing_vendor.py",
    "unpaid_orders_wait_days": CHAIN / "test_payment_awaited.py",
}
"""Settings about what no file of the corpus has: shipments, restored databases, whole runs, today's date."""


PARTS = [
    *(f"channels.*.{part}" for part in Channel.model_fields),
    *(f"mapping.{operation}.{target}" for operation, targets in Mapping() for target, _ in targets),
]
ONLY_ONE = {"mapping.fulfillment_requests.number", "mapping.supplier_invoices.number"}
"""Fields that come from one place, whatever one would choose."""
NOT_HERE = ELSEWHERE.keys() | ONLY_ONE


def _sets(name: str, settings: Json) -> Json:
    return {one: value for one, value in settings.items() if fnmatchcase(one, name) or one.startswith(f"{name}.")}


def _with_default(case: Case, name: str) -> Case:
    """The case as it would be had nobody chosen anything for this setting beyond what the shop has."""
    shop = _sets(name, SHOP["settings"])
    return Case(
        case.shows,
        tuple(
            replace(
                step,
                settings={one: v for one, v in step.settings.items() if one not in _sets(name, step.settings)} | shop,
            )
            for step in case.steps
        ),
    )


def _choosing(name: str) -> list[Case]:
    cases = [read_case(path.read_text(encoding="utf-8")) for path in files()]
    shop = _sets(name, SHOP["settings"])
    return [case for case in cases if any(_sets(name, step.settings) != shop for step in case.steps)]


async def _outcomes(case: Case) -> list[Json]:
    return [ends(played, {}) for played in await play(case)]


@pytest.mark.parametrize("name", [name for name in (*Settings.model_fields, *PARTS) if name not in NOT_HERE])
async def test_a_setting_makes_a_difference_to_an_order_of_the_corpus(name: str) -> None:
    choosing = _choosing(name)
    assert choosing, f"no file of the corpus chooses {name}"

    differ = [case for case in choosing if await _outcomes(case) != await _outcomes(_with_default(case, name))]
    assert differ, f"what the corpus chooses for {name} changes nothing"


@pytest.mark.parametrize(
    ("name", "file"), [(name, file) for name, file in ELSEWHERE.items() if name in Settings.model_fields]
)
def test_what_the_corpus_cannot_show_is_chosen_by_a_test_of_the_chain(name: str, file: Path) -> None:
    assert f"{name}=" in file.read_text(encoding="utf-8") or f'"{name}"' in file.read_text(encoding="utf-8")
