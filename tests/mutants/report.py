"""The survivors of a run as a table for people, and as lines to be put into survivors.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import fill

from tests.mutants.survivors import NAMED, Verdict
from tests.mutants.trial import Change, Fate

WIDTH = 118


def as_text(fates: Counter[Fate], verdict: Verdict) -> str:
    """What survived and why that is right, then what is wrong, then the numbers."""
    parts = [
        *(_named(change, reason) for change, reason in verdict.named.items()),
        *_listed(f"No test notices these. Write one, or name them in {NAMED.name} with a reason:", verdict.unnamed),
        *_listed(f"These are named in {NAMED.name} and are no survivors any more. Take them out:", verdict.stale),
        _in_all(fates, verdict),
    ]
    return "\n\n".join(parts)


def _named(change: Change, reason: str) -> str:
    rows = (("was", change.was), ("becomes", change.becomes or "(left out)"), ("but", reason))
    return "\n".join([change.where, *(_row(*row) for row in rows)])


def _row(label: str, text: str) -> str:
    return fill(text, WIDTH, initial_indent=f"  {label:9}", subsequent_indent=" " * 11, break_long_words=False)


def _listed(heading: str, changes: Sequence[Change]) -> list[str]:
    return [heading, *map(_as_entry, changes)] if changes else []


def _as_entry(change: Change) -> str:
    fields = {"where": change.where, "was": change.was, "becomes": change.becomes, "reason": ""}
    return "\n".join(["[[survivor]]", *(f"{name} = {_quoted(text)}" for name, text in fields.items())])


def _quoted(text: str) -> str:
    quote = "'''" if "'" in text else "'"
    return f"{quote}{text}{quote}"


def _in_all(fates: Counter[Fate], verdict: Verdict) -> str:
    told = (
        f"{fates.total()} changes: {fates[Fate.CAUGHT]} noticed by a test, {fates[Fate.SURVIVED]} not, of which "
        f"{len(verdict.unnamed)} without a reason."
    )
    return f"{told} {fates[Fate.UNTRIED]} could not be tried to the end." if fates[Fate.UNTRIED] else told
