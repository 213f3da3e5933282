"""What `--help` tells is what there is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.flxpoint.switches import SWITCHES as ACCOUNT_SWITCHES
from sandbox.handbook import ACCOUNT_CONTROLS, COMPANY_CONTROLS, CONTROLS
from sandbox.quickbooks.switches import SWITCHES as COMPANY_SWITCHES
from tests.sandbox.flxpoint.processes import started

OF: dict[str, tuple[Mapping[str, Any], Mapping[str, str]]] = {
    "quickbooks": (COMPANY_SWITCHES, {**CONTROLS, **COMPANY_CONTROLS}),
    "flxpoint": (ACCOUNT_SWITCHES, {**CONTROLS, **ACCOUNT_CONTROLS}),
}


def told(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_help_of_all_tells_first_commands_and_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys)
    assert text.count("  python -m sandbox ") == 3
    assert "exit statuses: 0 " in text


@pytest.mark.parametrize("stand_in", OF)
def test_every_switch_is_told_with_its_values_and_evidence(capsys: pytest.CaptureFixture[str], stand_in: str) -> None:
    text = " ".join(told(capsys, stand_in).split())
    for name, switch in OF[stand_in][0].items():
        assert f"{name}={switch.default} {switch.sentence} Takes {switch.choice}. [{switch.evidence}]" in text
        assert switch.allows(switch.default)


@pytest.mark.parametrize("switch", COMPANY_SWITCHES.values(), ids=COMPANY_SWITCHES.keys())
def test_the_evidence_of_a_switch_begins_with_its_mark(switch: object) -> None:
    assert re.match(r"[VRSI]\b", getattr(switch, "evidence", ""))


@pytest.mark.parametrize("stand_in", OF)
def test_the_control_routes_and_faults_that_are_told_are_there(
    capsys: pytest.CaptureFixture[str], stand_in: str
) -> None:
    text = told(capsys, stand_in)
    listed = text.partition("\nfaults:\n")[2].partition("\n\n")[0]
    kinds = sorted(re.findall(r"^  (\w+)  ", listed, re.MULTILINE))
    with started(stand_in) as said, httpx.Client(base_url=said["url"], trust_env=False) as http:
        for route in OF[stand_in][1]:
            methods, _, path = route.rpartition(" ")
            assert f"  {route} " in text
            assert all(http.request(method, path).status_code not in (404, 405) for method in methods.split(", "))
        refused = http.post("/__control/faults", json=[{"kind": "none of them"}]).json()["error"]
    assert str(kinds) in refused
