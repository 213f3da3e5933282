"""`daybook faults`: what QuickBooks' and Flxpoint's answers mean, and who mends them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from cyclopts import App
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.faults import Fault, faults
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag

app = App(name="faults")

NAMES = {"quickbooks": "QuickBooks", "flxpoint": "Flxpoint"}


@app.default
def show(code: str | None = None, *, as_json: JsonFlag = False) -> None:
    """Tell what QuickBooks and Flxpoint may answer, what that means, who mends it and what Daybook does meanwhile.

    Needs neither a connection nor a server.

    Parameters
    ----------
    code
        Only this one, as 6140: what QuickBooks calls it, or this list, or the code of a problem (quickbooks_6140).
    """
    chosen = _chosen(code) if code else faults()
    if as_json:
        print(json.dumps([fault.model_dump(mode="json") for fault in chosen]))
        return
    for system, of_system in groupby(chosen, lambda fault: fault.system):
        Console().print(_table(NAMES[system], list(of_system)))


def _chosen(code: str) -> list[Fault]:
    name = code.strip().removeprefix("quickbooks_").removeprefix("flxpoint_")
    wanted = name.lstrip("0") if name.isdigit() else name.lower()
    if found := [fault for fault in faults() if fault.code == wanted]:
        return found
    raise CommandFailed(f'There is no fault "{code}" in the list; daybook faults shows all of it.')


def _table(title: str, told: Sequence[Fault]) -> Table:
    table = Table(Column("code", no_wrap=True), "what happened", "who mends it", "what to do, and what Daybook does")
    table.title, table.title_justify = title, "left"
    for fault in told:
        to_do = " ".join(filter(None, [fault.fix, fault.meanwhile]))
        table.add_row(*map(Text, (fault.code, fault.happened, fault.who, to_do)))
    return table
