"""The same made-up orders for hypothesis, which chooses what chance would, and shrinks it."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.many_orders.cases import Case, case_of
from tests.many_orders.faults import FAULTS

FEW_LINES = 6
"""A counterexample of sixty lines tells nothing more."""

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    # Two of three cases have no Bill; now and then so many in a row that hypothesis would take it for a mistake.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def cases() -> st.SearchStrategy[Case]:
    """An order with its requests and invoices, sound or with one fault."""
    return st.randoms(use_true_random=False).map(lambda chance: case_of(chance, most_lines=FEW_LINES))


def faulty_cases(*codes: str) -> st.SearchStrategy[Case]:
    """The same with a fault that must hold the order by one of these codes."""
    faults = [fault for fault, code in FAULTS.items() if code in codes]
    chances = st.randoms(use_true_random=False)
    return chances.map(lambda chance: case_of(chance, most_lines=FEW_LINES, faults=faults, faulty=1.0))
