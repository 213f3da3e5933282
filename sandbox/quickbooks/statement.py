"""The query language: reading a statement.

SELECT * | COUNT(*) | fields FROM Entity [WHERE ... AND ...] [ORDERBY ...] [STARTPOSITION n] [MAXRESULTS n]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lark import Lark, Token, Transformer, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from sandbox.quickbooks import refusals

Value = str | Decimal | bool

GRAMMAR = r"""
    statement: SELECT projection FROM NAME [WHERE condition (AND condition)*] [ordering] paging*
    projection: STAR ("," field)* -> fields
              | field ("," field)* -> fields
              | COUNT -> count
    condition: field OPERATOR value -> comparison
             | field IN "(" value ("," value)* ")" -> membership
             | field LIKE STRING -> likeness
    ordering: (ORDERBY | ORDER BY) order ("," order)*
    order: field [ASC | DESC]
    paging: STARTPOSITION INTEGER -> start
          | MAXRESULTS INTEGER -> limit
    field: NAME ("." NAME)*
    value: STRING -> text
         | NUMBER -> number
         | INTEGER -> number
         | TRUE -> true
         | FALSE -> false

    SELECT.2: /select\b/i
    FROM.2: /from\b/i
    WHERE.2: /where\b/i
    AND.2: /and\b/i
    IN.2: /in\b/i
    LIKE.2: /like\b/i
    ORDERBY.2: /orderby\b/i
    ORDER.2: /order\b/i
    BY.2: /by\b/i
    ASC.2: /asc\b/i
    DESC.2: /desc\b/i
    STARTPOSITION.2: /startposition\b/i
    MAXRESULTS.2: /maxresults\b/i
    TRUE.2: /true\b/i
    FALSE.2: /false\b/i
    COUNT.2: /count\s*\(\s*\*\s*\)/i
    STAR: "*"
    OPERATOR: "<=" | ">=" | "=" | "<" | ">"
    NAME: /[A-Za-z_][A-Za-z0-9_]*/
    STRING: /'(?:[^'\\]|\\.)*'/
    NUMBER: /-?\d+\.\d+/
    INTEGER: /-?\d+/
    %ignore /\s+/
"""

_PARSER = Lark(GRAMMAR, start="statement", parser="lalr", maybe_placeholders=False)


@dataclass(frozen=True)
class Condition:
    """One comparison; `operator` is =, <, >, <=, >=, in or like."""

    field: str
    operator: str
    values: tuple[Value, ...]


@dataclass
class Statement:
    """A statement as it was read; names are as written."""

    entity: str = ""
    fields: tuple[str, ...] | None = ()
    """None counts, `*` stands for everything."""

    conditions: list[Condition] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    """Fields with True for descending."""

    start: int = 1
    limit: int = 100


def parse(text: str) -> Statement:
    """Read a statement; raises Refusal 4000 when it is not one."""
    try:
        tree = _PARSER.parse(text)
    except UnexpectedEOF:
        raise refusals.parse_error('Encountered "<EOF>".') from None
    except UnexpectedInput as error:
        raise refusals.parse_error(_complaint(error)) from None
    statement: Statement = _Reader().transform(tree)
    return statement


def _complaint(error: UnexpectedInput) -> str:
    if isinstance(error, UnexpectedToken):
        expected = " ... ".join(f'"{name.lower()}"' for name in sorted(error.expected))
        return (
            f'Encountered " <{error.token.type}> "{error.token} "" at line {error.line}, column {error.column}. '
            f"Was expecting one of: {expected} ..."
        )
    return f"Lexical error at line {error.line}, column {error.column}."


class _Reader(Transformer[Token, Statement]):
    def statement(self, parts: list[object]) -> Statement:
        statement = Statement()
        for part in parts:
            if isinstance(part, Condition):
                statement.conditions.append(part)
            elif isinstance(part, Token):
                statement.entity = str(part) if part.type == "NAME" else statement.entity
            elif isinstance(part, tuple):
                name, value = part
                setattr(statement, name, value)
        return statement

    def fields(self, parts: list[str]) -> tuple[str, object]:
        return "fields", tuple(str(part) for part in parts)

    def count(self, parts: list[Token]) -> tuple[str, object]:
        return "fields", None

    def field(self, parts: list[Token]) -> str:
        return ".".join(parts)

    def comparison(self, parts: list[Value]) -> Condition:
        return Condition(str(parts[0]), str(parts[1]), (parts[2],))

    def membership(self, parts: list[Value]) -> Condition:
        return Condition(str(parts[0]), "in", tuple(parts[2:]))

    def likeness(self, parts: list[Token]) -> Condition:
        return Condition(str(parts[0]), "like", (_unquoted(parts[2]),))

    def text(self, parts: list[Token]) -> str:
        return _unquoted(parts[0])

    def number(self, parts: list[Token]) -> Decimal:
        return Decimal(parts[0])

    def true(self, parts: list[Token]) -> bool:
        return True

    def false(self, parts: list[Token]) -> bool:
        return False

    def ordering(self, parts: list[object]) -> tuple[str, object]:
        return "order", [part for part in parts if not isinstance(part, Token)]

    def order(self, parts: list[str]) -> tuple[str, bool]:
        return str(parts[0]), len(parts) > 1 and parts[1].upper() == "DESC"

    def start(self, parts: list[Token]) -> tuple[str, object]:
        return "start", int(parts[1])

    def limit(self, parts: list[Token]) -> tuple[str, object]:
        return "limit", int(parts[1])


def _unquoted(token: Token) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)
