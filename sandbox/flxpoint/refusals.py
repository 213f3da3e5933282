"""How Flxpoint says no."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse, Response

from sandbox.exact import ExactResponse


class Refused(Exception):
    """A request that Flxpoint does not fulfil: the status and the text of the answer."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


def refusal(refused: Refused, *, body: str) -> Response:
    """The answer to a refused request; its body is undocumented, so it comes as `json` or as `text`."""
    if body == "text":
        return PlainTextResponse(refused.message, refused.status, refused.headers)
    return ExactResponse({"message": refused.message}, refused.status, refused.headers)


def not_found(name: str, record_id: object) -> Refused:
    """Nothing of that name and id is there, or it is not the caller's to see."""
    return Refused(404, f"{name} {record_id} not found")
