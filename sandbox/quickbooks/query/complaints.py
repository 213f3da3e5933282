"""How the parser of the query language complains: in the words and the order of Intuit's own.

Its form is that of a parser made by JavaCC, recorded after a property (2019, `get__…` of the flowlink recordings),
and reported after a whole condition (node-quickbooks 56), for an empty statement (quickbooks-php 129) and for a
character that begins nothing (quickbooks-node-promise 1). Elsewhere the list of what was expected follows from the
grammar.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from lark import Token, UnexpectedCharacters, UnexpectedToken

_IMAGES = {
    "$END": "<EOF>",
    "DOT": '"."',
    "LPAR": '"("',
    "RPAR": '")"',
    "COMMA": '","',
    "STAR": '"*"',
    "AND": "<AND>",
    "ASC": '"asc"',
    "BETWEEN": '"between"',
    "BY": '"by"',
    "CONTAINS": '"contains"',
    "COUNT": '"count"',
    "DESC": '"desc"',
    "EQUAL": '"="',
    "FALSE": '"false"',
    "FROM": '"from"',
    "IN": '"in"',
    "ITERATOR": '"iterator"',
    "LIKE": '"like"',
    "MAXRESULTS": '"maxresults"',
    "UNEQUAL": '"!="',
    "NOT": "<NOT>",
    "OR": "<OR>",
    "ORDER": '"order"',
    "ORDERBY": '"orderby"',
    "SELECT": '"select"',
    "STARTPOSITION": '"startposition"',
    "TRUE": '"true"',
    "WHERE": '"where"',
    "IDENTIFIER": "<IDENTIFIER>",
    "INTEGER": "<INTEGER>",
    "NUMBER": "<DECIMAL>",
    "STRING": "<STRING>",
}
"""The parser's image of each token, in the order it lists them. The signs of order are never listed."""


def unexpected_token(error: UnexpectedToken, text: str) -> str:
    """What is said of a token that cannot stand where it does."""
    accepted = set(error.accepts or ())
    if "MAXRESULTS" in accepted:
        accepted.add("ITERATOR")
    return f"{_encountered(error.token, text)}\n{_expecting(accepted)}"


def unexpected_character(error: UnexpectedCharacters, text: str) -> str:
    """What is said of a character that begins no token, or of a quote that is never closed."""
    if error.char == "'":
        lines = text.split("\n")
        found = f"line {len(lines)}, column {len(lines[-1]) + 1}.  Encountered: <EOF> after : "
        return f"Invalid content. Lexical error at {found}{_quoted(text[error.pos_in_stream :])}"
    found = f"line {error.line}, column {error.column}.  Encountered: {_quoted(error.char)} ({ord(error.char)}), "
    return f'Invalid content. Lexical error at {found}after : ""'


def _encountered(token: Token, text: str) -> str:
    if token.type == "$END":
        lines = text.split("\n") if text else []
        return f'Encountered "<EOF>" at line {len(lines)}, column {len(lines[-1]) if lines else 0}.'
    image = _IMAGES.get(token.type, f'"{token}"')
    return f'Encountered " {image} "{token} "" at line {token.line}, column {token.column}.'


def _expecting(terminals: Iterable[str]) -> str:
    images = [image for terminal, image in _IMAGES.items() if terminal in set(terminals)]
    heading = "Was expecting:" if len(images) == 1 else "Was expecting one of:"
    listed = (f"{image} " if image == _IMAGES["$END"] else f"{image} ..." for image in images)
    return "\n    ".join([heading, *listed, ""])


def _quoted(text: str) -> str:
    """A text as Java escapes it."""
    return json.dumps(text)
