"""What `--help` tells beside the options: first commands, control routes, faults and switches."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from sandbox.quickbooks.api.own_faults import OWN_FAULTS
from sandbox.switches import Switch

WIDTH = 100

EVERYWHERE = """\
first commands:
  python -m sandbox quickbooks --port 8001 --seed-company
  python -m sandbox flxpoint --port 8002 --records sandbox/shop
  python -m sandbox audit --quickbooks http://127.0.0.1:8001 --flxpoint http://127.0.0.1:8002

A server prints one line of JSON when it is ready: its address, and what a client needs to connect.

exit statuses: 0 all is well, 1 the audit found something,
2 it cannot be done, 130 stopped by Ctrl+C; a server that is told to stop leaves with 0.
"""

FAULT_ORDER = """\
An order of a fault is a JSON list of objects: "kind", then which requests it hits ("method", "path" and
"body" as parts of theirs, "skip" so many, "times" as often) and what its kind needs ("status", "seconds",
"code", "variant"). For example: [{"kind": "lost_after", "method": "POST", "path": "/salesreceipt"}]
"""

CONTROLS = {
    "GET /__control/log": "the newest 20,000 requests, and their statuses",
    "GET /__control/requests": "how many there were since the start or a reset",
    "GET /__control/state": "all records",
    "GET, POST, DELETE /__control/faults": "the faults to come: see, order, call off",
    "GET, POST /__control/switches": "see and turn switches while it runs",
    "POST /__control/reset": "go back to how it was at the start",
}
COMPANY_CONTROLS = {
    "GET, POST /__control/clock": 'the time of the stand-in; {"advance": seconds} moves it forward',
    "POST /__control/merge": "merge two entries of a list, as a bookkeeper does",
    "POST /__control/deposit": "put a receipt or payment into a deposit, as a bookkeeper does",
    "GET, POST, DELETE /__control/webhooks": "who is told of every change",
    "GET /__control/deliveries": "what they were told, and what they answered",
}
ACCOUNT_CONTROLS = {
    "POST /__control/records": "add records, or change those whose id is known",
    "GET /__control/deliveries": "what became of each delivery to a webhook",
}

COMPANY = """\
first commands:
  python -m sandbox quickbooks --port 8001 --seed-company
  curl -s http://127.0.0.1:8001/.well-known/openid_sandbox_configuration
  curl -s -H "Authorization: Bearer $ACCESS_TOKEN" \\
      "http://127.0.0.1:8001/v3/company/$REALM_ID/query?query=select%20*%20from%20Item"

$ACCESS_TOKEN and $REALM_ID are in the line it prints at the start. A client that runs through the whole
OAuth flow finds the consent page by the discovery document. python-quickbooks needs its api_url_v3 set to
the address with /v3, and OAUTHLIB_INSECURE_TRANSPORT=1, since loopback has no TLS.
"""

ACCOUNT = """\
Tokens: the account token is printed at the start. flxpoint-source-token-21 belongs to source 21 and
flxpoint-channel-token-41 to channel 41.
"""


def of_the_company(switches: Mapping[str, Switch], faults: Mapping[str, str]) -> str:
    """What is told of the QuickBooks stand-in; `faults` are those every stand-in knows, with their sentences."""
    controls = _table("control routes", {**CONTROLS, **COMPANY_CONTROLS})
    return "\n".join([COMPANY, controls, _faults({**faults, **OWN_FAULTS}), _switches(switches)])


def of_the_account(switches: Mapping[str, Switch], faults: Mapping[str, str]) -> str:
    """What is told of the Flxpoint stand-in."""
    controls = _table("control routes", {**CONTROLS, **ACCOUNT_CONTROLS})
    return "\n".join([ACCOUNT, controls, _faults(faults), _switches(switches)])


def _faults(faults: Mapping[str, str]) -> str:
    return _table("faults", faults) + "\n" + FAULT_ORDER


def _switches(switches: Mapping[str, Switch]) -> str:
    lines = ["switches (evidence: V Intuit's or Flxpoint's own pages, R recorded, S seen elsewhere, I or P a guess):"]
    for name, switch in switches.items():
        lines.append(f"  {name}={switch.default}")
        told = f"{switch.sentence} Takes {switch.choice}. [{switch.evidence}]"
        lines += textwrap.wrap(told, WIDTH, initial_indent="      ", subsequent_indent="      ")
    return "\n".join(lines) + "\n"


def _table(title: str, rows: Mapping[str, str]) -> str:
    width = max(map(len, rows)) + 4
    lines = [f"{title}:"]
    for name, told in rows.items():
        lines += textwrap.wrap(told, WIDTH + 10, initial_indent=f"  {name}".ljust(width), subsequent_indent=" " * width)
    return "\n".join(lines) + "\n"
