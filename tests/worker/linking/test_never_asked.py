"""What is refused before Intuit is asked at all."""

from __future__ import annotations

import pytest

from tests.worker.console import daybook
from tests.worker.linking.bookkeeper import connecting

NEW = ("My Shop", "--environment", "sandbox")


@pytest.mark.rule("R-16/bad")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("My Shop",), "Environment must be Production or Sandbox"),
        (("My Shop", "--environment", "moon"), "Environment must be Production or Sandbox"),
        (("",), "Environment must be Production or Sandbox"),
    ],
)
async def test_the_environment_is_one_of_two_words(
    shop: dict[str, str], arguments: tuple[str, ...], words: str
) -> None:
    assert words in (await connecting(*arguments, told=shop)).sentence


@pytest.mark.rule("R-15/bad")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        (" ", "Enter a connection name."),
        ("x" * 101, "at most 100 characters, this one has 101."),
        ("!!!", "holds neither letters nor digits"),
    ],
)
async def test_a_name_that_cannot_be_is_refused_before_intuit_is_asked(
    shop: dict[str, str], name: str, words: str
) -> None:
    assert words in (await connecting(name, "--environment", "sandbox", told=shop)).sentence


@pytest.mark.rule("R-13/bad")
async def test_another_kind_of_books_is_told_those_there_are(shop: dict[str, str]) -> None:
    said = await connecting(*NEW, "--kind", "xero", told=shop)
    assert (said.status, said.out) == (2, "")
    assert 'Invalid value "xero" for --kind' in said.err
    assert "quickbooks-online" in said.err


@pytest.mark.parametrize("missing", ["DAYBOOK_INTUIT_CLIENT_ID", "DAYBOOK_INTUIT_CLIENT_SECRET"])
async def test_without_an_app_the_two_variables_are_named(shop: dict[str, str], missing: str) -> None:
    del shop[missing]
    said = (await connecting(*NEW, told=shop)).sentence
    assert "set DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET" in said


@pytest.mark.parametrize(
    "url",
    [
        "callback",
        "http://shop.example.com/callback",
        "ftp://localhost/",
        "https://",
        "http://localhost:port/",
        "http://[",
    ],
)
async def test_a_redirect_address_that_intuit_would_not_take_is_refused(shop: dict[str, str], url: str) -> None:
    said = await connecting(*NEW, told=shop | {"DAYBOOK_REDIRECT_URL": url})
    assert said.sentence.startswith("DAYBOOK_REDIRECT_URL cannot be used: ")


async def test_a_spoilt_flxpoint_token_is_refused_before_intuit_is_asked(shop: dict[str, str]) -> None:
    said = await connecting(*NEW, told=shop | {"DAYBOOK_FLXPOINT_TOKEN": "tok\u00a0en"})
    assert said.sentence.startswith("The Flxpoint token holds characters that no token holds")


async def test_a_database_without_tables_is_told(without_tables: dict[str, str], shop: dict[str, str]) -> None:
    said = await connecting(*NEW, told=shop | without_tables)
    assert "run `daybook database upgrade`" in said.sentence
    assert (
        "run `daybook database upgrade`" in (await daybook("connection", "list", told=shop | without_tables)).sentence
    )
