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

from activities.contracts import order_workflow_id
from worker.demo.accounts import OrderAccount, Standing
from worker.demo.another_order import NUMBER, another_order
from worker.demo.result import Result
from worker.demo.scene import CONNECTION, FOLDER, Scene
from worker.demo.sections import section

ANOTHER = FOLDER / "another-order.json"


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
    """Everything there is to try; the order to be added is written into the demo's folder."""
    ANOTHER.write_text(json.dumps(another_order(), indent=2) + "\n")
    needy = [account for account in result.accounts if account.standing is Standing.NEEDS_YOU]
    shown = [_daybook("order", account.order_id) for account in result.accounts[:1]]
    read_again = _daybook("run", "--wait")
    return [
        Play("See one order, or what became of everything", (*shown, _daybook("history"))),
        *_mending(on, needy),
        Play(f"Add the order {ANOTHER}, and read Flxpoint again", (_adding(on), read_again, _daybook("order", NUMBER))),
        *(
            Play(
                f"Cancel the workflow of order {account.name}; the next run begins it anew",
                (_cancel(on, account), read_again),
            )
            for account in needy[:1]
        ),
    ]


def _mending(on: Scene, needy: Sequence[OrderAccount]) -> Iterator[Play]:
    """A vendor is what is given to QuickBooks most easily."""
    lacking = [
        (account, problem.subject)
        for account in needy
        for outcome in account.outcomes
        for problem in outcome.problems
        if problem.code == "vendor_missing" and problem.subject
    ]
    for account, vendor in lacking[:1]:
        about = f'Give QuickBooks the vendor "{vendor}" that order {account.name} lacks, and try the order again'
        yield Play(about, (_vendor(on, vendor), _retry(on, account), _daybook("order", account.order_id)))


def _vendor(on: Scene, name: str) -> str:
    company = on.stand_ins.quickbooks
    url = f"{company['url']}/v3/company/{company['realm_id']}/vendor"
    return _curl(url, f"Authorization: Bearer {company['access_token']}", json.dumps({"DisplayName": name}))


def _adding(on: Scene) -> str:
    return _curl(f"{on.stand_ins.flxpoint['url']}/__control/records", "", f"@{ANOTHER}")


def _curl(url: str, header: str, data: str) -> str:
    headers = ["Content-Type: application/json", *([header] if header else [])]
    return shlex.join(["curl", "-s", *(part for line in headers for part in ("-H", line)), "-d", data, url])


def _retry(on: Scene, account: OrderAccount) -> str:
    return _temporal(on, account, "update", "execute", "--name", "retry")


def _cancel(on: Scene, account: OrderAccount) -> str:
    return _temporal(on, account, "cancel")


def _temporal(on: Scene, account: OrderAccount, *what: str) -> str:
    whose = ["--workflow-id", order_workflow_id(CONNECTION, account.order_id), "--address", on.stack.temporal_address]
    return shlex.join([_program("temporal"), "workflow", *what, *whose])


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
