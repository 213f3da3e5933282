"""What a person can try while the demo keeps running: commands as they are typed, each of which works."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from accounting.causes import cause_of
from activities.contracts import order_workflow_id
from worker.demo.accounts import OrderAccount, Standing
from worker.demo.another_order import NUMBER, another_order
from worker.demo.result import Result
from worker.demo.scene import CONNECTION, FOLDER, Scene
from worker.demo.sections import section
from worker.stack.state import write_private

ANOTHER = FOLDER / "another-order.json"
ADDRESSES = FOLDER / "addresses.sh"
"""For a shell: where the stand-ins and Temporal are, and the company's token, which only its owner may read."""
FIND = f". {ADDRESSES}"


@dataclass(frozen=True)
class Play:
    """Something to try, and how."""

    about: str
    commands: tuple[str, ...]


def kept(on: Scene, result: Result) -> RenderableType:
    """Where to look on, and how to play, while everything keeps running."""
    pages = f"{on.stack.temporal_ui}/namespaces/default/workflows"
    looks = Text(f"Every order's way, step by step: {pages}\nOrders that need you: {pages}?query=NeedsAttention%3Dtrue")
    commands = [line for play in plays(on, result) for line in _lines(play)]
    heading = "Everything keeps running until Ctrl-C. In another terminal, in this folder"
    return section(heading, "white", looks, Group(*commands))


def plays(on: Scene, result: Result) -> list[Play]:
    """Everything there is to try; the order to be added and the addresses are written into the demo's folder."""
    ANOTHER.write_text(json.dumps(another_order(), indent=2) + "\n")
    write_private(ADDRESSES, "".join(f"export {name}={shlex.quote(value)}\n" for name, value in _addresses(on).items()))
    needy = [account for account in result.accounts if account.standing is Standing.NEEDS_YOU]
    shown = [_daybook("order", account.name) for account in result.accounts[:1]]
    read_again = _daybook("run", "--wait")
    cancel = shlex.join([_program("temporal"), "workflow", "cancel", "--workflow-id"])
    return [
        Play("See one order, or what became of everything", (*shown, _daybook("history"))),
        *_mending(needy),
        Play(
            f"Add the order {ANOTHER}, and read Flxpoint again",
            (_curl(f"@{ANOTHER}", "$FLXPOINT/__control/records"), read_again, _daybook("order", NUMBER)),
        ),
        *(
            Play(
                f"Cancel the workflow of order {account.name}; the next run begins it anew",
                (f"{FIND} && {cancel} {order_workflow_id(CONNECTION, account.order_id)}", read_again),
            )
            for account in needy[:1]
        ),
    ]


def _addresses(on: Scene) -> dict[str, str]:
    company = on.stand_ins.quickbooks
    return {
        "QUICKBOOKS": f"{company['url']}/v3/company/{company['realm_id']}",
        "QUICKBOOKS_TOKEN": company["access_token"],
        "FLXPOINT": on.stand_ins.flxpoint["url"],
        "TEMPORAL_ADDRESS": on.stack.temporal_address,
        "TEMPORAL_NAMESPACE": on.environment.temporal_namespace,
    }


def _mending(needy: Sequence[OrderAccount]) -> Iterator[Play]:
    """A vendor is what is given to QuickBooks most easily."""
    lacking = [
        (account, problem)
        for account in needy
        for outcome in account.outcomes
        for problem in outcome.problems
        if problem.code == "vendor_missing" and problem.subject
    ]
    for account, problem in lacking[:1]:
        vendor = _curl(json.dumps({"DisplayName": problem.subject}), "$QUICKBOOKS/vendor", "$QUICKBOOKS_TOKEN")
        yield Play(
            f'Give QuickBooks the vendor "{problem.subject}" that order {account.name} lacks, and let it go on',
            (vendor, _daybook("retry", "--cause", f"{cause_of(problem)}"), _daybook("order", account.name)),
        )


def _curl(data: str, url: str, token: str = "") -> str:
    authorized = f' -H "Authorization: Bearer {token}"' if token else ""
    return f"{FIND} && curl -s{authorized} -H 'Content-Type: application/json' -d {shlex.quote(data)} {url}"


def _daybook(command: str, *arguments: str) -> str:
    return shlex.join([_program("daybook"), command, CONNECTION, *arguments])


def _program(name: str) -> str:
    """The program beside our Python, as short as it can be typed here."""
    path = Path(sys.executable).with_name(name)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _lines(play: Play) -> list[Text]:
    # Never folded: a command is copied whole.
    commands = [Text(f"  {command}", no_wrap=True, overflow="ignore") for command in play.commands]
    return [Text(f"\n{play.about}:", "bold"), *commands]
