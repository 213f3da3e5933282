"""A command that cannot be done."""


class CommandFailed(Exception):
    """Why a command cannot be done and what to do instead, as a sentence."""
