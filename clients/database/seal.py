"""Sealing: encryption that also says for whom it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBroken(Exception):
    """What is stored was sealed with another key, or for another owner."""


class Seal:
    """Closes with the first key, opens with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
            self._newest = Fernet(keys[0]) if keys else None
        except ValueError as error:
            raise ValueError(
                "Sealing tokens needs at least one key of 32 random bytes in url-safe base64, as Fernet.generate_key "
                "makes them"
            ) from error

    def close(self, words: Mapping[str, str]) -> bytes:
        """The words, readable only with a key."""
        return self._fernet.encrypt(json.dumps(dict(words)).encode())

    def is_newest(self, sealed: bytes) -> bool:
        """Was it sealed with the first key?"""
        try:
            return self._newest is not None and bool(self._newest.decrypt(sealed))
        except InvalidToken:
            return False

    def again(self, sealed: bytes) -> bytes:
        """The same, sealed with the first key.

        Raises:
            SealBroken: none of the keys opens it.
        """
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise SealBroken("is damaged, or was sealed with a key that is not among DAYBOOK_SECRET_KEYS") from None

    def open(self, sealed: bytes, owner: Mapping[str, str]) -> dict[str, str]:
        """What was sealed, if it was sealed for this owner."""
        whose = ", ".join(f"{role} {name}" for role, name in owner.items())
        try:
            words = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise SealBroken(
                f"The tokens of {whose} are damaged, or were sealed with a key this worker does not have. "
                "Give it that key too (DAYBOOK_SECRET_KEYS), or link the connection again."
            ) from error
        if not isinstance(words, dict):
            raise SealBroken(f"The tokens stored for {whose} are not whole. Link the connection again.")
        if any(words.get(role) != name for role, name in owner.items()):
            raise SealBroken(
                f"The tokens stored for {whose} were sealed for another connection: rows of the database were "
                "exchanged. Link the connection again."
            )
        return words
