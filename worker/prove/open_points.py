"""What of QuickBooks' behaviour no document settles, and how the stand-in was made to behave both ways."""

from __future__ import annotations

from dataclasses import dataclass

BOTH_WAYS = "tests/chain/test_other_companies.py"
LOST_ANSWERS = "tests/chain/test_lost_answers.py"


@dataclass(frozen=True)
class OpenPoint:
    """One question that only a real company can answer."""

    words: str
    switches: tuple[str, ...] = ()
    """Of the QuickBooks stand-in."""
    test: str = BOTH_WAYS
    """The file of the tests that ran Daybook under each of their values."""

    @property
    def tried(self) -> str:
        """What was tried of it here."""
        if not self.switches:
            return "Daybook does not depend on it; the stand-in has no switch for it."
        names = "switch" if len(self.switches) == 1 else "switches"
        return f"Tried each way: {names} {', '.join(self.switches)} of the stand-in, in {self.test}"


OPEN_POINTS = (
    OpenPoint(
        "Whether a repeated request id is answered as before, and what an id that was refused before gets.",
        ("requestid", "requestid_reuse", "requestid_failures"),
    ),
    OpenPoint("Whether a document number that is taken is refused.", ("duplicate_numbers",), LOST_ANSWERS),
    OpenPoint(
        "How a batch is counted, ordered, and answered in part.", ("batch_items", "batch_order", "batch_answers")
    ),
    OpenPoint("What a batch of too many items gets: Daybook sends 29 of the 30 allowed.", ("batch_overflow",)),
    OpenPoint("Whether a sent total of sales tax stands.", ("tax_override",), "tests/chain/test_verified.py"),
    OpenPoint(
        "How sales tax is rounded, and what becomes of one without a taxable line.",
        ("tax_rounding", "override_untaxed"),
    ),
    OpenPoint(
        "When a Purchase Order counts as billed, and whether it shows what was received.",
        ("order_measure", "over_billing", "received", "billed_orders"),
    ),
    OpenPoint("Whether a line can be marked as billable.", ("billable_status",)),
    OpenPoint(
        "How many decimals are kept, and by how much an amount may miss them.", ("kept_decimals", "amount_tolerance")
    ),
    OpenPoint(
        "How queries compare texts, and which conditions and sizes they take.",
        ("collation", "query_or", "query_not", "bare_comparisons", "max_results"),
    ),
    OpenPoint("What a 429 looks like.", ("throttle_body",)),
    OpenPoint("Whether a voided document says so.", ("voided_status",)),
    OpenPoint("How a name that is taken is told.", ("duplicate_name_text", "sub_customer_names")),
    OpenPoint("How an address looks after an update.", ("changed_addresses",)),
    OpenPoint(
        "Whether a refresh may name a scope, and whether a token is revoked by a form.",
        ("refresh_scope", "revoke_form"),
    ),
    OpenPoint("The most lines of a form, and the largest body."),
    OpenPoint("The faults 6550, 8000 and 003002, of which no trace was found."),
    OpenPoint("The names of the events of webhooks: Daybook takes none of QuickBooks'."),
)
