"""Under which account Postgres runs: it refuses root, so root lends it another user id."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

from worker.stack.errors import NotAvailable
from worker.stack.process import Account

NOBODY = 65534
TEST = Path("/usr/bin/test")


async def postgres_account(program: Path, folder: Path) -> Account:
    """The account that may run `program` on `folder`: our own, or for root one that Postgres doesn't refuse.

    Root keeps every file right as it is by a user namespace, in which it only looks like nobody. Where the kernel
    forbids that, `folder` alone is handed over to the user nobody.
    """
    if os.geteuid() != 0:
        return Account()
    unshare = shutil.which("unshare")
    if unshare:
        namespace = Account((unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"))
        if await _runs(namespace, program, "--version"):
            return namespace
    if not await _nobody_reaches(program, folder):
        raise NotAvailable(
            f"Postgres refuses to run as root, this machine refuses `unshare --user`, and the user nobody cannot reach"
            f" {program} or {folder}. Run Daybook as an ordinary user, or give it a Postgres server of its own."
        )
    _hand_over(folder)
    return Account(user=NOBODY)


async def _nobody_reaches(program: Path, folder: Path) -> bool:
    nobody = Account(user=NOBODY)
    return await _runs(nobody, program, "--version") and await _runs(nobody, TEST, "-x", str(folder.parent))


def _hand_over(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


async def _runs(account: Account, program: Path, *arguments: str) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(
            *account.prefix,
            program,
            *arguments,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            user=account.user,
            group=account.user,
            extra_groups=None if account.user is None else [],
        )
    except PermissionError:
        return False
    return await process.wait() == 0
