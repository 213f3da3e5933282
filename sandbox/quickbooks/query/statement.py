"""The query language: reading a statement.

SELECT * | COUNT(*) | fields FROM Entity [WHERE ... AND ...] [ORDERBY ...] [STARTPOSITION n] [MAXRESULTS n]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Literal

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken

from sandbox.quickbooks import refusals
from sandbox.quickbooks.query.complaints import unexpected_character, unexpected_token

Value = str | Decimal | bool

# What the parser's lists of expected tokens name is read, whether or not a company accepts it. A sign of order
# before anything but a quote is BARE, which only the second grammar takes: Intuit's parser stumbles over the sign.
GRAMMAR = r"""
    statement: SELECT [projection] FROM IDENTIFIER [WHERE either] [ordering] paging*
    projection: STAR ("," field)* -> fields
              | field ("," field)* -> fields
              | COUNT -> count
    either: both (OR both)*
    both: test (AND test)*
    ?test: NOT test -> negation
         | "(" either ")"
         | field -> flag
         | field (EQUAL | UNEQUAL | SIGN) value -> comparison
         | field [NOT] IN "(" value ("," value)* ")" -> comparison
         | field [NOT] (LIKE | CONTAINS) text -> comparison
         | field [NOT] BETWEEN value AND value -> comparison
    ordering: (ORDERBY | ORDER BY) order ("," order)*
    order: field [ASC | DESC]
    paging: (STARTPOSITION | MAXRESULTS) INTEGER
    field: IDENTIFIER ("." IDENTIFIER)*
    ?value: text
         | NUMBER -> number
         | INTEGER -> number
         | TRUE -> true
         | FALSE -> false
    text: STRING
    bare: BARE

    SELECT.2: /select\b/i
    FROM.2: /from\b/i
    WHERE.2: /where\b/i
    AND.2: /and\b/i
    OR.2: /or\b/i
    NOT.2: /not\b/i
    IN.2: /in\b/i
    LIKE.2: /like\b/i
    CONTAINS.2: /contains\b/i
    BETWEEN.2: /between\b/i
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
    EQUAL: "="
    UNEQUAL: "!="
    SIGN.2: /(<=|>=|<|>)QUOTE_AHEAD/
    BARE: /<=|>=|<|>/
    IDENTIFIER: /[A-Za-z_][A-Za-z0-9_]*/
    STRING: /'(?:[^'\\]|\\.)*'/s
    NUMBER: /-?\d+\.\d+/
    INTEGER: /-?\d+/
    %ignore /\s+/
"""


@cache
def _parser(bare_comparisons: bool) -> Lark:
    grammar = GRAMMAR.replace("QUOTE_AHEAD", "" if bare_comparisons else r"(?=\s*')")
    # The second start keeps BARE among the tokens, so that it is seen for what it is.
    return Lark(grammar, start=["statement", "bare"], parser="lalr")


@dataclass(frozen=True)
class Condition:
    """One comparison; `operator` is =, !=, <, >, <=, >=, in, like, contains, between or flag."""

    field: str
    operator: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Negation:
    """The opposite of a test."""

    test: Test


@dataclass(frozen=True)
class Joined:
    """Tests of which all or one must hold."""

    by: Literal["and", "or"]
    tests: tuple[Test, ...]


Test = Condition | Negation | Joined


@dataclass
class Statement:
    """A statement as it was read; names are as written."""

    entity: str = ""
    fields: tuple[str, ...] | None = ("*",)
    """None counts, `*` stands for everything."""

    where: Test = Joined("and", ())
    order: list[tuple[str, bool]] = field(default_factory=list)
    """Fields with True for descending."""

    start: int = 1
    limit: int = 100


def conditions(test: Test) -> Iterator[Condition]:
    """Every comparison in a test."""
    if isinstance(test, Condition):
        yield test
    elif isinstance(test, Negation):
        yield from conditions(test.test)
    else:
        for part in test.tests:
            yield from conditions(part)


def parse(text: str, *, bare_comparisons: bool = False) -> Statement:
    """Read a statement; raises Refusal 4000 when it is not one.

    Only with `bare_comparisons` a sign of order may stand before a number without quotes.
    """
    try:
        tree = _parser(bare_comparisons).parse(text, start="statement")
    except UnexpectedToken as error:
        raise refusals.parse_error(unexpected_token(error, text)) from None
    except UnexpectedCharacters as error:
        raise refusals.parse_error(unexpected_character(error, text)) from None
    statement: Statement = _Reader().transform(tree)
    return statement


class _Reader(Transformer[Token, Statement]):
    def statement(self, parts: list[object]) -> Statement:
        statement = Statement()
        for part in parts:
            if isinstance(part, Token):
                statement.entity = str(part) if part.type == "IDENTIFIER" else statement.entity
            elif isinstance(part, tuple):
                name, value = part
                setattr(statement, name, value)
            elif isinstance(part, Test):
                statement.where = part
        return statement

    def fields(self, parts: list[str]) -> tuple[str, object]:
        return "fields", tuple(str(part) for part in parts)

    def count(self, parts: list[Token]) -> tuple[str, object]:
        return "fields", None

    def field(self, parts: list[Token]) -> str:
        return ".".join(parts)

    def either(self, parts: list[object]) -> Test:
        return _joined("or", parts)

    def both(self, parts: list[object]) -> Test:
        return _joined("and", parts)

    def negation(self, parts: list[Test]) -> Test:
        return Negation(parts[1])

    def flag(self, parts: list[str]) -> Test:
        return Condition(parts[0], "flag", ())

    def comparison(self, parts: list[Token | Value | None]) -> Test:
        name, *words = parts
        tokens = [word for word in words if isinstance(word, Token) and word.type != "AND"]
        values = tuple(word for word in words if word is not None and not isinstance(word, Token))
        condition = Condition(str(name), str(tokens[-1]).lower(), values)
        return Negation(condition) if len(tokens) > 1 else condition

    def text(self, parts: list[Token]) -> str:
        return re.sub(r"\\(.)", r"\1", parts[0][1:-1], flags=re.DOTALL)

    def number(self, parts: list[Token]) -> Decimal:
        return Decimal(parts[0])

    def true(self, parts: list[Token]) -> bool:
        return True

    def false(self, parts: list[Token]) -> bool:
        return False

    def ordering(self, parts: list[object]) -> tuple[str, object]:
        return "order", [part for part in parts if isinstance(part, tuple)]

    def order(self, parts: list[Token | str | None]) -> tuple[str, bool]:
        return str(parts[0]), str(parts[1]).upper() == "DESC"

    def paging(self, parts: list[Token]) -> tuple[str, object]:
        return "start" if parts[0].type == "STARTPOSITION" else "limit", int(parts[1])


def _joined(by: Literal["and", "or"], parts: list[object]) -> Test:
    tests = tuple(part for part in parts if isinstance(part, Test))
    return tests[0] if len(tests) == 1 else Joined(by, tests)
