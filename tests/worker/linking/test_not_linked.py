"""Whatever keeps a connection from being linked is a sentence and a next step, and what was stored stays as it was."""

from __future__ import annotations

import httpx
import pytest

from clients.database.credentials import Credentials
from tests.chain.world import StandIn
from tests.clients.quickbooks.cutting_server import closed_port
from tests.worker.linking.bookkeeper import Visit, agree, all_stored, asked, connecting, consented, led_to
from worker.linking import authorizing

NEW = ("My Shop", "--environment", "sandbox")
AGAIN = ("my-shop",)
REALM, OTHER_REALM = "9130350000000001", "9130350000000002"


async def unharmed(
    *arguments: str, told: dict[str, str], visit: Visit = agree, linked_with: dict[str, str] | None = None
) -> str:
    """The sentence with which it ends; before and after it the same is stored."""
    before = await all_stored(told)
    said = await connecting(*arguments, told=told | (linked_with or {}), visit=visit)
    assert await all_stored(told) == before
    assert "AB11" not in said.err
    assert said.status == 1
    return said.err.splitlines()[-1].removeprefix("daybook: ")


class Browser:
    """What a bookkeeper did, and saw."""

    def __init__(self) -> None:
        self.seen: list[httpx.Response] = []

    async def refuses(self, address: str) -> None:
        self.seen.append(await led_to(await consented(address, decision="refuse")))

    async def chooses_the_other_company(self, address: str) -> None:
        self.seen.append(await led_to(await consented(address, company=1)))

    async def agrees(self, address: str) -> None:
        self.seen.append(await agree(address))

    @property
    def last(self) -> str:
        assert self.seen[-1].status_code == 400
        return self.seen[-1].text


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.mark.rule("R-17/bad")
@pytest.mark.parametrize("linked", [False, True])
async def test_cancelling_changes_nothing(shop: dict[str, str], browser: Browser, linked: bool) -> None:
    if linked:
        await connecting(*NEW, told=shop)

    said = await unharmed(*(AGAIN if linked else NEW), told=shop, visit=browser.refuses)

    assert said == "Authorization was cancelled; nothing was changed. To try again: daybook connect " + (
        "my-shop" if linked else '"My Shop" --environment sandbox'
    )
    assert "Authorization was cancelled; nothing was changed." in browser.last


@pytest.mark.rule("R-17/bad")
async def test_a_forged_state_is_refused_and_the_right_answer_still_awaited(
    shop: dict[str, str], browser: Browser
) -> None:
    async def visit(address: str) -> None:
        callback = asked(address)["redirect_uri"]
        for forged in ("state=forged&", ""):
            browser.seen.append(await led_to(f"{callback}?{forged}code=x&realmId={OTHER_REALM}"))
            assert "Not connected" in browser.last
        await browser.agrees(address)

    said = await connecting(*NEW, told=shop, visit=visit)

    assert said.status == 0
    assert "its state is not this attempt's. Still waiting." in said.err
    assert [page.status_code for page in browser.seen] == [400, 400, 200]


@pytest.mark.rule("R-17/bad")
async def test_the_answer_to_an_earlier_attempt_is_refused(shop: dict[str, str], browser: Browser) -> None:
    kept: list[str] = []

    async def changes_her_mind(address: str) -> None:
        kept.append(await consented(address))
        await browser.refuses(address)

    async def remembers(address: str) -> None:
        browser.seen.append(await led_to(kept[0]))
        assert "That answers another attempt to connect" in browser.last
        await browser.refuses(address)

    await unharmed(*NEW, told=shop, visit=changes_her_mind)
    await unharmed(*NEW, told=shop, visit=remembers)


@pytest.mark.rule("R-18/bad")
async def test_a_code_that_comes_late_is_called_too_old(
    shop: dict[str, str], intuit: StandIn, browser: Browser
) -> None:
    await connecting(*NEW, told=shop)

    async def returns_late(address: str) -> None:
        redirect = await consented(address)
        answer = await intuit.http.post(f"{intuit.url}/__control/clock", json={"advance": 700})
        answer.raise_for_status()
        browser.seen.append(await led_to(redirect))

    said = await unharmed(*AGAIN, told=shop, visit=returns_late)

    assert said == (
        "Intuit gave no tokens: the code has been used already, or is too old. Nothing was changed. "
        "To try again: daybook connect my-shop"
    )
    assert "too old" in browser.last


@pytest.mark.rule("R-18/bad")
async def test_a_code_that_somebody_used_before_is_worth_nothing(
    shop: dict[str, str], intuit: StandIn, browser: Browser
) -> None:
    async def is_robbed(address: str) -> None:
        redirect = await consented(address)
        form = {"grant_type": "authorization_code", "code": asked(redirect)["code"]}
        app = (shop["DAYBOOK_INTUIT_CLIENT_ID"], shop["DAYBOOK_INTUIT_CLIENT_SECRET"])
        form["redirect_uri"] = shop["DAYBOOK_REDIRECT_URL"]
        (await intuit.http.post(shop["DAYBOOK_INTUIT_TOKEN_URL"], data=form, auth=app)).raise_for_status()
        browser.seen.append(await led_to(redirect))

    assert "the code has been used already" in await unharmed(*NEW, told=shop, visit=is_robbed)


@pytest.mark.rule("R-18/bad")
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "status", "status": 503}, "Intuit answered HTTP 503."),
        ({"kind": "empty"}, "Intuit answered without a usable token."),
        ({"kind": "truncated"}, "Intuit answered without a usable token."),
        ({"kind": "lost_after"}, "QuickBooks or the network failed"),
    ],
)
async def test_a_token_endpoint_that_fails_is_told(
    shop: dict[str, str], intuit: StandIn, browser: Browser, fault: dict[str, str], words: str
) -> None:
    await connecting(*NEW, told=shop)
    await intuit.fault(**fault, path="/tokens/bearer")

    assert words in await unharmed(*AGAIN, told=shop, visit=browser.agrees)
    assert words.partition(".")[0] in browser.last


@pytest.mark.rule("R-18/bad")
async def test_a_wrong_client_secret_is_called_what_it_is(shop: dict[str, str], browser: Browser) -> None:
    wrong = {"DAYBOOK_INTUIT_CLIENT_SECRET": "wrong"}
    said = await unharmed(*NEW, told=shop, linked_with=wrong, visit=browser.agrees)
    assert "the client id or client secret of the app is wrong" in said


@pytest.mark.rule("R-18/bad")
async def test_a_token_endpoint_that_cannot_be_reached_is_told(shop: dict[str, str], browser: Browser) -> None:
    await connecting(*NEW, told=shop)
    nowhere = {"DAYBOOK_INTUIT_TOKEN_URL": f"http://127.0.0.1:{closed_port()}/oauth2/v1/tokens/bearer"}

    async def visit(address: str) -> None:
        question = asked(address)
        answer = f"code=AB11x&state={question['state']}&realmId={REALM}"
        browser.seen.append(await led_to(f"{question['redirect_uri']}?{answer}"))

    said = await unharmed(*AGAIN, told=shop, linked_with=nowhere, visit=visit)
    assert "could not be reached; nothing was sent" in said


@pytest.mark.rule("R-20/bad")
async def test_another_company_is_named_beside_the_right_one(shop: dict[str, str], browser: Browser) -> None:
    await connecting(*NEW, told=shop)

    said = await unharmed(*AGAIN, told=shop, visit=browser.chooses_the_other_company)

    words = (
        f'This is New Company (company {OTHER_REALM}); the connection "My Shop" was made for '
        f"Daybook Demo Shop (company {REALM}). Make a new connection. Nothing was changed."
    )
    assert said.startswith(words)
    assert "This is New Company" in browser.last


@pytest.mark.rule("R-16/bad", "R-19/bad")
@pytest.mark.parametrize("linked", [False, True])
async def test_a_company_that_the_environment_does_not_know_says_to_look_at_the_environment(
    shop: dict[str, str], intuit: StandIn, browser: Browser, linked: bool
) -> None:
    if linked:
        await connecting(*NEW, told=shop)
    await intuit.fault("fault", code="3100", variant="company", path="/companyinfo")

    said = await unharmed(*(AGAIN if linked else NEW), told=shop, visit=browser.agrees)

    assert f"QuickBooks does not open company {REALM} in the sandbox environment" in said
    assert "Check the environment" in said
    assert "Check the environment" in browser.last


@pytest.mark.rule("R-19/bad")
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "expired_token", "times": 2}, "QuickBooks refuses the token that Intuit has just given."),
        ({"kind": "status", "status": 503}, "QuickBooks did not answer the first question"),
        ({"kind": "empty"}, "QuickBooks did not answer the first question"),
    ],
)
async def test_nothing_is_stored_before_the_company_was_read(
    shop: dict[str, str], intuit: StandIn, browser: Browser, fault: dict[str, str], words: str
) -> None:
    await intuit.fault(**fault, path="/companyinfo")
    assert words in await unharmed(*NEW, told=shop, visit=browser.agrees)
    assert words in browser.last


async def test_a_database_that_fails_at_the_end_shows_no_token_in_the_browser(
    shop: dict[str, str], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connecting(*NEW, told=shop)

    async def fails(*given: object) -> None:
        raise ArithmeticError("broken")

    monkeypatch.setattr(Credentials, "save_grant", fails)
    assert (await unharmed(*AGAIN, told=shop, visit=browser.agrees)).startswith("Unforeseen: ArithmeticError: broken")
    assert "Unforeseen: ArithmeticError: broken" in browser.last


async def test_no_answer_in_time_changes_nothing(shop: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authorizing, "LONGEST_MINUTES", 0.005)

    async def stays_away(address: str) -> None:
        pass

    said = await unharmed(*NEW, told=shop, visit=stays_away)
    assert said.startswith("No answer came within 0.005 minutes; nothing was changed. To try again: daybook connect")


@pytest.mark.rule("R-16/expected", "R-16/bad")
async def test_a_connection_keeps_its_environment(shop: dict[str, str]) -> None:
    await connecting(*NEW, told=shop)
    said = await unharmed("my-shop", "--environment", "Production", told=shop)
    assert said == (
        'The connection "My Shop" was made for the sandbox environment, not for production. Make a new connection.'
    )
    assert (await connecting("my-shop", "--environment", "Sandbox", told=shop)).status == 0
