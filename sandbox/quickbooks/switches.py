"""The ways a company of the stand-in may behave where the real one differs or is not known.

Evidence is marked V (Intuit's own pages, schema or code), R (recorded from the real service), S (seen in programs
or reports of others) or I (inferred: nobody outside knows); D numbers the doubt of the reference it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


def _whole_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _number(value: str) -> bool:
    try:
        return Decimal(value) >= 0
    except InvalidOperation:
        return False


WHOLE_NUMBER = "a whole number"
NUMBER = "a number"
UNLIMITED = "unlimited"
WHOLE_NUMBER_OR_UNLIMITED = f"a whole number or {UNLIMITED}"

_RANGES: Mapping[str, Callable[[str], bool]] = {
    WHOLE_NUMBER: _whole_number,
    NUMBER: _number,
    WHOLE_NUMBER_OR_UNLIMITED: lambda value: value == UNLIMITED or _whole_number(value),
}


@dataclass(frozen=True)
class Switch:
    """One way to behave: what it starts with, what it may be, what it means and how well that is known."""

    default: str
    values: tuple[str, ...] | str
    """The possible values, or one of the ranges above."""
    sentence: str
    evidence: str

    def allows(self, value: str) -> bool:
        """Whether the switch can have the value."""
        return value in self.values if isinstance(self.values, tuple) else _RANGES[self.values](value)

    @property
    def choice(self) -> str:
        """The possible values in words."""
        return " or ".join(self.values) if isinstance(self.values, tuple) else self.values


SWITCHES: dict[str, Switch] = {
    "rotate": Switch(
        "always",
        ("always", "daily", "never"),
        "Whether a refresh replaces the refresh token and ends the old one: each time, after 24 hours, or never.",
        "V about daily; always is the hardest on a client",
    ),
    "token_lifetime": Switch(
        "3600", WHOLE_NUMBER, "Seconds an access token lives, for those issued from now on.", "R 3600"
    ),
    "duplicate_numbers": Switch(
        "refuse",
        ("refuse", "receipts", "allow"),
        "What becomes of a document number that is taken: a 6140, a 6140 but on sales receipts, or one more with it.",
        "V for invoices, S 2026 for both sides, R 2014 allowed on receipts (D3)",
    ),
    "refresh_scope": Switch(
        "ignored",
        ("ignored", "refused"),
        "What becomes of a scope in a refresh: overlooked, or a 400 invalid_scope.",
        "I; V the parameter is not documented (D12)",
    ),
    "revoke_form": Switch(
        "refused",
        ("refused", "accepted"),
        "Whether a token may be revoked by a form instead of JSON.",
        "V JSON is documented; what becomes of a form is I (D12)",
    ),
    "wrong_realm": Switch(
        "403",
        ("403", "401"),
        "The answer to a good token used on a company it does not open.",
        "S several reports of 403 with 3100, fewer of 401",
    ),
    "requestid": Switch(
        "honoured",
        ("honoured", "ignored", "refused"),
        "Whether a repeated request id is answered with the first answer, overlooked, or a fault 600.",
        "V; S reports of 2016 and 2025 where it was not; when 600 comes is I (D1)",
    ),
    "requestid_hours": Switch("24", WHOLE_NUMBER, "Hours for which a request id is remembered.", "I (D1)"),
    "requestid_reuse": Switch(
        "first",
        ("first", "refused", "done"),
        "What becomes of another body under a known request id: the first answer again, a fault 600, or done.",
        "I by the wording of Intuit's announcement (D1)",
    ),
    "requestid_failures": Switch(
        "forgotten",
        ("forgotten", "repeated", "spoilt"),
        "Whether a refused request frees its id, is refused in the same words again, or spoils it with a 6000.",
        "I forgotten; S 2016 the 6000 (D1)",
    ),
    "limits": Switch("on", ("on", "off"), "Whether the throttles of the gateway are heeded.", "V"),
    "throttle_body": Switch(
        "xml",
        ("xml", "json"),
        "The form of a 429: XML whatever was asked for, or the gateway's JSON.",
        "R XML; the JSON is I (D9)",
    ),
    "retry_after": Switch(
        "0", WHOLE_NUMBER, "Seconds a 429 asks to wait in Retry-After; 0 leaves the header out.", "S not promised (D9)"
    ),
    "batch_items": Switch(
        "together",
        ("together", "singly"),
        "Whether a batch counts as one call against the throttles, or each of its items as one.",
        "V one batch call; nothing is said of its items (D2)",
    ),
    "builder_quota": Switch(
        UNLIMITED,
        WHOLE_NUMBER_OR_UNLIMITED,
        "Calls that read (CorePlus) left to the app in a calendar month; after them only writes pass.",
        "V 500000 in the free tier, and sandboxes are not metered",
    ),
    "max_body": Switch(
        "10000000", WHOLE_NUMBER, "The largest body in bytes before an HTML 413; uploads may have 100 MB.", "I (D13)"
    ),
    "sales_tax": Switch(
        "automated",
        ("automated", "off", "manual", "abroad"),
        "The kind of company: in the US as its TaxPrefs tell; abroad, which is to be said at the start, in Canada.",
        "V",
    ),
    "tax_rate": Switch("8.25", NUMBER, "Percent of sales tax, the same everywhere.", "I a made-up rate"),
    "tax_override": Switch(
        "honoured",
        ("honoured", "refused"),
        "Whether the company lets a sent TotalTax stand, or computes the tax anew.",
        "V 2017, S 2026; depends on a company setting no client sees (D4)",
    ),
    "tax_places": Switch(
        "everywhere",
        ("everywhere", "by state"),
        "Whether tax_rate holds everywhere, or some states of the ship-to address have a made-up rate of their own.",
        "V the engine goes by the address; the rates are I",
    ),
    "tax_rounding": Switch(
        "document",
        ("document", "line"),
        "Whether automated tax is rounded to cents once for the document or for each line.",
        "I (D4)",
    ),
    "override_untaxed": Switch(
        "ignored",
        ("ignored", "honoured"),
        "What becomes of a sent TotalTax when no line is taxable.",
        "S 2023 reports of it ignored (D4)",
    ),
    "kept_decimals": Switch(
        "7", WHOLE_NUMBER_OR_UNLIMITED, "The decimals of a quantity and of a unit price that are kept.", "I (D7)"
    ),
    "amount_tolerance": Switch(
        "0",
        NUMBER,
        "By how much the amount of a sales line may miss quantity times price, each in cents, before a 6070.",
        "I equality in cents (D7)",
    ),
    "most_lines": Switch(
        UNLIMITED,
        WHOLE_NUMBER_OR_UNLIMITED,
        "The most lines of a sales form without tax; a taxed one may have 750.",
        "V the 750; otherwise I (D13)",
    ),
    "changed_addresses": Switch(
        "lines",
        ("lines", "fields"),
        "How an address of a document looks after an update changed it: packed into free lines, or as sent.",
        "V, R 2020 free lines under the customer's name",
    ),
    "closed_books": Switch(
        "closed",
        ("closed", "password"),
        "Whether closed books answer with a 6200, or with a 6210 as where a password guards them.",
        "V both codes, R the text of the 6200",
    ),
    "billable_status": Switch(
        "writable",
        ("writable", "read-only"),
        "Whether a sent BillableStatus is kept, or every line stays NotBillable.",
        "V 2023 and samples writable, V 2026 called read-only (D6)",
    ),
    "order_measure": Switch(
        "quantity",
        ("quantity", "amount"),
        "By what a purchase order's item lines are billed in full; account lines always go by amount.",
        "V schema: Received may be either; which closes is I (D5)",
    ),
    "over_billing": Switch(
        "linked",
        ("linked", "dropped", "refused"),
        "What becomes of a bill's line for more than its order's line has left: its link holds, goes, or a 6000.",
        "I (D5)",
    ),
    "received": Switch(
        "shown",
        ("shown", "hidden"),
        "Whether the lines of a purchase order show what was received of them.",
        "V schema; whether it is returned now is I (D5)",
    ),
    "billed_orders": Switch(
        "reopen",
        ("reopen", "stay closed", "keep"),
        "What becomes of a purchase order when its bill is deleted: it opens, stays closed, or keeps the bill (800).",
        "I reopens; V the page asks to unlink first (D5)",
    ),
    "voided_status": Switch(
        "absent",
        ("absent", "shown"),
        "Whether a voided document carries status Voided.",
        "R 2022 absent on an invoice, S 2026 shown on purchases (D10)",
    ),
    "odd_voids": Switch(
        "refused",
        ("refused", "answered"),
        "What voiding a bill gives: a 500 Unsupported Operation, or HTTP 200 with a SystemFault in it.",
        "V not supported, R the text of the 500, S 2026 the 200",
    ),
    "plan": Switch(
        "Plus",
        ("Plus", "Advanced", "Essentials", "Simple Start"),
        "The plan, in CompanyInfo's OfferingSku; the two smaller ones refuse purchase orders with a 5020.",
        "V the code and that purchase orders need Plus",
    ),
    "subscription": Switch(
        "paid",
        ("paid", "lapsed"),
        "Whether the subscription runs; when it has lapsed reads work and every write is refused with a 6190.",
        "V; the word in SubscriptionStatus is I",
    ),
    "duplicate_name_text": Switch(
        "named",
        ("named", "null", "placeholder"),
        "The text of a 6240: it names the list, says null without an element, or shows an unfilled placeholder.",
        "R 2019 named, R 2020 null, R undated the placeholder",
    ),
    "sub_customer_names": Switch(
        "unique",
        ("unique", "apart"),
        "Whether a sub-customer's DisplayName must be free among all customers, or its whole path only.",
        "V unique across customers, vendors and employees; R a company of 2020 with two of one name, one of them below",
    ),
    "query_or": Switch(
        "refused",
        ("refused", "accepted"),
        "Whether a query may join conditions by OR, and use between and contains.",
        "V not supported, R its parser expects them; the 4001 is I (D8)",
    ),
    "query_not": Switch(
        "accepted",
        ("accepted", "refused"),
        "Whether a query may use != and NOT.",
        "S 2025 a live test found both to work, R its parser expects them; Intuit's pages name neither (D8)",
    ),
    "bare_comparisons": Switch(
        "refused",
        ("refused", "accepted"),
        "Whether <, >, <= and >= take a number without quotes, or stumble over the sign with a 4000.",
        "R 2019 a 4000 at the sign, S 2025 the same for Balance > 0; V pages show quoted ones",
    ),
    "max_results": Switch(
        "refused",
        ("refused", "clamped"),
        "What becomes of MAXRESULTS above 1000: a 4001, or a thousand rows.",
        "S 2014 the 4001 with its text (D8)",
    ),
    "collation": Switch(
        "caseless",
        ("caseless", "ascii", "accentless"),
        "Texts equal in a query: those alike but for case, but for the case of ASCII, or but for accents, too.",
        "R for ASCII, else I (D8)",
    ),
    "cdc_look_back": Switch(
        "refused",
        ("refused", "cut", "unlimited"),
        "What becomes of a changedSince of more than 30 days ago: a fault, the changes of 30 days, or all changes.",
        "V 30 days, S 2024 the fault with its text, R 2020 all changes",
    ),
    "batch_limit": Switch("30", WHOLE_NUMBER, "The most items a batch may have.", "V 30; S 10 and 25 in 2017-18 (D2)"),
    "batch_overflow": Switch(
        "whole",
        ("whole", "items"),
        "What a batch of too many items is refused with: a 1040 for the whole, or one for each item too many.",
        "V the code; form and status I (D2)",
    ),
    "batch_order": Switch(
        "request",
        ("request", "shuffled"),
        "The order of a batch's answers: that of its items, or any.",
        "R 2020 in order; V no order promised",
    ),
    "batch_answers": Switch(
        "whole",
        ("whole", "hollow", "short"),
        "Whether the last item of a batch is answered, answered with neither entity nor fault, or not at all.",
        "R 2020 whole; S 2026 one answered with nothing",
    ),
    "webhooks": Switch(
        "once",
        ("once", "twice", "reversed"),
        "How webhooks are delivered: once each, every delivery twice, or the events of each in reverse.",
        "V neither order nor uniqueness is promised",
    ),
    "void_event": Switch(
        "voided",
        ("voided", "void"),
        "The last word but one of a void's type among CloudEvents.",
        "S for both; V for created, updated, deleted, merged, emailed (D14)",
    ),
}
"""Every switch by name."""


class Switches(dict[str, str]):
    """The switches with their values; an unknown name or an impossible value raises ValueError."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__({name: switch.default for name, switch in SWITCHES.items()})
        for name, value in (given or {}).items():
            self[name] = value

    def restore(self, kept: Mapping[str, str]) -> None:
        """Take up what was kept; a switch or value there is no more is left as it is."""
        for name, value in kept.items():
            if name in SWITCHES and SWITCHES[name].allows(value):
                self[name] = value

    def __setitem__(self, name: str, value: str) -> None:
        if name not in SWITCHES:
            raise ValueError(f"no switch {name!r}; there are {sorted(SWITCHES)}")
        if not SWITCHES[name].allows(value):
            raise ValueError(f"switch {name} takes {SWITCHES[name].choice}, not {value!r}")
        super().__setitem__(name, value)
