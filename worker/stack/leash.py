"""Become another program that ends when the process that started it ends, however that one ends.

Run as `python leash.py PARENT_PID USER_ID PROGRAM ARGUMENT …`; standard library alone. A program of its own and no
`preexec_fn`, for code between fork and exec may deadlock in a process that has threads, as every Temporal worker does.
To the kernel the starter is a thread: start servers from one that lasts, such as the main one.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(user: int) -> None:
    """Change to this user for good, unless it is ours already."""
    if user != os.geteuid():
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)


def follow(parent: int) -> None:
    """Ask the kernel for SIGINT, an orderly stop, when `parent` dies; only Linux can promise that."""
    if not sys.platform.startswith("linux"):
        return
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) was refused")
    # The parent may have died before the kernel knew of our wish.
    if os.getppid() != parent:
        sys.exit(f"the process {parent} that wanted {sys.argv[3]} is gone")


if __name__ == "__main__":
    # In this order: a change of user clears the wish.
    become(int(sys.argv[2]))
    follow(int(sys.argv[1]))
    # A shell that starts us in the background has SIGINT ignored, and what we become would inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[3], sys.argv[3:])
